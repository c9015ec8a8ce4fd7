"""File sy: one row per state and year in which an alliance binds the state.

Rules (reference 5.3): an obligation is 1 if the state owes it to anyone in any alliance; number
counts the alliances; atopid1… are in ascending order. States without a COW code are left out.
"""

from collections.abc import Iterable, Iterator, Sequence

from coding.datasets.member import Member
from coding.datasets.release import DatasetRelease
from coding.datasets.years import CODES, BoundYears, YearRun, Years, is_in_year_files, years_of


def state_spans(members: Iterable[Member], release: DatasetRelease) -> dict[int, list[BoundYears]]:
    spans: dict[int, list[BoundYears]] = {}
    for member in members:
        if is_in_year_files(member):
            spans.setdefault(member.state, []).append(_span(member, release))
    return dict(sorted(spans.items()))


def _span(member: Member, release: DatasetRelease) -> BoundYears:
    years = years_of(member.entry, member.exit, release)
    return BoundYears(
        member.atopid, member.phase, *years, member.is_bilateral, False, member.owes, 0
    )


def state_year_runs(
    years: Sequence[Years[int]], width: int, release: DatasetRelease
) -> Iterator[YearRun]:
    """Yield the rows of sy; ``width`` is the number of columns atopid1…"""
    for state, first, last, changes, held in years:
        number = len(held.atopids)
        ids = (*held.atopids, *(None,) * (width - number))
        cells = (1, *CODES[held.owes], number, int(changes), *ids, release.label)
        yield YearRun(state, first, last, cells)
