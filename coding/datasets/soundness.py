"""Checks that the dataset files of a release are sound; the gate before a freeze asks for it.

Rules: no key occurs twice. sy has exactly one row for each state and year in which a row of m binds
the state, and dy for each pair and year (bound_years.py). ddyr and dy agree (mirrored.py). In a
column with value labels, every value has one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import itemgetter, or_

from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.datasets.bound_years import Commitment, YearsAsBits, pairs_bound, states_bound
from coding.datasets.columns import Cell
from coding.datasets.documents.levels import KINDS
from coding.datasets.every_file import DatasetTable
from coding.datasets.faults import FaultKind, RowFault
from coding.datasets.mirrored import PairFacts, faults_of_mirrors
from coding.datasets.release import Level
from coding.datasets.years import year_bits

Labels = Mapping[str, Mapping[int, str]]  # column → value → label
Stretches = defaultdict[int, list[tuple[int, int, PairFacts]]]

_NONAGGRESSION = tuple(int(name == "nonagg") for name in PRIMARY_OBLIGATIONS)
_OF_ONE_ROW = {
    *("dyad", "ddyad", "year", "mem1", "mem2", "stateA", "stateB"),
    *("shareob", "version", *PRIMARY_OBLIGATIONS),
}
_TWICE = "another row has the same key."


def faults_in(tables: Iterable[DatasetTable], cut_off: date, labels: Labels) -> Iterator[RowFault]:
    """Yield the faults of all files; they come in the order of ``derive``, and are read once.

    ``labels`` are the value labels of the columns that have any. A wrong file may have a fault in
    every row.
    """
    checks = _TableChecks(cut_off, labels)
    for table in tables:
        yield from checks.faults_of(table)


class _TableChecks:
    """Checks one table after another, and remembers what later ones are compared with."""

    def __init__(self, cut_off: date, labels: Labels) -> None:
        self._cut_off, self._labels = cut_off, labels
        self._states: YearsAsBits = {}
        self._pairs: YearsAsBits = {}
        self._pure: YearsAsBits = {}
        self._undirected: Stretches = defaultdict(list)

    def faults_of(self, table: DatasetTable) -> Iterator[RowFault]:
        """Yield the faults of a table, by itself and compared with those before it."""
        file = _File(table, self._labels)
        match table.level:
            case Level.MEMBER:
                yield from self._of_members(file)
            case Level.STATE_YEAR:
                years: YearsAsBits = defaultdict(int)
                yield from file.of_years(years)
                yield from self._incomplete(file, years, self._states, {})
            case Level.DYAD_YEAR:
                yield from self._of_pairs(file)
            case Level.DIRECTED:
                directed: Stretches = defaultdict(list)
                yield from file.of_years(defaultdict(int), directed)
                for kind, *key, text in faults_of_mirrors(self._undirected, directed, file.alike):
                    yield file.fault(kind, key, text)
            case _:
                yield from file.of_rows()

    def _of_members(self, file: "_File") -> Iterator[RowFault]:
        commitments: list[Commitment] = []
        yield from file.of_rows(commitments)
        self._states = states_bound(commitments, self._cut_off.year)
        self._pairs = pairs_bound(commitments, self._cut_off.year)

    def _of_pairs(self, file: "_File") -> Iterator[RowFault]:
        by_dyad: YearsAsBits = defaultdict(int)
        self._undirected = defaultdict(list)
        yield from file.of_years(by_dyad, self._undirected)
        # A pair with nothing but nonaggression is left out of the NNA files, but may well be in
        # their m (reference 5.5).
        pure = {dyad: _pure_years(held) for dyad, held in self._undirected.items()}
        excused = self._pure if file.is_nna else {}
        yield from self._incomplete(file, by_dyad, self._pairs, excused)
        if file.is_nna:
            for dyad, years in pure.items():
                yield from file.faults(FaultKind.PURE, dyad, years, "only nonaggression is owed.")
        self._pure = pure

    def _incomplete(
        self, file: "_File", given: YearsAsBits, wanted: YearsAsBits, excused: YearsAsBits
    ) -> Iterator[RowFault]:
        """Yield missing rows, and those that should not exist."""
        until = year_bits(0, self._cut_off.year)
        for number in sorted(given.keys() | wanted.keys()):
            has, should = given.get(number, 0), wanted.get(number, 0)
            absent = should & ~has & ~excused.get(number, 0)
            yield from file.faults(
                FaultKind.ABSENT, number, absent, "m has an alliance, but there is no row."
            )
            late = f"the year is after {self._cut_off}, the last day of the files."
            yield from file.faults(FaultKind.LATE, number, has & ~until, late)
            stray = has & until & ~should
            yield from file.faults(
                FaultKind.UNFOUNDED, number, stray, "m has no alliance for this row."
            )


class _File:
    """A table, with the positions of its key, labelled values and facts in a row."""

    def __init__(self, table: DatasetTable, labels: Labels) -> None:
        self._table, self._names, self._key = table, table.header, KINDS[table.level].key
        self._key_at = [self._names.index(name) for name in self._key]
        numbered = list(enumerate(self._names))
        self._labelled = [(at, name, labels[name]) for at, name in numbered if name in labels]
        self._coded = _cells_at([at for at, _, _ in self._labelled])
        self._sound: set[tuple[Cell, ...]] = set()  # codes of rows that all have labels
        owed_at = [at for at, name in numbered if name in PRIMARY_OBLIGATIONS]
        self._alike_at = [at for at, name in numbered if name not in _OF_ONE_ROW]
        self._owed, self._alike = _cells_at(owed_at), _cells_at(self._alike_at)
        self._shareob = self._names.index("shareob") if "shareob" in self._names else None

    @property
    def is_nna(self) -> bool:
        return self._table.is_nna

    @property
    def alike(self) -> list[str]:
        """The columns that are equal in both directions of a pair."""
        return [self._names[at] for at in self._alike_at]

    def of_rows(self, commitments: list[Commitment] | None = None) -> Iterator[RowFault]:
        """Yield repeated keys and codes without a label; collect the states that m binds."""
        seen: set[tuple[Cell, ...]] = set()
        for row in self._table.rows():
            key = tuple([row[at] for at in self._key_at])
            if key in seen:
                yield self.fault(FaultKind.DUPLICATE, key, _TWICE)
            seen.add(key)
            for name, value in self._unlabelled(row):
                yield self._without_label(key, name, value)
            if commitments is not None:
                commitments.append(Commitment.of(dict(zip(self._names, row, strict=True))))

    def of_years(
        self, collected: YearsAsBits, stretches: Stretches | None = None
    ) -> Iterator[RowFault]:
        """Yield the same faults of a year file; collect its years, and the facts of its pairs."""
        assert self._table.runs is not None  # set for every year file
        known: dict[PairFacts, PairFacts] = {}  # many pairs have equal facts: share them
        for number, first, last, cells in self._table.runs():
            row, years = (number, first, *cells), year_bits(first, last)
            if twice := collected[number] & years:
                yield from self.faults(FaultKind.DUPLICATE, number, twice, _TWICE)
            collected[number] |= years
            for name, value in self._unlabelled(row):
                for year in range(first, last + 1):
                    yield self._without_label((number, year), name, value)
            if stretches is not None:
                facts = self._facts(row)
                stretches[number].append((first, last, known.setdefault(facts, facts)))

    def faults(self, kind: FaultKind, number: int, years: int, text: str) -> Iterator[RowFault]:
        """Yield a fault of a state or pair for each of the years, which are bits."""
        for year in range(years.bit_length()):
            if years >> year & 1:
                yield self.fault(kind, (number, year), text)

    def fault(self, kind: FaultKind, key: Sequence[Cell], text: str) -> RowFault:
        return RowFault(self._table.stem, kind, tuple(zip(self._key, key, strict=True)), text)

    def _without_label(self, key: Sequence[Cell], name: str, value: Cell) -> RowFault:
        fault = self.fault(FaultKind.CODE, key, f"{name} is {value}, which has no label.")
        return replace(fault, column=name, value=value)

    def _unlabelled(self, row: Sequence[Cell]) -> list[tuple[str, Cell]]:
        codes = self._coded(row)
        if codes in self._sound:  # many rows have the same
            return []
        unlabelled = [
            (name, row[at])
            for at, name, labels in self._labelled
            if row[at] is not None and row[at] not in labels
        ]
        if not unlabelled:
            self._sound.add(codes)
        return unlabelled

    def _facts(self, row: Sequence[Cell]) -> PairFacts:
        shareob = None if self._shareob is None else row[self._shareob]
        return PairFacts(self._owed(row), shareob, self._alike(row))


def _cells_at(places: Sequence[int]) -> Callable[[Sequence[Cell]], tuple[Cell, ...]]:
    """Return a function that takes the cells at these positions out of a row."""
    if len(places) < 2:
        return lambda row: tuple([row[at] for at in places])
    return itemgetter(*places)


def _pure_years(stretches: Iterable[tuple[int, int, PairFacts]]) -> int:
    """Return the years, as bits, with nonaggression and no other obligation."""
    pure = (year_bits(*years) for *years, facts in stretches if facts.owed == _NONAGGRESSION)
    return reduce(or_, pure, 0)
