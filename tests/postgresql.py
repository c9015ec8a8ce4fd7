"""Databases of PostgreSQL that a test makes beside its own, and the connections to them.

Only clients are sent away. PostgreSQL's own autovacuum may be at work in any database at any
moment, and a role that is no superuser may not end it: `DROP DATABASE … WITH (FORCE)` fails then,
where a plain DROP asks autovacuum to leave.
"""

from django.db.backends.utils import CursorWrapper
from psycopg import sql

CLIENTS_ENDED = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def create_database(cursor: CursorWrapper, name: str) -> None:
    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def drop_database(cursor: CursorWrapper, name: str) -> None:
    end_clients(cursor, name)
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def end_clients(cursor: CursorWrapper, name: str) -> int:
    """End every other connection to a database; return how many there were."""
    cursor.execute(CLIENTS_ENDED, [name])
    return int(cursor.fetchone()[0])
