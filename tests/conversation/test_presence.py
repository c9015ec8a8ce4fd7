"""Who has which question open: seen by all who read sheets, written seldom, forgotten soon."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from coding.conversation import presence
from coding.conversation.presence import note_presence
from coding.models import Presence, SignedIn
from tests.factories import approve, pending

ADDRESS = reverse("coding:question-presence", args=["4765", 14])


def around(sheet, by, number=14):
    return note_presence(sheet.pk, number, by=by)


def later(monkeypatch, **span):
    """Let time go by."""
    now = timezone.now() + timedelta(**span)
    monkeypatch.setattr(presence.timezone, "now", lambda: now)


def test_each_learns_who_else_has_the_question_open(cast, sheet):
    assert around(sheet, cast.coder).others == []
    assert around(sheet, cast.reviewer).others == ["Clara Coder"]
    assert around(sheet, cast.second_coder).others == ["Clara Coder", "Rita Reviewer"]
    assert around(sheet, cast.coder).others == ["Colin Second", "Rita Reviewer"]
    assert around(sheet, cast.coder, 15).others == []


def test_a_page_of_many_questions_learns_who_is_at_which_of_them(client, cast, sheet):
    for person, number in ((cast.coder, 3), (cast.coder, 14), (cast.reviewer, 20)):
        around(sheet, person, number)
    client.force_login(cast.second_coder)
    data = client.post(f"{ADDRESS}?of=section").json()
    assert (data["others"], data["at"]) == (["Clara Coder"], [14])
    data = client.post(f"{ADDRESS}?of=sheet").json()
    assert (data["others"], data["at"]) == (["Clara Coder", "Rita Reviewer"], [14, 20])
    approve(pending(sheet, 15, "New.", by=cast.coder), by=cast.reviewer)
    assert [client.post(f"{ADDRESS}{of}").json()["approvals"] for of in ("", "?of=section")] == [
        0,
        1,
    ]


def test_a_page_that_was_closed_is_soon_forgotten(cast, sheet, monkeypatch):
    around(sheet, cast.coder)
    later(monkeypatch, seconds=65)
    assert around(sheet, cast.reviewer).others == ["Clara Coder"]
    later(monkeypatch, seconds=75)
    assert around(sheet, cast.reviewer).others == []


def test_old_rows_are_thrown_away(cast, sheet, monkeypatch):
    around(sheet, cast.coder)
    around(sheet, cast.coder, 15)
    later(monkeypatch, hours=2)
    around(sheet, cast.reviewer)
    assert [presence.person for presence in Presence.objects.all()] == [cast.reviewer]


def test_asking_again_writes_no_more_often_than_every_forty_seconds(
    cast, sheet, monkeypatch, django_assert_num_queries
):
    around(sheet, cast.coder)
    with django_assert_num_queries(2):
        around(sheet, cast.coder)
    before = Presence.objects.get().seen_at
    later(monkeypatch, seconds=45)
    around(sheet, cast.coder)
    assert Presence.objects.get().seen_at > before


def test_the_page_learns_that_the_approved_answer_changed(client, cast, sheet):
    client.force_login(cast.coder)
    page = client.get(reverse("coding:question-write", args=["4765", 14])).content.decode()
    assert 'data-approvals="0"' in page
    assert client.post(ADDRESS).json() == {"others": [], "at": [], "approvals": 0}
    approve(pending(sheet, 14, "New.", by=cast.second_coder), by=cast.reviewer)
    approve(pending(sheet, 15, "New.", by=cast.second_coder), by=cast.reviewer)
    assert client.post(ADDRESS).json()["approvals"] == 1
    page = client.get(reverse("coding:question-write", args=["4765", 14])).content.decode()
    assert 'data-approvals="1"' in page


@pytest.mark.acceptance(13)
def test_what_others_only_draft_or_propose_is_not_told_with_who_is_there(client, cast, sheet):
    client.force_login(cast.coder)
    pending(sheet, 14, "Quagmire", by=cast.second_coder)
    answer = client.post(ADDRESS)
    assert answer.json() == {"others": [], "at": [], "approvals": 0}
    assert b"Quagmire" not in answer.content


def test_a_database_that_cannot_be_written_is_no_obstacle(cast, sheet, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    around(sheet, cast.reviewer)
    monkeypatch.setattr(presence, "_note", locked)
    assert around(sheet, cast.coder).others == ["Rita Reviewer"]


@pytest.mark.parametrize(("quiet", "is_put_off"), [({"X-Quiet": "1"}, False), ({}, True)])
def test_what_a_page_asks_by_itself_puts_off_the_end_of_no_session(
    client, cast, sheet, quiet, is_put_off
):
    client.force_login(cast.coder)
    an_hour_ago = timezone.now() - timedelta(hours=1)
    SignedIn.objects.update(last_seen_at=an_hour_ago)
    client.post(ADDRESS, headers=quiet)
    assert (SignedIn.objects.get().last_seen_at > an_hour_ago) == is_put_off


def test_a_sheet_that_is_not_there_is_not_found(client, cast, sheet):
    client.force_login(cast.coder)
    assert client.post("/sheets/9999/questions/14/presence/").status_code == 404
