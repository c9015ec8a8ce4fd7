"""File ddyr: two rows per pair of allied states and year, one for what each owes the other.

Rules (reference 5.4): the obligations come from stateA's member row, or from the pair obligation
if there is one. shareob is 1 if A owes B nothing in some multilateral alliance that they share,
whatever it owes in others; otherwise it is empty (unlike the codebook's text, observed in 5.1).
All other columns are the same in both directions.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from coding.datasets.dyad_year import dyadic_cells, number_of
from coding.datasets.release import DatasetRelease
from coding.datasets.years import Pair, YearRun, Years


def directed_runs(
    years: Sequence[Years[Pair]], width: int, release: DatasetRelease
) -> Iterator[YearRun]:
    """Yield the rows of ddyr by stateA, stateB and year; ``width`` is the number of atopid1…"""
    pairs = {states: list(run) for states, run in groupby(years, key=lambda pair: pair.of)}
    for state_a, state_b in sorted([*pairs, *(states[::-1] for states in pairs)]):
        is_lower = state_a < state_b
        number = number_of(state_a, state_b)
        for pair in pairs[(state_a, state_b) if is_lower else (state_b, state_a)]:
            held = pair.held
            owes = held.owes if is_lower else held.owed
            shareob = held.owes_nothing if is_lower else held.is_owed_nothing
            cells = dyadic_cells(pair, owes, shareob, width)
            yield YearRun(number, pair.first, pair.last, (*cells, state_a, state_b, release.label))
