"""Guards in the database itself: what was saved can be neither removed nor rewritten.

Four rules, as triggers on SQLite and PostgreSQL alike: history rows and revision events are
written once; sheets, sections, releases, reference data and revisions are never deleted; a
revision that has ended (approved, returned, withdrawn) never changes; nor does a frozen release,
but that it can be published, once.
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
    *("label", "cut_off", *SAID, "follows", "hashes", "states"),
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
    """Return the condition that an update of a frozen release does more than publish it."""
    return f"OLD.frozen_at IS NOT NULL AND ({_differs(OF_FROZEN)}) OR " + (
        f"OLD.published_at IS NOT NULL AND ({_differs(OF_PUBLISHED)})"
    )


def _differs(columns: tuple[str, ...]) -> str:
    """Compare as text: SQLite and PostgreSQL have no common word for "differs, or one is null"."""
    return " OR ".join(
        f"coalesce(CAST(OLD.{name} AS text), '') <> coalesce(CAST(NEW.{name} AS text), '')"
        for name in columns
    )


def install(using: str = "default") -> None:
    """Put every guard in place; those that stand already are replaced."""
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
    """Take the guards away: for emptying a test database, and before putting them back."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table, event, _condition, _message in _rules():
            name = f"{table}_no_{event.lower()}"
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            elif table in tables:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
