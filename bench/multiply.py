"""Copies the rows of a few sheets as often as wanted, inside the database.

Thousands of sheets through the workflow, or through admin, would take longer than the benchmark. So
a few come about properly, and their rows are copied with new numbers. It is the only place beside
tests that goes round the workflow; who calls it takes the guards of the database away meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

Model = type[models.Model]
_COPIES = (
    "WITH RECURSIVE copies(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copies WHERE k + 1 < %d)"
)


def multiply(
    found: Collection[Model], times: int, *, sheets: int, numbered: Collection[str]
) -> None:
    """Have every row ``times`` times: of the models and of their history.

    ``numbered`` names the columns that hold the number of a sheet: each round of copies adds the
    number of ``sheets`` to it. A round is a minute older than the one before.
    """
    every = list(_with_history(found))
    spans = {model: _last(model) for model in every}
    with transaction.atomic(), connection.cursor() as cursor:
        for model in every if times > 1 else ():
            columns = [field.column for field in model._meta.concrete_fields]
            copied = [
                _copied(field, spans, sheets, numbered) for field in model._meta.concrete_fields
            ]
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(map(_quoted, columns))}) "
                f"{_COPIES % times} SELECT {', '.join(copied)} "
                f"FROM {model._meta.db_table} CROSS JOIN copies"
            )
        for statement in connection.ops.sequence_reset_sql(no_style(), every):
            cursor.execute(statement)


def _with_history(found: Collection[Model]) -> Iterator[Model]:
    for model in found:
        yield model
        if hasattr(model, "history"):
            yield model.history.model


def _last(model: Model) -> int:
    return model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0


def _copied(field: Any, spans: dict[Model, int], sheets: int, numbered: Collection[str]) -> str:
    """The value of one column in the copy number k."""
    column = _quoted(field.column)
    if field.name in numbered:
        number = f"CAST({column} AS INTEGER) + k * {sheets}"
        return f"CAST({number} AS VARCHAR(10))" if isinstance(field, models.TextField) else number
    if isinstance(field, models.DateTimeField):
        return _earlier(column)
    refers_to = field.model if field.primary_key else field.related_model
    if field.name == "id" and not field.primary_key:  # in a history row
        refers_to = field.model.instance_type
    return f"{column} + k * {spans[refers_to]}" if refers_to in spans else column


def _earlier(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"{column} - k * interval '1 minute'"
    return f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-' || k || ' minutes')"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
