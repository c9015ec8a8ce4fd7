"""What the sheet's own page and the writing pages share: the rail of questions, and its marks."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

from django.db.models import F, Q

from coding.history import timeline
from coding.models import Sheet
from coding.models.questionnaire import BY_KEY, QUESTIONS, SECTIONS, Question, Section
from coding.models.revision import OPEN, Status
from coding.workflow.transitions import STEP_WORDS

RAIL_WORDS = {Status.PENDING: "pending", Status.DRAFT: "in draft", Status.RETURNED: "returned"}


@dataclass(frozen=True)
class Mark:
    """An open or returned revision, as a dot in the rail and a chip beside the answer."""

    pk: int
    status: str
    is_own: bool
    author_name: str
    saved_at: datetime

    @property
    def title(self) -> str:
        """What the dot stands for, in words."""
        return f"your {self.status}" if self.is_own else f"{self.status}, by {self.author_name}"

    @property
    def label(self) -> str:
        """The state as a chip shows it."""
        return f"{self.status} · yours" if self.is_own else f"{self.status} · {self.author_name}"


@dataclass(frozen=True)
class Asked:
    """One question of the sheet with its answer and its marks."""

    question: Question
    answer: str
    href: str = ""
    marks: list[Mark] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[str]:
        """The answer's paragraphs; none when it is blank."""
        return self.answer.split("\n") if self.answer else []


@dataclass(frozen=True)
class Part:
    """One printed section with its questions."""

    section: Section
    asked: list[Asked]


def load_marks(sheet: Sheet, user: Any) -> dict[int, list[Mark]]:
    """Return the marks of each question: what is open, and what was returned and not taken up."""
    found = sheet.revisions.filter(
        Q(status__in=OPEN) | Q(status=Status.RETURNED, followed_by=None)
    ).values_list("question", "id", "status", "author_id", "author_name", "saved_at")
    marks: dict[int, list[Mark]] = defaultdict(list)
    for number, pk, status, author_id, author_name, saved_at in found:
        marks[number].append(Mark(pk, status, author_id == user.pk, author_name, saved_at))
    return marks


def parts(
    answers: dict[int, str],
    marks: dict[int, list[Mark]],
    href: Callable[[Question], str],
) -> list[Part]:
    """Return the sheet's five sections with answers and marks; ``href`` is where the rail leads."""
    return [
        Part(
            section,
            [
                Asked(
                    question,
                    answers[question.number],
                    href(question),
                    marks.get(question.number, []),
                )
                for question in section.questions
            ],
        )
        for section in SECTIONS
    ]


def rail(sheet_parts: list[Part], marks: dict[int, list[Mark]]) -> dict[str, Any]:
    """Return what the rail's template needs."""
    answered = sum(1 for part in sheet_parts for asked in part.asked if asked.answer)
    statuses = [mark.status for of_question in marks.values() for mark in of_question]
    return {
        "parts": sheet_parts,
        "answered": answered,
        "questions": len(QUESTIONS),
        "counts": [
            f"{statuses.count(status)} {words}"
            for status, words in RAIL_WORDS.items()
            if status in statuses
        ],
    }


def own_drafts(marks: dict[int, list[Mark]], numbers: Iterable[int] | None = None) -> list[Mark]:
    """Return the user's drafts among the marks."""
    return [
        mark
        for number in (marks if numbers is None else numbers)
        for mark in marks.get(number, [])
        if mark.is_own and mark.status == Status.DRAFT
    ]


def answered_of(sheet: str = "") -> Any:
    """Return how many questions are answered, as an expression; ``sheet`` is the way there."""
    return reduce(add, (F(f"{sheet}{key}__answered") for key in BY_KEY))


def revision_notes(sheet: Sheet, *, until: datetime | None = None) -> tuple[str, ...]:
    """Return the sheet's revision notes in the printed form, as they stood at the moment."""
    approved = sheet.revisions.approved().defer("text", "base", "note", "comment")
    if until:
        approved = approved.filter(decided_at__lte=until)
    return timeline.revision_notes(approved)


def latest_steps(sheet: Sheet, *, most: int = 8) -> list[dict[str, Any]]:
    """Return the newest steps on the sheet, in the record's words."""
    return [
        {
            "question": event.revision.question,
            "revision": event.revision_id,
            "did": STEP_WORDS[event.step],
            "by": event.by_name,
            "at": event.at,
            "comment": event.comment,
        }
        for event in timeline.of_sheet(sheet, most=most)
    ]
