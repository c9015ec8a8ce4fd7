"""What somebody with SQL could do: one random edit at a time, of any table of the database."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from coding.models.tables import tables as models_by_table

Row = dict[str, Any]
ALL = "*"
# What verify does not look at, and why it need not; docs/verify.md says the same.
UNSEEN = {
    # SQLite's own, packed: asked for as a whole, as far as SQLite's check of it goes.
    **{f"coding_passage_words{part}": ALL for part in ("", "_data", "_idx", "_config")},
}


@cache
def tables() -> dict[str, list[models.Field]]:
    """Every table of the database whose rows count, with the fields of its model, if it has one."""
    known = {**models_by_table(), "django_migrations": MigrationRecorder.Migration}
    found = {}
    for name in connection.introspection.table_names():
        if UNSEEN.get(name) != ALL:
            model: Any = known.get(name)
            found[name] = [*model._meta.local_concrete_fields] if model else []
    return found


def key_of(table: str) -> str:
    """The primary key; of SQLite's own tables the first column."""
    keys = [column.column for column in tables()[table] if column.primary_key]
    return keys[0] if keys else next(iter(read(table)[0]))


def read(table: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {_quoted(table)} ORDER BY 1")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def read_all() -> dict[str, dict[Any, Row]]:
    found = {table: read(table) for table in tables()}
    return {
        table: {row[key_of(table)]: row for row in rows} for table, rows in found.items() if rows
    }


def _untold(table: str) -> tuple[str, ...]:
    return tuple(UNSEEN.get(table, ()))


@dataclass
class Edit:
    """One edit, ready to be made; ``says`` tells it to whoever reads a failing test."""

    says: str
    statements: list[tuple[str, list[Any]]]

    def make(self) -> None:
        with connection.cursor() as cursor:
            for sql, values in self.statements:
                cursor.execute(sql, values)


class Editor:
    """Thinks of edits: any table, any row, any column; ``older`` are earlier states of rows."""

    def __init__(self, seed: int, older: list[dict[str, dict[Any, Row]]]) -> None:
        self.dice, self.older = Random(seed), older
        self.now = {table: rows for table, rows in read_all().items() if rows}

    def edit(self) -> Edit | None:
        """An edit that changes something, or None where this throw of the dice has none."""
        table = self.dice.choice(sorted(self.now))
        key = key_of(table)
        ways: list[Callable[[str, str, Row], Edit | None]] = [
            *(self.update, self.update, self.replace, self.swap, self.put_back),
            *(self.delete, self.insert),
        ]
        row = self.dice.choice([*self.now[table].values()])
        return self.dice.choice(ways)(table, key, row)

    def update(self, table: str, key: str, row: Row) -> Edit:
        changed = self.mutated(table, row)
        return _updated(f"UPDATE {table}", table, key, row, changed)

    def delete(self, table: str, key: str, row: Row) -> Edit:
        return Edit(f"DELETE {table} {row[key]}", [_deleting(table, key, row)])

    def insert(self, table: str, key: str, row: Row) -> Edit:
        copy = {**self.mutated(table, row), key: self.another_key(table)}
        return Edit(f"INSERT {table} like {row[key]}", [_inserting(table, copy)])

    def replace(self, table: str, key: str, row: Row) -> Edit:
        changed = {**self.mutated(table, row), key: row[key]}
        if changed == row:
            changed = self.mutated(table, row)
        statements = [_deleting(table, key, row), _inserting(table, changed)]
        return Edit(f"REPLACE {table} {row[key]}{_said(row, changed)}", statements)

    def swap(self, table: str, key: str, row: Row) -> Edit | None:
        other = self.dice.choice([*self.now[table].values()])
        if _counts(table, {**row, key: 0}) == _counts(table, {**other, key: 0}):
            return None
        if key in _untold(table):  # the same list, in another order
            return None
        swapped = {**other, key: row[key]}, {**row, key: other[key]}
        statements = [_deleting(table, key, row) for row in swapped]
        statements += [_inserting(table, row) for row in swapped]
        return Edit(f"SWAP {table} {row[key]} and {other[key]}", statements)

    def put_back(self, table: str, key: str, _row: Row) -> Edit | None:
        """An older copy of a row takes the place of the newer one."""
        found = [
            (row, old[table][pk])
            for old in self.older
            for pk, row in self.now[table].items()
            if pk in old.get(table, {}) and _counts(table, row) != _counts(table, old[table][pk])
        ]
        if not found:
            return None
        row, old = self.dice.choice(found)
        return _updated(f"OLDER COPY {table}", table, key, row, old)

    def mutated(self, table: str, row: Row) -> Row:
        names = [name for name in row if name not in _untold(table)]
        name = self.dice.choice(names)
        fields = {column.column: column for column in tables()[table]}
        return {**row, name: self.other(fields.get(name), row[name])}

    def another_key(self, table: str) -> Any:
        last = max(self.now[table])
        return f"{last}x" if isinstance(last, str) else last + 1

    def other(self, field: Any, value: Any) -> Any:
        """Another value that the column can hold; of a table without a model, of the same kind."""
        if field is None:
            return value + {bytes: b"x", str: "x"}.get(type(value), 1)
        if value is not None and field.null and self.dice.random() < 0.3:
            return None
        if field.is_relation and (others := self.pointed_at(field) - {value}):
            return self.dice.choice(sorted(others))
        if isinstance(field, models.JSONField):
            said = json.loads(value or "null")
            return json.dumps({**said, "zz": 1} if isinstance(said, dict) else [said, 1])
        if isinstance(field, models.BooleanField):
            return not value
        if isinstance(field, models.DateTimeField):
            return (value or datetime(2020, 1, 1)) + timedelta(seconds=self.dice.choice([-1, 1]))
        if isinstance(field, models.DateField):
            return (value or date(2020, 1, 1)) + timedelta(days=1)
        if isinstance(field, models.BinaryField):
            return bytes(value) + b"x"
        if isinstance(field, models.CharField | models.TextField):
            return self.dice.choice([f"{value or ''}x"[-(field.max_length or 10**6) :], "y"])
        return (value or 0) + self.dice.choice([1, 2, 1000])

    def pointed_at(self, field: Any) -> set[Any]:
        """What a foreign key may hold."""
        rows = read(field.related_model._meta.db_table)
        return {row[field.target_field.column] for row in rows}


def _counts(table: str, row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in _untold(table)}


def _updated(says: str, table: str, key: str, row: Row, new: Row) -> Edit:
    changed = [name for name in row if new[name] != row[name]]
    sets = ", ".join(f"{_quoted(name)} = %s" for name in changed)
    sql = f"UPDATE {_quoted(table)} SET {sets} WHERE {_quoted(key)} = %s"
    values = [*(new[name] for name in changed), row[key]]
    return Edit(f"{says} {row[key]}{_said(row, new)}", [(sql, values)])


def _said(row: Row, new: Row) -> str:
    changed = [name for name in row if row[name] != new[name]]
    return ": " + ", ".join(f"{name} {row[name]!r:.60} → {new[name]!r:.60}" for name in changed)


def _deleting(table: str, key: str, row: Row) -> tuple[str, list[Any]]:
    return f"DELETE FROM {_quoted(table)} WHERE {_quoted(key)} = %s", [row[key]]


def _inserting(table: str, row: Row) -> tuple[str, list[Any]]:
    names, places = ", ".join(map(_quoted, row)), ", ".join(["%s"] * len(row))
    return f"INSERT INTO {_quoted(table)} ({names}) VALUES ({places})", [*row.values()]


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
