"""Finding, starting, reading and printing sheets."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from coding.codebook.sheet import RevisionNote
from coding.models import Assignment, Sheet
from coding.models.questionnaire import QUESTIONS
from coding.workflow import starting_sheets
from tests import factories
from tests.shared_rows import shared
from tests.views.plain_browser import open_page

pytestmark = pytest.mark.database


# The list


def test_list_leads_an_exact_id_to_its_sheet(reviewer, sheet):
    assert reviewer.get("/sheets/?q=4765").headers["Location"] == "/sheets/4765/"


def test_list_shows_all_phases_of_an_id(reviewer, cast):
    factories.make_sheet(1020, 1)
    factories.make_sheet(1020, 2)
    text = reviewer.get("/sheets/?q=1020").text
    assert "1020.1" in text
    assert "1020.2" in text
    assert reviewer.get("/sheets/?q=1020.2").headers["Location"] == "/sheets/1020.2/"


@pytest.mark.acceptance(39)
@pytest.mark.parametrize(
    ("words", "found"),
    [("47", True), ("belarus", True), ("Kazakhstan bela", True), ("Peru", False)],
)
def test_list_finds_by_id_prefix_and_members(reviewer, sheet, words, found):
    factories.make_sheet(2000, q4="2 United States")
    text = reviewer.get("/sheets/", {"q": words}).text
    assert ("/sheets/4765/" in text) is found
    assert "/sheets/2000/" not in text


def test_list_offers_to_start_a_sheet_that_is_missing(coder, sheet):
    assert "/sheets/new/?atop_id=9998&amp;phase=0" in coder.get("/sheets/?q=9998").text


def test_list_filters_by_assignment_open_changes_and_newness(coder, cast):
    assigned, changed = factories.make_sheet(2000), factories.make_sheet(2005)
    Assignment.objects.create(sheet=assigned, coder=cast.coder)
    factories.pending(changed, 5, "No war.", by=cast.coder)
    coder.post("/sheets/new/", {"atop_id": 2010, "phase": 0})
    for show, key in [("assigned", "2000"), ("open", "2005"), ("new", "2010")]:
        text = coder.get("/sheets/", {"show": show}).text
        shown = [key for key in ("2000", "2005", "2010") if f'href="/sheets/{key}/"' in text]
        assert shown == [key]


def test_list_goes_on_where_the_page_before_ended(reviewer, cast, monkeypatch):
    monkeypatch.setattr("coding.pages.sheet_list.PAGE", 2)
    for key in [(1020, 1), (1020, 2), (2000, 0)]:
        factories.make_sheet(*key)
    first = reviewer.get("/sheets/").text
    assert "?after=1020.2" in first
    assert "/sheets/2000/" not in first
    second = reviewer.get("/sheets/?after=1020.2").text
    assert "/sheets/2000/" in second
    assert "/sheets/1020.2/" not in second


@pytest.mark.parametrize(("members", "number"), [("365 Russia", 9), ("", 10)])
def test_list_costs_as_many_queries_for_many_as_for_one(
    coder, cast, django_assert_num_queries, members, number
):
    """One more where the prose names nobody: titles come from the rosters then."""
    factories.make_sheet(4765, q4=members)
    with django_assert_num_queries(number):
        coder.get("/sheets/")
    for atop_id in range(2000, 2020):
        factories.make_sheet(atop_id, q4=members)
    with django_assert_num_queries(number):
        coder.get("/sheets/")


def test_list_ignores_nonsense_in_the_address(reviewer, sheet):
    assert reviewer.get("/sheets/?show=x&after=y&q=²").status_code == 200


# Starting


def test_coder_starts_a_sheet_and_goes_on_to_its_first_section(coder):
    response = coder.post("/sheets/new/", {"atop_id": "7001", "phase": "0"})
    assert response.headers["Location"] == "/sheets/7001/sections/formation/"
    assert Sheet.objects.get(atop_id=7001).entered_at is None


def test_admin_starts_a_sheet_and_reads_it(admin):
    response = admin.post("/sheets/new/", {"atop_id": "7001", "phase": "2"})
    assert response.headers["Location"] == "/sheets/7001.2/"


def test_reviewer_starts_no_sheet(reviewer):
    assert reviewer.post("/sheets/new/", {"atop_id": "7001", "phase": "0"}).status_code == 403
    assert not Sheet.objects.filter(atop_id=7001).exists()


@pytest.mark.parametrize(
    ("atop_id", "phase", "sentence"),
    [
        ("999", "0", "four digits"),
        ("12345", "0", "four digits"),
        ("abcd", "0", "four digits"),
        ("4765", "10", "one digit"),
        ("", "", "Enter the alliance’s"),
    ],
)
def test_a_wrong_id_is_refused_with_a_sentence(coder, atop_id, phase, sentence):
    response = coder.post("/sheets/new/", {"atop_id": atop_id, "phase": phase})
    assert sentence in response.text
    assert not Sheet.objects.exists()


def test_a_sheet_that_is_there_is_linked_instead(coder, sheet):
    response = coder.post("/sheets/new/", {"atop_id": "4765", "phase": "0"})
    assert "There is a sheet 4765 already" in response.text
    assert 'href="/sheets/4765/"' in response.text


# Reading


def test_sheet_shows_every_question_with_its_approved_answer(reviewer, sheet):
    text = reviewer.get("/sheets/4765/").text
    for question in QUESTIONS:
        assert f'id="q{question.number}"' in text
    assert "Answer 14." in text


@pytest.mark.acceptance(13)
def test_sheet_shows_no_text_that_is_not_approved(reviewer, cast, sheet):
    factories.draft(sheet, 5, "SENTINEL draft", by=cast.coder)
    factories.pending(sheet, 6, "SENTINEL pending", by=cast.coder)
    factories.send_back(
        factories.pending(sheet, 7, "SENTINEL returned", by=cast.coder), by=cast.reviewer
    )
    text = reviewer.get("/sheets/4765/").text
    assert "SENTINEL" not in text
    assert "in review · Clara Coder" in text


def test_sheet_tells_own_drafts_from_others(client, cast, sheet):
    factories.draft(sheet, 5, "No war.", by=cast.coder)
    client.force_login(cast.coder)
    assert "draft · yours" in client.get("/sheets/4765/").text
    client.force_login(cast.second_coder)
    assert "draft · Clara Coder" in client.get("/sheets/4765/").text


def test_answers_are_escaped(reviewer, cast):
    factories.make_sheet(2000, q5="<script>alert(1)</script>\n<b>bold</b>")
    text = reviewer.get("/sheets/2000/").text
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text
    assert "<b>bold" not in text


def test_only_coders_are_offered_to_revise(client, cast, sheet):
    for who, offered in [("coder", True), ("reviewer", False), ("admin", False)]:
        client.force_login(getattr(cast, who))
        assert ('"questions/14/"' in client.get("/sheets/4765/").text) is offered


def test_sheet_as_of_a_day_before_it_was_in_the_record_says_so(reviewer, sheet):
    text = reviewer.get("/sheets/4765/?at=1999-01-01").text
    assert "As of 1 Jan 1999." in text
    assert "No answer was approved yet" in text
    assert "Answer 14." not in text


def test_sheet_as_of_today_shows_todays_answers_under_a_banner(reviewer, cast, sheet):
    factories.approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    today = timezone.now().date()
    text = reviewer.get(f"/sheets/4765/?at={today}").text
    assert "This is how the sheet stood then" in text
    assert "Ended." in text
    assert "Ended." not in reviewer.get(f"/sheets/4765/?at={today - timedelta(days=1)}").text


def test_a_wrong_date_is_explained_and_the_sheet_shown_as_it_is(reviewer, sheet):
    text = reviewer.get("/sheets/4765/?at=yesterday").text
    assert "is not a date" in text
    assert "Answer 14." in text


def test_sheet_ends_with_its_revision_notes(reviewer, cast):
    note = RevisionNote(
        "4.0",
        14,
        "N. C.",
        date(2017, 12, 27),
        "Version 4.0: Q14 revised by N. C. on December 27, 2017",
    )
    factories.make_sheet(2000, notes=[note])
    assert note.printed in reviewer.get("/sheets/2000/").text


def test_sheet_costs_as_many_queries_with_many_revisions(
    coder, cast, sheet, django_assert_num_queries
):
    with django_assert_num_queries(14):
        coder.get("/sheets/4765/")
    for number in range(10, 30):
        factories.pending(sheet, number, "New.", by=cast.coder)
        factories.draft(sheet, number, "Newer.", by=cast.second_coder)
    with django_assert_num_queries(14):
        coder.get("/sheets/4765/")


# Sorting


def _listed(reviewer, query):
    page = open_page(reviewer, f"/sheets/?{query}").tree
    return [key.text_content() for key in page.xpath('//table//span[@class="key"]')]


@shared
def four(cast):
    """Russia's of 1920, Åland's of 1930, Belgium's of 1910, and one that nobody has answered."""
    russia = factories.make_sheet(2010, q4="365 Russia", q3="May 1, 1920", q9="")
    factories.make_sheet(2020, q4="395 Åland", q3="May 1, 1930", q9="", q10="")
    belgium = factories.make_sheet(2030, q4="211 Belgium", q3="May 1, 1910")
    starting_sheets.start_sheet(2040, 0, by=cast.coder)
    factories.approved_change(russia, 14, "Over.", by=cast.coder, reviewer=cast.reviewer)
    Assignment.objects.create(sheet=belgium, coder=cast.coder)
    Assignment.objects.create(sheet=russia, coder=cast.second_coder)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", "2010 2020 2030 2040"),
        ("sort=-id", "2040 2030 2020 2010"),
        ("sort=title", "2020 2040 2030 2010"),
        ("sort=-title", "2010 2030 2040 2020"),
        ("sort=assignee", "2030 2010 2020 2040"),
        ("sort=-assignee", "2010 2030 2020 2040"),
        ("sort=progress", "2040 2020 2010 2030"),
        ("sort=-changed", "2010 2030 2020 2040"),
        ("sort=changed", "2020 2030 2010 2040"),
        ("sort=-id&assignee=nobody", "2040 2020"),
        ("sort=-title&q=answer", "2010 2030 2020"),
        ("sort=-title&show=new", "2040"),
        ("sort=x", "2010 2020 2030 2040"),
    ],
)
def test_the_list_comes_in_the_order_that_its_address_names(reviewer, four, query, keys):
    assert _listed(reviewer, query) == keys.split()


