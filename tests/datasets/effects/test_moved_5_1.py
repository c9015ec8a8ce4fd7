"""Changes to the largest alliances of release 5.1, against all files before and after."""

from collections.abc import Callable

import pytest

from coding.datasets.effects.alliance_effect import effect
from tests.costly import on_the_gate
from tests.datasets.effects.test_alliance_effect import side
from tests.datasets.every_row import Data, Source, by_alliance, counted, differences, every_row
from tests.datasets.member_rows import CANADA, FRANCE
from tests.release_5_1 import RELEASE, listed_pairs, member_file

pytestmark = [pytest.mark.published, on_the_gate]  # test_alliance_effect.py has it in small
NATO, HELSINKI = 3180, 3740


def official() -> Data:
    return by_alliance(list(member_file()), listed_pairs())


def of_france_and_canada() -> Data:
    """Every alliance of the two states that change: no row of another one can move."""
    return {
        atopid: source
        for atopid, source in official().items()
        if any(row["member"] in (FRANCE, CANADA) for row in source.rows)
    }


def leaves_in_1966(source: Source, state: int) -> Source:
    left = {"yrexit": 1966, "moexit": 3, "dayexit": 10, "ineffect": 0}
    rows = [
        {**row, **left} if row["member"] == state and not row["yrexit"] else row
        for row in source.rows
    ]
    return Source(rows, source.obligations)


def owes_consultation(source: Source, state: int) -> Source:
    rows = [{**row, "consul": 1} if row["member"] == state else row for row in source.rows]
    return Source(rows, source.obligations)


CHANGES: list[tuple[int, Callable[[Source], Source]]] = [
    (NATO, lambda nato: leaves_in_1966(nato, FRANCE)),
    (HELSINKI, lambda pact: owes_consultation(pact, CANADA)),
]


def test_as_many_rows_come_go_and_change_as_differ_between_all_files() -> None:
    data = of_france_and_canada()
    before = every_row(data, RELEASE)
    for atopid, change in CHANGES:
        was, others = data[atopid], [side(data[key]).binding for key in data if key != atopid]
        data[atopid] = change(was)
        after = every_row(data, RELEASE)
        found = effect(side(was), side(data[atopid]), lambda _, others=others: others)
        assert found
        assert counted(found) == differences(before, after)
        before = after
