"""What the tables give for COWSYS and COWWAR, against all 2,510 rows of release 5.1.

The figures are those of reference section 6; the rows that differ are listed one by one.
"""

import csv

import pytest

from coding.codebook.coded_dates import DateInParts
from coding.models.reference import read_lists
from tests.given_files import reference

LATER_PHASES_CARRY_THE_FIRST_CODE_ON = {
    *((1415, 740, 0, 85), (2335, 325, 0, 127)),
    *((3180, state, 0, 151) for state in (2, 20, 200, 210, 211, 220)),
}
WARS_ON_THEIR_LAST_DAY = {
    *((2500, 365, 0, 142), (2500, 375, 0, 142)),
    *((4960, 530, 0, 219), (4960, 531, 0, 219)),
}
WARS_NOT_CODED = {(1135, 255, 0, 13), (3270, 713, 0, 153), (3740, 346, 0, 215), (4400, 373, 0, 216)}
WARS_NOT_IN_THE_LIST_ON_THE_DAY = {
    (1155, 140, 19, 0),  # second phase: the first phase's code
    (2550, 140, 139, 0),  # Brazil in February 1943; COW has it fight from July 1944
}
OF_SEVERAL_WARS_ANOTHER_IS_CODED = {(2075, 640, 116, 115)}


@pytest.fixture
def members():
    """Each row of the member file: ATOP ID, member, date of entry, cowsys, cowwar."""
    with reference("data/atop-5.1/atop5_1m.csv").open(newline="") as file:
        return [
            (
                int(row["atopid"]),
                int(row["member"]),
                DateInParts(int(row["yrent"]), int(row["moent"]), int(row["dayent"] or 0) or None),
                int(row["cowsys"]),
                int(row["cowwar"]),
            )
            for row in csv.DictReader(file)
        ]


@pytest.mark.django_db
def test_every_member_of_the_release_is_in_the_table_of_states(members) -> None:
    states = read_lists().states
    assert {member for _, member, *_ in members} <= set(states)
    assert {member for _, member, *_ in members if not states[member].spells.get("COW")} == {8152}


@pytest.mark.django_db
def test_cowsys_agrees_on_2505_of_2510_rows(members) -> None:
    lists = read_lists()
    differ = {
        (atop_id, member, coded)
        for atop_id, member, entry, coded, _ in members
        if lists.cowsys(member, entry).value != coded
    }
    assert len(members) == 2510
    assert differ == {
        *((3015, 652, 1), (3015, 663, 1), (3015, 698, 1), (3245, 812, 1)),
        (1290, 275, 0),
    }


@pytest.mark.django_db
def test_cowwar_finds_130_rows_of_which_114_are_among_the_116_coded(members) -> None:
    lists = read_lists()
    found = [
        (coded, {war.war for war in lists.wars_on(member, entry)})
        for _, member, entry, _, coded in members
    ]
    assert sum(bool(wars) for _, wars in found) == 130
    assert sum(bool(coded) for coded, _ in found) == 116
    assert sum(coded in wars for coded, wars in found) == 114


@pytest.mark.django_db
def test_every_row_where_the_proposed_war_is_not_the_coded_one_is_known(members) -> None:
    lists = read_lists()
    differ = {
        (atop_id, member, coded, proposed)
        for atop_id, member, entry, _, coded in members
        if (proposed := lists.cowwar(member, entry).value) != coded
    }
    assert differ == (
        LATER_PHASES_CARRY_THE_FIRST_CODE_ON
        | WARS_ON_THEIR_LAST_DAY
        | WARS_NOT_CODED
        | WARS_NOT_IN_THE_LIST_ON_THE_DAY
        | OF_SEVERAL_WARS_ANOTHER_IS_CODED
    )
