"""Admins assign sheets to coders, unassign them, hand them over: many at once, with history."""

import pytest

from coding.models import Assignment, AssignmentEvent
from coding.workflow import announcements, assigning
from coding.workflow.refusals import NotAllowed, Refused
from tests.factories import draft, make_sheet, pending, send_back


@pytest.fixture
def three(cast):
    return [make_sheet(number).pk for number in (2010, 2020, 2030)]


def who_has(*sheets):
    found = Assignment.objects.filter(sheet__in=sheets).order_by("sheet__atop_id", "coder")
    return list(found.values_list("sheet__atop_id", "coder__username"))


def history():
    found = AssignmentEvent.objects.order_by("id")
    return list(found.values_list("sheet__atop_id", "step", "coder_name", "by_name"))


def test_an_admin_assigns_many_sheets_at_once(cast, three):
    done = assigning.assign(three, to=cast.coder, by=cast.admin)
    assert who_has(*three) == [(number, "coder") for number in (2010, 2020, 2030)]
    assert len({step.batch for step in done.steps}) == 1
    assert history()[0] == (2010, "assign", "Clara Coder", "Ada Admin")


def test_what_is_assigned_already_stays_and_is_told_of_once(cast, three):
    assigning.assign(three[:1], to=cast.coder, by=cast.admin)
    done = assigning.assign(three, to=cast.coder, by=cast.admin)
    assert [step.sheet_id for step in done.steps] == three[1:]
    assert len(history()) == 3


def test_two_coders_may_have_a_sheet_and_one_is_taken_from(cast, three):
    for coder in (cast.coder, cast.second_coder):
        assigning.assign(three, to=coder, by=cast.admin)
    assigning.unassign(three[:2], of=cast.coder, by=cast.admin)
    assert who_has(*three[:2]) == [(2010, "coder2"), (2020, "coder2")]
    assigning.unassign(three, of=None, by=cast.admin)
    assert who_has(*three) == []
    assert [row[1] for row in history()].count("unassign") == 6


def test_only_what_one_coder_has_is_handed_over(cast, three):
    assigning.assign(three[:2], to=cast.coder, by=cast.admin)
    done = assigning.hand_over_sheets(three, of=cast.coder, to=cast.second_coder, by=cast.admin)
    assert who_has(*three) == [(2010, "coder2"), (2020, "coder2")]
    assert len({step.batch for step in done.steps}) == 1


def test_drafts_of_who_left_go_along_and_those_of_a_coder_stay(cast, sheet, three):
    stays = draft(sheet, 14, "Mine.", by=cast.coder)
    assigning.assign([sheet.pk], to=cast.coder, by=cast.admin)
    done = assigning.hand_over_sheets(
        [sheet.pk], of=cast.coder, to=cast.second_coder, by=cast.admin
    )
    stays.refresh_from_db()
    assert (done.drafts, stays.status) == ([], "draft")
    returned = send_back(pending(sheet, 15, "Long.", by=cast.coder), by=cast.reviewer)
    elsewhere = make_sheet(2040)
    draft(elsewhere, 14, "Not assigned.", by=cast.coder)
    assigning.assign([sheet.pk], to=cast.coder, by=cast.admin)
    cast.coder.is_active = False
    cast.coder.save()
    done = assigning.hand_over_sheets(
        [sheet.pk], of=cast.coder, to=cast.second_coder, by=cast.admin
    )
    assert [(new.question, new.follows) for new in done.drafts] == [(14, stays), (15, returned)]
    assert {new.author for new in done.drafts} == {cast.second_coder}


def test_a_draft_that_cannot_go_along_is_named_and_the_sheet_goes(cast, sheet):
    draft(sheet, 14, "Theirs.", by=cast.second_coder)
    draft(sheet, 14, "Mine.", by=cast.coder)
    assigning.assign([sheet.pk], to=cast.coder, by=cast.admin)
    cast.coder.groups.clear()
    done = assigning.hand_over_sheets(
        [sheet.pk], of=cast.coder, to=cast.second_coder, by=cast.admin
    )
    assert [why for _, why in done.skipped] == [
        "Colin Second has an open change of their own there."
    ]
    assert who_has(sheet.pk) == [(4765, "coder2")]


@pytest.mark.parametrize("who", ["reviewer", "admin", "outsider"])
def test_sheets_are_assigned_to_active_coders_only(cast, three, who):
    with pytest.raises(Refused, match="account is active"):
        assigning.assign(three, to=getattr(cast, who), by=cast.admin)
    cast.coder.is_active = False
    with pytest.raises(Refused, match="account is active"):
        assigning.assign(three, to=cast.coder, by=cast.admin)


def test_sheets_are_not_handed_over_to_who_has_them(cast, three):
    with pytest.raises(Refused, match="same coder"):
        assigning.hand_over_sheets(three, of=cast.coder, to=cast.coder, by=cast.admin)


@pytest.mark.parametrize("who", ["coder", "reviewer", "outsider"])
def test_only_admins_assign(cast, three, who):
    by = getattr(cast, who)
    with pytest.raises(NotAllowed):
        assigning.assign(three, to=cast.coder, by=by)
    with pytest.raises(NotAllowed):
        assigning.unassign(three, of=None, by=by)
    with pytest.raises(NotAllowed):
        assigning.hand_over_sheets(three, of=cast.coder, to=cast.second_coder, by=by)
    assert AssignmentEvent.objects.count() == 0


def test_listeners_hear_of_each_sheet(cast, three, monkeypatch, django_capture_on_commit_callbacks):
    heard = []
    monkeypatch.setattr(announcements, "listeners", [heard.append])
    with django_capture_on_commit_callbacks(execute=True):
        assigning.assign(three, to=cast.coder, by=cast.admin)
    assert [(event.step, event.subject.sheet.atop_id, event.subject.coder) for event in heard] == [
        ("assign", number, cast.coder) for number in (2010, 2020, 2030)
    ]
    assert str(heard[0]).endswith("assigned by Ada Admin")
