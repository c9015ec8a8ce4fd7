"""Which states and pairs of states the rows of m bind in which years, computed the simple way.

The gate checks the year files against this, so it shares no code with what makes those files.
Rules: each year from entry to exit counts, none after the cut-off. Two members of a phase are a
pair while both are in for longer than a point in time (reference 5.3, 5.4). An unknown day of entry
is the first of its month, an unknown day of exit the 31st.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import NamedTuple

from coding.datasets.columns import Cell
from coding.datasets.dyad_year import number_of
from coding.datasets.member import NEVER, day, year_of
from coding.datasets.years import LARGEST_STATE, year_bits

YearsAsBits = dict[int, int]  # number of a state or dyad → years, as bits


class Commitment(NamedTuple):
    """A member of a phase of an alliance, with its first and its last day."""

    alliance: tuple[Cell, Cell]
    state: int
    entry: int
    exit: int

    @classmethod
    def of(cls, row: Mapping[str, Cell]) -> "Commitment":
        """Read a row of m."""
        first, last = (
            day(*(int(row[name] or unknown) for name, unknown in parts.items()))
            for parts in (
                {"yrent": 0, "moent": 0, "dayent": 1},
                {"yrexit": 0, "moexit": 0, "dayexit": 31},
            )
        )
        alliance = (row["atopid"], row["phase"])
        return cls(alliance, int(row["member"] or 0), first, last if row["yrexit"] else NEVER)


def states_bound(commitments: Iterable[Commitment], last_year: int) -> YearsAsBits:
    """Return the years in which each state is bound."""
    years: YearsAsBits = defaultdict(int)
    for commitment in commitments:
        if commitment.state <= LARGEST_STATE:
            years[commitment.state] |= _years(commitment.entry, commitment.exit, last_year)
    return years


def pairs_bound(commitments: Iterable[Commitment], last_year: int) -> YearsAsBits:
    """Return the years in which each two states are bound, by the number of the dyad."""
    phases: dict[tuple[Cell, Cell], list[Commitment]] = defaultdict(list)
    for commitment in commitments:
        if commitment.state <= LARGEST_STATE:
            phases[commitment.alliance].append(commitment)
    years: YearsAsBits = defaultdict(int)
    for members in phases.values():
        for commitment, other in combinations(members, 2):
            first, last = max(commitment.entry, other.entry), min(commitment.exit, other.exit)
            if commitment.state != other.state and first < last:
                dyad = number_of(
                    min(commitment.state, other.state), max(commitment.state, other.state)
                )
                years[dyad] |= _years(first, last, last_year)
    return years


def _years(first: int, last: int, last_year: int) -> int:
    if year_of(first) > last_year:
        return 0
    return year_bits(year_of(first), min(year_of(last), last_year))
