"""Numeric codes: proposed beside the prose, approved to the cell, and three ways of saying none."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from coding.codebook.cells import MISSING
from coding.models import Formation, Membership, PairObligation, Revision, Sheet, State
from coding.models.approved_values import approved_coding, member_coding
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import Status
from coding.workflow import drafts, record_writer, review, starting_sheets
from coding.workflow.drafts import TypedAnswer
from coding.workflow.phases import start_phase
from coding.workflow.proposed_codes import TypedCodes, next_spell, replaced_by
from coding.workflow.refusals import DraftConflict, NotAllowed, Refused, StaleReview
from coding.workflow.transitions import APPROVE
from coding.workflow.verdicts import Verdict
from tests.coded_sheets import code, joins, leaves, owes, submit, with_members
from tests.factories import (
    approve,
    approved_change,
    draft,
    make_person,
    make_sheet,
    pending,
    seen,
    send_back,
    verdicts,
)
from tests.published_phases import publish, two
from tests.shared_rows import shared


def save(sheet, number, by, codes, *, text=None, note="Because.", edits=0):
    """Save what a page holds: ``codes`` are what was typed, and what was shown as approved."""
    answer = TypedAnswer(text, note, TypedCodes(*codes), edits)
    return drafts.save_draft(sheet, BY_NUMBER[number], answer, by=by)


def approved(sheet):
    return member_coding(sheet).cells


def test_a_draft_of_codes_alone_leaves_the_prose(cast, sheet):
    proposed = draft(sheet, 6, None, by=cast.coder, codes={"estmode": 1})
    assert (proposed.codes, proposed.base_codes) == ({"estmode": 1}, {"estmode": None})
    assert proposed.text == proposed.base == "Answer 6."
    assert not proposed.changes_text


def test_codes_of_a_draft_are_in_no_column_and_no_history(cast, sheet):
    rows = Formation.history.count()
    draft(sheet, 6, None, by=cast.coder, codes={"estmode": 1})
    draft(sheet, 4, None, by=cast.coder, codes=joins("370", "705"))
    assert Formation.objects.get().estmode is None
    assert Formation.history.count() == rows
    assert not Membership.objects.exists()
    assert not Membership.history.exists()


def test_prose_and_codes_by_two_people_do_not_undo_each_other(cast, sheet):
    prose = pending(sheet, 6, "An executive agreement.", by=cast.coder)
    codes = pending(sheet, 6, None, by=cast.second_coder, codes={"estmode": 0})
    approve(prose, by=cast.reviewer)
    approve(codes, by=cast.reviewer)
    row = Formation.objects.get()
    assert (row.means_of_establishment, row.estmode) == ("An executive agreement.", 0)


def test_codes_approved_first_survive_the_prose_approved_later(cast, sheet):
    prose = pending(sheet, 6, "An executive agreement.", by=cast.coder)
    codes = pending(sheet, 6, None, by=cast.second_coder, codes={"estmode": 0})
    approve(codes, by=cast.reviewer)
    approve(prose, by=cast.reviewer)
    row = Formation.objects.get()
    assert (row.means_of_establishment, row.estmode) == ("An executive agreement.", 0)


def test_two_codes_of_one_question_by_two_people_do_not_undo_each_other(cast, sheet):
    change = pending(sheet, 2, None, by=cast.coder, codes={"cowid": 3001})
    two = pending(sheet, 2, None, by=cast.second_coder, codes={"cow4id": 353})
    approve(change, by=cast.reviewer)
    approve(two, by=cast.reviewer)
    row = Formation.objects.get()
    assert (row.cowid, row.cow4id) == (3001, 353)


def test_an_approved_revision_of_codes_says_what_it_replaced(cast, sheet):
    code(cast, sheet, 6, {"estmode": 1})
    slow = pending(sheet, 6, None, by=cast.coder, codes={"estmode": MISSING})
    code_of_another = pending(sheet, 6, None, by=cast.second_coder, codes={"estmode": 0})
    approve(code_of_another, by=cast.reviewer)
    done = approve(slow, by=cast.reviewer)
    assert (done.base_codes, done.codes) == ({"estmode": 0}, {"estmode": MISSING})


@pytest.mark.acceptance(5)
def test_saving_boxes_that_say_what_is_approved_writes_nothing(cast, sheet):
    code(cast, sheet, 6, {"estmode": 1})
    revisions = Revision.objects.count()
    assert save(sheet, 6, cast.coder, ({"estmode": 1}, {"estmode": 1}), note="") is None
    assert Revision.objects.count() == revisions


def test_saving_the_same_codes_again_writes_nothing(cast, sheet):
    first = save(sheet, 6, cast.coder, ({"estmode": 1}, {"estmode": None}))
    again = save(sheet, 6, cast.coder, ({"estmode": 1}, {"estmode": None}), edits=1)
    retried = save(sheet, 6, cast.coder, ({"estmode": 1}, {"estmode": None}), edits=0)
    assert first.edits == again.edits == retried.edits == 1
    assert first.saved_at == again.saved_at == retried.saved_at


def test_a_code_typed_back_to_what_is_approved_leaves_the_draft(cast, sheet):
    code(cast, sheet, 2, {"cowid": 3001, "cow4id": 353})
    shown = {"cowid": 3001, "cow4id": 353}
    save(sheet, 2, cast.coder, ({"cowid": 3002, "cow4id": 354}, shown))
    kept = save(sheet, 2, cast.coder, ({"cowid": 3001, "cow4id": 354}, shown), edits=1)
    assert (kept.codes, kept.base_codes) == ({"cow4id": 354}, {"cow4id": 353})


def test_a_code_without_a_box_on_the_page_stays_in_the_draft(cast, sheet):
    save(sheet, 2, cast.coder, ({"cowid": 3001}, {"cowid": None}))
    kept = save(sheet, 2, cast.coder, ({"cow4id": 353}, {"cow4id": None}), edits=1)
    assert kept.codes == {"cowid": 3001, "cow4id": 353}


def test_a_stale_page_does_not_propose_to_go_back(cast, sheet):
    code(cast, sheet, 6, {"estmode": 0})
    stale = ({"estmode": 0}, {"estmode": 0})
    code(cast, sheet, 6, {"estmode": 1})
    kept = save(sheet, 6, cast.coder, stale, text="By exchange of notes.")
    assert kept.codes == {}
    approve(drafts.submit(kept, by=cast.coder), by=cast.reviewer)
    assert Formation.objects.get().estmode == 1


def test_two_tabs_of_one_person_never_lose_codes(cast, sheet):
    save(sheet, 6, cast.coder, ({"estmode": 1}, {"estmode": None}))
    with pytest.raises(DraftConflict) as conflict:
        save(sheet, 6, cast.coder, ({"estmode": 0}, {"estmode": None}), edits=0)
    assert conflict.value.stored.codes == {"estmode": 1}
    assert Revision.objects.get().codes == {"estmode": 1}


def test_codes_in_review_are_taken_back_before_they_are_changed(cast, sheet):
    revision = pending(sheet, 6, None, by=cast.coder, codes={"estmode": 1})
    with pytest.raises(DraftConflict, match="in review"):
        save(sheet, 6, cast.coder, ({"estmode": 0}, {"estmode": None}), edits=revision.edits)


def test_codes_that_say_nothing_new_are_not_submitted(cast, sheet):
    waiting = draft(sheet, 6, None, by=cast.coder, codes={"estmode": 1})
    approve(pending(sheet, 6, None, by=cast.second_coder, codes={"estmode": 1}), by=cast.reviewer)
    with pytest.raises(Refused, match="already approved"):
        drafts.submit(waiting, by=cast.coder)
    assert Revision.objects.get(pk=waiting.pk).status == Status.DRAFT


def test_changing_an_approved_code_needs_a_reason_and_a_first_coding_does_not(cast, sheet):
    first = draft(sheet, 6, None, by=cast.coder, codes={"estmode": 1}, note="")
    approve(drafts.submit(first, by=cast.coder), by=cast.reviewer)
    change = draft(sheet, 6, None, by=cast.coder, codes={"estmode": 0}, note="")
    with pytest.raises(Refused, match="say why"):
        drafts.submit(change, by=cast.coder)


def test_taking_an_approved_code_back_needs_a_reason(cast, sheet):
    code(cast, sheet, 6, {"estmode": 1})
    change = draft(sheet, 6, None, by=cast.coder, codes={"estmode": None}, note="")
    with pytest.raises(Refused, match="say why"):
        drafts.submit(change, by=cast.coder)


@pytest.mark.parametrize(
    "cell",
    [
        "pubsecr",  # of question 7
        "370/estmode/1",
        "estmode2",
        "phase",
        "370/active",
        "200>220/estmode",
        "370/defense",
        "",
        "estmode ",
    ],
)
def test_cells_that_are_not_entered_at_the_question_are_refused(cast, sheet, cell):
    with pytest.raises(Refused, match="not entered at question 6"):
        save(sheet, 6, cast.coder, ({cell: 1}, {}))
    assert not Revision.objects.exists()


@pytest.mark.parametrize(
    ("number", "cell"),
    [(16, "defense"), (16, "0370/defense"), (16, "٣٧٠/defense"), (24, "370>370/defense")],
)
def test_a_cell_has_one_way_to_be_written(cast, sheet, number, cell):
    with pytest.raises(Refused, match="not entered at question"):
        save(sheet, number, cast.coder, ({cell: 1}, {}))


def test_a_member_is_entered_under_its_own_code(cast, sheet):
    with pytest.raises(Refused, match="370"):
        draft(sheet, 4, None, by=cast.coder, codes=joins("370", "705") | {"370/member": 365})


@pytest.mark.parametrize("stranger", ["reviewer", "admin", "outsider"])
def test_only_coders_propose_codes(cast, sheet, stranger):
    with pytest.raises(NotAllowed):
        save(sheet, 6, getattr(cast, stranger), ({"estmode": 1}, {}))


def test_an_approval_writes_the_column_with_author_reviewer_note_and_revision(cast, sheet):
    rows = Formation.history.count()
    revision = pending(sheet, 6, None, by=cast.coder, codes={"estmode": 1}, note="Article 9.")
    approve(revision, by=cast.reviewer)
    row = Formation.history.latest()
    assert Formation.objects.get().estmode == row.estmode == 1
    assert Formation.history.count() == rows + 1
    assert (row.history_user, row.author_name) == (cast.reviewer, "Clara Coder")
    assert (row.history_change_reason, row.revision_id) == ("Article 9.", revision.pk)


def test_members_join_with_one_history_row_each(cast, sheet):
    revision = pending(sheet, 4, None, by=cast.coder, codes=joins("370", "705"), note="Article 1.")
    approve(revision, by=cast.reviewer)
    assert [membership.key for membership in sheet.memberships.all()] == ["370", "705"]
    assert [
        (membership.yrent, membership.moent, membership.dayent)
        for membership in sheet.memberships.all()
    ] == [(1996, 1, 17)] * 2
    rows = Membership.history.all()
    assert {row.member_id for row in rows} == {370, 705}
    assert {(row.history_user_id, row.revision_id) for row in rows} == {
        (cast.reviewer.pk, revision.pk)
    }
    assert {(row.author_name, row.history_change_reason) for row in rows} == {
        ("Clara Coder", "Article 1.")
    }


def test_only_the_members_whose_codes_change_get_a_history_row(cast):
    sheet = with_members(cast, "370", "705")
    code(cast, sheet, 16, owes("370", "defense") | owes("705", "defense"))
    rows = Membership.history.count()
    code(cast, sheet, 16, {"370/consul": 1, "705/consul": 0, "705/defense": 1})
    assert Membership.history.count() == rows + 1
    assert approved(sheet)["370/consul"] == 1
    assert approved(sheet)["705/consul"] == 0


def test_a_member_leaves_and_comes_back_with_codes_of_its_own(cast):
    sheet = with_members(cast, "370", "705", "365")
    code(cast, sheet, 16, owes("370", "defense") | owes("365", "consul") | owes("705", "consul"))
    code(cast, sheet, 14, leaves("370", year=1999))
    assert next_spell(member_coding(sheet).members, 370) == "370.2"
    code(cast, sheet, 4, joins("370.2", year=2005))
    code(cast, sheet, 16, owes("370.2", "consul"))
    coding = member_coding(sheet)
    assert list(coding.members) == ["365", "370", "370.2", "705"]
    assert (coding.members["370"]["yrexit"], coding.members["370.2"]["yrent"]) == (1999, 2005)
    assert (coding.members["370"]["defense"], coding.members["370.2"]["defense"]) == (1, 0)


def test_a_member_taken_off_goes_with_its_codes_and_leaves_its_history(cast):
    sheet = with_members(cast, "370", "705", "365")
    code(cast, sheet, 16, owes("365", "defense"))
    gone = code(cast, sheet, 4, {"365/member": None})
    assert list(member_coding(sheet).members) == ["370", "705"]
    rows = list(Membership.history.filter(member_id=365).order_by("history_id"))
    assert [row.history_type for row in rows] == ["+", "~", "-"]
    assert rows[1].defense == 1
    assert (rows[-1].revision_id, rows[-1].history_user_id) == (gone.pk, cast.reviewer.pk)
    assert (rows[-1].author_name, rows[-1].history_change_reason) == ("Clara Coder", "Because.")


def test_a_member_taken_off_can_be_put_back(cast):
    sheet = with_members(cast, "370", "705", "365")
    code(cast, sheet, 16, owes("365", "defense"))
    code(cast, sheet, 4, {"365/member": None})
    code(cast, sheet, 4, joins("365", year=1997))
    assert member_coding(sheet).members["365"] == {
        "member": 365,
        "yrent": 1997,
        "moent": 1,
        "dayent": 17,
    }


def test_taking_a_member_off_needs_a_reason(cast):
    sheet = with_members(cast, "370", "705", "365")
    revision = draft(sheet, 4, None, by=cast.coder, codes={"365/member": None}, note="")
    with pytest.raises(Refused, match="say why"):
        drafts.submit(revision, by=cast.coder)


def test_a_member_that_two_people_take_off_is_gone_once(cast):
    sheet = with_members(cast, "370", "705", "365")
    both = [
        pending(sheet, 4, None, by=person, codes={"365/member": None})
        for person in (cast.coder, cast.second_coder)
    ]
    for revision in both:
        approve(revision, by=cast.reviewer)
    assert Membership.history.filter(history_type="-").count() == 1


def test_codes_of_a_member_that_is_not_approved_yet_wait_for_it(cast):
    sheet = with_members(cast, "370", "705")
    roster = pending(sheet, 4, None, by=cast.coder, codes=joins("365", year=1997))
    codes = pending(sheet, 16, None, by=cast.coder, codes=owes("365", "defense"))
    with pytest.raises(Refused, match="365 is not among the approved members yet"):
        approve(codes, by=cast.reviewer)
    assert Revision.objects.get(pk=codes.pk).status == Status.PENDING
    approve(roster, by=cast.reviewer)
    approve(codes, by=cast.reviewer)
    assert approved(sheet)["365/defense"] == 1


def test_a_state_that_the_reference_data_do_not_know_does_not_join(cast):
    sheet = with_members(cast, "370", "705")
    assert not State.objects.filter(code=9998).exists()
    revision = submit(draft(sheet, 4, None, by=cast.coder, codes=joins("9998")))
    with pytest.raises(Refused, match="9998 is no state of the reference data"):
        approve(revision, by=cast.reviewer)
    assert not Membership.objects.filter(member_id=9998).exists()


@shared
def varying(cast):
    """An alliance in which 370 owes different things to different members."""
    sheet = with_members(cast, "370", "705", "365")
    every = [owes(key, "defense", "consul") for key in ("370", "705", "365")]
    code(cast, sheet, 16, every[0] | every[1] | every[2])
    code(cast, sheet, 4, {"bilat": 0})
    return sheet


PAIR = {"asymm": 1, "370/obvary": 1, "370>365/defense": 0, "370>365/consul": 1}


def test_what_a_member_owes_one_other_is_kept_with_history(cast, varying):
    revision = code(cast, varying, 24, PAIR)
    pair = PairObligation.objects.get()
    assert (str(pair), pair.defense, pair.consul, pair.offense) == (
        "370 owes 365 in 4765",
        0,
        1,
        None,
    )
    row = PairObligation.history.get()
    assert (row.revision_id, row.history_user, row.author_name) == (
        revision.pk,
        cast.reviewer,
        "Clara Coder",
    )
    assert member_coding(varying).pairs == {("370", "365"): {"defense": 0, "consul": 1}}


def test_a_pair_whose_codes_are_all_taken_back_is_taken_off(cast, varying):
    code(cast, varying, 24, PAIR)
    code(cast, varying, 24, {"370>365/defense": None})
    assert member_coding(varying).pairs == {("370", "365"): {"consul": 1}}
    code(cast, varying, 24, {"370>365/consul": None, "370/obvary": 0})
    assert not PairObligation.objects.exists()
    types = PairObligation.history.order_by("history_id").values_list("history_type", flat=True)
    assert list(types) == ["+", "~", "-"]


def test_a_member_taken_off_takes_its_pairs_along_in_both_directions(cast, varying):
    code(cast, varying, 24, PAIR | {"705/obvary": 1, "705>370/defense": 0})
    code(cast, varying, 4, {"370/member": None})
    assert not PairObligation.objects.exists()
    assert list(member_coding(varying).members) == ["365", "705"]
    assert PairObligation.history.filter(history_type="-").count() == 2


def test_pairs_of_a_member_that_is_not_approved_yet_wait_for_it(cast, varying):
    codes = {"asymm": 1, "370/obvary": 1, "370>704/defense": 0}
    revision = submit(draft(varying, 24, None, by=cast.coder, codes=codes))
    with pytest.raises(Refused, match="704 is not among the approved members yet"):
        approve(revision, by=cast.reviewer)
    assert not PairObligation.objects.exists()


def test_pairs_are_read_wherever_they_stand(cast, varying):
    code(cast, varying, 24, PAIR)
    code(cast, varying, 24, {"370/obvary": None})
    assert member_coding(varying).pairs == {("370", "365"): {"defense": 0, "consul": 1}}
    assert replaced_by(varying, BY_NUMBER[24], ["370>365/defense"]) == {"370>365/defense": 0}


def test_an_alliance_level_code_may_be_a_members_own(cast):
    sheet = with_members(cast, "370", "705")
    code(cast, sheet, 2, {"cowid": 3616})
    code(cast, sheet, 2, {"370/cowid": 3617})
    coding = approved_coding(sheet)
    assert (coding.alliance["cowid"], coding.members["370"]["cowid"]) == (3616, 3617)
    assert replaced_by(sheet, BY_NUMBER[2], ["370/cowid", "cowid"]) == {
        "370/cowid": 3617,
        "cowid": 3616,
    }
    code(cast, sheet, 2, {"370/cowid": None})
    assert Membership.objects.get(member_id=370).own == {}
    assert Membership.history.filter(member_id=370).count() == 3


def test_a_member_keeps_codes_of_its_own_when_another_one_is_added(cast):
    sheet = with_members(cast, "370", "705")
    code(cast, sheet, 2, {"370/cowid": 3617})
    code(cast, sheet, 2, {"370/cow4id": 300})
    code(cast, sheet, 16, {"370/consul": 1})
    assert Membership.objects.get(member_id=370).own == {"cowid": 3617, "cow4id": 300}


def test_an_approval_over_a_code_that_changed_meanwhile_is_refused(cast, sheet):
    code(cast, sheet, 6, {"estmode": 0})
    slow = pending(sheet, 6, None, by=cast.coder, codes={"estmode": 1})
    on_screen = seen(slow)
    approve(
        pending(sheet, 6, None, by=cast.second_coder, codes={"estmode": MISSING}), by=cast.reviewer
    )
    with pytest.raises(StaleReview):
        review.decide(Verdict(APPROVE, slow, on_screen), by=cast.reviewer)
    assert Formation.objects.get().estmode == MISSING
    assert approve(slow, by=cast.reviewer).base_codes == {"estmode": MISSING}


def test_an_approval_over_a_members_code_that_changed_meanwhile_is_refused(cast):
    sheet = with_members(cast, "370", "705")
    slow = pending(sheet, 16, None, by=cast.coder, codes={"370/consul": 1})
    on_screen = seen(slow)
    approve(
        pending(sheet, 16, None, by=cast.second_coder, codes={"370/consul": 0}), by=cast.reviewer
    )
    with pytest.raises(StaleReview):
        review.decide(Verdict(APPROVE, slow, on_screen), by=cast.reviewer)


@pytest.mark.acceptance(6)
def test_a_proposal_whose_codes_were_edited_meanwhile_is_not_approved_unseen(cast, sheet):
    revision = pending(sheet, 6, None, by=cast.coder, codes={"estmode": 1})
    on_screen = seen(revision)
    drafts.take_back(revision, by=cast.coder)
    pending(sheet, 6, None, by=cast.coder, codes={"estmode": 0})
    with pytest.raises(StaleReview):
        review.decide(Verdict(APPROVE, revision, on_screen), by=cast.reviewer)


def test_another_code_that_changed_meanwhile_does_not_hold_an_approval_up(cast, sheet):
    slow = pending(sheet, 2, None, by=cast.coder, codes={"cowid": 3001})
    on_screen = seen(slow)
    approve(pending(sheet, 2, None, by=cast.second_coder, codes={"cow4id": 3}), by=cast.reviewer)
    assert (
        review.decide(Verdict(APPROVE, slow, on_screen), by=cast.reviewer).status == Status.APPROVED
    )


def test_nobody_approves_codes_of_their_own(cast, sheet):
    both = make_person("both", "Bea Both", "coder")
    both.groups.add(cast.reviewer.groups.get())
    revision = pending(sheet, 6, None, by=both, codes={"estmode": 1})
    with pytest.raises(NotAllowed, match="You wrote this"):
        approve(revision, by=both)
    revision.refresh_from_db()
    revision.status, revision.decided_at = Status.APPROVED, revision.saved_at
    revision.decided_by = both
    with pytest.raises(IntegrityError), transaction.atomic():
        revision.save()


def test_returned_codes_change_nothing_and_a_new_draft_follows_them(cast, sheet):
    returned = send_back(
        pending(sheet, 6, None, by=cast.coder, codes={"estmode": 1}), by=cast.reviewer
    )
    assert Formation.objects.get().estmode is None
    assert draft(sheet, 6, None, by=cast.coder, codes={"estmode": 0}).follows_id == returned.pk


def test_many_with_codes_are_decided_in_one_action_and_the_skipped_are_listed(cast):
    sheet = with_members(cast, "370", "705")
    waiting = [
        pending(sheet, 6, None, by=cast.coder, codes={"estmode": 1}),
        pending(sheet, 16, None, by=cast.coder, codes=owes("370", "consul") | owes("705")),
        pending(sheet, 21, None, by=cast.coder, codes={"365/dipaid": 1}),
    ]
    outcome = review.decide_many(verdicts(APPROVE, waiting), by=cast.reviewer)
    assert [verdict.revision.question for verdict in outcome.done] == [6, 16]
    ((skipped, why),) = outcome.skipped
    assert (skipped.revision.question, "365 is not among" in why) == (21, True)


def test_a_crash_in_the_middle_of_many_with_codes_leaves_nothing_half_done(cast, monkeypatch):
    sheet = with_members(cast, "370", "705")
    waiting = [
        pending(sheet, 16, None, by=cast.coder, codes={"370/consul": 1, "705/consul": 1}),
        pending(sheet, 6, None, by=cast.coder, codes={"estmode": 1}),
    ]
    screen = verdicts(APPROVE, waiting)
    write = record_writer.write_approved

    def crash_at_question_6(row, sheet, *, revision, **how):
        if revision.question == 6:
            raise OSError("The machine went down.")
        return write(row, sheet, revision=revision, **how)

    monkeypatch.setattr("coding.workflow.verdicts.write_approved", crash_at_question_6)
    rows = Membership.history.count()
    with pytest.raises(OSError, match="went down"):
        review.decide_many(screen, by=cast.reviewer)
    assert Revision.objects.pending().count() == 2
    assert "370/consul" not in approved(sheet)
    assert Membership.history.count() == rows


def test_a_code_that_replaces_another_leaves_a_revision_note(cast):
    sheet = starting_sheets.start_sheet(5100, 0, by=cast.coder)
    first = code(cast, sheet, 6, {"estmode": 1})
    assert first.note_lines == []
    change = code(cast, sheet, 6, {"estmode": 0})
    day = change.decided_at
    assert change.note_lines == [
        f"Version 6.0: Q6 revised by Clara Coder on {day:%B} {day.day}, {day.year}"
    ]


def test_a_first_code_leaves_a_note_where_its_phase_was_published(cast):
    """A release knows the first phase as the only one; what is begun beside it is new."""
    publish(two(5100))
    only = Sheet.objects.get(atop_id=5100)
    second = start_phase(only, by=cast.coder)
    assert code(cast, second, 6, {"estmode": 1}).note_lines == []
    only.refresh_from_db()
    assert only.phase == 1
    (noted,) = code(cast, only, 36, {"base": 1}).note_lines
    assert "Q36 revised by Clara Coder" in noted


def test_a_sheet_enters_the_record_with_its_first_approved_code(cast):
    sheet = starting_sheets.start_sheet(5100, 0, by=cast.coder)
    change = code(cast, sheet, 4, joins("370", "705"))
    sheet.refresh_from_db()
    assert sheet.entered_at == change.decided_at


@pytest.mark.parametrize("value", [MISSING, 0, None])
def test_missing_zero_and_not_coded_stay_apart_from_draft_to_column(cast, sheet, value):
    code(cast, sheet, 6, {"estmode": 1})
    revision = pending(sheet, 6, None, by=cast.coder, codes={"estmode": value})
    assert Revision.objects.get(pk=revision.pk).codes == {"estmode": value}
    done = approve(revision, by=cast.reviewer)
    row = Formation.objects.get()
    assert row.estmode == Formation.history.latest().estmode == value
    assert done.events.last().codes == {"estmode": value}
    assert replaced_by(sheet, BY_NUMBER[6], ["estmode"]) == {"estmode": value}


@pytest.mark.parametrize("value", [MISSING, 0, None])
def test_missing_zero_and_not_coded_stay_apart_for_members(cast, value):
    sheet = with_members(cast, "370", "705")
    code(cast, sheet, 21, {"370/dipaid": 1})
    code(cast, sheet, 21, {"370/dipaid": value})
    assert approved(sheet).get("370/dipaid", "absent") == ("absent" if value is None else value)


def test_an_answer_approved_beside_codes_in_one_revision_changes_both(cast, sheet):
    revision = pending(sheet, 6, "A treaty.", by=cast.coder, codes={"estmode": 1})
    approve(revision, by=cast.reviewer)
    row = Formation.objects.get()
    assert (row.means_of_establishment, row.estmode) == ("A treaty.", 1)
    assert Formation.history.filter(revision=revision).count() == 1


def test_prose_alone_leaves_the_codes(cast, sheet):
    code(cast, sheet, 6, {"estmode": 1})
    approved_change(sheet, 6, "A treaty.", by=cast.coder, reviewer=cast.reviewer)
    assert Formation.objects.get().estmode == 1


def test_two_members_of_one_state_are_told_apart(cast, sheet):
    assert next_spell([], 370) == "370"
    assert next_spell(["370", "705"], 370) == "370.2"
    assert next_spell(["370", "370.2"], 370) == "370.3"


def test_a_sheet_without_sections_loaded_reads_its_codes_all_the_same(cast):
    sheet = make_sheet(4770)
    code(cast, sheet, 6, {"estmode": 1})
    assert approved_coding(type(sheet).objects.get(pk=sheet.pk)).alliance == {"estmode": 1}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for everything")
def test_an_approval_holds_its_members_and_not_their_states(cast):
    """Else two approvals on different sheets would wait for each other's states for ever."""
    sheet = with_members(cast, "370", "705")
    with CaptureQueriesContext(connection) as queries:
        code(cast, sheet, 16, {"370/consul": 1})
    held = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    of_states = [sql for sql in held if '"coding_state"' in sql]
    assert of_states
    assert all(sql.endswith('FOR UPDATE OF "coding_membership"') for sql in of_states)
