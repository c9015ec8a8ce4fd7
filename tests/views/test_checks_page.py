"""The page that runs all checks over all sheets: counts by rule, and where each finding stands."""

import re

from coding.checks.registry import RULES
from coding.pages import checks
from tests.coded_sheets import code, with_members
from tests.factories import draft, make_sheet
from tests.queries import queries_of
from tests.shared_rows import shared
from tests.views.plain_browser import open_page

CHECKS = "/checks/"


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


def test_where_no_sheet_is_nothing_is_said_to_agree(admin):
    page = open_page(admin, CHECKS)
    assert "nothing to check" in page.words
    assert "agree" not in page.words


def test_a_sound_record_says_so(admin, sheet):
    page = open_page(admin, CHECKS)
    assert "1 sheet checked · 0 findings" in page.words
    assert "Nothing found: the codes agree with each other" in page.words
    assert not found(page)
    assert len(page.tree.xpath("//details//li")) == len(RULES)


def test_findings_are_counted_by_rule(admin, doubtful):
    page = open_page(admin, CHECKS)
    assert counts(page)["cowsys is what the COW list says of the member's date of entry."] == 2
    assert "2 sheets checked" in page.words
    silent = page.tree.xpath("//details//li")
    assert len(counts(page)) + len(silent) == len(RULES)


def test_a_finding_leads_to_the_question_where_it_is_corrected(admin, doubtful):
    page = open_page(admin, f"{CHECKS}?rule=cowsys")
    assert [one.find("a").text for one in found(page)] == ["4765 Q4", "4770 Q4"]
    (link, *_) = page.tree.xpath('//ul[@class="findings"]//a/@href')
    assert "Belarus (370)" in found(page)[0].text_content()
    assert admin.get(link).status_code == 200


def test_one_rule_is_listed_alone_and_the_others_stay_counted(admin, cast, doubtful):
    code(cast, with_members(cast, "370", "705", atop_id=4775, q29="No."), 29, {"conwtin": 1})
    everything = open_page(admin, CHECKS)
    page = open_page(admin, f"{CHECKS}?rule=cowsys")
    assert counts(page) == counts(everything)
    assert len(found(page)) == 2
    assert len(found(everything)) == sum(counts(everything).values())
    assert page.tree.xpath('//a[@href="?"]')


def test_a_rule_that_does_not_exist_lists_nothing(admin, doubtful):
    page = open_page(admin, f"{CHECKS}?rule=nonsense")
    assert page.status == 200
    assert not found(page)


def test_a_long_list_says_that_it_goes_on(admin, doubtful, monkeypatch):
    monkeypatch.setattr(checks, "MOST_LISTED", 1)
    monkeypatch.setattr(
        checks, "_findings_in_all_sheets", checks._findings_in_all_sheets.__wrapped__
    )
    page = open_page(admin, CHECKS)
    assert len(found(page)) == 1
    assert "The first 1 are listed." in page.words


def test_drafts_are_not_checked(admin, cast, sheet):
    draft(sheet, 7, None, by=cast.coder, codes={"pubsecr": 0, "secrart": 5})
    assert "0 findings" in open_page(admin, CHECKS).words


def test_a_sheet_that_is_not_in_the_record_is_not_checked(coder, sheet):
    coder.post("/sheets/new/", {"atop_id": 4770, "phase": 0})
    assert "1 sheet checked" in open_page(coder, CHECKS).words


def test_prose_is_checked_against_the_codes(admin, cast):
    sheet = with_members(cast, "370", "705", q29="No.")
    code(cast, sheet, 29, {"conwtin": 1})
    findings = " ".join(one.text_content() for one in found(open_page(admin, CHECKS)))
    assert re.search(r"4765 Q29 .*conwtin", findings)


def test_more_sheets_cost_no_more_queries(admin, cast):
    with_members(cast, "370", "705")
    few = queries_of(lambda: admin.get(CHECKS))
    for number in range(5):
        with_members(cast, "365", "370", "705", atop_id=4800 + number)
        make_sheet(4900 + number)
    assert len(queries_of(lambda: admin.get(CHECKS))) == len(few)


def test_the_list_of_sheets_leads_to_the_checks(admin, sheet):
    assert CHECKS in open_page(admin, "/sheets/").tree.xpath("//a/@href")
