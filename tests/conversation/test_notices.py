"""Who is told what: once, of what concerns them, never of their own doing or past their rights."""

from contextlib import suppress

import pytest
from django.contrib.auth.models import Group, User
from django.db import DatabaseError, transaction
from django.http.response import HttpResponseBase
from django.urls import reverse

from coding.conversation import writing_notices
from coding.conversation.notice_choices import keep_choices
from coding.conversation.notice_kinds import KINDS
from coding.conversation.notices import count_unread, mark_read, shown_to
from coding.models import Notice, Release, Revision
from coding.models.comment import Remark
from coding.models.questionnaire import BY_NUMBER
from coding.workflow import comments, review
from coding.workflow.assigning import assign, unassign
from coding.workflow.chaining import recorded
from coding.workflow.handing_over import hand_over
from coding.workflow.refusals import Refused
from coding.workflow.release_steps import ASK, take
from coding.workflow.transitions import APPROVE
from tests.factories import (
    approve,
    draft,
    make_person,
    pending,
    said,
    seen,
    send_back,
    suggested,
    verdicts,
)
from tests.queries import queries_of


def told() -> list[tuple[str, str, int | None]]:
    """Who was told what, and at which question."""
    rows = Notice.objects.order_by("pk").values_list("person__username", "kind", "question")
    return list(rows)


def test_an_author_is_told_what_was_decided(cast, sheet, commit):
    with commit():
        approve(pending(sheet, 14, "New.", by=cast.coder), by=cast.reviewer)
        send_back(pending(sheet, 15, "New.", by=cast.coder), by=cast.reviewer)
        suggested(sheet, 16, "Long.", "Short.", by=cast.coder, reviewer=cast.reviewer)
    assert told() == [
        ("coder", "approved", 14),
        ("coder", "returned", 15),
        ("coder", "returned", 16),
    ]
    assert {one.by_name for one in Notice.objects.all()} == {"Rita Reviewer"}


def test_nobody_is_told_of_what_they_did_themselves(cast, sheet, commit):
    with commit():
        waits = pending(sheet, 14, "New.", by=cast.coder)
        said(sheet, 14, "Note to self, @coder.", by=cast.coder)
        comments.reply(said(sheet, 15, "One.", by=cast.coder), "Two.", by=cast.coder)
    assert told() == []
    assert waits.pk


def test_whoever_drafts_is_told_when_the_approved_answer_changes_under_it(cast, sheet, commit):
    draft(sheet, 14, "Mine.", by=cast.second_coder)
    draft(sheet, 15, "Elsewhere.", by=cast.second_coder)
    third = make_person("third", "Tom Third", "coder")
    draft(sheet, 36, None, by=third, codes={"base": 1})  # which stays as it is
    with commit():
        approve(pending(sheet, 14, "New.", by=cast.coder), by=cast.reviewer)
        approve(pending(sheet, 36, "New.", by=cast.coder), by=cast.reviewer)
    assert [one for one in told() if one[1] != "approved"] == [("coder2", "overtaken", 14)]


def test_who_is_mentioned_took_part_or_proposed_is_told_once(cast, sheet, commit):
    waits = pending(sheet, 14, "New.", by=cast.coder)
    with commit():
        thread = comments.comment(
            sheet, BY_NUMBER[14], "Why, @admin?", by=cast.reviewer, about=waits
        )
    assert told() == [("admin", "mentioned", 14), ("coder", "replied", 14)]
    Notice.objects.all().delete()
    with commit():
        comments.reply(thread, "So, @reviewer and @coder2.", by=cast.coder)
    assert told() == [("coder2", "mentioned", 14), ("reviewer", "mentioned", 14)]
    Notice.objects.all().delete()
    with commit():
        comments.reply(thread, "", by=cast.admin, step=Remark.RESOLVE)
    assert told() == [("reviewer", "replied", 14), ("coder", "replied", 14)]


def test_a_coder_is_told_of_a_sheet_or_a_draft_that_is_theirs_now(cast, sheet, commit):
    left = draft(sheet, 14, "Begun.", by=cast.coder)
    cast.coder.groups.clear()
    with commit():
        hand_over(left, to=cast.second_coder, by=cast.admin)
        assign([sheet.pk], to=cast.second_coder, by=cast.admin)
        unassign([sheet.pk], of=cast.second_coder, by=cast.admin)
    assert told() == [("coder2", "assigned", 14), ("coder2", "assigned", None)]


def test_other_admins_are_told_that_a_release_is_asked_to_be_frozen(
    cast, sheet, second_admin, commit
):
    with commit():
        take(ASK, Release.objects.get(), by=cast.admin)
    assert told() == [("admin2", "freeze", None)]


