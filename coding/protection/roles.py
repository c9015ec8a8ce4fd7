"""PostgreSQL's two roles: an owner that migrates, and one for the site with the rights it needs.

The owner has the tables, triggers and functions. The site reads and writes what people do here; of
the record it only adds history rows and steps, from which the guards make the rest.
"""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from django.db import connections, transaction

from coding.models import Revision, RevisionEvent
from coding.models.guarded_tables import DECIDED_ONCE, FOLLOWING, WRITTEN_ONCE, Model, table
from coding.models.tables import tables
from coding.workflow.retrying import retry

_MARK = table(RevisionEvent)  # roles are told by their rights on it: owner, or insert


def grant(site: str, using: str = "default") -> None:
    """Give a role the rights that the site needs, and take all others from it and from everybody.

    PostgreSQL's own cleaning may be in the way, since each table's rights are changed twice.
    """
    retry(partial(_grant, site, using))


def _grant(site: str, using: str) -> None:
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema, there = cursor.fetchone()[0], connections[using].introspection.table_names(cursor)
        for statement in _rights(_name(site, using), _name(schema, using), set(there)):
            cursor.execute(statement)


def renew(using: str) -> None:
    """Give the site's roles their rights again: a migration may have added tables."""
    for site in sites(using):
        grant(site, using)


def sites(using: str = "default") -> list[str]:
    """Return the roles that have the rights of the site; none on SQLite."""
    if connections[using].vendor != "postgresql":
        return []
    with connections[using].cursor() as cursor:
        cursor.execute(_SITES, [_MARK])
        return [site for (site,) in cursor.fetchall()]


_SITES = (
    "SELECT DISTINCT grantee FROM information_schema.role_table_grants WHERE table_name = %s "
    "AND table_schema = current_schema() AND privilege_type = 'INSERT' "
    "AND grantee NOT IN (grantor, 'PUBLIC')"
)
_HELD = """
SELECT role, relname, "right" FROM unnest(%s::text[]) role, pg_class,
unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES', 'DELETE', 'TRUNCATE', 'TRIGGER']) "right"
WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
AND CASE WHEN "right" IN ('DELETE', 'TRUNCATE', 'TRIGGER')
  THEN has_table_privilege(role, pg_class.oid, "right")
  ELSE has_any_column_privilege(role, pg_class.oid, "right") END
ORDER BY 1, 2, 3
"""
_EVERYBODY = "public"  # PostgreSQL's name for all roles together


def rights_beyond_need(using: str) -> Iterator[tuple[str, str, str]]:
    """Yield the role, table and right where the site's roles, or all, may do more than is needed.

    Other roles that somebody made, such as one that only reads, are the operator's.
    """
    if connections[using].vendor != "postgresql":
        return
    needed = {table(model): _needed(model) for model in tables().values()}
    needed["django_migrations"] = "SELECT"
    with connections[using].cursor() as cursor:
        cursor.execute(_HELD, [[*sites(using), _EVERYBODY]])
        for role, name, right in cursor.fetchall():
            if role == _EVERYBODY or right not in needed.get(name, "").split(", "):
                yield role, name, right


def _rights(site: str, schema: str, there: set[str]) -> Iterator[str]:
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {site}, PUBLIC"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {site}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {site}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {site}"
    yield f"GRANT SELECT ON django_migrations TO {site}"
    for name, model in tables().items():
        if name in there:
            yield f"GRANT {_needed(model)} ON {name} TO {site}"


def _needed(model: Model) -> str:
    """Return the rights on a table. Locking a row needs the right to update it on PostgreSQL."""
    if model in WRITTEN_ONCE:
        return "SELECT, INSERT"
    if model in FOLLOWING:
        return "SELECT, UPDATE"
    if model in (Revision, *DECIDED_ONCE):
        return "SELECT, INSERT, UPDATE"
    return "SELECT, INSERT, UPDATE, DELETE"


class Ownership(NamedTuple):
    """The current role, the owner of the record, and whether the first can act as the second."""

    role: str
    owner: str
    acts_as_owner: bool


def ownership(using: str = "default") -> Ownership | None:
    """Return who owns the record; None on SQLite, and before there are tables."""
    if connections[using].vendor != "postgresql":
        return None
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT current_user, pg_get_userbyid(relowner), "
            "pg_has_role(current_user, relowner, 'USAGE') "
            "FROM pg_class WHERE oid = to_regclass(%s)",
            [_MARK],
        )
        row = cursor.fetchone()
    return Ownership(*row) if row else None


def why_not_owner(using: str, command: str) -> str | None:
    """Return why a command cannot run as the role that uses the database, and what to do."""
    owned = ownership(using)
    if owned is None or owned.acts_as_owner:
        return None
    return (
        f"{owned.role} is the site's role, and the tables are {owned.owner}'s. Run {command} with "
        f"a DATABASE_URL of {owned.owner}."
    )


def _name(role: str, using: str) -> str:
    return str(connections[using].ops.quote_name(role.replace('"', '""')))
