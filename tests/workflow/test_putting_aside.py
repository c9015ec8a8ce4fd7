"""A sheet that was started by mistake is put aside, out of everything, and can be taken back."""

import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from coding.models import Assignment, Passage, Revision, Sheet
from coding.models.passage import range_of
from coding.models.section_stages import totals
from coding.search.index_check import untrue
from coding.workflow import announcements, assigning, drafts, starting_sheets
from coding.workflow.putting_aside import put_aside, take_back_sheet
from coding.workflow.refusals import NotAllowed, Refused
from coding.workflow.visibility import visible_to
from tests.factories import approved_change, draft, keep, make_sheet, pending, said, send_back


@pytest.fixture
def mistaken(cast):
    return starting_sheets.start_sheet(5100, 0, by=cast.coder)


def aside(sheet, cast, reason="Started twice."):
    return put_aside(sheet, reason, by=cast.admin)


def words_of(sheet):
    return Passage.objects.filter(pk__range=range_of(sheet.pk)).count()


def test_it_is_kept_and_out_of_the_sheets(cast, mistaken):
    aside(mistaken, cast)
    assert not Sheet.objects.filter(pk=mistaken.pk).exists()
    kept = Sheet.every.get(pk=mistaken.pk)
    assert kept.put_aside == "Started twice."
    last = kept.history.order_by("-history_id").first()
    assert (last.history_user, last.history_change_reason) == (
        cast.admin,
        "Put aside: Started twice.",
    )


def test_its_number_is_free_again(cast, mistaken):
    aside(mistaken, cast)
    other = starting_sheets.start_sheet(5100, 0, by=cast.second_coder)
    assert other.pk != mistaken.pk
    with pytest.raises(Refused, match="There is a sheet 5100 already"):
        take_back_sheet(mistaken, by=cast.admin)
    aside(other, cast)
    take_back_sheet(mistaken, by=cast.admin)
    assert Sheet.objects.get(atop_id=5100).pk == mistaken.pk


def test_a_printed_sheet_of_its_number_comes_in(cast, mistaken):
    aside(mistaken, cast)
    assert make_sheet(5100).pk != mistaken.pk


def test_it_comes_back_with_its_drafts(cast, mistaken):
    own = draft(mistaken, 14, "Begun.", by=cast.coder)
    aside(mistaken, cast)
    assert not visible_to(cast.coder).drafts().exists()
    take_back_sheet(mistaken, by=cast.admin)
    assert list(visible_to(cast.coder).drafts()) == [own]
    own.refresh_from_db()
    assert drafts.submit(own, by=cast.coder).status == "pending"


def test_nothing_is_written_on_it_meanwhile(cast, mistaken):
    own = draft(mistaken, 14, "Begun.", by=cast.coder)
    aside(mistaken, cast)
    for act in (
        lambda: draft(mistaken, 15, "More.", by=cast.coder),
        lambda: drafts.submit(own, by=cast.coder),
        lambda: said(mistaken, 14, "Why?", by=cast.reviewer),
    ):
        with pytest.raises(Refused, match="put aside by an admin"):
            act()
    done, refused = drafts.submit_many([own], by=cast.coder)
    assert (done, [change for change, _ in refused]) == ([], [own])
    assigning.assign([mistaken.pk], to=cast.coder, by=cast.admin)
    assert not Assignment.objects.exists()


def test_nobody_has_it_assigned_and_no_thread_on_it_is_open(cast, mistaken):
    assigning.assign([mistaken.pk], to=cast.coder, by=cast.admin)
    thread = said(mistaken, 14, "Why?", by=cast.reviewer)
    aside(mistaken, cast)
    assert not Assignment.objects.exists()
    assert thread not in type(thread).objects.open_threads()


def test_the_search_is_in_step(cast, mistaken):
    assert words_of(mistaken)
    aside(mistaken, cast)
    assert not words_of(mistaken)
    assert list(untrue()) == []
    take_back_sheet(mistaken, by=cast.admin)
    assert words_of(mistaken)
    assert list(untrue()) == []


def test_counts_leave_it_out(cast, sheet, mistaken):
    draft(mistaken, 14, "Begun.", by=cast.coder)
    returned = send_back(pending(mistaken, 2, "No.", by=cast.coder), by=cast.reviewer)
    aside(mistaken, cast)
    assert {sum(stages.values()) for stages in totals().values()} == {1}
    assert returned not in Revision.objects.standing()


def test_the_record_verifies_with_it(cast, mistaken):
    draft(mistaken, 14, "Begun.", by=cast.coder)
    aside(mistaken, cast)
    call_command("verify", stdout=io.StringIO())
    take_back_sheet(mistaken, by=cast.admin)
    call_command("verify", stdout=io.StringIO())


def test_what_was_approved_stays(cast, sheet, mistaken):
    with pytest.raises(Refused, match="a release can leave the alliance out"):
        aside(sheet, cast)
    approved_change(mistaken, 14, "Over.", by=cast.coder, reviewer=cast.reviewer)
    with pytest.raises(Refused, match="are approved, and data rest on them"):
        aside(mistaken, cast)


def test_the_database_lets_nothing_approved_be_put_aside(sheet):
    sheet.put_aside = "By hand."
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(sheet)


def test_what_waits_for_review_is_decided_first(cast, mistaken):
    pending(mistaken, 14, "Over.", by=cast.coder)
    with pytest.raises(Refused, match="A change of Q14 by Clara Coder waits for review"):
        aside(mistaken, cast)


def test_a_reason_is_needed(cast, mistaken):
    with pytest.raises(Refused, match="Say why"):
        aside(mistaken, cast, " ")


@pytest.mark.parametrize("who", ["coder", "reviewer", "reader", "outsider"])
def test_only_admins_put_aside_and_take_back(cast, mistaken, who):
    with pytest.raises(NotAllowed):
        put_aside(mistaken, "No.", by=getattr(cast, who))
    aside(mistaken, cast)
    with pytest.raises(NotAllowed):
        take_back_sheet(mistaken, by=getattr(cast, who))


def test_it_is_put_aside_and_taken_back_once(cast, mistaken):
    aside(mistaken, cast)
    with pytest.raises(Refused, match="was put aside by an admin"):
        aside(mistaken, cast)
    take_back_sheet(mistaken, by=cast.admin)
    with pytest.raises(Refused, match="is not put aside"):
        take_back_sheet(mistaken, by=cast.admin)


def test_listeners_hear_of_it(cast, mistaken, monkeypatch, django_capture_on_commit_callbacks):
    heard = []
    monkeypatch.setattr(announcements, "listeners", [heard.append])
    with django_capture_on_commit_callbacks(execute=True):
        aside(mistaken, cast)
        take_back_sheet(mistaken, by=cast.admin)
    assert [(event.step, event.by) for event in heard] == [
        ("put-aside", "Ada Admin"),
        ("take-back", "Ada Admin"),
    ]
