"""What the sheet's own page shows: its answers with their marks, its notes, its latest steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

from django.db.models import F

from coding.codebook.sheet import SheetState
from coding.history import timeline
from coding.history.codes_in_words import CodeLine, Names, lines_of, together
from coding.models import Sheet
from coding.models.questionnaire import BY_KEY, SECTIONS, Question, Section
from coding.pages.open_revisions import Mark
from coding.pages.phase_comparison import Against
from coding.workflow.transitions import step_named
from coding.workflow.visibility import visible_to_all


@dataclass(frozen=True)
class Asked:
    """One question of the sheet with its answer and its marks."""

    question: Question
    answer: str
    lines: list[CodeLine]
    marks: list[Mark] = field(default_factory=list)
    against: Against | None = None

    @property
    def paragraphs(self) -> list[str]:
        """The answer's paragraphs; none when it is blank."""
        return self.answer.split("\n") if self.answer else []


@dataclass(frozen=True)
class Part:
    """One printed section with its questions."""

    section: Section
    asked: list[Asked]


def parts(
    approved: SheetState,
    names: Names,
    marks: dict[int, list[Mark]],
    against: Mapping[int, Against],
) -> list[Part]:
    """Return the sheet's five sections with answers, codes and marks."""

    def asked(question: Question) -> Asked:
        number = question.number
        lines = together(lines_of(question, approved.coding, names))
        answer, own_marks = approved.answers[number], marks.get(number, [])
        return Asked(question, answer, lines, own_marks, against.get(number))

    return [Part(section, [asked(one) for one in section.questions]) for section in SECTIONS]


def answered_of(sheet: str = "") -> Any:
    """Return how many questions are answered, as an expression; ``sheet`` is the way there."""
    return reduce(add, (F(f"{sheet}{key}__answered") for key in BY_KEY))


def revision_notes(sheet: Sheet, *, until: datetime | None = None) -> tuple[str, ...]:
    """Return the sheet's revision notes in the printed form, as they stood at the moment."""
    approved = visible_to_all().filter(sheet=sheet).defer("text", "base", "note", "comment")
    if until:
        approved = approved.filter(decided_at__lte=until)
    return timeline.revision_notes(approved)


def latest_steps(sheet: Sheet, user: Any, *, most: int = 8) -> list[dict[str, Any]]:
    """Return the newest steps on the sheet, in the record's words."""
    return [
        {
            "question": event.revision.question,
            "revision": event.revision_id,
            "did": step_named(event.step).done,
            "by": event.by_name,
            "at": event.at,
            "comment": event.comment,
        }
        for event in timeline.of_sheet(sheet, viewer=user, most=most)
    ]
