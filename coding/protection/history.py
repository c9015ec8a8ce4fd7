"""Rows follow from their history: what a history row must fulfil, and what it changes."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from coding.models import Membership, PairObligation, Revision, Sheet
from coding.models.answer_fields import Answer
from coding.models.code_fields import Code
from coding.models.guarded_tables import (
    FIXED,
    ROSTER,
    Model,
    columns,
    columns_of,
    history_of,
    table,
)
from coding.models.questionnaire import MODELS
from coding.models.revision import Status
from coding.protection.sql import Refusal, SqlPart, Statement, agrees, differs, listed

ANSWERING: tuple[Model, ...] = (*MODELS, Membership, PairObligation)
_SHEET_ENTERS_ONCE = "entered_at"
_LOSES_OWN = {  # values that the member had of its own and would lose
    "sqlite": "json_patch(NEW.own, was.own) <> json(NEW.own)",
    "postgresql": "NOT NEW.own @> was.own",
}


def must_fit(model: Model, vendor: str) -> Iterator[Refusal]:
    """Yield what is refused before a history row of the model is written."""
    row, history = table(model), table(history_of(model))
    standing = f"EXISTS (SELECT 1 FROM {row} WHERE id = NEW.id)"
    is_in_history = f"EXISTS (SELECT 1 FROM {history} WHERE id = NEW.id)"
    kinds = "('+', '~', '-')" if model in ROSTER else "('+', '~')"
    yield Refusal(f"NEW.history_type NOT IN {kinds}", "nothing saved can be removed")
    yield Refusal(
        f"(NEW.history_type = '+') = {standing} OR NEW.history_type = '+' AND {is_in_history}",
        "a history row begins, changes or ends a row, in this order",
    )
    yield Refusal("NEW.history_change_reason IS NULL", "a history row says why")
    yield from _must_stay(model)
    if model in ANSWERING:
        yield from _must_be_approved(model, vendor)
    else:
        yield Refusal("NEW.revision_id IS NOT NULL", "no revision changes this")


def _must_stay(model: Model) -> Iterator[Refusal]:
    fixed = columns_of(model, FIXED.get(model, ()))
    changes = [differs(fixed, "was", "NEW")] if fixed else []
    if model is Sheet:
        changes.append(_replaces(columns_of(model, [_SHEET_ENTERS_ONCE])))
    if changes:
        yield Refusal(_was(model, " OR ".join(changes)), "what a row is about never changes")


def _must_be_approved(model: Model, vendor: str) -> Iterator[Refusal]:
    """Without an approved revision, answers and codes may be filled in, but not replaced."""
    yield Refusal(
        f"NEW.revision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table(Revision)} revision "
        f"WHERE revision.id = NEW.revision_id AND revision.status = '{Status.APPROVED.value}' "
        "AND revision.sheet_id = NEW.sheet_id "
        "AND revision.decided_by_id IS NOT DISTINCT FROM NEW.history_user_id "
        "AND revision.decided_at IS NOT DISTINCT FROM NEW.history_date)",
        "an answer changes by a revision of its sheet, when and by whom that was approved",
    )
    given = [field for field in model._meta.concrete_fields if _is_given_once(field)]
    replaces = _replaces([str(field.column) for field in given])
    if model is Membership:
        replaces += f" OR {_LOSES_OWN[vendor]}"
    yield Refusal(
        f"NEW.revision_id IS NULL AND (NEW.history_type = '-' OR {_was(model, replaces)})",
        "what is approved changes by an approved revision",
    )


def _is_given_once(field: "models.Field[Any, Any]") -> bool:
    """Whether a change needs a revision; the answer with the sheet's own number does not."""
    return isinstance(field, Code) or (isinstance(field, Answer) and field.revisable)


def _replaces(names: list[str]) -> str:
    """Return the condition that a value is replaced. Blank prose and no code are not values."""
    return " OR ".join(
        f'CAST(was."{name}" AS text) <> \'\' AND was."{name}" IS DISTINCT FROM NEW."{name}"'
        for name in names
    )


def _was(model: Model, condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table(model)} was WHERE was.id = NEW.id AND ({condition}))"


def take_over(model: Model) -> Iterator[SqlPart]:
    """Yield what is done after a history row is inserted: its row is added, changed or removed."""
    row, every = table(model), columns(model)
    settings = ", ".join(f'"{name}" = NEW."{name}"' for name in every if name != "id")
    yield Statement(
        f"INSERT INTO {row} ({listed(every)}) SELECT {listed(every, 'NEW.')} "
        "WHERE NEW.history_type = '+'"
    )
    yield Statement(f"UPDATE {row} SET {settings} WHERE id = NEW.id AND NEW.history_type = '~'")
    if model in ROSTER:
        yield Statement(f"DELETE FROM {row} WHERE id = NEW.id AND NEW.history_type = '-'")


def must_follow(model: Model, *, removed: bool = False) -> Refusal:
    """Return the refusal of a row that differs from its newest history row."""
    history = table(history_of(model))
    row = "OLD" if removed else "NEW"
    newest = f"(SELECT MAX(history_id) FROM {history} WHERE id = {row}.id)"
    text = "history_type = '-'" if removed else agrees(columns(model), "said", "NEW")
    return Refusal(
        f"NOT EXISTS (SELECT 1 FROM {history} said WHERE said.history_id = {newest} AND {text})",
        "a row changes only by its history",
    )
