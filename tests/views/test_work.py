"""The start page of each role, and a coder's own list."""

from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from coding import protection
from coding.models import Assignment, ExportRun, Revision
from tests import factories
from tests.views.plain_browser import open_page


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("coder", "coding:work-list"),
        ("reviewer", "coding:review-queue"),
        ("admin", "coding:sheet-list"),
    ],
)
def test_home_leads_each_role_to_its_work(client, cast, who, page):
    client.force_login(getattr(cast, who))
    assert client.get("/").headers["Location"] == reverse(page)


@pytest.mark.parametrize(("who", "is_told"), [("admin", True), ("coder", False)])
def test_home_tells_admins_that_the_export_failed(client, cast, who, is_told):
    now = timezone.now()
    ExportRun.objects.create(output="/srv/exports", started_at=now, ended_at=now)
    client.force_login(getattr(cast, who))
    shown = client.get("/", follow=True).content.decode()
    assert ("into /srv/exports failed" in shown) == is_told


@pytest.mark.parametrize("who", ["reviewer", "admin", "outsider"])
def test_list_of_work_is_for_coders(client, cast, who):
    client.force_login(getattr(cast, who))
    response = client.get("/work/")
    assert response.status_code == 403
    assert "Only coders write answers" in response.text


def test_somebody_without_a_role_is_told_whom_to_ask(client, cast):
    client.force_login(cast.outsider)
    response = client.get("/", follow=True)
    assert response.status_code == 403
    assert "Ask an admin" in response.text


def test_list_shows_what_came_back_first_with_the_comment(coder, cast, sheet):
    returned = factories.pending(sheet, 18, "Article 2.", by=cast.coder)
    factories.send_back(returned, by=cast.reviewer, comment="Which paragraph?")
    factories.draft(sheet, 5, "No war.", by=cast.coder)
    text = coder.get("/work/").text
    assert text.index("Which paragraph?") < text.index("Q5 Signed during war")
    assert reverse("coding:question-write", args=["4765", 18]) in text


def test_list_shows_a_returned_revision_until_it_is_taken_up(coder, cast, sheet):
    returned = factories.pending(sheet, 18, "Article 2.", by=cast.coder)
    factories.send_back(returned, by=cast.reviewer, comment="Which paragraph?")
    factories.draft(sheet, 18, "Article 2, paragraph 1.", by=cast.coder)
    assert "Which paragraph?" not in coder.get("/work/").text


def test_list_shows_nobody_elses_work(coder, cast, sheet):
    factories.draft(sheet, 5, "No war.", by=cast.second_coder)
    factories.pending(sheet, 6, "Notes.", by=cast.second_coder)
    text = coder.get("/work/").text
    assert "Signed during war" not in text
    assert "Means of establishment" not in text


def test_list_shows_assigned_sheets_with_their_progress(coder, cast, sheet):
    Assignment.objects.create(sheet=sheet, coder=cast.coder)
    assert "61 of 61" in coder.get("/work/").text


def test_empty_list_says_what_to_do(coder):
    text = coder.get("/work/").text
    assert "No drafts." in text
    assert "No sheet is assigned to you" in text
    assert "None" not in text


def _copies(revision, places):
    """The same revision at other places: in bulk, which only tests may."""
    protection.remove()
    values = {f.name: getattr(revision, f.name) for f in Revision._meta.fields if f.name != "id"}
    Revision._base_manager.bulk_create(
        Revision(**values | {"sheet": sheet, "question": number}) for sheet, number in places
    )


def test_the_menu_counts_what_came_back_on_every_page(coder, cast, sheet):
    assert "returned to you" not in coder.get("/codebook/").text
    factories.send_back(factories.pending(sheet, 18, "No.", by=cast.coder), by=cast.reviewer)
    shown = coder.get("/codebook/").text
    assert '<span class="count back">1<span class="visually-hidden"> returned to you' in shown
    factories.draft(sheet, 18, "Article 2.", by=cast.coder)
    assert "returned to you" not in coder.get("/codebook/").text


def test_the_menu_counts_nothing_that_came_back_to_others(coder, cast, sheet):
    factories.send_back(factories.pending(sheet, 18, "No.", by=cast.second_coder), by=cast.reviewer)
    assert "returned to you" not in coder.get("/codebook/").text


