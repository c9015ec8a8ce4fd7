"""Turns commitments with days into calendar years; all year files are made from them.

Rules (reference 5.3): a commitment covers every calendar year from entry to exit, both included,
up to the release's last year. If an alliance changes its phase within a year, the codes of the
phase with the highest number count for that year (observed in 5.1: the highest codes would give 6
wrong state-years, the first phase 29). transyr is 1 if any commitment begins or ends in the year; a
change of phase counts as both.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from itertools import groupby, pairwise
from operator import or_
from typing import Generic, NamedTuple, TypeVar

from coding.datasets.member import NEVER, Member, year_of
from coding.datasets.release import DatasetRelease

Pair = tuple[int, int]  # two states, the lower code first
Key = TypeVar("Key", bound=int | Pair)

LARGEST_STATE = 999  # dyad numbers give a state three digits; Annam (8152 in 1320) has no COW code


class BoundYears(NamedTuple):
    """The years in which a state, or a pair of states, is bound by one phase of an alliance.

    ``first`` and ``last`` are calendar years; the commitment ended in ``last``, or goes on beyond
    the release. ``owes`` packs what the state owes (the lower state of a pair: to the higher),
    ``owed`` what the higher state of a pair owes the lower.
    """

    atopid: int
    phase: int
    first: int
    last: int
    is_ended: bool
    is_bilateral: bool
    is_asymmetric: bool | None  # None: nobody has coded it yet
    owes: int
    owed: int


class Stretch(NamedTuple):
    """Years, ``first`` to ``last``, with the same spans and the same transyr."""

    first: int
    last: int
    changes: bool
    spans: list[BoundYears]


def years_of(entry: int, exit: int, release: DatasetRelease) -> tuple[int, int, bool]:
    """Return the first and the last year that a commitment covers, and whether it ended then."""
    if exit == NEVER:
        return year_of(entry), release.cut_off.year, False
    return year_of(entry), year_of(exit), True


def is_in_year_files(member: Member) -> bool:
    """Whether dyad numbers can hold the member's code."""
    return member.state <= LARGEST_STATE


def stretches(spans: Iterable[BoundYears]) -> Iterator[Stretch]:
    """Split the years wherever a span begins or ends; years without a span are left out."""
    coming = sorted(spans, key=lambda span: span.first, reverse=True)
    cuts = {cut for span in coming for cut in _cuts(span)}
    holding: list[BoundYears] = []
    for first, following in pairwise(sorted(cuts)):
        holding = [span for span in holding if span.last >= first]
        while coming and coming[-1].first == first:
            holding.append(coming.pop())
        if holding:
            changes = any(_changes_in(span, first) for span in holding)
            yield Stretch(first, following - 1, changes, holding)


def _cuts(span: BoundYears) -> tuple[int, ...]:
    """Years where a stretch may begin: a span's first and the next, its last and the next."""
    years = (span.first, span.first + 1, span.last + 1)
    return (*years, span.last) if span.is_ended else years


def _changes_in(span: BoundYears, year: int) -> bool:
    return span.first == year or (span.is_ended and span.last == year)


class Standing(NamedTuple):
    """The facts of a stretch over all alliances.

    ``owes_nothing`` says that there is a multilateral alliance in which the state owes nothing,
    ``is_owed_nothing`` that there is one in which it is owed nothing, whatever others give.
    """

    atopids: tuple[int, ...]
    owes: int
    owed: int
    owes_nothing: bool
    is_owed_nothing: bool
    bilateral: int
    is_asymmetric: bool | None


class LastPhase(NamedTuple):
    """An alliance in a stretch: the spans of its last phase, more than one after a return.

    It counts as bilateral where all its phases of the year are (reference 5.8, point 3). Codes
    and asymmetry are those of the last phase (points 2, 4 and 6).
    """

    atopid: int
    is_bilateral: bool
    last: list[BoundYears]

    @property
    def owes(self) -> int:
        """What the state owes in this alliance; of a pair, the lower to the higher."""
        return reduce(or_, [span.owes for span in self.last])

    @property
    def owed(self) -> int:
        """What the lower state of a pair is owed in this alliance."""
        return reduce(or_, [span.owed for span in self.last])


def by_alliance(spans: Iterable[BoundYears]) -> list[LastPhase]:
    """Return the alliances of a stretch in the order of their numbers."""
    held = []
    ordered = sorted(spans, key=lambda span: (span.atopid, span.phase))
    for atopid, group in groupby(ordered, key=lambda span: span.atopid):
        phases = list(group)
        last = [span for span in phases if span.phase == phases[-1].phase]
        held.append(LastPhase(atopid, all(span.is_bilateral for span in phases), last))
    return held


def standing(spans: Iterable[BoundYears]) -> Standing:
    alliances = by_alliance(spans)
    multilateral = [held for held in alliances if not held.is_bilateral]
    return Standing(
        atopids=tuple([held.atopid for held in alliances]),
        owes=reduce(or_, [held.owes for held in alliances]),
        owed=reduce(or_, [held.owed for held in alliances]),
        owes_nothing=any(not held.owes for held in multilateral),
        is_owed_nothing=any(not held.owed for held in multilateral),
        bilateral=len(alliances) - len(multilateral),
        is_asymmetric=any_known(span.is_asymmetric for held in alliances for span in held.last),
    )


def any_known(values: Iterable[bool | None]) -> bool | None:
    """Return whether any value is true; None if an unknown one could be the first."""
    distinct = set(values)
    return True if True in distinct else None if None in distinct else False


class Years(NamedTuple, Generic[Key]):
    """Consecutive years in which nothing changes for a state or a pair, and its obligations."""

    of: Key
    first: int
    last: int
    changes: bool
    held: Standing


def years_of_each(spans: Mapping[Key, Iterable[BoundYears]]) -> list[Years[Key]]:
    """Return the years for the spans of each state or pair, in the order of the mapping.

    Pairs of an alliance mostly have the same spans, so only a fifth has to be computed.
    """
    known: dict[tuple[BoundYears, ...], list[tuple[int, int, bool, Standing]]] = {}
    of_all: list[Years[Key]] = []
    for of, bound in spans.items():
        same = tuple(bound)
        if same not in known:
            known[same] = [
                (first, last, changes, standing(held))
                for first, last, changes, held in stretches(same)
            ]
        of_all += [Years(of, *years) for years in known[same]]
    return of_all


def most_alliances(years: Iterable[Years[Key]]) -> int:
    """Return how many columns atopid1… the rows need."""
    return max((len(year.held.atopids) for year in years), default=0)


class YearRun(NamedTuple):
    """Rows of a year file that differ in the year only: (key, year, *cells) for each year."""

    key: int
    first: int
    last: int
    cells: tuple[int | str | None, ...]


# Packed obligations → the five columns.
CODES = tuple(tuple(owes >> n & 1 for n in (4, 3, 2, 1, 0)) for owes in range(32))


def year_bits(first: int, last: int) -> int:
    """Return years as the bits of a whole number, which makes sets of years fast to combine."""
    return (1 << last + 1) - (1 << first)


def expanded(runs: Iterable[YearRun]) -> Iterator[tuple[int | str | None, ...]]:
    """Yield the rows of runs, one for each year."""
    for key, first, last, cells in runs:
        for year in range(first, last + 1):
            yield key, year, *cells
