"""Rows that the chain covers, read as plain columns, and the hash of a row's content.

SQLite and PostgreSQL give the same plain columns, so a record that moves from one to the other
keeps its chain. A column at its empty value is left out of the hash: a column that a migration
adds, empty, changes no hash. One that is renamed, removed or filled in needs new links.
"""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db import models

from coding.codebook.batches import batches
from coding.models.chain import as_kept
from coding.models.inserts import placeholders

CHUNK = 500  # rows read at a time
_NOT_EMPTY = object()
_OWNED = "owned rows"
# SQLite stores bytes in text columns. ``repr`` gives them another hash than the text.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)


@dataclass(frozen=True)
class CoveredColumn:
    """A column of a covered row: how its value is read, and which value counts as empty."""

    name: str
    is_text: bool  # read as text on SQLite, which would convert it
    plain: Callable[[Any], Any] | None  # None if the database value is used
    empty: Any

    @classmethod
    def of(cls, field: Any) -> "CoveredColumn":
        kind = field.target_field if field.is_relation else field
        plain = next((how for of, how in _PLAIN if isinstance(kind, of)), None)
        return cls(field.column, plain in (_moment, _day, _flag), plain, _empty(field))


@dataclass(frozen=True)
class Covered:
    """The rows of a table, all columns or some. ``lists`` adds values from related tables.

    ``owned`` adds the rows of another table that belong to each: they come and go, so they have no
    links of their own. A blank row needs no link.
    """

    name: str
    model: Any
    fields: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    lists: tuple[tuple[str, str], ...] = ()  # a name, and a lookup of the listed values
    is_written_once: bool = True  # otherwise only the last link counts
    owned: "Owned | None" = None

    @classmethod
    def of(cls, model: Any, **which: Any) -> "Covered":
        """Return the rows of a model under the name of their table."""
        return cls(str(model._meta.db_table), model, **which)

    @property
    def table(self) -> str:
        return str(self.model._meta.db_table)

    @property
    def saved(self) -> "Covered":
        """The rows that are saved where this changes: those that belong to it, or its own."""
        return self.owned.covered if self.owned else self

    def key_of(self, saved: Any) -> Any:
        """Return the key of the row that a saved one is, or belongs to."""
        return getattr(saved, self.owned.by) if self.owned else saved.pk

    @cached_property
    def columns(self) -> tuple[CoveredColumn, ...]:
        kept = sorted(self._kept, key=lambda field: field.column)
        return tuple(CoveredColumn.of(field) for field in kept)

    @cached_property
    def _kept(self) -> list[Any]:
        return [
            field
            for field in self.model._meta.local_concrete_fields
            if (not self.fields or field.name in self.fields) and field.name not in self.left_out
        ]

    def is_changed_by(self, saved: Collection[str] | None) -> bool:
        """Whether saving these fields changes a row; None stands for all of them."""
        return saved is None or any(
            not {field.name, field.attname}.isdisjoint(saved) for field in self._kept
        )

    @cached_property
    def tells_when(self) -> str:
        """The column with the moment at which a row was written; "" where there is none."""
        names = ("at", "history_date")
        return next((column.name for column in self.columns if column.name in names), "")

    def rows(
        self, connection: Any, keys: Sequence[int] | None = None
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield key and columns of all rows, or of those with these ``keys``, in order of keys."""
        if keys is None:
            yield from self.read(connection, "", ())
            return
        for some in batches(keys, CHUNK):
            where = f"WHERE {self._key(connection)} IN {placeholders(some)}"
            yield from self.read(connection, where, some)

    def read(
        self, connection: Any, where: str, keys: Sequence[int]
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield key and columns of the rows under a condition, in order of keys."""
        query = f"{self._selecting(connection)} {where} ORDER BY {self._key(connection)}"
        names = [column.name for column in self.columns]
        plain_columns = [
            (place, column.plain) for place, column in enumerate(self.columns) if column.plain
        ]
        with connection.chunked_cursor() if not where else connection.cursor() as cursor:
            cursor.execute(query, keys)
            while fetched := cursor.fetchmany(CHUNK):
                lists = self._lists([pk for pk, *_ in fetched], connection)
                for pk, *values in fetched:
                    for place, plain in plain_columns:
                        values[place] = plain(values[place])
                    data = dict(zip(names, values, strict=True))
                    for name, listed in lists.items():
                        data[name] = listed.get(pk, [])
                    yield pk, data

    def _selecting(self, connection: Any) -> str:
        known = self._statements.get(connection.vendor)
        if known is None:
            columns = (_in_sql(column, connection) for column in self.columns)
            asked = [self._key(connection), *columns]
            table = connection.ops.quote_name(self.table)
            known = f"SELECT {', '.join(asked)} FROM {table}"
            self._statements[connection.vendor] = known
        return known

    @cached_property
    def _statements(self) -> dict[str, str]:
        return {}

    def _key(self, connection: Any) -> str:
        return str(connection.ops.quote_name(self.model._meta.pk.column))

    def _lists(self, keys: Sequence[int], connection: Any) -> dict[str, dict[int, list[Any]]]:
        """Return the sorted values of each list, by the key of the row that they belong to."""
        lists: dict[str, dict[int, list[Any]]] = {}
        if self.owned:
            lists[_OWNED] = self.owned.by_owner(keys, connection)
        for name, way in self.lists:
            listed = lists[name] = {}
            rows = self.model._base_manager.using(connection.alias).filter(pk__in=keys)
            for pk, owner in rows.order_by(way).values_list("pk", way):
                if owner is not None:
                    listed.setdefault(pk, []).append(owner)
        return lists

    def content(self, row: dict[str, Any]) -> str:
        """Return the hash of a row."""
        text = _ENCODER.encode(self.filled(row))
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def filled(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the columns of a row that are not empty."""
        empty = self._empties
        return {name: value for name, value in row.items() if value != empty[name]}

    def is_blank(self, row: dict[str, Any]) -> bool:
        """Whether all but the key is empty."""
        return not self.filled(row).keys() - {self.model._meta.pk.column}

    def hash_of_blank(self, key: int) -> str:
        """Return the hash of a row of which all but the key is empty."""
        return self.content({self.model._meta.pk.column: key})

    @cached_property
    def _empties(self) -> dict[str, Any]:
        lists: dict[str, Any] = {name: [] for name, _ in self.lists}
        return {column.name: column.empty for column in self.columns} | lists | {_OWNED: []}


@dataclass(frozen=True)
class Owned:
    """The rows of a table that belong to another row, whose key is in their column ``by``."""

    covered: Covered
    by: str

    def by_owner(self, keys: Sequence[int], connection: Any) -> dict[int, list[Any]]:
        """Return the rows of each of these owners, in order of their own keys."""
        rows: dict[int, list[Any]] = {}
        where = f"WHERE {connection.ops.quote_name(self.by)} IN {placeholders(keys)}"
        for _, row in self.covered.read(connection, where, keys):
            rows.setdefault(row[self.by], []).append(self.covered.filled(row))
        return rows


def _in_sql(column: CoveredColumn, connection: Any) -> str:
    name = str(connection.ops.quote_name(column.name))
    is_converted = column.is_text and connection.vendor == "sqlite"
    if not is_converted:
        return name
    return f"CASE typeof({name}) WHEN 'blob' THEN {name} ELSE CAST({name} AS text) END"


def _empty(field: Any) -> Any:
    """Return the value of an empty column."""
    if field.null:
        return None
    if isinstance(field, models.CharField | models.TextField):
        return ""
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else _NOT_EMPTY
    return "0" if isinstance(field, models.BooleanField) else 0


def _moment(raw: Any) -> Any:
    return as_kept(raw) if isinstance(raw, datetime) else raw


def _day(raw: Any) -> Any:
    return raw.isoformat() if isinstance(raw, date) else raw


def _flag(raw: Any) -> Any:
    return str(int(raw)) if isinstance(raw, bool) else raw


def _json(raw: Any) -> Any:
    """Return what the text says; the text itself where it is no JSON."""
    if raw == "{}":  # nearly all
        return {}
    if not isinstance(raw, str):
        return raw
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return raw


_PLAIN: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (models.DateTimeField, _moment),
    (models.DateField, _day),
    (models.BooleanField, _flag),
    (models.JSONField, _json),
)