def test_a_sorted_list_has_pages_and_keeps_its_conditions(reviewer, four, monkeypatch):
    monkeypatch.setattr("coding.pages.sheet_list.PAGE", 2)
    first = open_page(reviewer, "/sheets/?sort=-id&todo=anything")
    (on,) = first.tree.xpath('//a[@rel="next"]/@href')
    assert _listed(reviewer, on[1:]) == ["2020", "2010"]
    assert "4 sheets , 2 shown" in first.words


def test_a_head_tells_the_order_and_leads_to_its_reverse(reviewer, four):
    page = open_page(reviewer, "/sheets/?sort=-changed&checks=none").tree
    (head,) = page.xpath("//th[@aria-sort]")
    assert head.get("aria-sort") == "descending"
    assert head.xpath("a/@href") == ["?sort=changed&checks=none"]
    others = page.xpath("//th[not(@aria-sort)]/a/@href")
    assert "?sort=title&checks=none" in others


def test_the_order_costs_as_many_queries_for_many_as_for_one(
    reviewer, cast, django_assert_max_num_queries, sheet
):
    sorts = ("title", "-changed", "progress", "assignee", "-id")
    for number in range(2):
        for sort in sorts:
            with django_assert_max_num_queries(14):
                reviewer.get(f"/sheets/?sort={sort}")
        for atop_id in range(2000 + 10 * number, 2010 + 10 * number):
            factories.make_sheet(atop_id, q4="")


