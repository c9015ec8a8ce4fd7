"""Writes reference data: rows entered in admin, and what an official list changes.

A list is compared with the tables state by state and war by war; only differences are written.
Nothing is deleted: a spell that a newer list no longer has is withdrawn. Rows with another source
than the list are the project's own and stay.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from coding.models import Participation, State, StateSpell, War
from coding.models.people_names import name_of
from coding.models.reference import Reference, System
from coding.reference.official import require_states
from coding.reference.own_facts import COW_STATES, COW_WARS, GW_STATES, Fact, FactList, StateFact
from coding.workflow import rules
from coding.workflow.chaining import moment, recorded
from coding.workflow.check_counts import count_all
from coding.workflow.record_writer import save_tracked
from coding.workflow.refusals import NotAllowed, Refused, require

ADD, CHANGE, WITHDRAW, KEEP = "add", "change", "withdraw", "keep"
_ORDER = (COW_STATES, GW_STATES, COW_WARS)  # states before the wars that name them


class RowChange(NamedTuple):
    """A row that a list adds, changes or withdraws, or that is kept, with the reason."""

    kind: str
    what: str
    row: Reference
    changes: dict[str, tuple[Any, Any]]  # field → old and new value
    why: str = ""


class Loaded(NamedTuple):
    """What loading one list did, or would do."""

    said: FactList
    steps: list[RowChange]


@recorded()
def save_by_hand(row: Reference, *, by: Any, reason: str) -> None:
    """Save a row that an admin entered or changed, with the reason given."""
    try:
        with transaction.atomic():
            save_tracked(row, by=by, at=moment(), reason=reason, author_name=name_of(by))
    except IntegrityError as error:
        if not any(words in str(error).lower() for words in ("unique", "another row has this key")):
            raise  # any other error than "this row exists already"
        raise Refused(f"“{row}” is there already. Nothing was changed.") from error


@recorded()
def load_lists(lists: Sequence[FactList], *, by: Any = None, dry_run: bool = False) -> list[Loaded]:
    """Update the tables from official lists, all or none; rows that agree are not written.

    ``by`` is the admin who loads; None is the operator at the command line. Raises FileRefused
    where a list names a state that neither the tables nor the other lists have.
    """
    if by is not None:
        require(rules.why_not_load(by), NotAllowed)
    # One load at a time. ``no_key`` lets others add members that refer to a state meanwhile.
    states = State.objects.select_for_update(no_key=True).order_by("code")
    held = states.values_list("code", flat=True)
    named = [fact for fact_list in lists for fact in fact_list.facts.get("State", [])]
    known = {*held, *(fact.code for fact in named if isinstance(fact, StateFact))}
    for fact_list in lists:
        require_states(fact_list, known)
    loaded = []
    for fact_list in sorted(lists, key=lambda fact_list: _ORDER.index(fact_list.name)):
        steps: list[RowChange] = []
        for compare in (_compare_states, _compare_state_spells, _compare_wars, _compare_fighting):
            changes = list(compare(fact_list))
            for step in changes:
                _take(step, fact_list, by)
            steps += changes
        loaded.append(Loaded(fact_list, steps))
    if dry_run:
        transaction.set_rollback(True)
    elif any(row.steps for row in loaded):
        transaction.on_commit(count_all)
    return loaded


def _take(step: RowChange, fact_list: FactList, by: Any) -> None:
    if step.kind == KEEP:
        return
    for field, (_, new) in step.changes.items():
        setattr(step.row, field, new)
    if step.kind != WITHDRAW:
        step.row.source = fact_list.source
    save_tracked(
        step.row,
        by=by,
        at=moment(),
        reason=f"Loaded from {fact_list.file}: {fact_list.source}",
        author_name=name_of(by) if by else "",
    )


def _compare_states(fact_list: FactList) -> Iterator[RowChange]:
    """Compare the states; Gleditsch and Ward's names serve only where COW has none."""
    is_second = fact_list.name == GW_STATES
    for step in _compare_named(State, "code", fact_list):
        if not (is_second and step.kind == KEEP):
            yield step


def _compare_wars(fact_list: FactList) -> Iterator[RowChange]:
    return _compare_named(War, "number", fact_list)


