"""Decisions: bound to the screen, all or nothing, never one's own, with their history row."""

import pytest
from django.db import IntegrityError, transaction

from coding.models import Formation, Release, Revision
from coding.models.revision import Status
from coding.workflow import drafts, record_writer, review, rules
from coding.workflow.refusals import NotAllowed, Refused, StaleReview
from coding.workflow.transitions import APPROVE, RETURN
from coding.workflow.verdicts import Verdict
from tests.factories import (
    approve,
    approved_change,
    draft,
    keep,
    make_person,
    make_sheet,
    pending,
    seen,
    send_back,
    verdicts,
)


def test_an_approval_applies_the_change_with_one_history_row(cast, sheet):
    rows = Formation.history.count()
    change = approved_change(
        sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer, note="See Article 3."
    )
    row = Formation.history.latest()
    assert Formation.objects.get(sheet=sheet).termination_dates == "Ended."
    assert Formation.history.count() == rows + 1
    assert (row.history_user, row.author_name) == (cast.reviewer, "Clara Coder")
    assert (row.revision_id, row.history_change_reason) == (change.pk, "See Article 3.")
    assert (change.base, change.decided_by) == ("Answer 14.", cast.reviewer)


def test_an_approved_change_leaves_a_revision_note_of_the_open_release(cast, sheet):
    keep(Release.objects.get())
    change = approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    day = change.decided_at
    assert change.note_lines == [
        f"Version 6.0: Q14 revised by Clara Coder on {day:%B} {day.day}, {day.year}"
    ]


def test_nothing_is_approved_while_no_release_is_open(cast, sheet):
    release = Release.objects.get()
    release.frozen_at, release.cut_off = sheet.started_at, sheet.started_at.date()
    keep(release)
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    with pytest.raises(Refused, match="No release is open"):
        approve(revision, by=cast.reviewer)
    assert Revision.objects.get().status == Status.PENDING


