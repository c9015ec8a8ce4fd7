"""The overview: where sheets stand, what waits, and who waits for whom."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from coding import protection
from coding.models import CheckCount, Revision
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import Status
from coding.workflow import drafts, starting_sheets
from coding.workflow.drafts import TypedAnswer
from tests.factories import (
    approve,
    approved_change,
    draft,
    make_sheet,
    pending,
    revision_at,
    send_back,
)
from tests.shared_rows import shared

pytestmark = pytest.mark.database

SENTINEL = "Quagmire"


@pytest.fixture
def as_person(client, cast):
    def signed_in(who):
        client.force_login(getattr(cast, who))
        return client

    return signed_in


def figure(page: str, words: str) -> int:
    return int(re.search(rf"<b>(\d+)</b>[^<]*{words}", page)[1])


def links_with_counts(page: str) -> list[tuple[str, int]]:
    """Each number that leads to a list, with where it leads."""
    found = re.findall(r'<a href="(/[^"]*\?[^"]*)"[^>]*>(?:<b>)?(\d+)', page)
    return [(address.replace("&amp;", "&"), int(number)) for address, number in found]


@shared
def story(cast):
    """Sheets at every stage, and changes that wait for a reviewer and for a coder."""
    sheet, other = make_sheet(4765), make_sheet(4770)
    starting_sheets.start_sheet(atop_id=5000, phase=0, by=cast.coder)
    draft(sheet, 50, "Writing.", by=cast.second_coder)
    pending(sheet, 20, "Sent.", by=cast.coder)
    pending(other, 21, "Sent too.", by=cast.coder)
    send_back(pending(other, 5, "No.", by=cast.second_coder), by=cast.reviewer)
    CheckCount.objects.update_or_create(
        sheet=other, defaults={"errors": 2, "by_section": {"obligations": 2}}
    )
    return sheet


@pytest.mark.parametrize("who", ["coder", "second_coder", "reviewer", "admin"])
def test_every_number_leads_to_a_list_of_so_many(as_person, story, who):
    client = as_person(who)
    page = client.get("/overview/").text
    found = links_with_counts(page)
    assert len(found) > 10
    for address, number in found:
        answer = client.get(address)
        assert answer.status_code == 200, address
        counted = re.search(r"<b>(\d+) sheets?</b>|(\d+) waits? under|(\d+) waits?\b", answer.text)
        assert counted, address
        assert int(next(filter(None, counted.groups()))) == number, address


def test_the_figures_tell_what_waits(as_person, story):
    page = as_person("admin").get("/overview/").text
    assert figure(page, "sheets") == 3
    assert figure(page, "with nothing approved") == 1
    assert figure(page, "changes in review") == 2
    assert figure(page, "returned, not taken up") == 1
    assert figure(page, "sheet with checks open") == 1
    assert '#checks-obligations" aria-label="2 checks open in section II of 4770"' in page


def test_who_waits_for_whom_is_named_with_a_way_there(as_person, cast, story):
    page = as_person("reviewer").get("/overview/").text
    assert 'href="/review/?coder=coder">2 in review</a> of <b>' in page
    assert "status=came-back&amp;coder=coder2&amp;reviewer=reviewer" in page
    page = as_person("admin").get("/overview/").text
    assert 'href="/sheets/?status=pending&amp;coder=coder">2 in review' in page


def test_what_was_taken_up_again_waits_for_nobody(as_person, cast, sheet):
    send_back(pending(sheet, 5, "No.", by=cast.coder), by=cast.reviewer)
    client = as_person("reviewer")
    assert figure(client.get("/overview/").text, "returned, not taken up") == 1
    draft(sheet, 5, "Article 5.", by=cast.coder)
    assert figure(client.get("/overview/").text, "returned, not taken up") == 0


def test_counts_that_are_kept_follow_every_step_and_every_draft(as_person, cast, sheet):
    client = as_person("reviewer")
    blank = '4765, section IV: not begun"'
    assert figure(client.get("/overview/").text, "changes in review") == 0
    revision = pending(sheet, 20, "Sent.", by=cast.coder)
    assert figure(client.get("/overview/").text, "change in review") == 1
    approve(revision, by=cast.reviewer)
    assert figure(client.get("/overview/").text, "changes in review") == 0
    fresh = starting_sheets.start_sheet(atop_id=5000, phase=0, by=cast.coder)
    page = client.get("/overview/").text
    assert blank.replace("4765", "5000") in page
    assert "1 sheet with section IV not begun" in page
    begun = draft(fresh, 50, "Writing.", by=cast.coder)
    assert "with section IV not begun" not in client.get("/overview/").text
    drafts.save_draft(fresh, BY_NUMBER[50], TypedAnswer("", edits=begun.edits), by=cast.coder)
    assert "1 sheet with section IV not begun" in client.get("/overview/").text


@pytest.mark.acceptance(13)
@pytest.mark.parametrize("status", [Status.DRAFT, Status.PENDING, Status.RETURNED])
def test_nothing_that_is_not_approved_is_told_in_its_words(as_person, cast, sheet, status):
    revision_at(status, sheet, 4, SENTINEL, by=cast.coder, reviewer=cast.reviewer)
    for who in ("second_coder", "reviewer", "admin"):
        assert SENTINEL not in as_person(who).get("/overview/").text


def test_of_drafts_it_is_told_that_somebody_writes_and_not_who_or_how_many(as_person, cast, sheet):
    for number in (50, 51, 52):
        draft(sheet, number, SENTINEL, by=cast.coder)
    page = as_person("second_coder").get("/overview/").text
    assert "4765, section IV: in work" in page
    assert cast.coder.get_full_name() not in page
    assert not re.search(r">3<|draft", page)


@pytest.mark.parametrize(
    ("days", "age"), [(0.5, "today"), (3, "this-week"), (10, "this-month"), (50, "month")]
)
def test_the_queue_is_told_by_age_and_each_age_leads_to_its_changes(
    as_person, cast, sheet, days, age
):
    revision = pending(sheet, 20, "Sent.", by=cast.coder)
    pending(sheet, 21, "Sent now.", by=cast.coder) if age != "today" else None
    protection.remove()
    at = timezone.now() - timedelta(days=days)
    Revision.objects.filter(pk=revision.pk).update(submitted_at=at)
    protection.install()
    client = as_person("reviewer")
    assert f'href="/review/?age={age}"' in client.get("/overview/").text
    waiting = client.get(f"/review/?age={age}").text
    assert "1 waits" in waiting
    assert f"/review/{revision.pk}/" in waiting
    assert "4765" in client.get(f"/sheets/?status=pending&waiting={age}").text


def test_the_grid_goes_on_page_by_page(as_person, monkeypatch, cast):
    monkeypatch.setattr("coding.pages.overview.grid.PAGE", 2)
    for atop_id in (4001, 4002, 4003):
        make_sheet(atop_id)
    client = as_person("coder")
    first = client.get("/overview/").text
    assert "4002, section I" in first
    assert "4003, section I" not in first
    assert "?after=4002#grid" in first
    second = client.get("/overview/?after=4002").text
    assert "4003, section I" in second
    assert "?after=" not in second


def test_an_empty_site_says_how_to_begin(as_person, cast):
    assert "no sheet here yet" in as_person("admin").get("/overview/").text


def test_the_menu_has_it_for_readers_alone(as_person, cast, sheet):
    approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    assert 'href="/overview/" aria-current="page"' in as_person("coder").get("/overview/").text
    assert "/overview/" not in as_person("outsider").get("/releases/").text
