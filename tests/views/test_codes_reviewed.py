"""Codes after they were submitted: what reviewers decide on, and what the record tells of them."""

import re
from datetime import timedelta

from django.utils import timezone

from coding.models import Membership, Revision
from coding.models.approved_values import member_coding
from coding.models.revision import Status
from tests.coded_sheets import code, joins, leaves, owes, submit, with_members
from tests.factories import approve, approved_change, draft, make_sheet, pending, seen, send_back
from tests.shared_rows import shared
from tests.views.plain_browser import open_page

MANY = [str(state) for state in (2, 20, 40, 41, 42, 70, 90, 91, 92, 93, 94, 95, 100, 101, 130)]


@shared
def two(cast):
    """Belarus and Kazakhstan, who owe each other nonaggression."""
    sheet = with_members(cast, "370", "705")
    code(cast, sheet, 16, owes("370", "nonagg") | owes("705", "nonagg"))
    return sheet


@shared
def change(cast, two):
    """Only Belarus owes consultation as well."""
    cells = {"370/consul": 1}
    return submit(draft(two, 16, None, by=cast.coder, codes=cells, note="Article 3."))


def review_page(client, revision):
    return open_page(client, f"/review/{revision.pk}/")


def decide(client, revision, decision, **said):
    data = {"decision": decision, "seen": seen(revision), **said}
    return client.post(f"/review/{revision.pk}/decide/", data, follow=True)


# Review


def test_a_reviewer_sees_the_codes_old_and_new_with_labels_and_the_member(reviewer, change):
    page = review_page(reviewer, change)
    assert "consul owes consultation 0 no → 1 yes 370 Belarus" in page.words
    assert "Article 3." in page.words
    assert page.part('//div[@class="diff"]') == ""  # the prose stays


def test_prose_and_codes_of_one_change_stand_together(reviewer, cast, two):
    revision = submit(
        draft(
            two, 16, "Also consultation.", by=cast.coder, codes={"370/consul": 1, "705/consul": 1}
        )
    )
    page = review_page(reviewer, revision)
    assert "Also consultation." in page.part('//div[@class="diff"]//ins')
    assert "consul owes consultation 0 no → 1 yes 370 Belarus, 705 Kazakhstan" in page.words


def test_approved_codes_stand_on_the_sheet_with_those_that_follow(reviewer, change, two):
    decide(reviewer, change, "approve")
    part = open_page(reviewer, "/sheets/4765/").part('//article[@id="q16"]')
    assert "nonagg 1 yes" in part
    assert "consul 1 yes 370 Belarus" in part
    assert "consul 0 no 705 Kazakhstan" in part
    assert "active 0 no" in part


def test_a_change_of_codes_is_noted_on_the_sheet(reviewer, change):
    decide(reviewer, change, "approve")
    notes = open_page(reviewer, "/sheets/4765/").part('//section[@aria-label="Revision notes"]')
    assert re.search(r"Q16 revised by Clara Coder on", notes)


def test_returned_codes_are_in_the_coders_boxes_again(client, cast, change):
    client.force_login(cast.reviewer)
    decide(client, change, "return", comment="Which article?")
    client.force_login(cast.coder)
    page = open_page(client, "/sheets/4765/questions/16/")
    assert "Which article?" in page.words
    assert page.boxes["370/consul"] == "1"
    page.press("action=submit", {"note": "Article 3, first sentence."})
    again = Revision.objects.get(status=Status.PENDING)
    assert (again.codes, again.follows) == ({"370/consul": 1}, change)


def test_codes_that_changed_meanwhile_are_not_approved_unseen(reviewer, cast, change, two):
    old = seen(change)
    other = submit(draft(two, 16, None, by=cast.second_coder, codes={"370/consul": 1}))
    approve(other, by=cast.admin if cast.admin.has_perm("coding.decide") else cast.reviewer)
    answer = reviewer.post(f"/review/{change.pk}/decide/", {"decision": "approve", "seen": old})
    assert answer.status_code == 409
    change.refresh_from_db()
    assert change.status == Status.PENDING


def test_codes_of_a_member_that_is_not_approved_wait_for_the_roster(reviewer, cast, sheet):
    draft(sheet, 4, None, by=cast.coder, codes=joins("370", "705"))
    early = submit(draft(sheet, 16, None, by=cast.coder, codes=owes("370", "nonagg")))
    answer = decide(reviewer, early, "approve")
    assert "370 is not among the approved members yet" in answer.text
    assert not Membership.objects.exists()


def test_selected_changes_are_shown_together_with_their_codes(reviewer, cast, change, two):
    other = pending(two, 6, None, by=cast.coder, codes={"estmode": 1})
    page = reviewer.post("/review/many/", {"revision": [change.pk, other.pk]})
    words = " ".join(re.sub("<[^>]+>", " ", page.text).split())
    assert "0 no → 1 yes" in words
    assert "estmode means of establishment not coded yet → 1 treaty" in words


