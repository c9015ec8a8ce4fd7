"""How often each code occurs: in phases of alliances, and in the rows of members and pairs.

Missing codes and codes that are not coded yet are counted separately, since the record is work in
progress.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, repeat
from operator import itemgetter

from coding.codebook.cells import MISSING, Coding
from coding.codebook.entries import Tallies, Tally
from coding.codebook.sheet import CodedPhase
from coding.codebook.still_to_do import settled_phases
from coding.codebook.variables import Variable
from coding.datasets.reading.members import Values
from coding.datasets.reading.phases import codes_of_members, codes_of_phase

_NO_NUMBER = frozenset({None, MISSING, 0})


@dataclass(frozen=True)
class Frequencies:
    """The counts of all variables, and the numbers of alliances, phases and rows counted."""

    alliances: int
    phases: int
    members: int
    pairs: int
    _tallies: Mapping[Variable, Tallies]

    def of(self, variable: Variable) -> Tallies:
        """Return two tallies: of phases in which at least one member has a value, and of rows.

        Rows are those of the member file or, for what members owe each other, pairs. ``given``
        counts numbers above 0.
        """
        return self._tallies[variable]


class _Rows:
    """Rows of codes, each with the index of its phase.

    Equal rows are stored once, with their number in ``times``.
    """

    def __init__(self, variables: Iterable[Variable]) -> None:
        self.names = [variable.name for variable in variables]
        self.phases: list[int] = []
        self.times: list[int] = []
        self._rows: list[tuple[int | None, ...]] = []

    def add(self, phase: int, codes: Mapping[str, int | None], times: int = 1) -> None:
        self.phases.append(phase)
        self.times.append(times)
        self._rows.append(tuple(map(codes.get, self.names)))

    @cached_property
    def columns(self) -> Mapping[str, Sequence[int | None]]:
        """The values of each variable; read it after adding the last row."""
        columns = zip(*self._rows, strict=True) if self._rows else repeat(())
        return dict(zip(self.names, columns, strict=False))

    def each(self, name: str) -> Iterable[int | None]:
        """Yield the value of a variable once for each row."""
        column = self.columns[name]
        if set(self.times) == {1}:
            return column
        return chain.from_iterable(map(repeat, column, self.times))


def count(phases: Iterable[CodedPhase], variables: Sequence[Variable]) -> Frequencies:
    phases = settled_phases(phases, variables)
    alliances: dict[int, dict[int, Coding]] = defaultdict(dict)
    for phase in phases:
        alliances[phase.atop_id][phase.phase] = phase.coding
    shared, members, pairs = (
        _Rows(code for code in variables if code.scope in scopes) for scopes in ("A", "MR", "P")
    )
    for place, phase in enumerate(phases):
        _add_shared(shared, place, codes_of_phase(phase, alliances[phase.atop_id]), phase.coding)
        for codes in codes_of_members(phase):
            members.add(place, codes)
        for owed in phase.coding.pairs.values():
            pairs.add(place, owed)
    rows = {"A": shared, "M": members, "R": members, "P": pairs}
    tallies = {variable: _tallies(variable, rows[variable.scope]) for variable in variables}
    sizes = len(alliances), len(phases), len(members.phases), len(pairs.phases)
    return Frequencies(*sizes, tallies)


def _add_shared(shared: _Rows, place: int, of_phase: Values, coding: Coding) -> None:
    """Add the alliance-level codes of a phase, and those of members that differ."""
    names = frozenset(shared.names)
    own = [codes for codes in coding.members.values() if not names.isdisjoint(codes)]
    shared.add(place, of_phase, times=len(coding.members) - len(own))
    for codes in own:
        shared.add(place, {**of_phase, **codes})


def _tallies(variable: Variable, rows: _Rows) -> Tallies:
    column = rows.columns[variable.name]
    if variable.scope == "R" and not {*column} - {None}:
        return None, None
    in_phases = {*zip(rows.phases, column, strict=True)}
    of_phases = _tally(Counter(map(itemgetter(1), in_phases)))
    if not variable.codes:
        with_number = {phase for phase, value in in_phases if value not in _NO_NUMBER}
        of_phases = replace(of_phases, given=len(with_number))
    return of_phases, _tally(Counter(rows.each(variable.name)))


def _tally(counts: Counter[int | None]) -> Tally:
    missing, uncoded = counts.pop(MISSING, 0), counts.pop(None, 0)
    numbers = [value for value in counts if value]
    given = counts.total() - counts[0]
    return Tally(
        counts, given, missing, min(numbers, default=None), max(numbers, default=None), uncoded
    )
