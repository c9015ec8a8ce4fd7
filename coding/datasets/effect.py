"""What changes in the dataset files when the codes of one alliance do: rows that come, go, differ.

Rows of m, aph, a and atopinst depend on the alliance alone. A year of a state or a pair depends on
all alliances that bind it, so those of the states that change are asked for as well.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import or_
from typing import Any, TypeVar

from coding.codebook.sheet import CodedPhase
from coding.codebook.variables import Variable
from coding.datasets.columns import columns_of
from coding.datasets.coverage import as_of
from coding.datasets.directed import directed_runs
from coding.datasets.dyad_year import dyad_year_runs, pair_spans
from coding.datasets.every_file import Table, derive
from coding.datasets.member import Member, members_of
from coding.datasets.nna import only_nonaggression, without_pure_years
from coding.datasets.pairs import with_pair_obligations
from coding.datasets.publishable import Publishable, publishable
from coding.datasets.release import Level, Release
from coding.datasets.state_year import state_spans, state_year_runs
from coding.datasets.years import Pair, Run, Span, Years, most_alliances, year_bits, years_of_each

Cell = int | float | str | None
Key = tuple[Cell, ...]
Rows = dict[Key, dict[str, Cell]]
Bound = TypeVar("Bound", bound=int | Pair)  # a state or a pair
Spans = dict[Bound, list[Span]]
SpansOf = Callable[[Iterable[Member], Release], Spans[Bound]]
RunsOf = Callable[[Sequence[Years[Bound]], int, Release], Iterable[Run]]

MOST_EXAMPLES = 3


@dataclass(frozen=True)
class ChangedCell:
    """One cell of a row that changes. ``row`` names the row by its key's columns."""

    row: Mapping[str, Cell]
    column: Variable
    old: Cell
    new: Cell

    @property
    def change(self) -> tuple[Variable, Cell, Cell]:
        return self.column, self.old, self.new


@dataclass
class FileEffect:
    """How many rows of a file come, go and change, with some of the cells that do."""

    level: Level
    is_nna: bool
    stem: str
    added: int = 0
    gone: int = 0
    changed: int = 0
    examples: list[ChangedCell] = field(default_factory=list)

    @property
    def place(self) -> tuple[bool, int]:
        """Where it stands among the files."""
        return self.is_nna, list(Level).index(self.level)

    @property
    def counts(self) -> list[tuple[int, str]]:
        """How many rows do what; without what no row does."""
        every = (self.changed, "change"), (self.added, "come"), (self.gone, "go")
        return [(number, does) for number, does in every if number]


@dataclass(frozen=True)
class Side:
    """An alliance before or after a change, as far as it is published."""

    found: Publishable
    release: Release

    @classmethod
    def of(cls, phases: list[CodedPhase], release: Release) -> "Side":
        """Return what is published of an alliance; flags tell nothing of its codes."""
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
    def states(self) -> dict[int, list[Span]]:
        return state_spans(self.members, self.release)

    @cached_property
    def pairs(self) -> dict[Pair, list[Span]]:
        return pair_spans(self.members, self.release)

    def tables(self) -> Iterator[Table]:
        """Yield the files that the alliance alone makes."""
        found = self.found
        every = derive(found.rows, found.pairs, self.release, found.uncoded)
        return (table for table in every if table.runs is None)


Others = Callable[[set[int]], Iterable[Side]]
Kept = dict[tuple[Any, tuple[Span, ...]], list[Years[Any]]]


def effect(was: Side, now: Side, others: Others, kept: Kept | None = None) -> list[FileEffect]:
    """Return what changes in each file, in the order of the files; files that stay are left out.

    ``others`` returns the other alliances that bind any of some states. Calls that share ``kept``
    spare each other the years of the same spans.
    """
    found = [*_own_files(was, now), *_year_files(was, now, others, {} if kept is None else kept)]
    return sorted((one for one in found if one.counts), key=lambda one: one.place)


def _own_files(was: Side, now: Side) -> Iterator[FileEffect]:
    for old, new in zip(was.tables(), now.tables(), strict=True):
        columns = {column.name: column for column in (*old.columns, *new.columns)}
        before, after = _rows_of(old), _rows_of(new)
        found = FileEffect(new.level, new.is_nna, new.stem)
        found.added, found.gone = len(after.keys() - before), len(before.keys() - after)
        for key in filter(before.__contains__, after):
            found.changed += _differ(before[key], after[key])
            _show(found, _name_of(after[key]), columns, before[key], after[key])
        yield found


def _rows_of(table: Table) -> Rows:
    """Return the rows of a file by what they are about; a state's spells are counted."""
    rows: Rows = {}
    for values in table.rows():
        row = dict(zip(table.header, values, strict=True))
        about, spell = (row["atopid"], _phase_of(row), row.get("member")), 1
        while (key := (*about, spell)) in rows:
            spell += 1
        rows[key] = row
    return rows


def _differ(before: Mapping[str, Cell], after: Mapping[str, Cell]) -> bool:
    """Whether two rows say something else; a list that is longer in one file is padded there."""
    return any(before.get(name) != after.get(name) for name in before.keys() | after)


def _phase_of(row: Mapping[str, Cell]) -> int:
    """Return the number of the phase; the only one becomes the first when another one is added."""
    if "atopidphase" in row:
        return round(float(row["atopidphase"] or 0) % 1 * 10) or 1
    return int(row.get("phase") or 1)


