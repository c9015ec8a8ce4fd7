"""What stands around the tables in PostgreSQL, and could lead past the guards or mislead them.

SQLite has nothing of the kind.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import connections

from coding.protection import roles

Fault = tuple[str, str, str]  # the place, what was found, and what it should be
_AWAY = "away, or in a schema of its own"


class _Question(NamedTuple):
    """SQL that gives a row for each thing that is amiss, and how to tell of it."""

    sql: str
    found: str
    should_be: str


_MISLEADING = (
    # PostgreSQL prefers what fits the types best: an operator for two varchar to its own for text.
    _Question(
        "SELECT pg_describe_object(classid, objid, 0) FROM pg_depend AS belongs "
        "JOIN pg_namespace ON refobjid = pg_namespace.oid "
        "WHERE refclassid = 'pg_namespace'::regclass AND nspname = ANY(current_schemas(false)) "
        "AND nspname <> 'pg_catalog' AND deptype = 'n' AND classid IN ('pg_proc'::regclass, "
        "'pg_operator'::regclass, 'pg_type'::regclass) AND NOT EXISTS "
        "(SELECT 1 FROM pg_proc WHERE oid = objid AND prorettype = 'trigger'::regtype) "
        "AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = belongs.objid AND deptype = 'e') "
        "ORDER BY 1",
        "It is none of the site's.",
        _AWAY,
    ),
    _Question(
        "SELECT 'search_path' WHERE (current_schemas(true))"
        "[array_position(current_schemas(true), current_schema()) - 1] "
        "IS DISTINCT FROM 'pg_catalog'",
        "What others made is found before what PostgreSQL brings.",
        "not set: ALTER ROLE … RESET search_path",
    ),
)
_PAST_THE_GUARDS = (
    _Question(
        "SELECT 'session_replication_role' "
        "WHERE current_setting('session_replication_role') <> 'origin'",
        "No guard acts.",
        "origin: ALTER ROLE … RESET session_replication_role",
    ),
)


def misleading(using: str = "default") -> Iterator[Fault]:
    """Yield what makes PostgreSQL understand the site's SQL otherwise: nothing can be compared."""
    return _answers(_MISLEADING, using)


def past_the_guards(using: str = "default") -> Iterator[Fault]:
    """Yield what lets somebody write past the guards."""
    yield from _answers(_PAST_THE_GUARDS, using)
    for role, table, right in roles.rights_beyond_need(using):
        yield (
            f"the role {role}",
            f"It has the right to {right} on {table}.",
            (f"without it: REVOKE {right} ON {table} FROM {role}"),
        )


def _answers(questions: Iterable[_Question], using: str) -> Iterator[Fault]:
    if connections[using].vendor != "postgresql":
        return
    for question in questions:
        with connections[using].cursor() as cursor:
            cursor.execute(question.sql)
            for (place,) in cursor.fetchall():
                yield place, question.found, question.should_be