def test_who_left_or_has_no_role_is_told_nothing(cast, sheet, commit):
    waits = [pending(sheet, 14, "New.", by=one) for one in (cast.coder, cast.second_coder)]
    User.objects.filter(pk=cast.coder.pk).update(is_active=False)
    cast.second_coder.groups.clear()
    with commit():
        for one in waits:
            send_back(one, by=cast.reviewer)
    assert told() == []


def test_each_kind_is_switched_off_for_the_site_and_for_mail_apart(cast, sheet, commit):
    cast.coder.email = "coder@example.org"
    cast.coder.save()
    for off, shown in (
        ([], (True, True)),
        (["approved:site"], (False, True)),
        (["approved:mail", "returned:site"], (True, False)),
        (["approved:mail", "approved:site"], None),
    ):
        keep_choices(off, is_daily=False, by=cast.coder)
        Notice.objects.all().delete()
        with commit():
            approve(pending(sheet, 14, f"New {off}.", by=cast.coder), by=cast.reviewer)
        found = [(one.on_site, one.by_mail) for one in Notice.objects.all()]
        assert found == ([shown] if shown else [])


def test_who_has_no_address_gets_no_mail(cast, sheet, commit):
    with commit():
        approve(pending(sheet, 14, "New.", by=cast.coder), by=cast.reviewer)
    assert [(one.on_site, one.by_mail) for one in Notice.objects.all()] == [(True, False)]


def test_what_is_taken_back_is_told_to_nobody(cast, sheet):
    waits = [pending(sheet, number, "New.", by=cast.coder) for number in (14, 15)]
    with recorded():
        with suppress(Refused), recorded():
            approve(waits[0], by=cast.reviewer)
            raise Refused("No.")
        with recorded():
            approve(waits[0], by=cast.reviewer)
            transaction.set_rollback(True)
        approve(waits[1], by=cast.reviewer)
    assert told() == [("coder", "approved", 15)]


def test_no_notice_is_lost_with_a_process_that_dies_before_its_answer(
    cast, sheet, client, commit, monkeypatch
):
    waits = pending(sheet, 14, "New.", by=cast.coder)
    monkeypatch.setattr(HttpResponseBase, "close", lambda answer: None)  # it is gone by then
    client.force_login(cast.reviewer)
    decision = {"decision": "approve", "seen": seen(waits)}
    with commit():
        client.post(reverse("coding:revision-decide", args=[waits.pk]), decision)
    assert told() == [("coder", "approved", 14)]


def test_nothing_is_done_of_which_no_notice_could_be_kept(cast, sheet, monkeypatch):
    waits = pending(sheet, 14, "New.", by=cast.coder)
    monkeypatch.setattr(writing_notices, "insert_new", _full)
    with pytest.raises(DatabaseError):
        approve(waits, by=cast.reviewer)
    waits.refresh_from_db()
    assert waits.status == Revision.Status.PENDING


def _full(*args, **kwargs):
    raise DatabaseError("database or disk is full")


def test_a_bulk_approval_is_told_with_few_statements(cast, sheet):
    waits = [pending(sheet, number, "New.", by=cast.coder) for number in range(5, 25)]
    asked = queries_of(lambda: review.decide_many(verdicts(APPROVE, waits), by=cast.reviewer))
    assert len(told()) == len(waits)
    assert sum("coding_notice" in sql for sql in asked) == 3  # insert, read, seal
    assert sum("auth_user" in sql for sql in asked) < 5


def test_unread_notices_count_until_they_are_read(cast, sheet, commit):
    with commit():
        approve(pending(sheet, 14, "New.", by=cast.coder), by=cast.reviewer)
    assert count_unread(cast.coder) == "1"
    assert count_unread(cast.second_coder) == ""
    mark_read(shown_to(cast.coder))
    assert count_unread(cast.coder) == ""
    assert shown_to(cast.coder).count() == 1


@pytest.mark.acceptance(13)
def test_whose_role_was_taken_away_neither_sees_nor_counts_what_it_showed(
    cast, sheet, second_admin, commit
):
    with commit():
        take(ASK, Release.objects.get(), by=cast.admin)
    second_admin.groups.set(Group.objects.filter(name="coder"))
    second = User.objects.get(pk=second_admin.pk)
    assert (count_unread(second), list(shown_to(second))) == ("", [])
    second.groups.clear()
    second = User.objects.get(pk=second.pk)
    assert (count_unread(second), list(shown_to(second))) == ("", [])


def test_every_kind_says_what_happened():
    assert all(one.label and one.did and one.counted for one in KINDS.values())
