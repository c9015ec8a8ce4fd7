"""A sheet with its five sections, read with one statement that is put together once.

Every page of a sheet needs all 61 answers. Django's ORM compiles the same join of 70 columns for
each request, which took longer than the database and the template together (docs/benchmarks.md).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, models

from coding.models import Sheet
from coding.models.questionnaire import MODELS

Converter = Callable[[Any, Any, Any], Any]


@dataclass(frozen=True)
class _Part:
    """The columns of one model in the statement's rows, and how their values are converted."""

    model: type[models.Model]
    names: list[str]
    start: int
    converters: Sequence[tuple[int, Any, Converter]]

    def build(self, row: list[Any]) -> Any:
        for index, column, convert in self.converters:
            row[index] = convert(row[index], column, connection)
        end = self.start + len(self.names)
        return self.model.from_db(connection.alias, self.names, row[self.start : end])


def load_whole(atop_id: int, phase: int) -> Sheet | None:
    """Return the sheet with its sections joined, or None where there is none; one query."""
    sql, parts = _statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [atop_id, phase])
        found = cursor.fetchone()
    if found is None:
        return None
    row = list(found)
    sheet, *sections = (part.build(row) for part in parts)
    for section in sections:
        sheet._state.fields_cache[section._meta.model_name] = section
        section._state.fields_cache["sheet"] = sheet
    whole: Sheet = sheet
    return whole


@lru_cache
def _statement(vendor: str) -> tuple[str, list[_Part]]:
    quote = connection.ops.quote_name
    parts: list[_Part] = []
    columns: list[str] = []
    read: tuple[type[models.Model], ...] = (Sheet, *MODELS)
    for model in read:
        fields = model._meta.concrete_fields
        parts.append(_part(model, start=len(columns)))
        table = quote(model._meta.db_table)
        columns += [f"{table}.{quote(str(field.column))}" for field in fields]
    sheet = quote(Sheet._meta.db_table)
    joins = (
        f"INNER JOIN {table} ON {table}.{quote('sheet_id')} = {sheet}.{quote('id')}"
        for table in (quote(model._meta.db_table) for model in MODELS)
    )
    where = f"{sheet}.{quote('atop_id')} = %s AND {sheet}.{quote('phase')} = %s"
    sql = f"SELECT {', '.join(columns)} FROM {sheet} {' '.join(joins)} WHERE {where}"
    return sql, parts


def _part(model: type[models.Model], start: int) -> _Part:
    converters = []
    fields = model._meta.concrete_fields
    for index, field in enumerate(fields, start):
        column = field.get_col(model._meta.db_table)
        for convert in (
            *connection.ops.get_db_converters(column),
            *field.get_db_converters(connection),
        ):
            converters.append((index, column, convert))
    return _Part(model, [field.attname for field in fields], start, converters)
