"""Whether the database has the tables of the site, and no others.

A table or view that is not the site's could hold what somebody takes for the record. What the
tables have is compared with the guards (``coding.protection.constraints``).
"""

from collections.abc import Iterator

from allauth.account.models import EmailConfirmation
from allauth.socialaccount.models import SocialApp, SocialToken
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from coding.models import Passage
from coding.models.tables import tables
from coding.record.faults import Misfit

# Libraries bring these; here sessions are others, and providers and addresses stand in settings.
_UNUSED = (Session, EmailConfirmation, SocialApp, SocialToken)
_WORDS = f"{Passage._meta.db_table}_words"  # SQLite's index of words, and the tables it is made of
_OF_WORDS = (_WORDS, *(f"{_WORDS}_{part}" for part in ("data", "idx", "docsize", "config")))
_THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
    "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    # An extension that somebody installed here brings views of its own.
    "postgresql": "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'f', 'v', 'm') "
    "AND relnamespace = current_schema()::regnamespace AND NOT EXISTS "
    "(SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')",
}
_AWAY = "away, or in a schema or database of its own"


def faults() -> Iterator[Misfit]:
    """Yield each table that is too many, or lacks, and rows where none can be."""
    wanted = {*tables(), MigrationRecorder.Migration._meta.db_table, *_wanted_of_words()}
    with connection.cursor() as cursor:
        cursor.execute(_THERE[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    for name in sorted(there - {*wanted, *_OF_WORDS}):
        yield Misfit(f"the table {name}", "It is none of the site's.", _AWAY)
    for name in sorted(wanted - there):
        yield Misfit(f"the table {name}", "It is gone.", "there, as the migrations made it")
    for model in _UNUSED:
        for key in model._base_manager.order_by("pk").values_list("pk", flat=True)[:1]:
            found = "The site writes no such rows."
            yield Misfit(f"{model._meta.db_table} {key}", found, "no row")


def _wanted_of_words() -> set[str]:
    return {_WORDS} if connection.vendor == "sqlite" else set()
