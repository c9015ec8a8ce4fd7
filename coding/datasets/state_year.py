"""File sy: one row per state and year in which an alliance binds the state.

Rules (reference 5.3): an obligation is 1 if the state owes it to anyone in any alliance; number
counts the alliances; atopid1… are in ascending order. States without a COW code are left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from coding.datasets.member import Member
from coding.datasets.release import Release
from coding.datasets.years import (
    CODES,
    Run,
    Span,
    is_in_year_files,
    standing,
    stretches,
    years_of,
)


class StateYears(NamedTuple):
    """Consecutive years in which nothing changes for a state; ``owes`` packs its obligations."""

    state: int
    first: int
    last: int
    changes: bool
    owes: int
    atopids: tuple[int, ...]


def state_years(members: Iterable[Member], release: Release) -> list[StateYears]:
    """Return the years of all states, by state and year."""
    return years_of_states(state_spans(members, release))


def state_spans(members: Iterable[Member], release: Release) -> dict[int, list[Span]]:
    """Return the spans that bind each state, in order of the states."""
    spans: dict[int, list[Span]] = {}
    for member in members:
        if is_in_year_files(member):
            spans.setdefault(member.state, []).append(_span(member, release))
    return dict(sorted(spans.items()))


def years_of_states(spans: Mapping[int, Iterable[Span]]) -> list[StateYears]:
    """Return the years that spans make for each state, in the order of the mapping."""
    return [years for state, held in spans.items() for years in _of_state(state, held)]


def _span(member: Member, release: Release) -> Span:
    years = years_of(member.entry, member.exit, release)
    return Span(member.atopid, member.phase, *years, member.is_bilateral, False, member.owes, 0)


def _of_state(state: int, spans: Iterable[Span]) -> Iterator[StateYears]:
    for first, last, changes, held in stretches(spans):
        held_together = standing(held)
        yield StateYears(state, first, last, changes, held_together.owes, held_together.atopids)


def state_year_runs(years: Sequence[StateYears], width: int, release: Release) -> Iterator[Run]:
    """Yield the rows of sy; ``width`` is the number of columns atopid1…"""
    for state, first, last, changes, owes, atopids in years:
        ids = (*atopids, *(None,) * (width - len(atopids)))
        cells = (1, *CODES[owes], len(atopids), int(changes), *ids, release.label)
        yield Run(state, first, last, cells)


def most_alliances(years: Iterable[StateYears]) -> int:
    """Return how many columns atopid1… the rows need."""
    return max((len(stretch.atopids) for stretch in years), default=0)
