"""Takes the alliances of a record back one by one: the effect of each step on the files.

An alliance is derived only when it is needed: when it changes itself, or binds a state of one that
does. The spans of its years are cached until it changes.
"""

from collections import defaultdict
from collections.abc import Iterable

from coding.codebook.cells import state_and_spell
from coding.codebook.sheet import CodedPhase
from coding.datasets.effects.alliance_effect import AllianceSide, Binding, effect
from coding.datasets.effects.file_effect import FileEffect
from coding.datasets.release import DatasetRelease

Phases = list[CodedPhase]


class PresentRecord:
    """The alliances of a record today; each is derived when it is first needed."""

    def __init__(self, alliances: Iterable[Phases], release: DatasetRelease) -> None:
        self.release = release
        self.phases = {phases[0].atop_id: phases for phases in alliances}
        self.binding: defaultdict[int, set[int]] = defaultdict(set)  # ATOP IDs by state
        self._sides: dict[int, AllianceSide] = {}
        for atop_id, phases in self.phases.items():
            for state in _states_in(phases):
                self.binding[state].add(atop_id)

    def side(self, atop_id: int) -> AllianceSide:
        if atop_id not in self._sides:
            self._sides[atop_id] = AllianceSide.of(self.phases.get(atop_id, []), self.release)
        return self._sides[atop_id]


class WalkBack:
    """A record that is taken back step by step from the present."""

    def __init__(self, present: PresentRecord) -> None:
        self._present = present
        self._phases: dict[int, Phases] = {}  # taken back so far, like the two below
        self._sides: dict[int, AllianceSide] = {}
        self._binding: defaultdict[int, set[int]] = defaultdict(set)

    def phases_of(self, atop_id: int) -> Phases:
        """Return an alliance's present state in the walk; empty if the record does not have it."""
        return self._phases.get(atop_id, self._present.phases.get(atop_id, []))

    def take_back(self, atop_id: int, before: Phases) -> list[FileEffect]:
        """Put an alliance back to an earlier state; return the changes in the files since then."""
        was, now = AllianceSide.of(before, self._present.release), self._side(atop_id)
        effects = effect(was, now, lambda states: self._others(atop_id, states))
        self._phases[atop_id], self._sides[atop_id] = before, was
        for state in _states_in(before):
            self._binding[state].add(atop_id)
        return effects

    def _side(self, atop_id: int) -> AllianceSide:
        return self._sides.get(atop_id) or self._present.side(atop_id)

    def _others(self, atop_id: int, states: set[int]) -> list[Binding]:
        every = (self._binding[state] | self._present.binding[state] for state in states)
        numbers = set[int]().union(*every) - {atop_id}
        return [self._side(number).binding for number in sorted(numbers)]


def _states_in(phases: Phases) -> set[int]:
    return {state_and_spell(key)[0] for phase in phases for key in phase.coding.members}
