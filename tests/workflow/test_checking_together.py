"""Two proposals that explain each other: nothing is lost when only one of them is approved."""

import pytest

from coding.codebook.cells import Coding
from coding.codebook.sheet import CodedPhase
from coding.models import Membership, Revision, Sheet
from coding.models.revision import Status
from coding.workflow import drafts, review
from coding.workflow.approval import Consent
from coding.workflow.checking_together import ChecksFound
from coding.workflow.import_differences import ImportSource, file_revision
from coding.workflow.refusals import Refused
from coding.workflow.transitions import APPROVE
from coding.workflow.verdicts import Verdict
from tests.coded_sheets import code, leaves, owes, submit, with_members
from tests.factories import approve, draft, pending, seen, send_back, verdicts
from tests.published_phases import member, publish
from tests.shared_rows import shared

BOTH = ("370", "705")
IN_EFFECT = {f"{key}/{name}": 0 for key in BOTH for name in ("yrexit", "moexit", "dayexit")}
NO_CAUSE = {f"{key}/{name}": 0 for key in BOTH for name in ("termmode", "termcaus")}
EXIT = {**leaves("370", year=2006), **leaves("705", year=2006)}
CAUSE = {f"{key}/termmode": 1 for key in BOTH} | {f"{key}/termcaus": 7 for key in BOTH}
REASON = "The treaty lapsed, and nobody says why."


@shared
def alliance(cast) -> Sheet:
    return in_effect(cast)


def in_effect(cast, atop_id: int = 4765) -> Sheet:
    """370 and 705 are in effect, and coded so."""
    sheet = with_members(cast, *BOTH, atop_id=atop_id)
    code(cast, sheet, 16, owes("370", "consul") | owes("705", "consul"))
    code(cast, sheet, 14, IN_EFFECT)
    code(cast, sheet, 15, NO_CAUSE)
    return sheet


def exit_and_cause(cast, alliance) -> list[Revision]:
    """Q14 with the year of exit, Q15 with its cause, drafted by one coder."""
    return [
        draft(alliance, 14, None, by=cast.coder, codes=EXIT),
        draft(alliance, 15, None, by=cast.coder, codes=CAUSE),
    ]


def in_review(cast, alliance) -> list[Revision]:
    done, refused = drafts.submit_many(exit_and_cause(cast, alliance), by=cast.coder)
    assert refused == []
    return done


def refused_of(action, *given, **named) -> ChecksFound:
    with pytest.raises(ChecksFound) as found:
        action(*given, **named)
    return found.value


def rules_of(refused: ChecksFound) -> set[str]:
    return {caused.finding.rule for caused in refused.against}


def exits() -> set[int | None]:
    return set(Membership.objects.values_list("yrexit", flat=True))


def test_a_draft_of_question_15_does_not_pass_the_warning_of_question_14(cast, alliance):
    first, _ = exit_and_cause(cast, alliance)
    refused = refused_of(drafts.submit, first, by=cast.coder)
    assert rules_of(refused) == {"exit-has-cause"}
    assert "It goes with your draft of Q15: submit them together." in str(refused)


def test_submitted_together_they_pass_and_each_says_what_it_goes_with(cast, alliance):
    first, second = in_review(cast, alliance)
    assert {warning["goes_with"] for warning in first.warnings} == {"Q15"}
    assert {warning["goes_with"] for warning in second.warnings} == {"Q14"}


@pytest.mark.acceptance(26)
def test_when_one_is_returned_the_other_is_not_approved_without_a_reason(cast, alliance):
    first, second = in_review(cast, alliance)
    send_back(second, by=cast.reviewer)
    refused = refused_of(approve, first, by=cast.reviewer)
    assert rules_of(refused) == {"exit-has-cause"}
    assert str(refused) == "Q14: 2 warnings need a reason before this can be approved."
    assert exits() == {0}
    assert Revision.objects.get(pk=first.pk).status == Status.PENDING


@pytest.mark.acceptance(26)
def test_alone_it_is_refused_and_what_it_goes_with_is_named(cast, alliance):
    first, _ = in_review(cast, alliance)
    refused = refused_of(approve, first, by=cast.reviewer)
    assert "It goes with Q15, which waits too: decide on them together." in str(refused)


def test_together_they_are_approved(cast, alliance):
    outcome = review.decide_many(verdicts(APPROVE, in_review(cast, alliance)), by=cast.reviewer)
    assert (len(outcome.done), outcome.skipped) == (2, [])
    assert exits() == {2006}


def test_together_with_one_that_cannot_be_approved_it_is_skipped_too(cast, alliance):
    first, second = in_review(cast, alliance)
    on_screen = verdicts(APPROVE, [first, second])
    drafts.take_back(second, by=cast.coder)
    outcome = review.decide_many(on_screen, by=cast.reviewer)
    assert outcome.done == []
    assert {verdict.revision.question for verdict, _ in outcome.skipped} == {14, 15}
    assert exits() == {0}


