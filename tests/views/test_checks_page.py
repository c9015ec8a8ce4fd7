"""The page that runs all checks over all sheets: counts by rule, and where each finding stands."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coding.checks.registry import RULES
from coding.pages import checks
from tests.coded_sheets import code, with_members
from tests.factories import draft, make_sheet
from tests.shared_rows import shared
from tests.views.plain_browser import open_page

CHECKS = "/checks/"


@pytest.fixture
def reader(client, cast):
    client.force_login(cast.admin)
    return client


@shared
def doubtful(cast):
    """The COW list has Belarus in the system in 1996; the approved code says otherwise, twice."""
    for atop_id in (4765, 4770):
        sheet = with_members(cast, "370", "705", atop_id=atop_id)
        code(cast, sheet, 4, {"370/cowsys": 0, "705/cowsys": 1})
    return sheet


def counts(page):
    rows = page.tree.xpath("//table//tbody/tr")
    return {row.find("th").text_content(): int(row[-1].text_content()) for row in rows}


def found(page):
    return page.tree.xpath('//ul[@class="findings"]/li')


def test_a_sound_record_says_so(reader, sheet):
    page = open_page(reader, CHECKS)
    assert "1 sheet checked · 0 findings" in page.words
    assert "Nothing found: the codes agree with each other" in page.words
    assert not found(page)
    assert len(page.tree.xpath("//details//li")) == len(RULES)


def test_findings_are_counted_by_rule(reader, doubtful):
    page = open_page(reader, CHECKS)
    assert counts(page)["cowsys is what the COW list says of the member's date of entry."] == 2
    assert "2 sheets checked" in page.words
    silent = page.tree.xpath("//details//li")
    assert len(counts(page)) + len(silent) == len(RULES)


def test_a_finding_leads_to_the_question_where_it_is_corrected(reader, doubtful):
    page = open_page(reader, f"{CHECKS}?rule=cowsys")
    assert [one.find("a").text for one in found(page)] == ["4765 Q4", "4770 Q4"]
    (link, *_) = page.tree.xpath('//ul[@class="findings"]//a/@href')
    assert "Belarus (370)" in found(page)[0].text_content()
    assert reader.get(link).status_code == 200


def test_one_rule_is_listed_alone_and_the_others_stay_counted(reader, cast, doubtful):
    code(cast, with_members(cast, "370", "705", atop_id=4775, q29="No."), 29, {"conwtin": 1})
    everything = open_page(reader, CHECKS)
    page = open_page(reader, f"{CHECKS}?rule=cowsys")
    assert counts(page) == counts(everything)
    assert len(found(page)) == 2
    assert len(found(everything)) == sum(counts(everything).values())
    assert page.tree.xpath('//a[@href="?"]')


def test_a_rule_that_does_not_exist_lists_nothing(reader, doubtful):
    page = open_page(reader, f"{CHECKS}?rule=nonsense")
    assert page.status == 200
    assert not found(page)


def test_a_long_list_says_that_it_goes_on(reader, doubtful, monkeypatch):
    monkeypatch.setattr(checks, "MOST_LISTED", 1)
    monkeypatch.setattr(
        checks, "_findings_in_all_sheets", checks._findings_in_all_sheets.__wrapped__
    )
    page = open_page(reader, CHECKS)
    assert len(found(page)) == 1
    assert "The first 1 are listed." in page.words


def test_drafts_are_not_checked(reader, cast, sheet):
    draft(sheet, 7, None, by=cast.coder, codes={"pubsecr": 0, "secrart": 5})
    assert "0 findings" in open_page(reader, CHECKS).words


def test_a_sheet_that_is_not_in_the_record_is_not_checked(client, cast, sheet):
    client.force_login(cast.coder)
    client.post("/sheets/new/", {"atop_id": 4770, "phase": 0})
    assert "1 sheet checked" in open_page(client, CHECKS).words


def test_prose_is_checked_against_the_codes(reader, cast):
    sheet = with_members(cast, "370", "705", q29="No.")
    code(cast, sheet, 29, {"conwtin": 1})
    findings = " ".join(one.text_content() for one in found(open_page(reader, CHECKS)))
    assert re.search(r"4765 Q29 .*conwtin", findings)


def test_more_sheets_cost_no_more_queries(reader, cast):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            reader.get(CHECKS)
        return len(queries)

    with_members(cast, "370", "705")
    few = asked()
    for number in range(5):
        with_members(cast, "365", "370", "705", atop_id=4800 + number)
        make_sheet(4900 + number)
    assert asked() == few


def test_the_list_of_sheets_leads_to_the_checks(reader, sheet):
    assert CHECKS in open_page(reader, "/sheets/").tree.xpath("//a/@href")
