"""On PostgreSQL, the role that the site works as."""

import os

import pytest
from django.core.management import call_command
from django.db import connection, transaction

SITE = f"atop_site_{os.getpid()}"  # roles are the server's: one for each process of the tests


def execute(sql, values=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


def make_role() -> None:
    """Make the role, and give it its rights."""
    ((may_make,),) = execute("SELECT rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if not may_make:
        pytest.skip("the tests' role may make no others: ALTER ROLE … CREATEROLE")
    execute(f"CREATE ROLE {SITE}")
    execute(f"GRANT {SITE} TO CURRENT_USER")
    call_command("database_roles", site=SITE)


def drop_role() -> None:
    """Where a test's transaction does not take it back."""
    execute("RESET ROLE")
    execute(f"DROP OWNED BY {SITE}")
    execute(f"DROP ROLE {SITE}")


@pytest.fixture
def site(cast):
    make_role()
    return SITE


@pytest.fixture
def as_site(site):
    execute(f"SET LOCAL ROLE {site}")
    yield site
    execute("RESET ROLE")