def test_a_reviewer_may_give_the_reason_which_is_kept_with_the_name(cast, alliance):
    first, second = in_review(cast, alliance)
    send_back(second, by=cast.reviewer)
    refused = refused_of(approve, first, by=cast.reviewer)
    consent = Consent(reasons={caused.box: REASON for caused in refused.against})
    done = review.decide(Verdict(APPROVE, first, seen(first)), by=cast.reviewer, consent=consent)
    given = [warning for warning in done.warnings if "reason" in warning]
    assert {(reason["reason"], reason["by"]) for reason in given} == {(REASON, "Rita Reviewer")}
    assert Revision.objects.get(pk=first.pk).warnings == done.warnings
    assert exits() == {2006}


def test_a_reason_of_the_author_passes_the_warning_at_the_decision_too(cast, alliance):
    first = submit(draft(alliance, 14, None, by=cast.coder, codes=EXIT))
    assert approve(first, by=cast.reviewer).status == Status.APPROVED


def test_a_reason_for_what_stood_then_does_not_pass_what_would_stand_now(cast, alliance):
    first = submit(draft(alliance, 14, None, by=cast.coder, codes=EXIT))
    uncoded = draft(alliance, 15, None, by=cast.second_coder, codes={"370/termcaus": None})
    approve(submit(uncoded), by=cast.reviewer)
    refused = refused_of(approve, first, by=cast.reviewer)
    assert [caused.finding.cells for caused in refused.against] == [("705/termcaus", "705/yrexit")]


def test_what_an_import_filed_needs_a_reason_of_the_reviewer(cast, alliance):
    source = ImportSource("a file", "Imported from a file", cast.admin, alliance.started_at)
    filed = file_revision(alliance, 14, source, codes=EXIT, base_codes=IN_EFFECT)
    refused = refused_of(approve, filed, by=cast.reviewer)
    consent = Consent(reasons={caused.box: REASON for caused in refused.against})
    review.decide(Verdict(APPROVE, filed, seen(filed)), by=cast.reviewer, consent=consent)
    assert exits() == {2006}


def test_the_same_warning_on_two_sheets_passes_with_a_reason_for_each(cast, alliance):
    other = in_effect(cast, 4775)
    source = ImportSource("a file", "Imported from a file", cast.admin, alliance.started_at)
    filed = [
        file_revision(sheet, 14, source, codes=EXIT, base_codes=IN_EFFECT)
        for sheet in (alliance, other)
    ]
    against = [
        caused
        for change in filed
        for caused in refused_of(approve, change, by=cast.reviewer).against
    ]
    assert len({caused.key for caused in against}) < len(against)  # the words are the same
    consent = Consent(
        reasons={caused.box: f"So it is in {caused.sheet.key}." for caused in against}
    )
    review.decide_many(verdicts(APPROVE, filed), by=cast.reviewer, consent=consent)
    for revision in Revision.objects.filter(pk__in=[change.pk for change in filed]):
        assert {kept["reason"] for kept in revision.warnings} == {
            f"So it is in {revision.sheet.key}."
        }


def test_what_is_submitted_later_may_rely_on_what_waits_and_says_so(cast, alliance):
    first, second = exit_and_cause(cast, alliance)
    submit(first)
    assert drafts.submit(second, by=cast.coder).warnings[0]["goes_with"] == "Q14"


def test_an_approval_brings_no_warning_to_another_phase_without_a_reason(cast):
    roster = {key: member(int(key), nonagg=1) for key in ("200", "220")}
    ended = {
        key: {**codes, "yrexit": 1860, "moexit": 5, "dayexit": 1} for key, codes in roster.items()
    }
    later = {key: {**codes, "yrent": 1860} for key, codes in roster.items()}
    publish(
        CodedPhase(1010, 1, Coding({"length": 0}, ended)),
        CodedPhase(1010, 2, Coding({"length": 12}, later)),
    )
    first = Sheet.objects.get(atop_id=1010, phase=1)
    earlier = {f"{key}/yrexit": 1855 for key in roster}
    refused = refused_of(
        drafts.submit, draft(first, 14, None, by=cast.coder, codes=earlier), by=cast.coder
    )
    elsewhere = [caused for caused in refused.against if caused.finding.rule == "phase-follows"]
    assert [caused.sheet.key for caused in elsewhere] == ["1010.2"]
    revision = submit(Revision.objects.get(sheet=first, status=Status.DRAFT))
    assert "1010.2" in [warning.get("sheet") for warning in revision.warnings]
    assert approve(revision, by=cast.reviewer).status == Status.APPROVED


def test_what_cannot_be_written_is_skipped_and_the_rest_is_approved(cast, alliance):
    good = pending(alliance, 6, None, by=cast.coder, codes={"estmode": 1})
    stranger = pending(alliance, 16, None, by=cast.coder, codes={"200/defense": 0})
    outcome = review.decide_many(verdicts(APPROVE, [good, stranger]), by=cast.reviewer)
    assert [verdict.revision.question for verdict in outcome.done] == [6]
    ((skipped, why),) = outcome.skipped
    assert (skipped.revision.question, why.startswith("200 is not among")) == (16, True)
    with pytest.raises(Refused, match="200 is not among"):
        approve(stranger, by=cast.reviewer)
