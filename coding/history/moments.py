"""A sheet as it was approved at a past moment, and what changed between two moments."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from coding.history.differences import Piece, difference
from coding.models import Sheet
from coding.models.questionnaire import QUESTIONS, SECTIONS, Question


def end_of(day: date) -> datetime:
    """Return the last moment of the day, in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC) + timedelta(days=1, microseconds=-1)


def sheet_at(sheet: Sheet, moment: datetime) -> dict[int, str] | None:
    """Return the approved answers as of the moment; None before the sheet was in the record."""
    if sheet.entered_at is None or moment < sheet.entered_at:
        return None
    answers: dict[int, str] = {}
    for section in SECTIONS:
        row = (
            section.model.history.filter(sheet_id=sheet.pk, history_date__lte=moment)
            .order_by("-history_date", "-history_id")
            .first()
        )
        for question in section.questions:
            answers[question.number] = getattr(row, question.key) if row else ""
    return answers


def answers_now(sheet: Sheet) -> dict[int, str]:
    """Return the approved answers of a sheet loaded with its sections."""
    return {
        question.number: getattr(getattr(sheet, question.section.key), question.key)
        for question in QUESTIONS
    }


@dataclass(frozen=True)
class ChangedAnswer:
    """One question whose approved answer differs between two moments."""

    question: Question
    pieces: list[Piece]


def changes_between(before: dict[int, str], after: dict[int, str]) -> list[ChangedAnswer]:
    """Return the questions that differ, with the words that changed."""
    return [
        ChangedAnswer(question, difference(before[question.number], after[question.number]))
        for question in QUESTIONS
        if before[question.number] != after[question.number]
    ]
