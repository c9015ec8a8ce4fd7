"""The site's own tables of names: what states were and are called, and the best-known alliances.

Facts only: names in common use, and for each alliance who signed it first, and in which month.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from coding.reference.own_facts import rows_of_own_table


@dataclass(frozen=True)
class KnownAlliance:
    """An alliance with a name of its own. ``members`` distinguish it from others of that month."""

    year: int
    month: int
    members: frozenset[int]
    names: tuple[str, ...]

    def is_of(self, first: Collection[int], ever: Collection[int], year: int, month: int) -> bool:
        """Whether it is the alliance that began in this month.

        ``first`` are the members then, ``ever`` all members. An alliance of two must have exactly
        these first members, so a larger treaty that both signed is not taken for it.
        """
        if (self.year, self.month) != (year, month):
            return False
        is_pair = len(self.members) == 2
        return self.members == set(first) if is_pair else self.members <= set(ever)


@cache
def names_of_states() -> dict[int, tuple[str, ...]]:
    """Return former names, abbreviations and other usual names by COW country code."""
    return {int(row["code"]): _parted(row["names"]) for row in rows_of_own_table("state_names.csv")}


@cache
def known_alliances() -> tuple[KnownAlliance, ...]:
    return tuple(
        KnownAlliance(
            int(row["year"]),
            int(row["month"]),
            frozenset(map(int, row["members"].split())),
            _parted(row["names"]),
        )
        for row in rows_of_own_table("alliances.csv")
    )


def _parted(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(";"))