def test_the_author_sees_the_codes_of_what_waits(coder, change):
    page = open_page(coder, "/sheets/4765/questions/16/")
    editor = page.part('//section[@class="editor"]')
    assert "consul owes consultation 0 no → 1 yes 370 Belarus" in editor
    assert not page.tree.xpath("//*[@data-cell]")


def test_equal_changes_of_many_members_stand_together_under_their_names(reviewer, cast):
    sheet = with_members(cast, *MANY)
    exits = {cell: value for key in MANY for cell, value in leaves(key, year=2001).items()}
    revision = submit(draft(sheet, 14, None, by=cast.coder, codes=exits))
    page = review_page(reviewer, revision)
    (alike,) = page.tree.xpath('//div[@class="alike"]')
    assert len(alike.findall("ul/li")) == 3  # year, month, day
    assert "and 10 others" in alike.find(".//summary").text
    assert all(f"{key} " in alike.find("details").text_content() for key in MANY)
    assert f"{len(MANY)} members change; no member stays as before." in page.words


# The record


def test_the_history_of_a_question_tells_what_became_of_its_codes(coder, cast, two):
    feed = open_page(coder, "/sheets/4765/questions/16/").part('//ul[@class="feed"]')
    assert "approved" in feed
    assert "nonagg owes nonaggression not coded yet → 1 yes 370 Belarus, 705 Kazakhstan" in feed


def test_the_history_of_the_sheet_tells_codes_with_the_names_of_states(coder, two):
    words = open_page(coder, "/sheets/4765/history/").words
    assert "member COW country code of the member joins 370 Belarus, 705 Kazakhstan" in words


def test_a_revision_of_codes_alone_says_that_the_prose_stays(coder, change):
    words = open_page(coder, f"/revisions/{change.pk}/").words
    assert "consul owes consultation 0 no → 1 yes 370 Belarus" in words
    assert "The prose stays as it is." in words


def test_two_moments_are_compared_code_by_code(coder, cast, two):
    before = timezone.now()
    code(cast, two, 16, {"370/consul": 1})
    code(cast, two, 14, leaves("705", year=2001))
    page = open_page(coder, f"/sheets/4765/compare/?since={before:%Y-%m-%dT%H:%M:%S.%f}")
    assert "2 questions changed." in page.words
    assert "consul owes consultation 0 no → 1 yes 370 Belarus" in page.words
    assert "not coded yet → 2001 705 Kazakhstan" in page.words


def test_the_sheet_as_of_a_day_shows_the_codes_of_then(coder, cast, monkeypatch):
    long_ago = timezone.now() - timedelta(days=30)
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: long_ago)
        sheet = with_members(cast, "370", "705")
        code(cast, sheet, 16, owes("370", "nonagg") | owes("705", "nonagg"))
    code(cast, sheet, 16, {"370/consul": 1, "705/consul": 1})
    last_week = f"{timezone.now() - timedelta(days=7):%Y-%m-%d}"
    before = open_page(coder, f"/sheets/4765/?at={last_week}").part('//article[@id="q16"]')
    assert "defense, offense, neutral, consul 0 no" in before
    assert "nonagg, consul 1 yes" in open_page(coder, "/sheets/4765/").part('//article[@id="q16"]')


def test_a_member_that_is_taken_off_leaves_the_sheet_and_stays_in_its_history(reviewer, cast):
    sheet = with_members(cast, "365", "370", "705")
    gone = submit(draft(sheet, 4, None, by=cast.coder, codes={"365/member": None}))
    assert "member COW country code of the member is taken off 365 Russia" in (
        review_page(reviewer, gone).words
    )
    decide(reviewer, gone, "approve")
    assert list(member_coding(sheet).members) == ["370", "705"]
    assert "365 Russia" not in open_page(reviewer, "/sheets/4765/").part('//article[@id="q4"]')
    assert "365 Russia" in open_page(reviewer, "/sheets/4765/history/").words


def test_a_revision_of_prose_that_was_returned_shows_no_codes(coder, cast, two):
    send_back(pending(two, 17, "Type II.", by=cast.coder), by=cast.reviewer)
    assert not open_page(coder, "/sheets/4765/questions/17/").tree.xpath(
        '//ul[@class="code-changes"]'
    )


def test_prose_that_changes_beside_codes_keeps_them(reviewer, cast, two):
    approved_change(two, 16, "Nonaggression.", by=cast.coder, reviewer=cast.reviewer)
    part = open_page(reviewer, "/sheets/4765/").part('//article[@id="q16"]')
    assert "Nonaggression." in part
    assert "nonagg 1 yes" in part


def test_a_sheet_without_a_code_shows_none(coder, sheet):
    assert make_sheet(4770)
    assert not open_page(coder, "/sheets/4770/").tree.xpath('//ul[@class="code-lines"]')
