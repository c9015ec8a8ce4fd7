"""What the checks are told: one sheet as plain values, and what these are compared with."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from coding.codebook import derived
from coding.codebook.cells import Cells, Codes, Coding
from coding.codebook.derived import DateInParts
from coding.codebook.systems import Lists
from coding.codebook.variables import Variable
from coding.suggestions.given import current
from coding.suggestions.readers import READERS, suggest
from coding.suggestions.suggestion import Suggestion


@dataclass(frozen=True)
class Reference:
    """What is the same for all sheets: the declared variables, and the lists of states and wars."""

    variables: Mapping[str, Variable]
    lists: Lists = field(default_factory=lambda: Lists({}, {}))

    @cached_property
    def names(self) -> dict[int, tuple[str, str]]:
        """The name and the abbreviation of each state by its COW country code."""
        return {code: (one.name, one.abbreviation) for code, one in self.lists.states.items()}


@dataclass(frozen=True)
class Facts:
    """One sheet.

    ``coding`` holds its codes (absent: not coded yet), ``answers`` its prose by question number,
    ``others`` the codings of the other phases of the alliance by phase. ``today`` is the day by
    which dates lie in the future; where it is None nothing is said about that. ``read`` limits the
    questions whose prose is read for what it says plainly; None reads all of it.
    """

    atop_id: int
    phase: int
    coding: Coding
    reference: Reference
    answers: Mapping[int, str] = field(default_factory=dict)
    others: Mapping[int, Coding] = field(default_factory=dict)
    today: date | None = None
    read: Collection[int] | None = None

    @cached_property
    def phases(self) -> dict[int, Coding]:
        """The codings of all phases of the alliance by phase, this one among them, in order."""
        return dict(sorted({**self.others, self.phase: self.coding}.items()))

    @property
    def earlier(self) -> dict[int, Coding]:
        """The codings of the phases before this one, in order."""
        return {phase: coding for phase, coding in self.phases.items() if phase < self.phase}

    @property
    def alliance(self) -> Codes:
        """The codes that belong to the alliance as a whole."""
        return self.coding.alliance

    @property
    def members(self) -> dict[str, Codes]:
        """Each member's codes by its key, in the order of the roster."""
        return self.coding.members

    @cached_property
    def begin(self) -> DateInParts | None:
        """When the phase began; None while an entry is not coded."""
        return derived.begin(self.coding)

    @cached_property
    def end(self) -> DateInParts | None:
        """When the phase ended, 0, 0, 0 if it has not; None while an exit is not coded."""
        return derived.end(self.coding)

    @cached_property
    def codes(self) -> Cells:
        """Every code by its cell."""
        return self.coding.cells

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """What the answers say plainly, by the readings that coders are shown too."""
        if not self.answers:
            return []
        only = READERS.keys() if self.read is None else self.read
        return suggest(self.answers, self.coding, self.reference.names, only)

    def answer(self, question: int) -> str:
        """Return what the answer to a question says now, "" where it is blank."""
        return current(self.answers.get(question, ""))

    def members_where(self, holds: Callable[[Codes], bool]) -> list[str]:
        """Return the keys of the members whose codes fulfil a condition."""
        return [key for key, codes in self.members.items() if holds(codes)]


def cells_of(keys: Iterable[str], *variables: str) -> tuple[str, ...]:
    """Return the cells of some variables for some members, member by member."""
    return tuple(f"{key}/{variable}" for key in keys for variable in variables)
