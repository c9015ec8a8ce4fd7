"""NNA: the files without pure nonaggression pacts.

Rules (reference 5.5): an alliance is left out if its row in a has nonaggression and no other
primary obligation. An alliance of which a single phase is such a pact stays (4810, 4985, 6032). All
files are made again from the members that stay. Dyad-years in which both directions owe
nonaggression only are left out too; dyad-years in which nothing is owed stay (reference 5.8, point
7).
"""

from collections import defaultdict
from collections.abc import Iterable, Set

from coding.datasets.member import BIT, Member
from coding.datasets.years import Pair, Years


def pure_nonaggression(members: Iterable[Member]) -> set[int]:
    """Return the ATOPIDs of the alliances that promise nonaggression and nothing else.

    A row of a combines what any member owes in any phase.
    """
    owed: dict[int, int] = defaultdict(int)
    for member in members:
        owed[member.atopid] |= member.owes
    return {atopid for atopid, owes in owed.items() if only_nonaggression(owes)}


def only_nonaggression(owes: int) -> bool:
    return owes == BIT["nonagg"]


def without_alliances(members: Iterable[Member], atopids: Set[int]) -> list[Member]:
    return [member for member in members if member.atopid not in atopids]


def without_pure_years(years: Iterable[Years[Pair]]) -> list[Years[Pair]]:
    """Return the pair years in which a state owes something else, or neither owes anything."""
    return [pair for pair in years if not only_nonaggression(pair.held.owes | pair.held.owed)]
