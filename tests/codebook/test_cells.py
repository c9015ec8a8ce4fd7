"""Codes of a sheet as proposals change them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.cells import Address, Coding

RUSSIA = {"365/member": 365, "365/defense": 1}
BELARUS = {"370/member": 370, "370/defense": 0}
OWED = {"365>370/defense": 1, "370>365/defense": 0}
ALL = {"estmode": 1, **RUSSIA, **BELARUS, **OWED}


def with_cells(*proposals):
    return Coding.of(ALL).with_cells(*proposals).cells


def test_a_value_takes_the_place_of_another_and_none_takes_it_back():
    changed = with_cells({"estmode": 2, "365/defense": None})
    assert "365/defense" not in changed
    assert changed | {"365/defense": 1} == {**ALL, "estmode": 2}


def test_a_member_goes_with_its_codes_and_its_pairs_in_both_directions():
    assert with_cells({"365/member": None}) == {"estmode": 1, **BELARUS}


def test_a_member_that_comes_back_has_the_codes_it_comes_with_only():
    again = with_cells({"365/member": None}, {"365/member": 365, "365/neutral": 1})
    assert again == {"estmode": 1, **BELARUS, "365/member": 365, "365/neutral": 1}


def test_codes_wait_for_their_state_among_the_proposals_and_are_left_out_without_it():
    coded = {"375/defense": 1, "375>365/defense": 0}
    assert with_cells(coded) == ALL
    assert with_cells(coded, {"375/member": 375}) == {**ALL, "375/member": 375, **coded}


def test_the_coding_itself_stays_as_it_was():
    coding = Coding.of(ALL)
    coding.with_cells({"estmode": None, "365/member": None, "370/defense": 3})
    assert coding.cells == ALL


keys = st.sampled_from(["2", "20", "200", "200.2"])
cells = st.one_of(
    st.sampled_from(["estmode", "base"]),
    st.builds("{}/{}".format, keys, st.sampled_from(["member", "defense"])),
    st.tuples(keys, keys).filter(lambda two: two[0] != two[1]).map("{0[0]}>{0[1]}/defense".format),
)
proposals = st.lists(st.dictionaries(cells, st.none() | st.integers(0, 3), max_size=8), max_size=4)


@given(proposals)
def test_proposals_at_once_are_as_each_after_the_other_where_the_roster_comes_first(given_all):
    roster = {"2/member": 2, "20/member": 20, "200/member": 200, "200.2/member": 200}
    kept = [
        {c: v for c, v in proposal.items() if not c.endswith("/member")} for proposal in given_all
    ]
    at_once = Coding.of(roster).with_cells(*kept)
    one_by_one = Coding.of(roster)
    for proposal in kept:
        one_by_one = one_by_one.with_cells(proposal)
    assert at_once == one_by_one


@given(proposals)
def test_no_code_is_without_a_member_on_the_roster(given_all):
    coding = Coding.of(ALL).with_cells(*given_all)
    on_roster = {key for key, codes in coding.members.items() if "member" in codes}
    ats = [Address.of(cell) for cell in coding.cells]
    assert {key for at in ats for key in (at.member, at.partner) if key} <= on_roster


def test_what_is_no_cell_is_refused():
    with pytest.raises(ValueError, match="is not a cell"):
        Coding().with_cells({"0365/defense": 1})
