"""Puts the guards into the database, in its own language, and takes them away."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db import connections

from coding.models import (
    Annotation,
    AssignmentEvent,
    Comment,
    Link,
    Original,
    Release,
    ReleasedSheet,
    Revision,
    RevisionEvent,
    SecurityEvent,
)
from coding.models.guarded_tables import (
    DECIDED_ONCE,
    FOLLOWING,
    GUARDED,
    TRACKED,
    WRITTEN_ONCE,
    Model,
    columns,
    history_of,
    table,
)
from coding.protection import comments, decided_once, history, releases, sqlite_replace, steps
from coding.protection.sql import Refusal, SqlPart, Statement

_ONCE = Refusal("1 = 1", "history is written once")
_STAYS = Refusal("1 = 1", "nothing saved can be removed")


@dataclass(frozen=True)
class Trigger:
    """What happens at one moment with each row of a table."""

    model: Model
    moment: str  # as in "BEFORE UPDATE"
    parts: tuple[SqlPart, ...]

    @property
    def name(self) -> str:
        return f"{table(self.model)}_no_{'_'.join(self.moment.lower().split())}"


@dataclass(frozen=True)
class Guard:
    """The statements that install a guard, and how the database describes it afterwards."""

    name: str
    table: str
    statements: tuple[str, ...]
    told: str


def install(using: str = "default") -> None:
    """Install all guards, replacing those that are there."""
    remove(using)
    with connections[using].cursor() as cursor:
        for guard in guards(using, _whole_tables(using)):
            for statement in guard.statements:
                cursor.execute(statement)


def guards(using: str = "default", whole: Collection[Model] = GUARDED) -> Iterator[Guard]:
    """Yield every guard of these tables, in the language of the database."""
    language = _LANGUAGES[connections[using].vendor]
    return language(_triggers(using, frozenset(whole)))


def remove(using: str = "default") -> None:
    """Take all guards away: before a migration, or to empty a test database."""
    with connections[using].cursor() as cursor:
        cursor.execute(_FIND[connections[using].vendor])
        for name, on in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}{on}")


_FIND = {
    "sqlite": "SELECT name, '' FROM sqlite_master WHERE type = 'trigger' "
    "AND name LIKE 'coding\\_%\\_no\\_%' ESCAPE '\\'",
    "postgresql": "SELECT tgname, ' ON ' || relname FROM pg_trigger JOIN pg_class "
    "ON pg_class.oid = tgrelid WHERE NOT tgisinternal AND tgname LIKE 'coding\\_%\\_no\\_%' "
    "AND relnamespace = current_schema()::regnamespace",
}


def _whole_tables(using: str) -> set[Model]:
    """Return the models whose tables are as declared; they may not be after a partial migration."""
    connection, whole = connections[using], set[Model]()
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for model in GUARDED:
            if table(model) in there:
                cursor.execute(f"SELECT * FROM {table(model)} LIMIT 0")
                if {column[0] for column in cursor.description}.issuperset(columns(model)):
                    whole.add(model)
    return whole


def _triggers(using: str, whole: frozenset[Model]) -> Iterator[Trigger]:
    """Yield every trigger whose table, and the tables that belong with it, are as declared."""
    for trigger in _every(using):
        needs = {trigger.model, *_BESIDE.get(trigger.model, ())}
        if trigger.parts and whole.issuperset(needs):
            yield trigger


_BESIDE: dict[Model, tuple[Model, ...]] = {
    **{model: (history_of(model),) for model in FOLLOWING},
    **{history_of(model): (model, Revision) for model in FOLLOWING},
    Revision: (RevisionEvent,),
    RevisionEvent: (Revision,),
    ReleasedSheet: (Release,),
}


def _every(using: str) -> Iterator[Trigger]:
    vendor = connections[using].vendor

    def before_insert(model: Model, *refusals: Refusal) -> Trigger:
        unique = sqlite_replace.added(model, using) if vendor == "sqlite" else ()
        return Trigger(model, "BEFORE INSERT", (*unique, *refusals))

    def before_update(model: Model, *refusals: Refusal) -> Trigger:
        unique = sqlite_replace.changed(model, using) if vendor == "sqlite" else ()
        return Trigger(model, "BEFORE UPDATE", (*unique, *refusals))

    for model in WRITTEN_ONCE:
        yield Trigger(model, "BEFORE UPDATE", (_ONCE,))
        yield Trigger(model, "BEFORE DELETE", (_ONCE,))
    for model in FOLLOWING:
        follows = history.must_follow(model)
        frozen = releases.stays_as_frozen() if model is Release else ()
        removed = _STAYS if model in TRACKED else history.must_follow(model, removed=True)
        yield before_insert(model, follows)
        yield before_update(model, *frozen, follows)
        yield Trigger(model, "BEFORE DELETE", (removed,))
        yield before_insert(history_of(model), *history.must_fit(model, vendor))
        yield Trigger(history_of(model), "AFTER INSERT", tuple(history.take_over(model)))
    yield before_insert(Revision, *steps.begins_as_draft())
    yield before_update(Revision, *steps.stays_as_decided())
    yield Trigger(Revision, "BEFORE DELETE", (_STAYS,))
    yield before_insert(RevisionEvent, *steps.must_lead_on())
    yield Trigger(RevisionEvent, "AFTER INSERT", tuple(steps.move_along()))
    for model in DECIDED_ONCE:
        yield before_insert(model, decided_once.begins_undecided(model))
        yield before_update(model, *decided_once.stays_as_decided(model))
        yield Trigger(model, "BEFORE DELETE", (_STAYS,))
    for model in (Link, Original, SecurityEvent, Annotation, AssignmentEvent):
        yield before_insert(model)
    yield before_insert(Comment, *comments.must_fit())
    yield before_insert(ReleasedSheet, *releases.takes_no_more())


def _in_sqlite(triggers: Iterable[Trigger]) -> Iterator[Guard]:
    for trigger in triggers:
        name = table(trigger.model)
        body = " ".join(f"{_sqlite(part, name)};" for part in trigger.parts)
        body = body.replace(" IS NOT DISTINCT FROM ", " IS ")
        body = body.replace(" IS DISTINCT FROM ", " IS NOT ")
        moment = f"{trigger.moment} ON {name} FOR EACH ROW"
        made = f"CREATE TRIGGER {trigger.name} {moment} BEGIN {body} END"
        yield Guard(trigger.name, name, (made,), made)


def _sqlite(part: SqlPart, name: str) -> str:
    if isinstance(part, Statement):
        return part.sql
    return f"SELECT RAISE(ABORT, '{name}: {_sentence(part)}') WHERE {part.when}"


def _in_postgresql(triggers: Iterable[Trigger]) -> Iterator[Guard]:
    for trigger in triggers:
        name = table(trigger.model)
        body = " ".join(f"{_plpgsql(part, name)};" for part in trigger.parts)
        row = "OLD" if "DELETE" in trigger.moment else "NEW"
        moment = f"{trigger.moment} ON {name} FOR EACH ROW"
        yield _calling(trigger.name, name, moment, f"{body} RETURN {row};")
    for model in GUARDED:
        name = table(model)
        moment = f"BEFORE TRUNCATE ON {name} FOR EACH STATEMENT"
        stays = f"{_plpgsql(_STAYS, name)}; RETURN NULL;"
        yield _calling(f"{name}_no_truncate", name, moment, stays)


def _calling(name: str, guarded: str, moment: str, body: str) -> Guard:
    """Return a trigger and its function, both of this name.

    Functions run as their owner, who owns the tables, and look up names only in this schema.
    """
    body = f" BEGIN {body} END "
    trigger = f"CREATE TRIGGER {name} {moment} EXECUTE FUNCTION {name}()"
    return Guard(
        name, guarded, (_FUNCTION.format(name=name, body=body), trigger), f"{trigger};{body}"
    )


_FUNCTION = """DO $do$ BEGIN EXECUTE format($sql$
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = %I, pg_temp AS $body${body}$body$ $sql$, current_schema());
END $do$"""


def _plpgsql(part: SqlPart, name: str) -> str:
    if isinstance(part, Statement):
        return part.sql
    return (
        f"IF {part.when} THEN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', "
        f"MESSAGE = '{name}: {_sentence(part)}'; END IF"
    )


def _sentence(refusal: Refusal) -> str:
    return refusal.why.replace("'", "''")


_LANGUAGES = {"sqlite": _in_sqlite, "postgresql": _in_postgresql}
