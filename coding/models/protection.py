"""Database triggers that keep what was saved from being removed or rewritten.

There are four rules, on SQLite and PostgreSQL alike:

- history rows, revision events, released sheets and links of the chain are written once;
- sheets, sections, releases, reference data and revisions are never deleted;
- a revision that has ended never changes;
- a frozen release never changes, except that it can be published once.
"""

from collections.abc import Callable, Iterator

from django.db import connections, models

from coding.models.chain import Link
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import MODELS
from coding.models.reference import Participation, State, StateSpell, War
from coding.models.release import SAID, Release, ReleasedSheet
from coding.models.revision import OPEN, Revision, RevisionEvent
from coding.models.security_event import SecurityEvent
from coding.models.sheet import Sheet

# A state that was listed as a member by mistake is taken off the roster; its history stays.
ROSTER: tuple[type[models.Model], ...] = (Membership, PairObligation)
REFERENCE: tuple[type[models.Model], ...] = (State, StateSpell, War, Participation)
TRACKED: tuple[type[models.Model], ...] = (Sheet, Release, *MODELS, *REFERENCE)
OF_FROZEN = (
    *("label", "cut_off", *SAID, "follows", "hashes", "states", "questionnaire"),
    *("held_back", "head"),
    *("freeze_asked_by_id", "freeze_asked_at", "frozen_by_id", "frozen_at"),
)
OF_PUBLISHED = ("published_by_id", "published_at")


def written_once() -> list[type[models.Model]]:
    """Return the models whose rows tell of one step and never change; the chain has them all."""
    histories = [model.history.model for model in (*TRACKED, *ROSTER)]  # type: ignore[attr-defined]
    return [RevisionEvent, ReleasedSheet, *histories]


def _rules() -> list[tuple[str, str, str, str]]:
    """Return (table, event, condition on the old row, message) for each guard."""
    kept: list[type[models.Model]] = [*TRACKED, Revision]
    rules = []
    once: list[type[models.Model]] = [*written_once(), Link, SecurityEvent]
    for model in once:
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
    remove(using)
    for execute, table, name, (event, condition, message) in _triggers(using):
        trigger = f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
        trigger += f"WHEN ({condition}) " if condition else ""
        if connections[using].vendor == "sqlite":
            execute(f"{trigger} BEGIN SELECT RAISE(ABORT, '{table}: {message}'); END")
        else:
            execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
                f"RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', "
                f"MESSAGE = '{table}: {message}'; END $$ LANGUAGE plpgsql"
            )
            execute(f"{trigger} EXECUTE FUNCTION {name}()")


def remove(using: str = "default") -> None:
    """Drop every trigger: before creating them again, and to empty a test database."""
    of_table = "" if connections[using].vendor == "sqlite" else " ON {}"
    for execute, table, name, _ in _triggers(using):
        execute(f"DROP TRIGGER IF EXISTS {name}{of_table.format(table)}")


def _triggers(using: str) -> Iterator[tuple[Callable[[str], object], str, str, tuple[str, ...]]]:
    """Yield a way to execute SQL, table, name and rule of each trigger whose table exists."""
    with connections[using].cursor() as cursor:
        tables = set(connections[using].introspection.table_names(cursor))
        for table, *rule in _rules():
            if table in tables:  # a migration may stop before it
                yield cursor.execute, table, f"{table}_no_{rule[0].lower()}", tuple(rule)
