"""The effect of changed codes of one alliance on the dataset files: rows that come, go, differ.

Rows of m, aph, a and atopinst depend on the alliance alone. A year of a state or a pair depends on
all alliances that bind it, so those of the affected states are read as well.

Review pages show it for waiting changes, the export for approved ones (walking_back.py).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import or_
from typing import Any, Generic, NamedTuple, TypeVar

from coding.codebook.sheet import CodedPhase
from coding.codebook.variables import Variable
from coding.datasets.columns import Cell
from coding.datasets.coverage import as_of
from coding.datasets.directed import directed_runs
from coding.datasets.dyad_year import dyad_year_runs, pair_spans
from coding.datasets.effects.file_effect import FileEffect, Key
from coding.datasets.effects.year_effect import years_that_differ
from coding.datasets.every_file import DatasetTable, tables_of_rows
from coding.datasets.member import Member, members_of
from coding.datasets.nna import only_nonaggression, without_pure_years
from coding.datasets.pairs import with_pair_obligations
from coding.datasets.publishable import Publishable, publishable
from coding.datasets.release import DatasetRelease, Level
from coding.datasets.state_year import state_spans, state_year_runs
from coding.datasets.years import BoundYears, Pair, Years, years_of_each

Rows = dict[Key, dict[str, Cell]]
Bound = TypeVar("Bound", bound=int | Pair)  # a state or a pair
Spans = Mapping[Bound, list[BoundYears]]
Ranges = dict[Bound, tuple[int, int]]


class Binding(NamedTuple):
    """An alliance's part of the year files: the spans of all or some states and pairs."""

    is_pure: bool
    states: Spans[int]
    pairs: Spans[Pair]


@dataclass(frozen=True)
class AllianceSide:
    """The published part of an alliance before or after a change."""

    found: Publishable
    release: DatasetRelease

    @classmethod
    def of(cls, phases: list[CodedPhase], release: DatasetRelease) -> "AllianceSide":
        """Return the published part of an alliance; flags do not depend on its codes."""
        release = replace(release, flags=())
        return cls(publishable([phases] if phases else [], release), release)

    @cached_property
    def members(self) -> list[Member]:
        members = members_of(self.found.rows, self.release, self.found.uncoded)
        return as_of(with_pair_obligations(members, self.found.pairs), self.release.cut_off)

    @cached_property
    def is_pure(self) -> bool:
        """Whether it promises nonaggression and nothing else."""
        return only_nonaggression(reduce(or_, [member.owes for member in self.members], 0))

    @cached_property
    def states(self) -> Spans[int]:
        return state_spans(self.members, self.release)

    @cached_property
    def pairs(self) -> Spans[Pair]:
        return pair_spans(self.members, self.release)

    @property
    def binding(self) -> Binding:
        return Binding(self.is_pure, self.states, self.pairs)

    def binding_of(self, states: set[int]) -> Binding:
        """Return its part for these states and the pairs among them only."""
        members = [member for member in self.members if member.state in states]
        spans = state_spans(members, self.release), pair_spans(members, self.release)
        return Binding(self.is_pure, *spans)

    @cached_property
    def grounds(self) -> list[tuple[Any, ...]]:
        """All values on which its years depend."""
        return [
            (*member._replace(cells=(), places={}), member.code("asymm")) for member in self.members
        ]

    @cached_property
    def tables(self) -> list[tuple[DatasetTable, Rows]]:
        """The files that depend on this alliance alone, with its rows."""
        tables = tables_of_rows(self.members, self.release, is_nna=False)
        return [(table, _rows_of(table)) for table in tables]


Others = Callable[[set[int]], Iterable[Binding]]
KeptYears = dict[tuple[Any, tuple[BoundYears, ...]], list[Years[Any]]]


def effect(
    was: AllianceSide, now: AllianceSide, others: Others, kept: KeptYears | None = None
) -> list[FileEffect]:
    """Return the changes in each file, in the order of the files; unchanged files are left out.

    ``others`` returns the parts of other alliances that bind any of some states. Calls with the
    same ``kept`` compute the years of the same spans only once.
    """
    effects = [*_own_files(was, now), *_year_files(was, now, others, {} if kept is None else kept)]
    return sorted((effect for effect in effects if effect.counts), key=lambda effect: effect.place)


def _own_files(was: AllianceSide, now: AllianceSide) -> Iterator[FileEffect]:
    for (old, before), (new, after) in zip(was.tables, now.tables, strict=True):
        columns = {column.name: column for column in (*old.columns, *new.columns)}
        whole = FileEffect.of(new.level, now.release, is_nna=False)
        yield _with_rows_that_differ(whole, columns, before, after)
        if new.level is not Level.MEASURES:
            left, right = ({} if s.is_pure else rows for s, rows in ((was, before), (now, after)))
            nna = FileEffect.of(new.level, now.release, is_nna=True)
            yield _with_rows_that_differ(nna, columns, left, right)


