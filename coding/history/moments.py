"""A sheet as it was approved at a past moment, and what changed between two moments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from coding.codebook.sheet import SheetState
from coding.history.codes_in_words import CodeChange, Names, changes_at
from coding.history.differences import DiffPiece, difference
from coding.models import Sheet
from coding.models.approved_values import coding_of
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import QUESTIONS, SECTIONS, Question


def sheet_at(sheet: Sheet, moment: datetime) -> SheetState | None:
    """Return what was approved at the moment; None before the sheet was in the record."""
    if sheet.entered_at is None or moment < sheet.entered_at:
        return None
    rows = {section.key: _row_at(section.model, sheet, moment) for section in SECTIONS}
    answers = {
        question.number: getattr(rows[question.section.key], question.key, "")
        for question in QUESTIONS
    }
    coding = coding_of(
        {key: row for key, row in rows.items() if row},
        _rows_at(Membership, sheet, moment),
        _rows_at(PairObligation, sheet, moment),
    )
    return SheetState(answers, coding)


def _row_at(model: Any, sheet: Sheet, moment: datetime) -> Any:
    rows = model.history.filter(sheet_id=sheet.pk, history_date__lte=moment)
    return rows.order_by("-history_id").first()


def _rows_at(model: Any, sheet: Sheet, moment: datetime) -> list[Any]:
    """Return the history row of each member or pair that stood at the moment."""
    rows = model.history.filter(sheet_id=sheet.pk, history_date__lte=moment)
    standing = {row.id: row for row in rows.order_by("history_id")}
    kept = [row for row in standing.values() if row.history_type != "-"]
    order = [model._meta.get_field(name).attname for name in model._meta.ordering]
    return sorted(kept, key=attrgetter(*order))


@dataclass(frozen=True)
class ChangedQuestion:
    """One question that differs between two moments: its words, its codes, or both."""

    question: Question
    pieces: list[DiffPiece]
    codes: list[CodeChange]


def changes_between(before: SheetState, after: SheetState, names: Names) -> list[ChangedQuestion]:
    """Return the questions that differ, with the words and codes that changed."""
    words = {
        number: difference(old, after.answers[number])
        for number, old in before.answers.items()
        if old != after.answers[number]
    }
    return changed_questions(words, changes_at(before.coding.cells, after.coding.cells, names))


def changed_questions(
    words: Mapping[int, list[DiffPiece]], codes: Mapping[int, list[CodeChange]]
) -> list[ChangedQuestion]:
    return [
        ChangedQuestion(question, words.get(question.number, []), codes.get(question.number, []))
        for question in QUESTIONS
        if question.number in words or question.number in codes
    ]
