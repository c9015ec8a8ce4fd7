"""The page of one question and all around it, built in one pass."""

from dataclasses import dataclass
from typing import Any

from coding.forms.draft import Draft
from coding.history import timeline
from coding.history.codes_in_words import CodeChange, changes
from coding.models import Revision, Sheet
from coding.models.questionnaire import BY_NUMBER, Question
from coding.models.revision import Status
from coding.pages.checks import Checks, checks_at
from coding.pages.comments import Discussion, discussion_at
from coding.pages.editor import Editor, editor_of
from coding.pages.loaded_sheet import LoadedSheet, load_for
from coding.pages.open_revisions import Mark
from coding.pages.phase_comparison import PhaseBefore
from coding.pages.rail import Rail, rail
from coding.pages.suggested_codes import Suggestions, suggested_to
from coding.posted_drafts import DraftRefusal
from coding.workflow import rules


@dataclass(frozen=True)
class QuestionPage:
    """What the page of one question shows."""

    sheet: Sheet
    question: Question
    rail: Rail
    editor: Editor
    checks: Checks
    suggestions: Suggestions
    why_not_write: str | None
    entries: list[timeline.TimelineEntry]
    others: list[tuple[Revision, list[CodeChange]]]  # other people's open ones, with changed codes
    discussion: Discussion
    approvals: int  # how many changes of the answer were approved
    writing: list[Mark]  # other writers whose drafts are hidden from the reader
    previous: Question | None
    next: Question | None


def load_question_page(
    sheet: Sheet,
    question: Question,
    user: Any,
    *,
    refusal: DraftRefusal | None = None,
    sent: Draft | None = None,
) -> QuestionPage:
    """Return the page of a question of a sheet that is loaded with its sections.

    ``refusal`` is why the form ``sent`` was refused.
    """
    loaded, number = load_for(user, sheet, [question]), question.number
    editor = editor_of(loaded, question, PhaseBefore.of(sheet), refusal=refusal, is_alone=True)
    entries = timeline.of_question(sheet, timeline.revisions_of(sheet, number, viewer=user))
    why_not_write = rules.why_not_propose(user) or editor.why_not_revise
    return QuestionPage(
        sheet=sheet,
        question=question,
        rail=rail(loaded.approved.answers, loaded.marks, lambda q: f"../{q.number}/", question),
        editor=editor,
        checks=checks_at(loaded, question, sent.reasons if sent else {}),
        suggestions=Suggestions() if why_not_write else suggested_to(loaded, editor),
        why_not_write=why_not_write,
        entries=entries,
        others=_of_others(loaded, number),
        discussion=discussion_at(sheet, question, user, proposals=loaded.open_revisions),
        approvals=sum(entry.status == Status.APPROVED for entry in entries if entry.revision),
        writing=[mark for mark in loaded.marks.get(number, []) if not mark.is_readable],
        previous=BY_NUMBER.get(number - 1),
        next=BY_NUMBER.get(number + 1),
    )


def _of_others(loaded: LoadedSheet, number: int) -> list[tuple[Revision, list[CodeChange]]]:
    """Return other people's open revisions at a question that the reader may see."""
    return [
        (revision, changes(revision.codes, revision.base_codes, loaded.names))
        for revision in loaded.open_revisions
        if revision.question == number and revision.is_open and revision.author_id != loaded.user.pk
    ]