def test_the_last_change_counts_nothing_that_waits(reviewer, four, cast):
    belgium = Sheet.objects.get(atop_id=2030)
    factories.pending(belgium, 15, "SENTINEL", by=cast.coder)
    factories.draft(belgium, 16, "SENTINEL", by=cast.coder)
    assert _listed(reviewer, "sort=-changed")[0] == "2010"


def test_the_list_names_to_whom_each_sheet_is_assigned(reviewer, four):
    words = open_page(reviewer, "/sheets/").words
    assert "Belgium, 1910 Clara Coder 61 of 61" in words
    assert "Åland, 1930 nobody 59 of 61" in words


def test_the_box_in_the_head_is_the_only_one_and_looks_among_what_the_filter_lets_through(
    reviewer, four
):
    page = open_page(reviewer, "/sheets/?q=russia&todo=anything").tree
    (box,) = page.xpath('//input[@name="q"]')
    assert box.get("form") == page.xpath('//form[.//select[@name="todo"]]/@id')[0]
    assert page.xpath('//select[@name="todo"]/option[@selected]/@value') == ["anything"]


# Printing


@pytest.mark.parametrize(("form", "begins"), [("txt", b""), ("docx", b"PK"), ("pdf", b"%PDF")])
def test_sheet_is_printed_in_each_form(reviewer, sheet, form, begins):
    response = reviewer.get(f"/sheets/4765/print.{form}")
    assert response.status_code == 200
    assert response.content.startswith(begins)
    assert response.headers["Content-Disposition"] == f'attachment; filename="ATOP4765.{form}"'


@pytest.mark.acceptance(13)
def test_print_holds_no_text_that_is_not_approved(reviewer, cast, sheet):
    factories.pending(sheet, 6, "SENTINEL", by=cast.coder)
    assert b"SENTINEL" not in reviewer.get("/sheets/4765/print.txt").content
