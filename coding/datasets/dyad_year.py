"""File dy: one row per pair of allied states and year. ddyr is made from the same pair years.

Rules (reference 5.4): an obligation is 1 if either state owes it to the other. shareob is 1 if
each owes the other nothing in some multilateral alliance they share, otherwise empty.
number = bilatno + multino. The dyad's number is the lower code * 1000 + the higher one.
"""

from collections.abc import Iterable, Iterator

from coding.datasets.member import Member
from coding.datasets.pairs import allies
from coding.datasets.release import DatasetRelease
from coding.datasets.years import (
    CODES,
    LARGEST_STATE,
    BoundYears,
    Pair,
    YearRun,
    Years,
    any_known,
    is_in_year_files,
    years_of,
)

_PLACE = LARGEST_STATE + 1


def pair_spans(members: Iterable[Member], release: DatasetRelease) -> dict[Pair, list[BoundYears]]:
    """Return the spans that bind each pair of states, the lower first, in order."""
    spans: dict[Pair, list[BoundYears]] = {}
    for first, other in allies([member for member in members if is_in_year_files(member)]):
        spans.setdefault((first.state, other.state), []).append(_span(first, other, release))
    return dict(sorted(spans.items()))


def _span(member: Member, other: Member, release: DatasetRelease) -> BoundYears:
    years = years_of(max(member.entry, other.entry), min(member.exit, other.exit), release)
    return BoundYears(
        member.atopid,
        member.phase,
        *years,
        is_bilateral=member.is_bilateral,
        is_asymmetric=any_known([_is_asymmetric(member), _is_asymmetric(other)]),
        owes=member.toward.get(other.state, member.owes),
        owed=other.toward.get(member.state, other.owes),
    )


def _is_asymmetric(member: Member) -> bool | None:
    """A missing code means no, as in the official files; a code not given yet means None."""
    code = member.code("asymm")
    return None if code is None and "asymm" in member.uncoded else code == 1


def number_of(first: int, second: int) -> int:
    """Return the number of a pair of states: the first code * 1000 + the second."""
    return first * _PLACE + second


def states_of(dyad: int) -> Pair:
    """Return the two states of a pair by its number."""
    return divmod(dyad, _PLACE)


def dyad_year_runs(
    years: Iterable[Years[Pair]], width: int, release: DatasetRelease
) -> Iterator[YearRun]:
    """Yield the rows of dy; ``width`` is the number of columns atopid1…"""
    for pair in years:
        (low, high), held = pair.of, pair.held
        shareob = held.owes_nothing and held.is_owed_nothing
        cells = dyadic_cells(pair, held.owes | held.owed, shareob, width)
        dyad = number_of(low, high)
        yield YearRun(dyad, pair.first, pair.last, (*cells, low, high, release.label))


def dyadic_cells(pair: Years[Pair], owes: int, shareob: bool, width: int) -> tuple[int | None, ...]:
    """Return the cells of dy and ddyr from atopally to the last atopid."""
    held = pair.held
    number = len(held.atopids)
    return (
        1,
        *CODES[owes],
        1 if shareob else None,
        int(pair.changes),
        held.bilateral,
        number - held.bilateral,
        number,
        None if held.is_asymmetric is None else int(held.is_asymmetric),
        *held.atopids,
        *(None,) * (width - number),
    )
