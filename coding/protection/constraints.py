"""Whether the tables have the constraints that the models declare: checks, keys, what is unique.

SQLite keeps the words of a table, which are compared. PostgreSQL keeps no words but what it read
from them, so there names, kinds and columns are compared.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import connections
from django.db.models import UniqueConstraint

from coding.models.guarded import GUARDED, Model, table

Parts = dict[str, set[str]]  # what each table has, by its name

_IN_SQLITE = (
    "SELECT tbl_name, type, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql != ''"
)
# A key whose triggers are switched off keeps nothing.
_IN_POSTGRESQL = """
SELECT relname, contype::text, conname::text, ARRAY(
    SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey)
  ), COALESCE((SELECT relname FROM pg_class WHERE oid = confrelid), '')::text
FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
WHERE relnamespace = current_schema()::regnamespace AND convalidated AND NOT EXISTS (
    SELECT 1 FROM pg_trigger WHERE tgconstraint = pg_constraint.oid AND tgenabled = 'D')
UNION ALL SELECT tables.relname, 'i', names.relname, ARRAY[]::text[], ''
FROM pg_index JOIN pg_class names ON names.oid = indexrelid
JOIN pg_class tables ON tables.oid = indrelid
WHERE indisunique AND indisvalid AND tables.relnamespace = current_schema()::regnamespace
UNION ALL SELECT relname, 'n', '', ARRAY[attname::text], ''
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE attnotnull AND attnum > 0 AND relkind = 'r'
AND relnamespace = current_schema()::regnamespace
"""
_CHECK, _UNIQUE, _FIRST, _FOREIGN, _INDEX, _FILLED = "cupfin"  # as PostgreSQL abbreviates them


def gone(using: str = "default") -> Iterator[tuple[str, str]]:
    """Yield each constraint that a table lacks: the table, and what should be there."""
    vendor = connections[using].vendor
    there = _SEEN[vendor](using)
    for name, parts in _DECLARED[vendor](using).items():
        for part in sorted(parts - there.get(name, set())):
            yield name, part


def _seen_in_sqlite(using: str) -> Parts:
    there: Parts = defaultdict(set)
    with connections[using].cursor() as cursor:
        cursor.execute(_IN_SQLITE)
        for name, kind, said in cursor.fetchall():
            there[name] |= _parts(said) if kind == "table" else {_in_one_line(said)}
    return there


@cache
def _declared_in_sqlite(using: str) -> Parts:
    """Return the parts of the statements by which Django would make the tables."""
    editor, declared = connections[using].schema_editor(), {}  # not entered: it only says how
    for model in GUARDED:
        editor.deferred_sql = []  # where it puts what a table itself cannot say
        made = _parts(editor.table_sql(model)[0])
        declared[table(model)] = made | {_in_one_line(str(one)) for one in editor.deferred_sql}
    return declared


def _parts(statement: str) -> set[str]:
    """Return the columns and constraints in the statement that makes a table."""
    parts, depth, quote = [""], 0, ""
    for letter in statement[statement.index("(") + 1 : statement.rindex(")")]:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        depth += (not quote and letter == "(") - (not quote and letter == ")")
        if letter == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += letter
    return {_in_one_line(part) for part in parts}


def _in_one_line(statement: str) -> str:
    return " ".join(statement.split())


def _seen_in_postgresql(using: str) -> Parts:
    there: Parts = defaultdict(set)
    with connections[using].cursor() as cursor:
        cursor.execute(_IN_POSTGRESQL)
        for name, kind, called, columns, target in cursor.fetchall():
            there[name] |= {_named(kind, called), _of_columns(kind, columns, target)}
    return there


@cache
def _declared_in_postgresql(using: str) -> Parts:
    return {table(model): set(_declared(model, connections[using])) for model in GUARDED}


def _declared(model: Model, connection: Any) -> Iterator[str]:
    for one in model._meta.constraints:
        is_unique = isinstance(one, UniqueConstraint)
        kind = _INDEX if _is_index(one) else _UNIQUE if is_unique else _CHECK
        yield _named(kind, one.name)
    field: Any
    for field in model._meta.local_concrete_fields:
        if field.primary_key or field.unique:
            yield _of_columns(_FIRST if field.primary_key else _UNIQUE, [field.column])
        if not field.null:
            yield _of_columns(_FILLED, [field.column])
        if field.db_check(connection):
            yield _of_columns(_CHECK, [field.column])
        if field.remote_field and getattr(field, "db_constraint", False):
            yield _of_columns(_FOREIGN, [field.column], table(field.related_model))


def _is_index(constraint: Any) -> bool:
    """Whether it is an index: a table itself cannot say what is unique under a condition."""
    is_unique = isinstance(constraint, UniqueConstraint)
    return is_unique and bool(constraint.condition or constraint.expressions)


_WORDS = {
    _CHECK: "check",
    _UNIQUE: "unique",
    _FIRST: "primary key",
    _FOREIGN: "foreign key",
    _INDEX: "unique index",
    _FILLED: "not null",
}


def _named(kind: str, name: str) -> str:
    return f"{_WORDS.get(kind, kind)} {name}"


def _of_columns(kind: str, columns: list[str], target: str = "") -> str:
    return f"{_WORDS.get(kind, kind)} ({', '.join(sorted(columns))}) {target}".strip()


_SEEN = {"sqlite": _seen_in_sqlite, "postgresql": _seen_in_postgresql}
_DECLARED = {"sqlite": _declared_in_sqlite, "postgresql": _declared_in_postgresql}
