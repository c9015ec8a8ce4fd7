"""A section's page: all its questions as one form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coding.conversation.threads import open_on
from coding.models import Sheet
from coding.models.questionnaire import SECTIONS, Section
from coding.pages.editor import Editor, editor_of
from coding.pages.loaded_sheet import load_for
from coding.pages.phase_comparison import PhaseBefore
from coding.pages.rail import Rail, rail
from coding.posted_drafts import Refusal


@dataclass(frozen=True)
class SectionPage:
    """What the page of one section shows."""

    sheet: Sheet
    section: Section
    rail: Rail
    editors: list[Editor]
    common_note: str
    threads: dict[int, int]  # of comments that are open, by question
    sections: tuple[Section, ...] = SECTIONS


def load_section_page(
    sheet: Sheet,
    section: Section,
    user: Any,
    *,
    refusals: Mapping[int, Refusal] | None = None,
    common_note: str = "",
) -> SectionPage:
    """Return the page of a section of a sheet that is loaded with its sections.

    ``refusals`` say by question why what was sent was not done.
    """
    loaded, before = load_for(user, sheet, section.questions), PhaseBefore.of(sheet)
    refused = refusals or {}
    return SectionPage(
        sheet,
        section,
        rail(loaded.approved.answers, loaded.marks, lambda one: f"../{one.section.key}/#q{one.n}"),
        [
            editor_of(loaded, one, before, refusal=refused.get(one.number), is_alone=False)
            for one in section.questions
        ],
        common_note,
        open_on(sheet),
    )