def _with_rows_that_differ(
    effect: FileEffect, columns: Mapping[str, Variable], before: Rows, after: Rows
) -> FileEffect:
    level = effect.level
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old is None and new is not None:
            effect.added += 1
            effect.which_added.add(_identity(level, new))
        elif new is None and old is not None:
            effect.gone += 1
            effect.which_gone.add(_identity(level, old))
        elif old is not None and new is not None and _differ(old, new):
            effect.changed += 1
            effect.which_changed.add(_identity(level, new))
            effect.show(_name_of(new), columns, old, new)
    return effect


def _identity(level: Level, row: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return the columns that identify a row in its file."""
    match level:
        case Level.MEMBER:
            return {name: row[name] for name in ("atopid", "phase", "member", "yrent")}
        case Level.ALLIANCE:
            return {"atopid": row["atopid"]}
    return {"atopidphase": row["atopidphase"]}


def _rows_of(table: DatasetTable) -> Rows:
    """Return the rows of a file by what identifies them; a state's spells are numbered."""
    rows: Rows = {}
    for values in table.rows():
        row = dict(zip(table.header, values, strict=True))
        about, spell = (row["atopid"], _phase_of(row), row.get("member") or 0), 1
        while (key := (*about, spell)) in rows:
            spell += 1
        rows[key] = row
    return rows


def _differ(before: Mapping[str, Cell], after: Mapping[str, Cell]) -> bool:
    """Whether two rows have different content; lists padded to different widths are equal."""
    return before != after and any(
        before.get(name) != after.get(name) for name in before.keys() | after
    )


def _phase_of(row: Mapping[str, Cell]) -> int:
    """Return the number of the phase; the only one becomes the first when another one is added."""
    if "atopidphase" in row:
        return round(float(row["atopidphase"] or 0) % 1 * 10) or 1
    return int(row.get("phase") or 1)


def _name_of(row: Mapping[str, Cell]) -> dict[str, Cell]:
    return {name: row[name] for name in ("atopid", "phase", "member") if row.get(name)}


def _year_files(
    was: AllianceSide, now: AllianceSide, others: Others, kept: KeptYears
) -> Iterator[FileEffect]:
    if was.grounds == now.grounds:
        return
    changed = _changed(was.states, now.states), _changed(was.pairs, now.pairs)
    if was.is_pure != now.is_pure:
        changed = {*was.states, *now.states}, {*was.pairs, *now.pairs}
    states = _ranges(changed[0], was.states, now.states)
    pairs = _ranges(changed[1], was.pairs, now.pairs)
    elsewhere = list(others(set(states).union(*pairs))) if states or pairs else []
    both = was.binding, now.binding
    for is_nna in (False, True):
        shown = [binding for binding in elsewhere if not (is_nna and binding.is_pure)]
        ours = [None if is_nna and binding.is_pure else binding for binding in both]
        of_states = _Stock([binding.states for binding in shown], states, kept)
        by_state = [of_states.with_own(binding.states if binding else {}) for binding in ours]
        of_pairs = _Stock([binding.pairs for binding in shown], pairs, kept)
        by_pair = [of_pairs.with_own(binding.pairs if binding else {}) for binding in ours]
        if is_nna:
            by_pair = [without_pure_years(years) for years in by_pair]
        release = now.release
        yield years_that_differ(Level.STATE_YEAR, by_state, state_year_runs, release, is_nna=is_nna)
        for level, runs_of in ((Level.DYAD_YEAR, dyad_year_runs), (Level.DIRECTED, directed_runs)):
            yield years_that_differ(level, by_pair, runs_of, release, is_nna=is_nna)


def _changed(before: Spans[Bound], after: Spans[Bound]) -> set[Bound]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _ranges(bound: Iterable[Bound], *sides: Spans[Bound]) -> Ranges[Bound]:
    """Return the first and last year in which a state or pair may change."""
    ranges = {}
    for key in sorted(bound):
        spans = [span for side in sides for span in side.get(key, ())]
        ranges[key] = min(span.first for span in spans), max(span.last for span in spans)
    return ranges


class _Stock(Generic[Bound]):
    """The spans by which other alliances bind the states or pairs that change.

    Spans outside the years that may change are left out.
    """

    def __init__(
        self, others: Iterable[Spans[Bound]], bound: Ranges[Bound], kept: KeptYears
    ) -> None:
        self._spans: dict[Bound, list[BoundYears]] = {key: [] for key in bound}
        self._kept = kept
        for bindings in others:
            for key in bound.keys() & bindings.keys():
                first, last = bound[key]
                near = (span for span in bindings[key] if span.first <= last and span.last >= first)
                self._spans[key] += near

    def with_own(self, own: Spans[Bound]) -> list[Years[Bound]]:
        """Return the years of what changes, with the spans of one more alliance."""
        return [
            years
            for key, spans in self._spans.items()
            for years in self._years(key, (*spans, *own.get(key, ())))
        ]

    def _years(self, key: Bound, spans: tuple[BoundYears, ...]) -> list[Years[Bound]]:
        place = key, spans
        if place not in self._kept:
            self._kept[place] = years_of_each({key: spans})
        return self._kept[place]
