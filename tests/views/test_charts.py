"""Charts of the approved data: alliances in force by year, members of one alliance over time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.cells import Coding
from coding.pages.overview.bars import years_with_ticks
from coding.pages.overview.in_force import load_in_force
from tests.coded_sheets import joins, submit
from tests.factories import draft, make_sheet
from tests.search.alliances import give_codes

pytestmark = pytest.mark.database

CHARTS = "/overview/charts/"


def coded_as(atop_id: int, phase: int = 0, *, years: dict[int, tuple[int, int]], **codes: int):
    """A sheet with members that entered and left in these years, with the same codes."""
    sheet = make_sheet(atop_id, phase, q3="", q4="")
    months = {"moent": 1, "dayent": 17, "moexit": 1, "dayexit": 17}
    members = {
        str(state): {"member": state, "yrent": entry, "yrexit": left, **months, **codes}
        for state, (entry, left) in years.items()
    }
    give_codes(sheet, Coding({}, members))
    return sheet


@pytest.fixture
def two_alliances(cast):
    """One of 1996 to 1999 for consultation, which one left early; one of 1998, in effect."""
    return (
        coded_as(4765, years={370: (1996, 1997), 705: (1996, 1999)}, consul=1, offense=0),
        coded_as(4770, years={365: (1998, 2001), 704: (1998, 0)}, nonagg=1, consul=0),
    )


def numbers(name: str) -> dict[int, int]:
    found = load_in_force()
    line = next(line for line in found.lines if line.name == name)
    return dict(zip(found.years, line.numbers, strict=True))


def test_an_alliance_counts_in_each_year_that_a_member_is_in_it(reviewer, two_alliances):
    of_any = numbers("")
    assert [of_any[year] for year in (1996, 1997, 1998, 1999, 2000)] == [1, 1, 2, 2, 1]
    consul = numbers("consul")
    assert [consul[year] for year in (1996, 1999, 2000)] == [1, 1, 0]
    assert set(numbers("offense").values()) == {0}


def test_each_number_leads_to_so_many_sheets(reviewer, two_alliances):
    page = reviewer.get(CHARTS).text
    found = re.findall(r'<a href="(/sheets/\?year=[^"]+)"[^>]*>(\d+)', page)
    assert found
    for address, number in found:
        listed = reviewer.get(address.replace("&amp;", "&")).text
        assert f"<b>{number} sheet" in listed, address


def test_the_chart_is_named_and_has_its_axes_and_numbers(reviewer, two_alliances):
    page = reviewer.get(CHARTS).text
    assert re.search(r'<svg[^>]*role="img" aria-label="Alliances in force from 1996', page)
    assert page.count("<polyline") == 6
    assert '<th scope="row">1998</th>' in page


@pytest.mark.acceptance(13)
def test_what_is_not_approved_is_in_no_chart(reviewer, cast, two_alliances):
    sheet, _ = two_alliances
    before = numbers("")
    submit(draft(sheet, 4, None, by=cast.coder, codes=joins("710", year=2005)))
    assert numbers("") == before
    assert "China" not in reviewer.get("/sheets/4765/members/").text


def test_without_dates_it_says_where_they_are_coded(reviewer, sheet):
    assert "No member has a year of entry yet" in reviewer.get(CHARTS).text
    assert "No member has a year of entry yet" in reviewer.get("/sheets/4765/members/").text


def test_members_stand_on_a_timeline_with_their_dates(reviewer, two_alliances):
    page = reviewer.get("/sheets/4770/members/").text
    assert re.search(r'role="img" aria-label="2 members over time', page)
    assert "in effect" in page
    assert "17 Jan 2001" in page
    assert page.count('class="spell') == 2


def test_phases_of_an_alliance_stand_on_one_timeline(reviewer, cast):
    coded_as(1020, 1, years={370: (1990, 1995), 705: (1990, 1995)})
    coded_as(1020, 2, years={370: (1995, 2001)})
    page = reviewer.get("/sheets/1020.2/members/").text
    assert "2 phases" in page
    assert {"1", "2"} <= set(re.findall(r'class="phase-number[^>]*>(\d)<', page))


def test_a_member_without_a_date_is_named_below(reviewer, cast):
    sheet = coded_as(4765, years={705: (1996, 0)})
    give_codes(sheet, Coding({}, {"370": {"member": 370}}))
    page = reviewer.get("/sheets/4765/members/").text
    assert "Without a year of entry: Belarus" in page


@given(st.integers(1, 2100), st.integers(0, 900))
def test_years_on_an_axis_are_round_and_few(first, span):
    years = years_with_ticks(first, first + span, 8)
    assert len(years) <= 9
    assert all(first <= year <= first + span for year in years)