def _compare_named(model: Any, key: str, fact_list: FactList) -> Iterator[RowChange]:
    facts = fact_list.facts.get(model.__name__, [])
    rows = {getattr(row, key): row for row in model.objects.all()} if facts else {}
    for fact in facts:
        row = rows.get(getattr(fact, key))
        if row is None:
            yield _added(model(**vars(fact)))
        elif changes := _differences(row, fact):
            yield _changed(row, changes) if _follows(row, fact_list) else _keep_own_row(row)


def _compare_state_spells(fact_list: FactList) -> Iterator[RowChange]:
    system = System.GW if fact_list.name == GW_STATES else System.COW
    rows = StateSpell.objects.filter(system=system).select_related("state")
    return _compare_spells(rows, fact_list, lambda spell: (spell.state_id,))


def _compare_fighting(fact_list: FactList) -> Iterator[RowChange]:
    rows = Participation.objects.select_related("state", "war")
    return _compare_spells(rows, fact_list, lambda spell: (spell.war_id, spell.state_id))


def _compare_spells(
    rows: Any, fact_list: FactList, whose: Callable[[Any], Any]
) -> Iterator[RowChange]:
    """Compare spells with the same owner: a state in a system, or a state in a war."""
    facts = _grouped(fact_list.facts.get(rows.model.__name__, []), whose)
    standing = _grouped(rows, whose) if facts else {}
    for owner, said_of_owner in facts.items():
        owned = standing.pop(owner, [])
        own = [row for row in owned if not _follows(row, fact_list)]
        if not own:
            yield from _match(rows.model, said_of_owner, owned)
        elif not _agree(said_of_owner, owned):
            yield _keep_own_row(own[0])
    for owned in standing.values():
        for row in owned:
            if _follows(row, fact_list) and not row.withdrawn:
                yield RowChange(KEEP, str(row), row, {}, "it is not in the file")


def _match(model: Any, facts: Iterable[Any], rows: Sequence[Any]) -> Iterator[RowChange]:
    """Find each fact's row: the one that begins that day, or else one that overlaps with it."""
    by_begin = {row.begin: row for row in sorted(rows, key=lambda row: not row.withdrawn)}
    pairs = [(fact, by_begin.pop(fact.begin, None)) for fact in facts]
    rest = [row for row in by_begin.values() if not row.withdrawn]
    steps = []
    for fact, row in pairs:
        if row is None and (row := next((row for row in rest if _overlap(row, fact)), None)):
            rest.remove(row)
        if row is None:
            steps.append(_added(model(**vars(fact))))
        elif changes := _differences(row, fact):
            steps.append(_changed(row, changes))
    for row in rest:  # first, so that no two rows stand with the same begin
        yield RowChange(WITHDRAW, str(row), row, {"withdrawn": (False, True)})
    yield from steps


def _grouped(spells: Iterable[Any], whose: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    groups = defaultdict(list)
    for spell in spells:
        groups[whose(spell)].append(spell)
    return groups


def _follows(row: Reference, fact_list: FactList) -> bool:
    """Whether the row comes from the list; COW also replaces rows from Gleditsch and Ward."""
    lists = (fact_list.name, GW_STATES) if fact_list.name == COW_STATES else (fact_list.name,)
    return row.source.startswith(lists)


def _differences(row: Any, fact: Fact) -> dict[str, tuple[Any, Any]]:
    """Return what the fact changes in the row; another source alone is no change."""
    new = {field: value for field, value in vars(fact).items() if field != "source"}
    if getattr(row, "withdrawn", False):
        new["withdrawn"] = False
    return {
        field: (getattr(row, field), value)
        for field, value in new.items()
        if getattr(row, field) != value
    }


def _agree(facts: Sequence[Any], rows: Iterable[Any]) -> bool:
    standing = [row for row in rows if not row.withdrawn]
    return len(facts) == len(standing) and not any(
        _differences(row, fact)
        for row, fact in zip(standing, sorted(facts, key=lambda fact: fact.begin), strict=True)
    )


def _overlap(row: Any, fact: Any) -> bool:
    return bool(row.begin <= (fact.end or date.max) and fact.begin <= (row.end or date.max))


def _added(row: Any) -> RowChange:
    return RowChange(ADD, str(row), row, {})


def _changed(row: Reference, changes: dict[str, tuple[Any, Any]]) -> RowChange:
    return RowChange(CHANGE, str(row), row, changes)


def _keep_own_row(row: Reference) -> RowChange:
    return RowChange(
        KEEP, str(row), row, {}, f"the file says otherwise, but its source is “{row.source}”"
    )
