"""The checks at work: errors block, new warnings want a reason, what stood before is nobody's."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coding.checks.registry import errors
from coding.checks.rule import ERROR, WARNING
from coding.codebook.cells import Coding
from coding.codebook.sheet import CodedPhase
from coding.models import Formation, Membership, Revision
from coding.models.approved_values import approved_state, with_codes
from coding.models.revision import Status
from coding.models.sheet import Sheet
from coding.workflow import drafts, review, starting_sheets
from coding.workflow.check_counts import checked
from coding.workflow.checking import Alliance, caused_by, with_revisions
from coding.workflow.checking_together import ChecksFound
from coding.workflow.refusals import StaleReview
from coding.workflow.transitions import APPROVE
from coding.workflow.verdicts import Verdict
from tests.coded_sheets import code, joins, leaves, owes, submit, with_members
from tests.factories import (
    approve,
    approved_change,
    draft,
    make_sheet,
    pending,
    seen,
    send_back,
    verdicts,
    withdraw,
)
from tests.published_phases import member, publish
from tests.shared_rows import shared

CONDITION = {"370/defcoadv": 1, "705/defcoadv": 1}
DEFENSE = {"370/defense": 1, "705/defense": 1}
REASON = "The COW list is wrong here."


@shared
def alliance(cast):
    """370 and 705 owe each other consultation and nothing else."""
    sheet = with_members(cast, "370", "705")
    code(cast, sheet, 16, owes("370", "consul") | owes("705", "consul"))
    return sheet


@shared
def doubted(cast, alliance):
    """A draft with a warning: Belarus was in the COW system in 1996."""
    return draft(alliance, 4, None, by=cast.coder, codes={"370/cowsys": 0})


def asked(revision, **reasons):
    """What stands against submitting the revision."""
    with pytest.raises(ChecksFound) as found:
        drafts.submit(revision, by=revision.author, **reasons)
    return found.value


def rules_of(refused):
    return [caused.finding.rule for caused in refused.against]


def whole(sheet):
    return with_codes(Sheet.objects.filter(pk=sheet.pk)).get()


def test_an_error_blocks_the_submission_and_names_the_question(cast, alliance):
    refused = asked(draft(alliance, 19, None, by=cast.coder, codes=CONDITION))
    assert str(refused).startswith("Q19: ")
    assert "defcoadv" in str(refused)
    assert "Enter 0 for defcoadv, or 1 for defense." in str(refused)
    assert [caused.finding.severity for caused in refused.against] == [ERROR]
    assert Revision.objects.get(question=19).status == Status.DRAFT


def test_no_reason_passes_an_error(cast, alliance):
    revision = draft(alliance, 19, None, by=cast.coder, codes=CONDITION)
    key = asked(revision).against[0].box
    assert asked(revision, reasons={key: "I know better."}).against


def test_a_new_warning_needs_a_reason(doubted):
    refused = asked(doubted)
    assert str(refused) == "Q4: A warning needs a reason before this can be submitted."
    assert [caused.finding.severity for caused in refused.against] == [WARNING]
    assert Revision.objects.get(pk=doubted.pk).status == Status.DRAFT


@pytest.mark.parametrize("blank", ["", "  \n"])
def test_a_blank_reason_is_none(doubted, blank):
    key = asked(doubted).against[0].box
    asked(doubted, reasons={key: blank})


def test_a_reason_for_something_else_does_not_pass_a_warning(doubted):
    asked(doubted, reasons={"4765-cowsys-00000000": REASON})


def test_the_reason_stays_with_the_revision(doubted, cast):
    (caused,) = asked(doubted).against
    done = drafts.submit(doubted, by=cast.coder, reasons={caused.box: f" {REASON} "})
    kept = {"key": caused.key, "rule": "cowsys", "found": caused.finding.found, "reason": REASON}
    assert done.status == Status.PENDING
    assert Revision.objects.get(pk=done.pk).warnings == [kept]
    assert approve(done, by=cast.reviewer).warnings == [kept]


def test_a_reason_that_was_given_is_not_asked_for_again(doubted, cast):
    key = asked(doubted).against[0].box
    drafts.submit(doubted, by=cast.coder, reasons={key: REASON})
    drafts.take_back(doubted, by=cast.coder)
    again = drafts.submit(doubted, by=cast.coder)
    assert [warning["reason"] for warning in again.warnings] == [REASON]


def test_a_reason_goes_with_the_warning_that_it_passed(doubted, cast, alliance):
    submit(doubted)
    drafts.take_back(doubted, by=cast.coder)
    mended = draft(alliance, 4, None, by=cast.coder, codes={"370/cowsys": 1})
    assert drafts.submit(mended, by=cast.coder).warnings == []


def test_a_warning_that_stood_in_the_record_before_is_not_asked_about(cast, alliance, doubted):
    approve(submit(doubted), by=cast.reviewer)
    change = draft(alliance, 4, None, by=cast.second_coder, codes={"bilat": 1})
    assert drafts.submit(change, by=cast.second_coder).warnings == []


def test_an_error_that_stood_in_the_record_before_does_not_hold_others_up(cast):
    unsound = {"200": member(200, nonagg=1, defcoadv=1), "220": member(220, nonagg=1)}
    publish(CodedPhase(1005, 0, Coding({}, unsound)))
    sheet = Sheet.objects.get()
    code(cast, sheet, 19, {"200/concoadv": None})
    code(cast, sheet, 19, {"200/defcoadv": 0})
    assert Membership.objects.get(member_id=200).defcoadv == 0


def test_a_draft_explains_nothing_and_is_named_as_what_goes_with_it(cast, alliance):
    draft(alliance, 16, None, by=cast.coder, codes=DEFENSE)
    refused = asked(draft(alliance, 19, None, by=cast.coder, codes=CONDITION))
    assert str(refused).endswith("It goes with your draft of Q16: submit them together.")


def test_drafts_that_explain_each_other_are_submitted_together(cast, alliance):
    obligation = draft(alliance, 16, None, by=cast.coder, codes=DEFENSE)
    condition = draft(alliance, 19, None, by=cast.coder, codes=CONDITION)
    done, refused = drafts.submit_many([condition, obligation], by=cast.coder)
    assert ([change.question for change in done], refused) == ([19, 16], [])
    (told,) = done[0].warnings
    assert (told["rule"], told["goes_with"]) == ("condition-needs-obligation", "Q16")
    assert done[1].warnings == []


def test_what_waits_for_review_explains_and_that_is_kept(cast, alliance):
    pending(alliance, 16, None, by=cast.coder, codes=DEFENSE)
    condition = pending(alliance, 19, None, by=cast.coder, codes=CONDITION)
    assert [warning["goes_with"] for warning in condition.warnings] == ["Q16"]


def test_what_others_have_in_review_explains_nothing(cast, alliance):
    pending(alliance, 16, None, by=cast.second_coder, codes=DEFENSE)
    asked(draft(alliance, 19, None, by=cast.coder, codes=CONDITION))


def test_the_drafts_of_others_do_not_count(cast, alliance):
    draft(alliance, 16, None, by=cast.second_coder, codes=DEFENSE)
    asked(draft(alliance, 19, None, by=cast.coder, codes=CONDITION))


def test_what_was_given_up_does_not_count(cast, alliance):
    obligation = draft(alliance, 16, None, by=cast.coder, codes={"370/defense": 1})
    withdraw(obligation, by=cast.coder)
    asked(draft(alliance, 19, None, by=cast.coder, codes={"370/defcoadv": 1}))


def test_an_approval_that_would_bring_an_error_is_refused(cast, alliance):
    obligation = pending(alliance, 16, None, by=cast.coder, codes=DEFENSE)
    condition = pending(alliance, 19, None, by=cast.coder, codes=CONDITION)
    with pytest.raises(ChecksFound, match=r"Q19: .* It goes with Q16, which waits too"):
        approve(condition, by=cast.reviewer)
    assert Membership.objects.get(member_id=370).defcoadv is None
    assert Revision.objects.get(pk=condition.pk).status == Status.PENDING
    approve(obligation, by=cast.reviewer)
    approve(condition, by=cast.reviewer)
    assert Membership.objects.get(member_id=370).defcoadv == 1


def test_an_error_that_two_approved_changes_bring_together_is_refused(cast, alliance):
    code(cast, alliance, 16, {"370/defense": 1, "705/defense": 1})
    condition = pending(alliance, 19, None, by=cast.coder, codes=CONDITION)
    without = {"370/defense": 0, "705/defense": 0}
    approve(pending(alliance, 16, None, by=cast.second_coder, codes=without), by=cast.reviewer)
    with pytest.raises(ChecksFound, match="defcoadv"):
        approve(condition, by=cast.reviewer)


def test_what_would_bring_an_error_can_still_be_returned(cast, alliance):
    pending(alliance, 16, None, by=cast.coder, codes=DEFENSE)
    condition = pending(alliance, 19, None, by=cast.coder, codes=CONDITION)
    returned = send_back(condition, by=cast.reviewer, comment="Defense is not approved.")
    assert returned.status == Status.RETURNED


def test_what_goes_together_is_approved_together_in_any_order(cast, alliance):
    obligation = pending(alliance, 16, None, by=cast.coder, codes=DEFENSE)
    condition = pending(alliance, 19, None, by=cast.coder, codes=CONDITION)
    outcome = review.decide_many(verdicts(APPROVE, [condition, obligation]), by=cast.reviewer)
    assert {verdict.revision.question for verdict in outcome.done} == {16, 19}


def test_of_many_the_one_that_brings_an_error_is_skipped_and_named(cast, alliance):
    pending(alliance, 16, None, by=cast.coder, codes=DEFENSE)
    condition = pending(alliance, 19, None, by=cast.coder, codes=CONDITION)
    mode = pending(alliance, 6, None, by=cast.coder, codes={"estmode": 1})
    outcome = review.decide_many(verdicts(APPROVE, [condition, mode]), by=cast.reviewer)
    assert [verdict.revision.question for verdict in outcome.done] == [6]
    ((skipped, why),) = outcome.skipped
    assert (skipped.revision.question, "defcoadv" in why) == (19, True)


def test_what_went_with_a_skipped_one_is_skipped_too(cast, alliance):
    obligation = pending(alliance, 16, None, by=cast.coder, codes=DEFENSE)
    condition = pending(alliance, 19, None, by=cast.coder, codes=CONDITION)
    (stale,) = verdicts(APPROVE, [obligation])
    screen = [replace(stale, seen="another"), *verdicts(APPROVE, [condition])]
    outcome = review.decide_many(screen, by=cast.reviewer)
    assert outcome.done == []
    assert {verdict.revision.question for verdict, _ in outcome.skipped} == {16, 19}


def test_a_warning_at_another_question_needs_a_reason_too(cast, alliance):
    code(cast, alliance, 15, {"370/termmode": 0, "370/termcaus": 0})
    refused = asked(draft(alliance, 14, None, by=cast.coder, codes=leaves("370", year=2000)))
    assert "exit-has-cause" in rules_of(refused)


def test_a_draft_that_needs_a_reason_is_skipped_among_many_and_named(cast, alliance, doubted):
    good = draft(alliance, 6, None, by=cast.coder, codes={"estmode": 1})
    done, skipped = drafts.submit_many([doubted, good], by=cast.coder)
    assert [change.question for change in done] == [6]
    assert [str(why) for _, why in skipped] == [str(asked(doubted))]


def test_prose_that_disagrees_with_a_code_wants_a_reason(cast, alliance):
    code(cast, alliance, 8, {"proadd": 2})
    refused = asked(draft(alliance, 8, "No.", by=cast.coder))
    assert rules_of(refused) == ["answer-and-code"]


def test_prose_is_held_against_the_codes_of_a_sheet_without_members_too(cast, sheet):
    code(cast, sheet, 8, {"proadd": 2})
    refused = asked(draft(sheet, 8, "No.", by=cast.coder))
    assert rules_of(refused) == ["answer-and-code"]


def test_an_approval_is_bound_to_the_reasons_on_the_screen(cast, alliance):
    code(cast, alliance, 8, {"proadd": 2})
    revision = draft(alliance, 8, "No.", by=cast.coder)
    key = asked(revision).against[0].box
    on_screen = seen(drafts.submit(revision, by=cast.coder, reasons={key: "First."}))
    drafts.take_back(revision, by=cast.coder)
    drafts.submit(revision, by=cast.coder, reasons={key: "Second."})
    with pytest.raises(StaleReview):
        review.decide(Verdict(APPROVE, revision, on_screen), by=cast.reviewer)


def test_prose_and_code_that_are_drafted_together_are_judged_together(cast, alliance):
    code(cast, alliance, 8, {"proadd": 2})
    both = draft(alliance, 8, "No.", by=cast.coder, codes={"proadd": 0})
    assert drafts.submit(both, by=cast.coder).warnings == []


def test_taking_a_member_off_takes_what_others_owe_it_off(cast):
    sheet = with_members(cast, "365", "370", "705")
    every = owes("365", "consul") | owes("370", "consul", "defense") | owes("705", "consul")
    code(cast, sheet, 16, every)
    code(cast, sheet, 4, {"bilat": 0})
    code(cast, sheet, 24, {"asymm": 1, "370/obvary": 1, "370>365/defense": 0})
    gone = Revision(sheet=sheet, question=4, codes={"365/member": None})
    after = with_revisions(approved_state(whole(sheet)), [gone])
    assert list(after.coding.members) == ["370", "705"]
    assert after.coding.pairs == {}


def test_a_proposal_without_its_code_is_as_if_it_had_not_been_coded(cast, alliance):
    taken_back = Revision(sheet=alliance, question=16, codes={"370/consul": None})
    after = with_revisions(approved_state(whole(alliance)), [taken_back])
    assert "consul" not in after.coding.members["370"]
    assert after.coding.members["705"]["consul"] == 1


def test_findings_are_brought_only_where_they_say_something_else(cast, alliance):
    changed = Revision(sheet=alliance, question=4, codes={"370/cowsys": 0})
    (found,) = caused_by(Alliance.of(alliance), [changed])
    assert found.finding.rule == "cowsys"
    approve(submit(draft(alliance, 4, None, by=cast.coder, codes=changed.codes)), by=cast.reviewer)
    assert caused_by(Alliance.of(alliance), [changed]) == []


def reading(sql):
    tables = ("coding_state", "coding_war", "coding_participation")
    return any(f'FROM "{table}' in sql for table in tables)


def test_a_sheet_without_codes_reads_no_lists(cast, sheet):
    revision = draft(sheet, 14, "Ended.", by=cast.coder)
    with CaptureQueriesContext(connection) as submission:
        drafts.submit(revision, by=cast.coder)
    on_screen = seen(revision)
    with CaptureQueriesContext(connection) as approval:
        review.decide(Verdict(APPROVE, revision, on_screen), by=cast.reviewer)
    every = [query["sql"] for query in (*submission.captured_queries, *approval.captured_queries)]
    assert [sql for sql in every if reading(sql)] == []


def test_every_sheet_is_checked_in_order_of_its_number(cast, alliance):
    make_sheet(1020, 2)
    make_sheet(1020, 1)
    started = starting_sheets.start_sheet(5100, 0, by=cast.coder)
    found = {sheet.key: sheet.findings for sheet in checked()}
    assert list(found) == ["1020.1", "1020.2", "4765"]
    assert started.key not in found
    assert found["1020.1"] == []  # nothing is coded there
    assert errors(found["4765"]) == []


def test_the_phases_of_an_alliance_are_checked_together(db):
    roster = {"200": member(200, nonagg=1), "220": member(220, nonagg=1)}
    publish(CodedPhase(1010, 1, Coding({}, roster)), CodedPhase(1010, 2, Coding({}, roster)))
    found = {sheet.key: {finding.rule for finding in sheet.findings} for sheet in checked()}
    assert "phase-follows" not in found["1010.1"]
    assert "phase-follows" in found["1010.2"]


def test_the_number_of_queries_of_all_checks_does_not_grow(db, django_assert_num_queries):
    def publish_some(first, label):
        roster = {"200": member(200, nonagg=1), "220": member(220, nonagg=1)}
        publish(
            *(CodedPhase(number, 0, Coding({}, roster)) for number in range(first, first + 5)),
            label=label,
        )

    publish_some(1100, "5.7")
    with CaptureQueriesContext(connection) as few:
        checked()
    publish_some(1200, "5.8")
    with django_assert_num_queries(len(few)):
        checked()


def test_what_is_not_coded_is_approved_without_a_check(cast, sheet):
    change = approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    assert change.warnings == []
    assert Formation.objects.get().estmode is None


def test_a_roster_of_one_is_no_alliance(cast, sheet):
    refused = asked(draft(sheet, 4, None, by=cast.coder, codes=joins("370")))
    assert "only member" in str(refused)