@pytest.mark.acceptance(6)
def test_a_proposal_edited_meanwhile_is_not_approved_unseen(cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    on_screen = seen(revision)
    drafts.take_back(revision, by=cast.coder)
    pending(sheet, 14, "Ended, or not.", by=cast.coder)
    with pytest.raises(StaleReview):
        review.decide(Verdict(APPROVE, revision, on_screen), by=cast.reviewer)
    assert Formation.objects.get(sheet=sheet).termination_dates == "Answer 14."


def test_an_approval_over_an_answer_that_changed_meanwhile_is_refused(cast, sheet):
    slow = pending(sheet, 14, "Slow.", by=cast.coder)
    on_screen = seen(slow)
    approved_change(sheet, 14, "Quick.", by=cast.second_coder, reviewer=cast.reviewer)
    with pytest.raises(StaleReview):
        review.decide(Verdict(APPROVE, slow, on_screen), by=cast.reviewer)
    assert approve(slow, by=cast.reviewer).base == "Quick."


@pytest.mark.acceptance(8)
def test_returning_needs_a_comment(cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    with pytest.raises(Refused, match="needs a comment"):
        send_back(revision, by=cast.reviewer, comment="  ")
    assert send_back(revision, by=cast.reviewer).comment == "Cite the article."


def test_two_reviewers_cannot_both_decide(cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    on_screen = seen(revision)
    send_back(revision, by=cast.reviewer)
    with pytest.raises(Refused, match="Already returned by you at "):
        review.decide(Verdict(APPROVE, revision, on_screen), by=cast.reviewer)


def test_who_comes_too_late_is_told_who_decided_and_when(cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    revision = approve(revision, by=cast.reviewer)
    other = make_person("other", "Olga Other", "reviewer")
    at = revision.events.last().at
    reason = rules.why_not_review(revision, other)
    assert reason == f"Already approved by Rita Reviewer at {at:%H:%M} UTC."


@pytest.mark.acceptance(9)
def test_many_are_decided_in_one_action_and_the_skipped_are_listed(cast, sheet):
    cast.reviewer.groups.add(cast.coder.groups.get())
    good = [pending(sheet, number, "New.", by=cast.coder) for number in (14, 15, 20)]
    own = pending(sheet, 21, "Mine.", by=cast.reviewer)
    stale = pending(sheet, 22, "Stale.", by=cast.coder)
    screen = [*verdicts(APPROVE, [*good, own]), review.Verdict(APPROVE, stale, "another")]
    outcome = review.decide_many(screen, by=cast.reviewer)
    assert [verdict.revision.question for verdict in outcome.done] == [14, 15, 20]
    assert [verdict.revision.question for verdict, _ in outcome.skipped] == [21, 22]
    batches = {verdict.revision.events.last().batch for verdict in outcome.done}
    assert len(batches) == 1
    assert batches != {""}


def test_of_several_each_has_its_own_decision_and_comment(cast, sheet):
    cite, good, bare = (pending(sheet, number, "New.", by=cast.coder) for number in (14, 15, 20))
    screen = [
        *verdicts(RETURN, [cite], comment="Cite."),
        *verdicts(APPROVE, [good], comment="Well read."),
        *verdicts(RETURN, [bare]),
    ]
    outcome = review.decide_many(screen, by=cast.reviewer)
    assert set(Revision.objects.values_list("question", "status", "comment")) == {
        (14, "returned", "Cite."),
        (15, "approved", "Well read."),
        (20, "pending", ""),
    }
    ((skipped, why),) = outcome.skipped
    assert (skipped.revision.question, "needs a comment" in why) == (20, True)
    assert len({verdict.revision.events.last().batch for verdict in outcome.done}) == 1


def test_two_answers_to_one_question_are_not_approved_unseen_of_each_other(cast, sheet):
    both = [pending(sheet, 14, "New.", by=person) for person in (cast.coder, cast.second_coder)]
    outcome = review.decide_many(verdicts(APPROVE, both), by=cast.reviewer)
    assert outcome.done == []
    assert {why for _, why in outcome.skipped} == {
        "2 changes of Q14 of 4765 cannot be approved together. Approve one of them, then look at "
        "the others against the new answer."
    }
    first, other = verdicts(APPROVE, both[:1]), verdicts(RETURN, both[1:], comment="Less exact.")
    assert len(review.decide_many([*first, *other], by=cast.reviewer).done) == 2


@pytest.mark.acceptance(9)
def test_a_crash_in_the_middle_of_many_leaves_nothing_half_done(cast, monkeypatch):
    sheets = [make_sheet(4770), make_sheet(4775)]
    waiting = [pending(sheet, 14, "New.", by=cast.coder) for sheet in sheets]
    screen = verdicts(APPROVE, waiting)
    write = record_writer.write_approved

    def crash_at_second(row, sheet, **kwargs):
        if sheet.atop_id == 4775:
            raise OSError("The machine went down.")
        return write(row, sheet, **kwargs)

    monkeypatch.setattr("coding.workflow.verdicts.write_approved", crash_at_second)
    with pytest.raises(OSError, match="went down"):
        review.decide_many(screen, by=cast.reviewer)
    assert Revision.objects.pending().count() == 2
    assert not Formation.objects.filter(termination_dates="New.").exists()


def test_an_outsider_decides_nothing(cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    with pytest.raises(NotAllowed):
        approve(revision, by=cast.outsider)
    with pytest.raises(NotAllowed):
        review.decide_many(verdicts(APPROVE, [revision]), by=cast.admin)


@pytest.mark.acceptance(7)
@pytest.mark.parametrize("broken", ["self", "undated", "no reviewer", "no comment"])
def test_the_database_refuses_a_decision_that_breaks_a_promise(cast, sheet, broken):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    revision.status, revision.decided_at = Status.RETURNED, revision.saved_at
    revision.decided_by, revision.comment = cast.reviewer, "Mend."
    if broken == "self":
        revision.decided_by = cast.coder
    if broken == "undated":
        revision.decided_at = None
    if broken == "no reviewer":
        revision.decided_by = None
    if broken == "no comment":
        revision.comment = ""
    with pytest.raises(IntegrityError), transaction.atomic():
        revision.save()


def test_the_database_keeps_one_open_revision_per_author_and_question(cast, sheet):
    revision = draft(sheet, 14, "Ended.", by=cast.coder)
    revision.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        revision.save()
