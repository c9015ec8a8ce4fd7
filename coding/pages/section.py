"""A section's page: all its questions as one form, and what they lack."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from coding.conversation.comment_threads import open_on
from coding.forms.typed_codes import box_text
from coding.models import Sheet
from coding.models.questionnaire import SECTIONS, Section
from coding.models.revision import Status
from coding.models.variables import variables_at
from coding.pages.checks import Checks, checks_at
from coding.pages.editor import Editor, editor_of
from coding.pages.loaded_sheet import LoadedSheet, load_for
from coding.pages.missing import Missing, missing_in
from coding.pages.phase_comparison import PhaseBefore
from coding.pages.rail import Rail, rail
from coding.pages.suggested_codes import Suggestions, lacks_codes, suggested_to
from coding.posted_drafts import DraftRefusal


@dataclass(frozen=True)
class SectionPage:
    """The page of one section.

    ``suggestions`` are for questions that lack codes, ``checks_by_question`` the findings that
    blocked a submission.
    """

    sheet: Sheet
    section: Section
    rail: Rail
    editors: list[Editor]
    suggestions: dict[int, Suggestions]
    checks_by_question: dict[int, Checks]
    missing: Missing
    settling: str  # codes that settle others, for the page's script
    drafts_elsewhere: int  # the author's drafts in other sections
    next: Section | None
    common_note: str
    threads: dict[int, int]  # open threads of comments, by question
    sections: tuple[Section, ...] = SECTIONS


def load_section_page(
    sheet: Sheet,
    section: Section,
    user: Any,
    *,
    refusals: Mapping[int, DraftRefusal] | None = None,
    reasons: Mapping[str, str] | None = None,
    common_note: str = "",
) -> SectionPage:
    """Return the page of a section of a sheet that is loaded with its sections.

    ``refusals`` are by question why answers sent were refused; ``reasons`` were sent for warnings.
    """
    loaded, before = load_for(user, sheet, section.questions), PhaseBefore.of(sheet)
    refused = refusals or {}
    editors = [
        editor_of(loaded, question, before, refusal=refused.get(question.number), is_alone=False)
        for question in section.questions
    ]
    href = "../{0.section.key}/#q{0.n}".format
    return SectionPage(
        sheet=sheet,
        section=section,
        rail=rail(loaded.approved.answers, loaded.marks, href),
        editors=editors,
        suggestions=_suggestions(loaded, editors),
        checks_by_question=_checks(loaded, editors, reasons or {}),
        missing=missing_in(loaded, editors),
        settling=_settling(section),
        drafts_elsewhere=_drafts_elsewhere(loaded, section),
        next=next_section(section),
        common_note=common_note,
        threads=open_on(sheet),
    )


def _suggestions(loaded: LoadedSheet, editors: Iterable[Editor]) -> dict[int, Suggestions]:
    """Return suggestions where codes are not given; other questions cost nothing."""
    return {
        editor.question.number: suggested_to(loaded, editor)
        for editor in editors
        if editor.codes.has_boxes and lacks_codes(editor.codes)
    }


def _checks(
    loaded: LoadedSheet, editors: Iterable[Editor], reasons: Mapping[str, str]
) -> dict[int, Checks]:
    """Return the findings that blocked a submission."""
    return {
        editor.question.number: checks_at(loaded, editor.question, reasons)
        for editor in editors
        if editor.refusal and editor.refusal.part == "checks"
    }


def next_section(section: Section) -> Section | None:
    later = SECTIONS[SECTIONS.index(section) + 1 :]
    return later[0] if later else None


def _drafts_elsewhere(loaded: LoadedSheet, section: Section) -> int:
    drafts = [revision for revision in loaded.own.values() if revision.status == Status.DRAFT]
    return sum(draft.asked.section != section for draft in drafts)


@cache
def _settling(section: Section) -> str:
    """Return which code settles each code that can be settled, and at which values."""
    asked = [code for question in section.questions for code in variables_at(question.number)]
    settled = {
        variable.name: [variable.settled_by, *map(box_text, variable.settled)]
        for variable in asked
        if variable.settled_by
    }
    return json.dumps(settled)
