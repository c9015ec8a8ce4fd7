"""Which rows the chain covers, and the hash of a row's content.

Rows are read as plain columns, which SQLite and PostgreSQL give alike, so a record that moves from
one to the other keeps its chain. A column at its empty value is left out of the hash: a column that
a migration adds, empty, changes no hash. One that is renamed, removed or filled in needs new links.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.contrib.auth.models import Group, User
from django.db import models

from coding.models.annotation import Annotation
from coding.models.assignment import AssignmentEvent
from coding.models.chain import Link, as_kept
from coding.models.comment import Comment
from coding.models.guarded_tables import DECIDED_ONCE, ROSTER, TOLD_ONCE, TRACKED
from coding.models.original import Original
from coding.models.revision import Revision
from coding.models.security_event import SecurityEvent

CHUNK = 500  # rows read at a time
STANDS = Revision._meta.db_table  # links name the content of a revision so
BEGUN = f"{STANDS}/begun"  # and its columns that never change
_NEVER_CHANGE = ("id", "sheet", "question", "author", "author_name", "origin", "created_at")
_NOT_IN_HASHES = {Original.__name__: ("content",)}  # its checksum is in the hash instead
_NOT_EMPTY = object()
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
    """The rows of a table, all columns or some. ``lists`` adds values from related tables."""

    name: str
    model: Any
    fields: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    lists: tuple[tuple[str, str], ...] = ()  # a name, and a lookup of the listed values
    is_written_once: bool = True  # otherwise only the last link counts

    @property
    def table(self) -> str:
        return str(self.model._meta.db_table)

    @cached_property
    def columns(self) -> tuple[CoveredColumn, ...]:
        every = self.model._meta.local_concrete_fields
        kept = [
            one
            for one in every
            if (not self.fields or one.name in self.fields) and one.name not in self.left_out
        ]
        return tuple(CoveredColumn.of(one) for one in sorted(kept, key=lambda one: one.column))

    @cached_property
    def tells_when(self) -> str:
        """The column with the moment at which a row was written; "" where there is none."""
        told = ("at", "history_date")
        return next((column.name for column in self.columns if column.name in told), "")

    def rows(
        self, connection: Any, keys: Sequence[int] | None = None
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield key and columns of all rows, or of those with these ``keys``, in order of keys."""
        if keys is None:
            yield from self._read(connection, "", ())
            return
        for start in range(0, len(keys), CHUNK):
            some = keys[start : start + CHUNK]
            places = ", ".join(["%s"] * len(some))
            yield from self._read(connection, f"WHERE {self._key(connection)} IN ({places})", some)

    def _read(
        self, connection: Any, where: str, keys: Sequence[int]
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        query = f"{self._selecting(connection)} {where} ORDER BY {self._key(connection)}"
        names = [column.name for column in self.columns]
        told = [(place, column.plain) for place, column in enumerate(self.columns) if column.plain]
        with connection.chunked_cursor() if not where else connection.cursor() as cursor:
            cursor.execute(query, keys)
            while found := cursor.fetchmany(CHUNK):
                lists = self._lists([pk for pk, *_ in found], connection)
                for pk, *values in found:
                    for place, plain in told:
                        values[place] = plain(values[place])
                    data = dict(zip(names, values, strict=True))
                    for name, listed in lists.items():
                        data[name] = listed.get(pk, [])
                    yield pk, data

    def _selecting(self, connection: Any) -> str:
        known = self._statements.get(connection.vendor)
        if known is None:
            asked = [
                self._key(connection),
                *(_in_sql(one, connection) for one in self.columns),
            ]
            table = connection.ops.quote_name(self.table)
            known = f"SELECT {', '.join(asked)} FROM {table}"
            self._statements[connection.vendor] = known
        return known

    @cached_property
    def _statements(self) -> dict[str, str]:
        return {}

    def _key(self, connection: Any) -> str:
        return str(connection.ops.quote_name(self.model._meta.pk.column))

    def _lists(self, keys: Sequence[int], connection: Any) -> dict[str, dict[int, list[str]]]:
        """Return the sorted values of each list, by the key of the row that they belong to."""
        found: dict[str, dict[int, list[str]]] = {}
        for name, way in self.lists:
            listed = found[name] = {}
            rows = self.model._base_manager.using(connection.alias).filter(pk__in=keys)
            for pk, said in rows.order_by(way).values_list("pk", way):
                if said is not None:
                    listed.setdefault(pk, []).append(said)
        return found

    def content(self, row: dict[str, Any]) -> str:
        """Return the hash of a row."""
        empty = self._empties
        data = {name: value for name, value in row.items() if value != empty[name]}
        text = _ENCODER.encode(data)
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def _empties(self) -> dict[str, Any]:
        lists: dict[str, Any] = {name: [] for name, _ in self.lists}
        return {column.name: column.empty for column in self.columns} | lists


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


def begun(apps: Apps = current_apps) -> Covered:
    """Return what never changes in a revision, such as its author and question."""
    model = apps.get_model("coding", Revision.__name__)
    return Covered(BEGUN, model, fields=_NEVER_CHANGE)


def stands(apps: Apps = current_apps) -> Covered:
    """Return the present content of revisions; only those that are not drafts are covered."""
    model = apps.get_model("coding", Revision.__name__)
    return Covered(STANDS, model, is_written_once=False)


def accounts(apps: Apps = current_apps) -> tuple[Covered, Covered]:
    """Return roles with their rights, and people with their roles."""
    group, user = (apps.get_model("auth", one.__name__) for one in (Group, User))
    rights = "permissions__codename"
    people = (("groups", "groups__name"), ("user_permissions", "user_permissions__codename"))
    return (
        Covered(group._meta.db_table, group, (), (), (("permissions", rights),), False),
        Covered(user._meta.db_table, user, (), ("last_login",), people, False),
    )


def kept_once(apps: Apps = current_apps) -> list[Covered]:
    """Return the rows that are written once: history, steps, annotations, the security log."""
    return [
        Covered(model._meta.db_table, model, left_out=_NOT_IN_HASHES.get(model.__name__, ()))
        for model in _existing(TOLD_ONCE, apps)
    ]


def decided_once(apps: Apps = current_apps) -> list[Covered]:
    """Return the rows that somebody asks for and somebody else decides on."""
    found = _existing(DECIDED_ONCE, apps)
    return [Covered(model._meta.db_table, model, is_written_once=False) for model in found]


def _existing(models: Sequence[Any], apps: Apps) -> list[Any]:
    """Return those of the models that exist; during migrations some do not yet."""
    there = apps.all_models["coding"]
    return [there[name] for model in models if (name := model.__name__.lower()) in there]


@lru_cache
def every() -> dict[str, Covered]:
    """Return all that is covered, by the name that links give it."""
    found = [*kept_once(), *decided_once(), begun(), stands(), *accounts()]
    return {covered.name: covered for covered in found}


def head_of_data() -> str:
    """Return the hash of the last link of a history row; drafts and accounts do not change it.

    An export is made from the history rows up to this link; "" if there are none.
    """
    names = [covered.name for covered in histories().values()]
    told = Link.objects.filter(name__in=names).order_by("-sequence")
    return told.values_list("hash", flat=True).first() or ""


def head_of_steps() -> str:
    """Return the hash of the last link that can matter to a release.

    Links of drafts, comments, assignments and accounts do not.
    """
    others = [covered.name for covered in (begun(), *decided_once(), *accounts())]
    others += [one._meta.db_table for one in (SecurityEvent, Comment, Annotation, AssignmentEvent)]
    told = Link.objects.exclude(name__in=others).order_by("-sequence")
    return told.values_list("hash", flat=True).first() or ""


@lru_cache
def histories() -> dict[type[models.Model], Covered]:
    """Return the history rows of each tracked model."""
    return {
        model: every()[model.history.model._meta.db_table]  # type: ignore[attr-defined]
        for model in (*TRACKED, *ROSTER)
    }
