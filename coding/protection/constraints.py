"""Whether the tables have the columns and constraints that the models declare, and no others.

A column of another type or default, a further check or an index on an expression can call a
function for each row that is written, as a trigger does; a key that cascades, or a policy of row
level security, can take rows away.

SQLite stores the statement that created a table, which is compared. PostgreSQL stores a parsed form
and prints it in its own way, which depends on the version, and differs once more after a restore,
when it has parsed its own output. So the tables are created there temporarily as the models declare
them, and again from PostgreSQL's own output; a constraint has to match one of the two descriptions.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from coding.models.guarded_tables import Model, table
from coding.models.tables import tables

PartsByTable = dict[str, set[str]]  # what each table has, by its name
DeclaredByTable = dict[str, set[tuple[str, ...]]]  # what each should have, in any of these words
Key = tuple[str, str, str, tuple[str, ...], str]  # table, kind, name, columns, the table pointed to

_IN_SQLITE = (
    "SELECT tbl_name, type, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql != ''"
)
# Of indexes only those that refuse rows, or call what PostgreSQL does not bring. A foreign key that
# cascades, or is switched off, is shown with its definition; others without. Keys in Django's lists
# of roles are larger in its migrations than in its models, so integers are not told apart by size.
_IN_POSTGRESQL = """
SELECT relname, contype::text, conname::text, ARRAY(
    SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey)
  ), COALESCE((SELECT relname FROM pg_class WHERE oid = confrelid), '')::text,
  CASE WHEN contype = 'f' AND confdeltype = 'a' AND confupdtype = 'a' AND convalidated
    AND NOT EXISTS (SELECT 1 FROM pg_trigger
      WHERE tgconstraint = pg_constraint.oid AND tgenabled NOT IN ('O', 'A'))
    THEN '' ELSE pg_get_constraintdef(pg_constraint.oid, true) END
FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
WHERE relnamespace = {schema} AND contype NOT IN ('n', 't')
UNION ALL SELECT tables.relname, CASE WHEN indisunique THEN 'unique index' ELSE 'index' END,
    names.relname, ARRAY[]::text[], '',
    substring(pg_get_indexdef(indexrelid, 0, true) FROM ' USING (.*)')
FROM pg_index JOIN pg_class names ON names.oid = indexrelid
JOIN pg_class tables ON tables.oid = indrelid
WHERE (indisunique AND indisvalid OR EXISTS (SELECT 1 FROM pg_depend WHERE objid = indexrelid
  AND classid = 'pg_class'::regclass
  AND refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass)))
AND tables.relnamespace = {schema}
AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
UNION ALL SELECT relname, 'column', attname, ARRAY[]::text[], '', concat_ws(' ',
    replace(format_type(atttypid, atttypmod), 'bigint', 'integer'),
    CASE WHEN attnotnull THEN 'NOT NULL' END,
    CASE WHEN attcollation <> typcollation THEN 'COLLATE ' || attcollation::regcollation END,
    CASE WHEN attidentity <> '' THEN 'GENERATED AS IDENTITY' END,
    CASE WHEN attgenerated <> '' THEN 'GENERATED AS' WHEN atthasdef THEN 'DEFAULT' END,
    pg_get_expr(adbin, adrelid))
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_type ON pg_type.oid = atttypid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r' AND relnamespace = {schema}
UNION ALL SELECT relname, 'setting', setting, ARRAY[]::text[], '', ''
FROM pg_class, LATERAL (VALUES ('unlogged', relpersistence = 'u'),
    ('row level security', relrowsecurity), ('rows of other tables', EXISTS (
    SELECT 1 FROM pg_inherits WHERE pg_class.oid IN (inhparent, inhrelid))))
  AS settings (setting, holds)
WHERE holds AND relkind = 'r' AND relnamespace = {schema}
"""
_STATEMENTS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
  format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
    pg_get_constraintdef(pg_constraint.oid))
FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
WHERE contype = 'c' AND relnamespace = {schema}
UNION ALL SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index JOIN pg_class tables ON tables.oid = indrelid
WHERE indisunique AND tables.relnamespace = {schema}
AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
"""
_OF_THE_SITE, _OF_A_MOMENT = "current_schema()::regnamespace", "pg_my_temp_schema()"
_CHECK, _UNIQUE, _FOREIGN = "cuf"  # as PostgreSQL abbreviates them
_PLAIN_INDEX = "CREATE INDEX"  # on SQLite; it makes reading quicker and does nothing else


class Deviation(NamedTuple):
    """A column or constraint that a table lacks, or that is too many."""

    table: str
    part: str
    is_missing: bool


def deviations(using: str = "default") -> Iterator[Deviation]:
    """Yield what each table lacks, and what it has beside what the models declare."""
    vendor = connections[using].vendor
    there = _SEEN[vendor](using)
    for name, parts in _DECLARED[vendor](using).items():
        for words in sorted(parts):
            if there[name].isdisjoint(words):
                yield Deviation(name, words[0], is_missing=True)
        for part in sorted(there[name].difference(*parts)):
            if not part.startswith(_PLAIN_INDEX):
                yield Deviation(name, part, is_missing=False)


