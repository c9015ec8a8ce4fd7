"""SQLite's REPLACE deletes every row with the same key, and fires no trigger for that.

So each protected table refuses a row if another row has its primary key, or any other unique key.
"""

from collections.abc import Iterator

from django.db import connections
from django.db.models import UniqueConstraint

from coding.models.guarded_tables import Model, table
from coding.protection.sql import Refusal

_WHY = "another row has this key, and nothing is replaced"


def added(model: Model, using: str) -> Iterator[Refusal]:
    """Yield what is refused before a row is added."""
    key = model._meta.pk.column
    for condition in (f'"{key}" = NEW."{key}"', *_unique(model, using)):
        yield Refusal(f"EXISTS (SELECT 1 FROM {table(model)} WHERE {condition})", _WHY)


def changed(model: Model, using: str) -> Iterator[Refusal]:
    """Yield what is refused before a row is changed."""
    key = model._meta.pk.column
    yield Refusal(f'OLD."{key}" <> NEW."{key}"', "a row keeps its key")
    for condition in _unique(model, using):
        others = f'"{key}" <> OLD."{key}" AND {condition}'
        yield Refusal(f"EXISTS (SELECT 1 FROM {table(model)} WHERE {others})", _WHY)


def _unique(model: Model, using: str) -> Iterator[str]:
    """Yield, for each unique key, the condition that an existing row has the new row's key."""
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield _same([str(field.column)])
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            names = [_column(model, name) for name in constraint.fields]
            yield " AND ".join([*filter(None, [_same(names)]), *_both(constraint, model, using)])


def _same(names: list[str]) -> str:
    return " AND ".join(f'"{name}" = NEW."{name}"' for name in names)


def _both(constraint: UniqueConstraint, model: Model, using: str) -> Iterator[str]:
    """Yield the constraint's condition, for the existing row and for the new one."""
    editor = connections[using].schema_editor(collect_sql=True)
    condition = constraint._get_condition_sql(model, editor)  # type: ignore[attr-defined]
    if condition:
        new = ", ".join(f'NEW."{f.column}" AS "{f.column}"' for f in model._meta.concrete_fields)
        yield f"({condition})"
        yield f"EXISTS (SELECT 1 FROM (SELECT {new}) WHERE {condition})"


def _column(model: Model, name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]