def _name_of(row: Mapping[str, Cell]) -> dict[str, Cell]:
    return {name: row[name] for name in ("atopid", "phase", "member") if row.get(name)}


def _show(
    found: FileEffect,
    row: Mapping[str, Cell],
    columns: Mapping[str, Variable],
    before: Mapping[str, Cell],
    after: Mapping[str, Cell],
) -> None:
    """Add cells that differ to the examples, each change once, while there is room."""
    for name, column in columns.items():
        if len(found.examples) == MOST_EXAMPLES:
            return
        change = column, before.get(name), after.get(name)
        if change[1] != change[2] and change not in [one.change for one in found.examples]:
            found.examples.append(ChangedCell(row, *change))


def _year_files(was: Side, now: Side, others: Others, kept: Kept) -> Iterator[FileEffect]:
    states, pairs = _changed(was.states, now.states), _changed(was.pairs, now.pairs)
    if was.is_pure != now.is_pure:
        states, pairs = {*was.states, *now.states}, {*was.pairs, *now.pairs}
    elsewhere: list[Side] = []
    if states or pairs:
        elsewhere = list(others(states.union(*pairs)))
    for is_nna in (False, True):
        shown = [one for one in elsewhere if not (is_nna and one.is_pure)]
        by_state = _both(was, now, shown, states, state_spans, kept, is_nna=is_nna)
        yield _years_that_differ(Level.STATE_YEAR, by_state, state_year_runs, now, is_nna=is_nna)
        by_pair = _both(was, now, shown, pairs, pair_spans, kept, is_nna=is_nna)
        if is_nna:
            by_pair = [without_pure_years(years) for years in by_pair]
        for level, runs_of in ((Level.DYAD_YEAR, dyad_year_runs), (Level.DIRECTED, directed_runs)):
            yield _years_that_differ(level, by_pair, runs_of, now, is_nna=is_nna)


def _changed(before: Spans[Bound], after: Spans[Bound]) -> set[Bound]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _both(
    was: Side,
    now: Side,
    elsewhere: Iterable[Side],
    bound: set[Bound],
    spans_of: SpansOf[Bound],
    kept: Kept,
    *,
    is_nna: bool,
) -> list[list[Years[Bound]]]:
    """Return the years of what is bound, before and after, with all other alliances."""
    states = {state for each in bound for state in (each if isinstance(each, tuple) else (each,))}
    spans: Spans[Bound] = {each: [] for each in sorted(bound)}
    for one in elsewhere:
        _add(spans, spans_of([each for each in one.members if each.state in states], one.release))
    found = []
    for own in (was, now):
        held = {each: list(others) for each, others in spans.items()}
        if not (is_nna and own.is_pure):
            _add(held, spans_of(own.members, own.release))
        found.append(
            [each for key, bound_by in held.items() for each in _years(key, bound_by, kept)]
        )
    return found


def _years(key: Bound, spans: list[Span], kept: Kept) -> list[Years[Bound]]:
    place = key, tuple(spans)
    if place not in kept:
        kept[place] = years_of_each({key: spans})
    return kept[place]


def _add(spans: Spans[Bound], more: Spans[Bound]) -> None:
    for each in spans.keys() & more.keys():
        spans[each] += more[each]


def _years_that_differ(
    level: Level,
    both: Sequence[Sequence[Years[Bound]]],
    runs_of: RunsOf[Bound],
    side: Side,
    *,
    is_nna: bool,
) -> FileEffect:
    release, width = side.release, max(map(most_alliances, both))
    columns = columns_of(level, release, width)
    before, after = (_Content(runs_of(years, width, release)) for years in both)
    found = FileEffect(level, is_nna, release.file_stem(level, is_nna))
    for key in before.years.keys() | after.years.keys():
        were, are = before.years.get(key, 0), after.years.get(key, 0)
        found.added += (are & ~were).bit_count()
        found.gone += (were & ~are).bit_count()
        for cells, years in before.cells.get(key, {}).items():
            differ = years & are & ~after.cells[key].get(cells, 0) if are else 0
            found.changed += differ.bit_count()
            if differ and len(found.examples) < MOST_EXAMPLES:
                year = (differ & -differ).bit_length() - 1
                _show_year(found, columns, (key, year, *cells), after.row(key, year))
    return found


class _Content:
    """The rows of a year file by their key, and by what they say: years as bits."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self.years: dict[int, int] = defaultdict(int)
        self.cells: dict[int, dict[Key, int]] = defaultdict(lambda: defaultdict(int))
        for key, first, last, cells in runs:
            years = year_bits(first, last)
            self.years[key] |= years
            self.cells[key][cells] |= years

    def row(self, key: int, year: int) -> Key:
        """Return the row of one year, which there is."""
        cells = next(cells for cells, years in self.cells[key].items() if years >> year & 1)
        return key, year, *cells


def _show_year(found: FileEffect, columns: Sequence[Variable], before: Key, after: Key) -> None:
    rows = [
        {column.name: cell for column, cell in zip(columns, row, strict=True)}
        for row in (before, after)
    ]
    name = {column.name: cell for column, cell in zip(columns[:2], after, strict=False)}
    _show(found, name, {column.name: column for column in columns}, *rows)
