"""Checks that the two rows of a pair in ddyr agree with each other, and with its row in dy.

Rules (reference 5.4): every row of ddyr has a mirror row, which differs in obligations and shareob
only. dy has the higher value of the two for each obligation, and shareob if both rows have it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from coding.datasets.columns import Cell
from coding.datasets.dyad_year import number_of, states_of
from coding.datasets.faults import FaultKind


class PairFacts(NamedTuple):
    """The content of a row of dy or ddyr; ``alike`` are the cells equal in both directions."""

    owed: tuple[Cell, ...]
    shareob: Cell
    alike: tuple[Cell, ...]


FactsInYears = tuple[int, int, PairFacts]  # first year, last year, the facts between
Stretches = Mapping[int, Sequence[FactsInYears]]  # by dyad


def faults_of_mirrors(
    undirected: Stretches, directed: Stretches, columns: Sequence[str]
) -> Iterator[tuple[FaultKind, int, int, str]]:
    """Yield the kind of each fault, the directed dyad, its year, and what is wrong, pair by pair.

    ``columns`` are the names of ``alike``.
    """
    pairs = {number_of(*sorted(states_of(number))) for number in directed}
    for dyad in sorted(pairs | undirected.keys()):
        low, high = states_of(dyad)
        numbers = (dyad, number_of(high, low))
        to_high, to_low = (directed.get(number, ()) for number in numbers)
        mutual = undirected.get(dyad, ())
        if _agree(to_high, to_low, mutual, columns):
            continue
        there, back, both = _by_year(to_high), _by_year(to_low), _by_year(mutual)
        for year in sorted(there.keys() | back.keys() | both.keys()):
            rows = (there.get(year), back.get(year))
            for place, kind, text in _in_a_year(*rows, both.get(year), columns):
                yield kind, numbers[place], year, text


def _agree(
    there: Sequence[FactsInYears],
    back: Sequence[FactsInYears],
    both: Sequence[FactsInYears],
    columns: Sequence[str],
) -> bool:
    """Whether all have the same stretches of years, without a fault in any of them.

    This is nearly always so; otherwise the years are compared one by one.
    """
    if not len(there) == len(back) == len(both):
        return False
    return all(
        low[:2] == high[:2] == undirected[:2]
        and not any(_in_a_year(low[2], high[2], undirected[2], columns))
        for low, high, undirected in zip(there, back, both, strict=True)
    )


def _by_year(stretches: Sequence[tuple[int, int, PairFacts]]) -> dict[int, PairFacts]:
    return {year: facts for first, last, facts in stretches for year in range(first, last + 1)}


def _in_a_year(
    there: PairFacts | None, back: PairFacts | None, both: PairFacts | None, columns: Sequence[str]
) -> Iterator[tuple[int, FaultKind, str]]:
    """Yield the faults, with 0 for the row from the lower state, 1 for that from the higher."""
    if there is None or back is None:
        if there is back:
            yield 0, FaultKind.DISAGREES, "dy has the pair in this year, ddyr does not."
        else:
            yield int(there is None), FaultKind.ONE_SIDED, "there is no row the other way round."
        return
    if there.alike != back.alike:
        names = _differing(there.alike, back.alike, columns)
        yield 0, FaultKind.ASYMMETRIC, f"the row the other way round has another {names}."
    if both is None:
        yield 0, FaultKind.DISAGREES, "ddyr has the pair in this year, dy does not."
        return
    if there.alike == back.alike != both.alike:
        names = _differing(there.alike, both.alike, columns)
        yield 0, FaultKind.DISAGREES, f"dy has another {names}."
    owed = tuple([int(1 in two) for two in zip(there.owed, back.owed, strict=True)])
    if both.owed != owed:
        yield 0, FaultKind.DISAGREES, "dy does not have what either state owes the other."
    if both.shareob != (1 if there.shareob == back.shareob == 1 else None):
        yield 0, FaultKind.DISAGREES, "shareob of dy is not what both directions say."


def _differing(these: Sequence[Cell], other: Sequence[Cell], columns: Sequence[str]) -> str:
    cells = zip(columns, these, other, strict=True)
    return ", ".join(name for name, own, others in cells if own != others)
