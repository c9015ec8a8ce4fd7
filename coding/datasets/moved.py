"""How many rows of each dataset file change when the rows of one alliance are replaced.

Rules: the number for a file is the larger of the rows removed and the rows added, so a row with
one changed cell counts once. Rows are compared without the release's label and flags, and without
the empty list columns that only pad a row to the length of the longest one.

Only what the alliance can change is computed again. Its rows in m, aph, a and atopinst depend on it
alone. A year of a state or a pair may involve several alliances, but changes only where the spans
of this one change; the spans of all alliances are kept by state and by pair.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple

from coding.datasets.alliance import alliances_of
from coding.datasets.columns import columns_of
from coding.datasets.coverage import as_of
from coding.datasets.directed import directed_runs
from coding.datasets.dyad_year import dyad_year_runs, pair_spans
from coding.datasets.measures import measure_rows
from coding.datasets.member import NOTHING_UNCODED, Row, Uncoded, members_of
from coding.datasets.nna import pure_nonaggression, without_pure_years
from coding.datasets.pairs import PairObligation, with_pair_obligations
from coding.datasets.phase import Record, phase_number, phases_of, rows_of
from coding.datasets.release import Level, Release
from coding.datasets.state_year import state_spans, state_year_runs
from coding.datasets.years import Key, Pair, Run, Span, year_bits, years_of_each

Content = tuple[object, ...]  # what a row says
Rows = Counter[Content]
Spans = Mapping[Key, list[Span]]
Moved = tuple[int, ...]  # the number of rows for each of FILES


class File(NamedTuple):
    """One of the dataset files."""

    level: Level
    is_nna: bool


_OF_ROWS = (Level.MEMBER, Level.PHASE, Level.ALLIANCE)
_LEVELS = (*_OF_ROWS, Level.STATE_YEAR, Level.DYAD_YEAR, Level.DIRECTED)
FILES = (
    *(File(level, is_nna) for is_nna in (False, True) for level in _LEVELS),
    File(Level.MEASURES, False),
)
NOTHING: Moved = (0,) * len(FILES)
_UNPADDED = 0  # a width that adds no empty columns to lists


class Source(NamedTuple):
    """The rows and pair obligations of an alliance; none where it is in no file."""

    rows: Sequence[Row] = ()
    obligations: Sequence[PairObligation] = ()
    uncoded: Uncoded = NOTHING_UNCODED


@dataclass(frozen=True)
class _Part:
    """What one alliance adds to the files: its own rows, and spans for the year files.

    ``grounds`` is everything that the spans depend on.
    """

    is_pure: bool
    rows: Mapping[Level, Rows]
    grounds: Sequence[Content]
    states: Spans[int]
    pairs: Spans[Pair]


_NO_PART = _Part(False, {level: Counter() for level in Level}, (), {}, {})


class Files:
    """The files of a release, in which the rows of one alliance after another can be replaced.

    Raises UnusableRow and StrayObligation for rows from which the files cannot be made.
    """

    def __init__(self, alliances: Iterable[tuple[int, Source]], release: Release) -> None:
        self._release = replace(release, flags=())
        self._parts: dict[int, _Part] = {}
        self._views = [_View(self._release, is_nna) for is_nna in (False, True)]
        for atopid, source in alliances:
            self._keep(atopid, _part_of(source, self._release))

    def replace(self, atopid: int, source: Source) -> Moved:
        """Replace the rows of an alliance; return how many rows change in each of FILES."""
        before = self._parts.get(atopid, _NO_PART)
        after = _part_of(source, self._release, before)
        moved = [rows for view in self._views for rows in view.moved(atopid, before, after)]
        moved.append(_rows_moved(before.rows[Level.MEASURES], after.rows[Level.MEASURES]))
        self._keep(atopid, after)
        return tuple(moved)

    def _keep(self, atopid: int, part: _Part) -> None:
        before = self._parts.get(atopid, _NO_PART)
        for view in self._views:
            view.keep(atopid, before, part)
        self._parts[atopid] = part


class _View:
    """The spans behind the year files, with or without pure nonaggression pacts."""

    def __init__(self, release: Release, is_nna: bool) -> None:
        self._release, self._is_nna = release, is_nna
        self._by_state = _Index[int]()
        self._by_pair = _Index[Pair]()

    def keep(self, atopid: int, before: _Part, after: _Part) -> None:
        before, after = self._seen(before), self._seen(after)
        self._by_state.keep(atopid, before.states, after.states)
        self._by_pair.keep(atopid, before.pairs, after.pairs)

    def moved(self, atopid: int, before: _Part, after: _Part) -> Iterator[int]:
        """Yield how many rows change in each file, except the measures."""
        before, after = self._seen(before), self._seen(after)
        for level in _OF_ROWS:
            yield _rows_moved(before.rows[level], after.rows[level])
        spans = self._by_state.changed(atopid, before.states, after.states)
        states = [years_of_each(each) for each in spans]
        yield _years_moved(*(state_year_runs(years, _UNPADDED, self._release) for years in states))
        bound = self._by_pair.changed(atopid, before.pairs, after.pairs)
        pairs = [years_of_each(each) for each in bound]
        if self._is_nna:
            pairs = [without_pure_years(years) for years in pairs]
        for runs_of in (dyad_year_runs, directed_runs):
            yield _years_moved(*(runs_of(years, _UNPADDED, self._release) for years in pairs))

    def _seen(self, part: _Part) -> _Part:
        return _NO_PART if self._is_nna and part.is_pure else part


class _Index(Generic[Key]):
    """Spans by what they bind, and by alliance."""

    def __init__(self) -> None:
        self._held: defaultdict[Key, dict[int, list[Span]]] = defaultdict(dict)

    def keep(self, atopid: int, before: Spans[Key], after: Spans[Key]) -> None:
        for key in before:
            del self._held[key][atopid]
        for key, spans in after.items():
            self._held[key][atopid] = spans

    def changed(
        self, atopid: int, before: Spans[Key], after: Spans[Key]
    ) -> tuple[Spans[Key], Spans[Key]]:
        """Return all spans of the states or pairs that changed: as they were, and as they are."""
        were: dict[Key, list[Span]] = {}
        are: dict[Key, list[Span]] = {}
        for key in before.keys() | after.keys():
            if before.get(key) != after.get(key):
                others = {**self._held[key], atopid: []}
                elsewhere = [span for spans in others.values() for span in spans]
                were[key] = [*elsewhere, *before.get(key, ())]
                are[key] = [*elsewhere, *after.get(key, ())]
        return were, are


def _part_of(source: Source, release: Release, before: _Part = _NO_PART) -> _Part:
    """Return what the rows of an alliance add; unchanged grounds keep the spans of ``before``."""
    members = members_of(source.rows, release, source.uncoded)
    members = as_of(with_pair_obligations(members, source.obligations), release.cut_off)
    phases = phases_of(members, release)
    alliances = alliances_of(phases)
    rows: dict[Level, Rows] = {
        Level.MEMBER: Counter(member.cells for member in members),
        Level.PHASE: _records(Level.PHASE, phases, release),
        Level.ALLIANCE: _records(Level.ALLIANCE, alliances, release),
        Level.MEASURES: Counter(measure_rows(phases, release)),
    }
    is_pure = bool(pure_nonaggression(alliances))
    grounds = [(member._replace(cells=()), member.code("asymm")) for member in members]
    if grounds == before.grounds:
        return replace(before, is_pure=is_pure, rows=rows)
    states, pairs = state_spans(members, release), pair_spans(members, release)
    return _Part(is_pure, rows, grounds, states, pairs)


def _records(level: Level, records: Sequence[Record], release: Release) -> Rows:
    """Return the rows of aph or a, with the members as one value in place of mem1…"""
    named = ((record, {"atopidphase": phase_number(record)}) for record in records)
    rows = rows_of(named, columns_of(level, release, _UNPADDED), release)
    return Counter((*row, record.states) for row, record in zip(rows, records, strict=True))


def _rows_moved(before: Rows, after: Rows) -> int:
    return max((before - after).total(), (after - before).total())


def _years_moved(before: Iterable[Run], after: Iterable[Run]) -> int:
    were, are = _years_by_content(before), _years_by_content(after)
    return max(_years_gone(were, are), _years_gone(are, were))


def _years_by_content(runs: Iterable[Run]) -> dict[Content, int]:
    """Map the content of rows to its years, as bits; a year file has no row twice."""
    years: dict[Content, int] = defaultdict(int)
    for key, first, last, cells in runs:
        years[key, *cells] |= year_bits(first, last)
    return years


def _years_gone(before: Mapping[Content, int], after: Mapping[Content, int]) -> int:
    return sum((years & ~after.get(row, 0)).bit_count() for row, years in before.items())
