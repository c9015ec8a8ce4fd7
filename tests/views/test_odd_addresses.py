"""Addresses as nobody types them: impossible dates and ids, links to what only a form sends."""

import re

import pytest
from django.urls import reverse

from coding.models.revision import Status
from tests.factories import draft, make_sheet, pending

pytestmark = pytest.mark.database

OUTSIDE_THE_CALENDAR = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
IMPOSSIBLE_IDS = ["²", "9" * 26, "9" * 5000, str(2**63), "-1", ""]
QUEUE = reverse("coding:review-queue")
MANY = reverse("coding:many-decide")


@pytest.fixture
def everything(client, cast):
    """Somebody who may write as well as decide."""
    cast.reviewer.groups.add(cast.coder.groups.get())
    client.force_login(cast.reviewer)
    return client


@pytest.mark.parametrize("moment", OUTSIDE_THE_CALENDAR)
@pytest.mark.parametrize("page", ["sheet-read?at", "sheet-compare?since", "sheet-compare?until"])
def test_a_moment_outside_the_calendar_is_not_a_date(everything, sheet, page, moment):
    name, field = page.split("?")
    answer = everything.get(reverse(f"coding:{name}", args=[sheet.key]), {field: moment})
    assert answer.status_code == 200
    assert "is not a date. Write it as 2017-12-27." in answer.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_are_dates(everything, sheet, day):
    for name, field in (("sheet-read", "at"), ("sheet-compare", "since")):
        answer = everything.get(reverse(f"coding:{name}", args=[sheet.key]), {field: day})
        assert "is not a date" not in answer.content.decode()


@pytest.mark.parametrize(
    "mark",
    [
        *(f"{moment}_1" for moment in OUTSIDE_THE_CALENDAR),
        *(f"2026-01-01T00:00:00+00:00_{pk}" for pk in IMPOSSIBLE_IDS),
    ],
)
def test_a_history_shows_the_newest_where_the_page_mark_is_impossible(
    everything, cast, sheet, mark
):
    pending(sheet, 14, "New.", by=cast.coder)
    address = reverse("coding:sheet-history", args=[sheet.key])
    assert "Q14 Termination dates</a>" in everything.get(address, {"before": mark}).text


@pytest.mark.parametrize("number", ["99999999999999999999", str(2**63), "9" * 5000])
@pytest.mark.parametrize("room", ["review", "revisions"])
def test_no_revision_has_a_number_beyond_every_id(everything, room, number):
    assert everything.get(f"/{room}/{number}/").status_code == 404


@pytest.mark.parametrize("key", ["0000", "0765.1", "٤٧٦٥"])
def test_no_sheet_has_a_number_that_no_alliance_can_have(everything, sheet, key):
    for page in ("", "questions/19/", "questions/19/presence/", "history/"):
        assert everything.get(f"/sheets/{key}/{page}").status_code == 404


def test_nothing_is_decided_on_or_stepped_under_a_number_beyond_every_id(everything):
    for address in (f"/review/{2**63}/decide/", f"/revisions/{2**63}/step/submit/"):
        assert everything.post(address, {"decision": "approve"}).status_code == 404


@pytest.mark.parametrize("pk", IMPOSSIBLE_IDS)
def test_an_impossible_id_selects_no_change_and_no_draft(everything, cast, sheet, pk):
    waiting = pending(sheet, 14, "New.", by=cast.coder)
    own = draft(sheet, 15, "Own.", by=cast.reviewer)
    shown = everything.post(MANY, {"revision": [pk, str(waiting.pk)]})
    assert re.findall('name="revision" value="(.*?)"', shown.text) == [str(waiting.pk)]
    submit = reverse("coding:drafts-submit", args=[sheet.key])
    answer = everything.post(submit, {"revision": pk}, follow=True)
    assert "nothing was submitted" in answer.content.decode()
    own.refresh_from_db()
    assert own.status == Status.DRAFT


def test_an_impossible_id_does_not_shift_what_was_seen_of_the_others(everything, cast, sheet):
    waiting = pending(sheet, 14, "New.", by=cast.coder)
    shown = everything.post(MANY, {"revision": str(waiting.pk)}).text
    fingerprints = ["", *re.findall('name="seen" value="(.*?)"', shown)]
    sent = {"revision": ["²", str(waiting.pk)], "seen": fingerprints, "others": "approve"}
    everything.post(MANY, sent)
    waiting.refresh_from_db()
    assert waiting.status == Status.APPROVED


def test_a_link_to_what_only_a_form_sends_leads_to_its_page(everything, cast, sheet):
    waiting = pending(sheet, 14, "New.", by=cast.coder)
    pages = {
        f"/review/{waiting.pk}/decide/?sheet=4765": f"/review/{waiting.pk}/?sheet=4765",
        "/review/many/?section=formation": f"{QUEUE}?section=formation",
        "/review/many/": QUEUE,
        f"/revisions/{waiting.pk}/step/take-back/": f"/revisions/{waiting.pk}/",
        "/sheets/4765/submit/": "/sheets/4765/",
        "/sheets/4765/phases/take-over/": "/sheets/4765/",
    }
    assert {address: everything.get(address).url for address in pages} == pages
    waiting.refresh_from_db()
    assert waiting.status == Status.PENDING


def test_a_link_to_what_only_a_form_sends_refuses_the_wrong_person(client, cast, sheet):
    waiting = pending(sheet, 14, "New.", by=cast.coder)
    client.force_login(cast.outsider)
    for address in (f"/review/{waiting.pk}/decide/", MANY, "/sheets/4765/submit/"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sheet=47", "“47” is not a sheet. Write it as 4765 or 1020.2."),
        ("sheet=1", "“1” is not a sheet."),
        ("question=abc", "“abc” is not a question."),
        ("question=62&sheet=4765", "“62” is not a question."),
        ("section=appendix", "“appendix” is not a section."),
    ],
)
def test_a_filter_that_cannot_be_read_lists_nothing_and_says_why(
    everything, cast, sheet, query, said
):
    pending(sheet, 14, "New.", by=cast.coder)
    page = everything.get(f"{QUEUE}?{query}")
    assert '<li class="item"' not in page.text
    assert said in page.content.decode()
    assert "The queue is empty" not in page.content.decode()


def test_a_filter_that_can_be_read_is_not_complained_of(everything, cast, sheet):
    make_sheet(1020)
    pending(sheet, 14, "New.", by=cast.coder)
    page = everything.get(f"{QUEUE}?sheet=1020").content.decode()
    assert "Nothing waits under this filter" in page
    assert "Nothing is listed" not in page


def test_a_change_under_a_filter_that_cannot_be_read_does_not_call_the_queue_empty(
    everything, cast, sheet
):
    waiting = pending(sheet, 14, "New.", by=cast.coder)
    page = everything.get(f"/review/{waiting.pk}/?sheet=47").content.decode()
    assert "<ins>New.</ins>" in page
    assert "The queue is empty" not in page