def test_a_sheet_stands_in_one_line_with_all_that_is_open_on_it(coder, cast, sheet):
    Assignment.objects.create(sheet=sheet, coder=cast.coder)
    factories.draft(sheet, 5, "No war.", by=cast.coder)
    factories.pending(sheet, 6, "Notes.", by=cast.coder)
    page = open_page(coder, "/work/")
    line = '//li[.//a[@href="/sheets/4765/"]]'
    assert len(page.tree.xpath(line)) == 1
    words = page.part(line)
    assert "61 of 61 answers" in words
    assert "1 draft on 4765" in words
    assert "1 in review on 4765" in words
    assert "so they stand above" in page.words


def test_a_busy_coders_list_comes_in_pages_that_lead_past_every_sheet(coder, cast):
    sheets = [factories.make_sheet(2000 + number) for number in range(30)]
    first = factories.draft(sheets[0], 5, "No war.", by=cast.coder)
    _copies(first, [(sheet, number) for sheet in sheets[:20] for number in range(6, 20)])
    for sheet in sheets:
        Assignment.objects.create(sheet=sheet, coder=cast.coder)
    address, seen = "/work/", []
    while address:
        page = open_page(coder, address)
        assert len(page.answer.content) < 100_000
        seen += page.tree.xpath('//li[@class="entry own"]/@id')
        on = page.tree.xpath('//a[@rel="next"][contains(., "drafts")]/@href')
        address = f"/work/{on[0]}" if on else ""
    assert seen == [f"sheet-{2000 + number}" for number in range(20)]


def test_what_came_back_comes_in_pages_latest_first(coder, cast, sheet):
    for number in range(20, 32):
        waiting = factories.pending(sheet, number, "No.", by=cast.coder)
        factories.send_back(waiting, by=cast.reviewer, comment=f"Mend {number}.")
    first = open_page(coder, "/work/")
    assert "12 returned" in first.words
    on = first.tree.xpath('//a[@rel="next"][contains(., "returned")]/@href')[0]
    second = open_page(coder, f"/work/{on}")
    said = [
        quote.text_content().strip()
        for page in (first, second)
        for quote in page.tree.iter("blockquote")
    ]
    assert said == [f"Mend {number}." for number in range(31, 19, -1)]


def test_a_place_that_is_none_shows_the_beginning(coder, cast, sheet):
    factories.draft(sheet, 5, "No war.", by=cast.coder)
    for query in ("open=x", "assigned=9", "returned=2020_x", "returned=x_1"):
        assert "Signed during war" in coder.get(f"/work/?{query}").text


def test_list_costs_as_many_queries_for_many_as_for_one(
    coder, cast, sheet, django_assert_num_queries
):
    _sheet_with_something_in_each_state(2029, cast)
    coder.get("/work/")  # counts what the checks find in new sheets
    with django_assert_num_queries(15):
        coder.get("/work/")
    for number in range(2030, 2040):
        _sheet_with_something_in_each_state(number, cast)
    coder.get("/work/")
    with django_assert_num_queries(15):
        coder.get("/work/")


def _sheet_with_something_in_each_state(atop_id, cast):
    other = factories.make_sheet(atop_id)
    Assignment.objects.create(sheet=other, coder=cast.coder)
    factories.draft(other, 5, "No war.", by=cast.coder)
    factories.pending(other, 6, "Notes.", by=cast.coder)
    factories.approved_change(other, 7, "Secret.", by=cast.coder, reviewer=cast.reviewer)
    waiting = factories.pending(other, 8, "No.", by=cast.coder)
    factories.send_back(waiting, by=cast.reviewer)


def test_waiting_count_is_capped(reviewer, cast, sheet):
    waiting = factories.pending(sheet, 2, "New.", by=cast.coder)
    values = {f.name: getattr(waiting, f.name) for f in Revision._meta.fields if f.name != "id"}
    places = product((cast.coder, cast.second_coder), range(3, 53))  # 100 more, in bulk
    protection.remove()
    Revision._base_manager.bulk_create(
        Revision(**values | {"author": author, "question": number}) for author, number in places
    )
    assert ">99+<" in reviewer.get("/sheets/").text


def test_the_page_for_signing_in_has_its_form(client):
    shown = client.get(reverse("account_login")).content.decode()
    assert '<form method="post">' in shown
    assert "&lt;" not in shown
