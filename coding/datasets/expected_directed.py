"""What a directed-dyad file should say according to the member file, and what it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from coding.datasets.directed_file import DirectedRow
from coding.datasets.dyad_year import pair_spans
from coding.datasets.member import Member
from coding.datasets.release import DatasetRelease
from coding.datasets.years import LastPhase, by_alliance, stretches

Key = tuple[int, int, int, int]  # alliance, phase, stateA, stateB
Owed = dict[Key, int]  # pair obligations: what A owes B instead of what its member row says


class Debt(NamedTuple):
    """What A's member row says it owes B in one alliance; ``varies`` is obvary of that row."""

    key: Key
    owes: int
    varies: bool
    is_multilateral: bool


@dataclass(slots=True)
class Directed:
    """A owes B: years in which nothing changes, with expected and published values.

    ``line`` is the first row published for these years, 0 while there is none; ``seen`` has a bit
    for each published year, starting at ``first``.
    """

    state_a: int
    state_b: int
    first: int
    last: int
    debts: list[Debt]
    line: int = 0
    seen: int = 0
    owes: int = 0
    shareob: bool = False

    @property
    def atopids(self) -> tuple[int, ...]:
        """The alliances that A and B share, in order."""
        return tuple([debt.key[0] for debt in self.debts])

    def note(self, row: DirectedRow) -> None:
        """Record a published row."""
        self.line, self.owes, self.shareob = self.line or row.line, row.owes, row.shareob
        self.seen |= 1 << (row.year - self.first)

    def has(self, year: int) -> bool:
        return bool(self.seen >> (year - self.first) & 1)

    def missing_year(self) -> int | None:
        """Return the first year without a row."""
        years = range(self.first, self.last + 1)
        return next((year for year in years if not self.has(year)), None)

    def derived(self, pairs: Mapping[Key, int]) -> tuple[int, bool]:
        """Return the obligations and shareob that follow from the member rows and ``pairs``."""
        owed = [(pairs.get(debt.key, debt.owes), debt) for debt in self.debts]
        shareob = any(debt.is_multilateral and not owes for owes, debt in owed)
        return reduce(or_, [owes for owes, _ in owed]), shareob


def directed_expected(
    members: Iterable[Member], release: DatasetRelease
) -> dict[tuple[int, int], list[Directed]]:
    """Return what to expect, by stateA and stateB, in order of the years."""
    members = list(members)
    varying = {_spell_key(member) for member in members if member.code("obvary") == 1}
    expected: dict[tuple[int, int], list[Directed]] = {}
    for (low, high), spans in pair_spans(members, release).items():
        for stretch in stretches(spans):
            held = by_alliance(stretch.spans)
            for giver, other in ((low, high), (high, low)):
                debts = [_debt(alliance, giver, other, varying) for alliance in held]
                directed = Directed(giver, other, stretch.first, stretch.last, debts)
                expected.setdefault((giver, other), []).append(directed)
    return expected


def _debt(
    last_phase: LastPhase, giver: int, other: int, varying: set[tuple[int, int, int]]
) -> Debt:
    phase = last_phase.last[0].phase
    return Debt(
        (last_phase.atopid, phase, giver, other),
        owes=last_phase.owes if giver < other else last_phase.owed,
        varies=(last_phase.atopid, phase, giver) in varying,
        is_multilateral=not last_phase.is_bilateral,
    )


def _spell_key(member: Member) -> tuple[int, int, int]:
    return member.atopid, member.phase, member.state