def _models() -> list[Model]:
    return [*tables().values(), MigrationRecorder.Migration]


def _seen_in_sqlite(using: str) -> PartsByTable:
    there: PartsByTable = defaultdict(set)
    with connections[using].cursor() as cursor:
        cursor.execute(_IN_SQLITE)
        for name, kind, sql in cursor.fetchall():
            there[name] |= _parts(sql) if kind == "table" else {_in_one_line(sql)}
    return there


@cache
def _declared_in_sqlite(using: str) -> DeclaredByTable:
    """Return the parts of the statements by which Django would make the tables."""
    editor = connections[using].schema_editor()  # not entered: it only builds SQL
    declared: DeclaredByTable = {}
    for model in _models():
        editor.deferred_sql = []  # for SQL that is no part of the table's statement
        made = set(_parts(editor.table_sql(model)[0]))
        made |= {_in_one_line(str(statement)) for statement in editor.deferred_sql}
        declared[table(model)] = {(part,) for part in made}
    return declared


@lru_cache(maxsize=256)  # the same statements, whenever somebody looks
def _parts(statement: str) -> frozenset[str]:
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
    return frozenset(map(_in_one_line, parts))


def _in_one_line(statement: str) -> str:
    return " ".join(statement.split())


def _seen_in_postgresql(using: str) -> PartsByTable:
    with connections[using].cursor() as cursor:
        described = _described(cursor, _OF_THE_SITE)
    there: PartsByTable = defaultdict(set)
    for key, text in described.items():
        there[key[0]].add(_in_words(key, text))
    return there


@cache
def _declared_in_postgresql(using: str) -> DeclaredByTable:
    """Return how PostgreSQL describes the tables if Django creates them.

    Uses a connection of its own: the site's may be in a read-only transaction.
    """
    connection = connections[using].copy()
    try:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            for statement in _temporary_tables(connection):
                cursor.execute(statement)
            made = _described(cursor, _OF_A_MOMENT)
            _recreate(cursor)
            again = _described(cursor, _OF_A_MOMENT)
            cursor.execute("ROLLBACK")
    finally:
        connection.close()
    declared: DeclaredByTable = {table(model): set(_foreign(model)) for model in _models()}
    for key, text in made.items():
        declared[key[0]].add((_in_words(key, text), _in_words(key, again[key])))
    return declared


def _recreate(cursor: Any) -> None:
    """Create the checks and indexes again from PostgreSQL's own description of them.

    A backup contains this description. PostgreSQL then describes a constraint differently:
    ARRAY['a'::varchar::text] instead of ARRAY['a'::varchar]::text[].
    """
    cursor.execute(_STATEMENTS.format(schema=_OF_A_MOMENT))
    for drop, make in cursor.fetchall():
        cursor.execute(drop)
        cursor.execute(make)


def _temporary_tables(connection: Any) -> Iterator[str]:
    """Yield the statements that create the tables temporarily, without foreign keys."""
    editor = connection.schema_editor()  # not entered: it only builds SQL
    for model in _models():
        editor.deferred_sql = []
        yield editor.table_sql(model)[0].replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1)
        yield from (str(line) for line in editor.deferred_sql if "UNIQUE" in str(line))


def _described(cursor: Any, schema: str) -> dict[Key, str]:
    """Return the database's description of each constraint and index."""
    cursor.execute(_IN_POSTGRESQL.format(schema=schema))
    return {
        (name, kind, called, tuple(sorted(columns)), target): definition
        for name, kind, called, columns, target, definition in cursor.fetchall()
    }


def _foreign(model: Model) -> Iterator[tuple[str]]:
    field: Any
    for field in model._meta.local_concrete_fields:
        if field.remote_field and getattr(field, "db_constraint", False):
            target = table(field.related_model)
            yield (_in_words((table(model), _FOREIGN, "", (str(field.column),), target), ""),)


_WORDS = {_CHECK: "check", _UNIQUE: "unique", _FOREIGN: "foreign key", "p": "primary key"}


def _in_words(key: Key, text: str) -> str:
    """Return a constraint in words. Names of one-column constraints vary, so they are left out."""
    _, kind, called, columns, target = key
    word = _WORDS.get(kind, kind)
    if len(columns) == 1 or kind == _FOREIGN:
        return " ".join(filter(None, [word, f"({', '.join(columns)})", target, text]))
    return f"{word} {called}: {text}" if text else f"{word} {called}"


_SEEN = {"sqlite": _seen_in_sqlite, "postgresql": _seen_in_postgresql}
_DECLARED = {"sqlite": _declared_in_sqlite, "postgresql": _declared_in_postgresql}
