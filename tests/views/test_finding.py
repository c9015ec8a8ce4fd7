"""The list of sheets that were looked for: why, how many, and under which conditions."""

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings

from coding.models import Assignment, Sheet
from tests import factories
from tests.costly import costly, on_the_gate
from tests.queries import queries_of
from tests.search.alliances import alliances
from tests.search.test_query import TYPED

__all__ = ["alliances"]

pytestmark = pytest.mark.database


def listed(text):
    return [
        sheet.key for sheet in Sheet.objects.all() if f'<a href="/sheets/{sheet.key}/"><' in text
    ]


def test_each_sheet_says_why_with_the_words_in_their_place(reviewer, alliances):
    text = reviewer.get("/sheets/", {"q": "ussr 1935 mutual"}).text
    assert listed(text) == ["2360"]
    assert "<mark>Russia (365)</mark>" in text
    assert "<b>Signed</b> <mark>1935</mark>" in text
    assert '<a href="/sheets/2360/#q18">' in text
    assert "owe each other <mark>mutual</mark> assistance" in text
    assert "<b>1 sheet</b>" in text


def test_a_code_is_told_with_its_label(reviewer, alliances):
    text = reviewer.get("/sheets/", {"q": "milcon>=2"}).text
    assert listed(text) == ["3180", "3285"]
    assert "<mark>milcon = 2 " in text


def test_a_year_offers_no_sheet_of_that_number(coder):
    assert "/sheets/new/?atop_id=1893" not in coder.get("/sheets/?q=1893").text
    factories.make_sheet(2005)
    assert coder.get("/sheets/?q=2005").status_code == 200  # it may be a year
    assert "/sheets/2005/" in coder.get("/sheets/?q=2005").text


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"state": "USSR"}, ["1385", "2360", "3285"]),
        ({"state": "365", "year": "1900"}, ["1385"]),
        ({"year": "1950", "obligation": "defense"}, ["3075", "3180"]),
        ({"obligation": "offense"}, []),
        ({"q": "france", "year": "1938"}, ["2360"]),
        ({"q": "embassy", "state": "Belarus"}, ["4765"]),
        ({"todo": "nothing"}, []),
        ({"checks": "open", "state": "Peru"}, []),
    ],
)
def test_conditions_combine_and_live_in_the_address(reviewer, alliances, query, keys):
    assert listed(reviewer.get("/sheets/", query).text) == keys


def test_work_is_found_by_who_does_it(reviewer, cast):
    first, second = factories.make_sheet(2000), factories.make_sheet(2010)
    Assignment.objects.create(sheet=first, coder=cast.coder)
    factories.pending(first, 5, "No war.", by=cast.coder)
    change = {"by": cast.second_coder, "reviewer": cast.reviewer}
    factories.approved_change(second, 30, "Yes.", **change)
    for query, keys in [
        ({"assignee": "Clara"}, ["2000"]),
        ({"coder": "coder", "status": "pending"}, ["2000"]),
        ({"coder": "Colin Second"}, ["2010"]),
        ({"reviewer": "me"}, ["2010"]),
        ({"section": "institutionalization"}, ["2010"]),
        ({"section": "formation", "status": "approved"}, []),
    ]:
        assert listed(reviewer.get("/sheets/", query).text) == keys, query


def test_what_cannot_be_read_is_said_and_lists_nothing(reviewer, sheet):
    text = reviewer.get("/sheets/", {"state": "Atlantis", "year": "12"}).text
    assert "no state is called “Atlantis”" in text
    assert "No sheet" not in text  # some may meet what was meant
    assert "years are 1800 to 2100" in text
    assert listed(text) == []


def test_results_go_on_on_further_pages(reviewer, alliances, monkeypatch):
    monkeypatch.setattr("coding.pages.sheet_list.FOUND_PAGE", 2)
    first = reviewer.get("/sheets/?q=Q2:").text
    assert "page=2" in first
    second = reviewer.get("/sheets/?q=Q2:&page=2").text
    assert not set(listed(first)) & set(listed(second))
    assert reviewer.get("/sheets/?q=Q2:&page=99").status_code == 200


@on_the_gate
@settings(costly, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED)
def test_no_query_gives_an_error(reviewer, sheet, typed):
    typed = typed.replace("\x00", "")  # nobody types it: the site refuses it in any address
    assert reviewer.get("/sheets/", {"q": typed}).status_code in (200, 302)


@pytest.mark.parametrize("typed", ["ATOP 47.5", "atop id 4.2", "COW 365.2", "ATOP ٤.٣", "atop 0"])
def test_a_number_that_is_none_of_a_list_gives_no_error(reviewer, sheet, typed):
    assert reviewer.get("/sheets/", {"q": typed}).status_code == 200


def test_a_query_asks_the_same_of_two_sheets_and_of_thirty(reviewer, cast):
    def asked():
        typed = ["answer", "belarus answer", "1996", "milcon=0 OR Q14:"]
        return [len(queries_of(partial(reviewer.get, "/sheets/", {"q": words}))) for words in typed]

    factories.make_sheet(4765)
    factories.make_sheet(4770)
    reviewer.get("/sheets/")
    few = asked()
    assert max(few) <= 40
    for atop_id in range(5000, 5028):
        factories.make_sheet(atop_id)
    assert asked() == few


def test_names_are_changed_from_the_sheet(client, cast, sheet):
    client.force_login(cast.reviewer)
    answer = client.post("/sheets/4765/names/", {"names": "Minsk Pact"})
    assert answer.headers["Location"] == "/sheets/4765/"
    assert "Usually called Minsk Pact" in client.get("/sheets/4765/").text
    assert "by Rita Reviewer" in client.get("/sheets/4765/names/").text
    client.force_login(cast.coder)
    assert client.post("/sheets/4765/names/", {"names": "Mine"}).status_code == 200
    assert Sheet.objects.get().usual_names == "Minsk Pact"
