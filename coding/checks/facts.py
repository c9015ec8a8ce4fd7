"""What the checks read: one sheet as plain values, and the lists to compare it with."""

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from coding.codebook.cells import Cells, Codes, Coding, cell_of
from coding.codebook.coded_dates import (
    DateInParts,
    MemberSpell,
    earliest,
    entry_date,
    exit_date,
    latest,
    spell_between,
)
from coding.codebook.states_and_wars import Lists
from coding.codebook.variables import Variable
from coding.suggestions.given import latest_finding
from coding.suggestions.readers import READERS, suggest
from coding.suggestions.suggestion import Suggestion

CellPlace = tuple[str, ...]  # whose value: () the alliance's, else the keys of a member or pair

_NUMBERS = range(sys.maxsize)


@dataclass(frozen=True)
class SharedFacts:
    """What all sheets share: the declared variables, and the lists of states and wars."""

    variables: Mapping[str, Variable]
    lists: Lists = field(default_factory=lambda: Lists({}, {}))

    @property
    def names(self) -> Mapping[int, tuple[str, str]]:
        return self.lists.names

    @cached_property
    def usual(self) -> dict[str, Collection[int]]:
        """The labelled values of each variable; any number if the variable has no labels."""
        return {
            name: frozenset(code for code in variable.labels if code >= 0)
            if variable.codes
            else _NUMBERS
            for name, variable in self.variables.items()
        }

    @cached_property
    def of_alliance(self) -> frozenset[str]:
        """The variables that belong to the alliance, by name."""
        return frozenset(name for name, variable in self.variables.items() if variable.scope == "A")


@dataclass(frozen=True)
class Facts:
    """One sheet.

    ``coding`` has its codes (a code that is not entered yet is absent), ``answers`` its prose by
    question number, ``others`` the codings of the alliance's other phases. ``today`` decides which
    dates are in the future; None skips that rule. ``read`` limits the questions whose prose is
    read; None reads all.
    """

    atop_id: int
    phase: int
    coding: Coding
    reference: SharedFacts
    answers: Mapping[int, str] = field(default_factory=dict)
    others: Mapping[int, Coding] = field(default_factory=dict)
    today: date | None = None
    read: Collection[int] | None = None

    @cached_property
    def phases(self) -> dict[int, Coding]:
        """The codings of all phases of the alliance, this one included, in order."""
        return dict(sorted({**self.others, self.phase: self.coding}.items()))

    @property
    def earlier(self) -> dict[int, Coding]:
        return {phase: coding for phase, coding in self.phases.items() if phase < self.phase}

    @cached_property
    def alliance(self) -> Codes:
        return self.coding.alliance

    @cached_property
    def members(self) -> dict[str, Codes]:
        """Each member's codes by its key, in roster order."""
        return self.coding.members

    @cached_property
    def entries(self) -> dict[str, DateInParts | None]:
        """When each member entered; None while that is not coded."""
        return {key: entry_date(codes) for key, codes in self.members.items()}

    @cached_property
    def exits(self) -> dict[str, DateInParts | None]:
        """When each member left (0, 0, 0: in effect); None while that is not coded."""
        return {key: exit_date(codes) for key, codes in self.members.items()}

    @cached_property
    def spells(self) -> dict[str, MemberSpell | None]:
        """When each member belonged to the phase; None while its entry or exit is not coded."""
        return {key: spell_between(self.entries[key], self.exits[key]) for key in self.members}

    @cached_property
    def begin(self) -> DateInParts | None:
        """When the phase began, or None while an entry is not coded."""
        return earliest(self.entries.values())

    @cached_property
    def end(self) -> DateInParts | None:
        """When the phase ended (0, 0, 0: in effect), or None while an exit is not coded."""
        return latest(self.exits.values())

    @cached_property
    def codes(self) -> Cells:
        return self.coding.cells

    @cached_property
    def unusual(self) -> list[tuple[Variable, int, list[CellPlace]]]:
        """Each value without a label, such as a missing one, with its places.

        A value that several members have is listed once.
        """
        known, usual = self.reference.variables, self.reference.usual
        places: dict[tuple[str, int], list[CellPlace]] = defaultdict(list)
        for place, codes in self._by_place():
            for name, value in codes.items():
                if name in usual and value not in usual[name]:
                    places[name, value].append(place)
        return [(known[name], value, at) for (name, value), at in places.items()]

    def _by_place(self) -> Iterator[tuple[CellPlace, Codes]]:
        yield (), self.alliance
        for key, codes in self.members.items():
            yield (key,), codes
        yield from self.coding.pairs.items()

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """What the answers say plainly; coders see the same suggestions."""
        if not self.answers:
            return []
        only = READERS.keys() if self.read is None else self.read
        return suggest(self.answers, self.coding, self.reference.names, only)

    def answer(self, question: int) -> str:
        return latest_finding(self.answers.get(question, ""))

    def is_read(self, question: int) -> bool:
        return self.read is None or question in self.read

    def members_where(self, holds: Callable[[Codes], bool]) -> list[str]:
        return [key for key, codes in self.members.items() if holds(codes)]


def cells_of(keys: Iterable[str], *variables: str) -> tuple[str, ...]:
    """Return the cells of some variables, member by member."""
    return tuple(cell_of(variable, key) for key in keys for variable in variables)
