"""Database triggers that keep what was saved from being removed or rewritten.

There are four rules, on SQLite and PostgreSQL alike:

- history rows and revision events are written once;
- sheets, sections, releases, reference data and revisions are never deleted;
- a revision that has ended never changes;
- a frozen release never changes, except that it can be published once.
"""

from django.db import connections, models

from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import MODELS
from coding.models.reference import Participation, State, StateSpell, War
from coding.models.release import SAID, Release, ReleasedSheet
from coding.models.revision import OPEN, Revision, RevisionEvent
from coding.models.sheet import Sheet

# A state that was listed as a member by mistake is taken off the roster; its history stays.
ROSTER: tuple[type[models.Model], ...] = (Membership, PairObligation)
REFERENCE: tuple[type[models.Model], ...] = (State, StateSpell, War, Participation)
TRACKED: tuple[type[models.Model], ...] = (Sheet, Release, *MODELS, *REFERENCE)
OF_FROZEN = (
    *("label", "cut_off", *SAID, "follows", "hashes", "states", "questionnaire"),
    *("freeze_asked_by_id", "freeze_asked_at", "frozen_by_id", "frozen_at"),
)
OF_PUBLISHED = ("published_by_id", "published_at")


def _rules() -> list[tuple[str, str, str, str]]:
    """Return (table, event, condition on the old row, message) for each guard."""
    histories = [model.history.model for model in (*TRACKED, *ROSTER)]  # type: ignore[attr-defined]
    written_once = [RevisionEvent, ReleasedSheet, *histories]
    kept: list[type[models.Model]] = [*TRACKED, Revision]
    rules = []
    for model in written_once:
        for event in ("UPDATE", "DELETE"):
            rules.append((model._meta.db_table, event, "", "history is written once"))
    for model in kept:
        rules.append((model._meta.db_table, "DELETE", "", "nothing saved can be removed"))
    still_open = ", ".join(f"'{status.value}'" for status in OPEN)
    is_ended = f"OLD.status NOT IN ({still_open})"
    rules.append((Revision._meta.db_table, "UPDATE", is_ended, "a decided revision never changes"))
    rules.append((Release._meta.db_table, "UPDATE", _changes_frozen(), "a frozen release stays"))
    return rules


def _changes_frozen() -> str:
    """Return the condition under which an update does more than publish a frozen release."""
    return f"OLD.frozen_at IS NOT NULL AND ({_differs(OF_FROZEN)}) OR " + (
        f"OLD.published_at IS NOT NULL AND ({_differs(OF_PUBLISHED)})"
    )


def _differs(columns: tuple[str, ...]) -> str:
    """Compare as text: SQLite and PostgreSQL share no operator for "differs, or one is null"."""
    return " OR ".join(
        f"coalesce(CAST(OLD.{name} AS text), '') <> coalesce(CAST(NEW.{name} AS text), '')"
        for name in columns
    )


def install(using: str = "default") -> None:
    """Create every trigger, replacing those that exist."""
    connection = connections[using]
    remove(using)
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table, event, condition, message in _rules():
            if table not in tables:  # a migration that stops earlier
                continue
            name = f"{table}_no_{event.lower()}"
            when = f"WHEN ({condition})" if condition else ""
            if connection.vendor == "sqlite":
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when} "
                    f"BEGIN SELECT RAISE(ABORT, '{table}: {message}'); END"
                )
            else:
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
                    f"RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', "
                    f"MESSAGE = '{table}: {message}'; END $$ LANGUAGE plpgsql"
                )
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when} "
                    f"EXECUTE FUNCTION {name}()"
                )


def remove(using: str = "default") -> None:
    """Drop every trigger: before creating them again, and to empty a test database."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table, event, _condition, _message in _rules():
            name = f"{table}_no_{event.lower()}"
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            elif table in tables:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
