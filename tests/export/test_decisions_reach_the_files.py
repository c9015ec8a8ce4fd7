"""From a decision to the dataset file: nothing leaves it by a slip, or goes unexplained."""

import pytest
from django.core.management import call_command

from coding.export.nightly import export
from coding.models import Membership, Revision, Sheet
from coding.models.compiled_queries import REVISION_WITH_SHEET
from coding.models.revision import Status
from coding.pages.approval import approvals_of
from coding.workflow import drafts, review, starting_sheets
from coding.workflow.approval import Consent
from coding.workflow.checking import Alliance
from coding.workflow.checking_together import ChecksFound
from coding.workflow.published_rows import Unconfirmed, token_of, what_leaves
from coding.workflow.transitions import APPROVE
from coding.workflow.verdicts import Verdict
from tests.coded_sheets import leaves, owes, submit
from tests.export.read_back import rows, table
from tests.factories import approve, draft, pending, seen, send_back, verdicts
from tests.member_files import BELARUS, CANADA, FRANCE, RUSSIA, USA, alliance, write_member_file
from tests.shared_rows import shared

NATO, PACT = 3180, 4765
JOINING = {f"{FRANCE}/member": FRANCE, f"{FRANCE}/yrent": 1950, f"{FRANCE}/moent": 5}
OF_FRANCE = {
    4: {**JOINING, f"{FRANCE}/dayent": 5, f"{FRANCE}/cowsys": 1},
    14: {f"{FRANCE}/{name}": 0 for name in ("yrexit", "moexit", "dayexit")},
    16: owes(str(FRANCE), "defense"),
}
GONE = {f"{RUSSIA}/member": None, f"{BELARUS}/member": None}


@shared
def released(cast, tmp_path):
    """Release 5.1 in small: an alliance of two, and a pact."""
    member_file = write_member_file(
        tmp_path,
        alliance(NATO, USA, CANADA, entry="1950-05-05", defense=1, bilat=0),
        alliance(PACT, RUSSIA, BELARUS, nonagg=1, consul=1),
    )
    call_command("import_dataset", str(member_file), as_is=True, verbosity=0, skip_checks=True)
    return cast


def sheet(atop_id: int) -> Sheet:
    return Sheet.objects.get(atop_id=atop_id)


def proposed(cast, atop_id: int, number: int, codes) -> Revision:
    return submit(draft(sheet(atop_id), number, None, by=cast.coder, codes=codes))


def members(tmp_path, atop_id: int, **columns) -> list[str]:
    """The members of an alliance in the next export's member file."""
    root = tmp_path / "exports"
    export(root)
    found = rows(root / "latest", table(root / "latest"))
    return [row["member"] for row in found if row["atopid"] == str(atop_id)]


def confirmation(*revisions: Revision) -> Consent:
    """What a reviewer ticks who saw what leaves the files."""
    shown = what_leaves(Alliance.of(revisions[0].sheet), revisions)
    return Consent(confirmed=[token_of(shown)])


def test_a_roster_alone_takes_nobody_out_of_the_files_unless_that_is_confirmed(released, tmp_path):
    roster = proposed(released, NATO, 4, OF_FRANCE[4])
    with pytest.raises(Unconfirmed) as refused:
        approve(roster, by=released.reviewer)
    said = str(refused.value)
    assert said.startswith(
        f"Q4: Alliance {NATO} leaves the datasets: all of its 2 member rows of atop6_0m, and every "
        f"row that is made from them. Why: The row of member {FRANCE} of {NATO}"
    )
    assert "Tick that this is intended" in said
    assert members(tmp_path, NATO) == [str(USA), str(CANADA)]


def test_a_roster_with_the_codes_of_its_new_member_leaves_all_in_the_files(released, tmp_path):
    together = [proposed(released, NATO, number, codes) for number, codes in OF_FRANCE.items()]
    outcome = review.decide_many(verdicts(APPROVE, together), by=released.reviewer)
    assert (len(outcome.done), outcome.skipped) == (3, [])
    assert members(tmp_path, NATO) == [str(USA), str(CANADA), str(FRANCE)]


def test_what_a_reviewer_was_told_of_a_decision_is_what_the_export_tells(released, tmp_path):
    """A state joins, by its roster, dates and obligations together: nothing goes for a moment."""
    together = [proposed(released, NATO, number, codes) for number, codes in OF_FRANCE.items()]
    (shown,) = approvals_of([REVISION_WITH_SHEET.first(change.pk) for change in together])
    review.decide_many(verdicts(APPROVE, together), by=released.reviewer)
    root = tmp_path / "exports"
    export(root)
    changed = rows(root / "latest", "changes.csv")
    assert {row["decision"] for row in changed} == {"1"}
    assert changed[0]["codes_in_words"].startswith("220 France joins; cowsys ")
    assert (
        "defense owes defense (220 France): not coded yet → 1 yes" in changed[2]["codes_in_words"]
    )
    listed = rows(root / "latest", "moved-by-decision.csv")
    assert {row["went"] for row in listed} == {"0"}
    assert [tuple(int(row[n]) for n in ("came", "went", "changed")) for row in listed] == [
        (line.alone.added, line.alone.gone, line.alone.changed) for line in shown.files
    ]
    net = rows(root / "latest", "moved-by-alliance.csv")
    assert net == [{name: row[name] for name in net[0]} for row in listed]


@pytest.mark.acceptance(27)
def test_an_alliance_is_emptied_only_by_somebody_who_confirms_it(released, tmp_path):
    emptied = proposed(released, PACT, 4, GONE)
    with pytest.raises(Unconfirmed, match=r"Why: No member is coded yet\."):
        approve(emptied, by=released.reviewer)
    assert members(tmp_path, PACT) == [str(RUSSIA), str(BELARUS)]
    review.decide(
        Verdict(APPROVE, emptied, seen(emptied)),
        by=released.reviewer,
        consent=confirmation(emptied),
    )
    assert members(tmp_path, PACT) == []


def test_of_many_none_that_takes_an_alliance_out_is_approved_unconfirmed(released, tmp_path):
    emptied = proposed(released, PACT, 4, GONE)
    other = pending(sheet(NATO), 6, None, by=released.coder, codes={"estmode": 1})
    screen = verdicts(APPROVE, [emptied, other])
    outcome = review.decide_many(screen, by=released.reviewer)
    assert [verdict.revision.pk for verdict in outcome.done] == [other.pk]
    ((skipped, why),) = outcome.skipped
    assert (skipped.revision.pk, f"Alliance {PACT} leaves the datasets" in why) == (
        emptied.pk,
        True,
    )
    assert members(tmp_path, PACT) == [str(RUSSIA), str(BELARUS)]
    consent = confirmation(emptied)
    review.decide_many(verdicts(APPROVE, [emptied]), by=released.reviewer, consent=consent)
    assert members(tmp_path, PACT) == []


def test_a_confirmation_is_of_what_was_shown(released):
    alone = proposed(released, NATO, 4, {f"{RUSSIA}/member": RUSSIA})
    shown = confirmation(alone)
    joining = [proposed_by_second(released, number, codes) for number, codes in OF_FRANCE.items()]
    assert len(review.decide_many(verdicts(APPROVE, joining), by=released.reviewer).done) == 3
    with pytest.raises(Unconfirmed, match="all of its 3 member rows"):
        review.decide(Verdict(APPROVE, alone, seen(alone)), by=released.reviewer, consent=shown)


def proposed_by_second(cast, number: int, codes) -> Revision:
    return submit(draft(sheet(NATO), number, None, by=cast.second_coder, codes=codes))


def test_a_return_needs_no_confirmation(released):
    assert send_back(proposed(released, PACT, 4, GONE), by=released.reviewer)


def test_a_first_answer_of_a_new_phase_does_not_take_the_alliance_out_unsaid(released, tmp_path):
    phase = starting_sheets.start_sheet(PACT, 2, by=released.coder)
    first = pending(phase, 2, "A new treaty.", by=released.coder)
    with pytest.raises(Unconfirmed, match=f"Alliance {PACT} leaves the datasets"):
        approve(first, by=released.reviewer)
    assert members(tmp_path, PACT) == [str(RUSSIA), str(BELARUS)]
    consent = confirmation(first)
    review.decide(Verdict(APPROVE, first, seen(first)), by=released.reviewer, consent=consent)
    assert members(tmp_path, PACT) == []
    latest = tmp_path / "exports" / "latest"
    told = rows(latest, "moved-by-decision.csv")
    assert tuple(told[0][name] for name in ("questions", "phases", "went")) == ("", "2", "2")
    gone = {row["file"]: row["went"] for row in rows(latest, "moved-by-alliance.csv")}
    assert {row["file"]: row["went"] for row in told} == gone


def test_a_sheet_that_is_in_no_file_yet_is_coded_without_a_word(cast):
    started = starting_sheets.start_sheet(5100, 0, by=cast.coder)
    roster = submit(draft(started, 4, None, by=cast.coder, codes=OF_FRANCE[4] | {"2/member": 2}))
    assert approve(roster, by=cast.reviewer).status == Status.APPROVED


def test_no_year_of_exit_without_its_reason_reaches_the_file(released, tmp_path):
    gone = {**leaves(str(RUSSIA), year=2006), **leaves(str(BELARUS), year=2006)}
    cause = {f"{key}/termmode": 1 for key in (RUSSIA, BELARUS)}
    cause |= {f"{key}/termcaus": 7 for key in (RUSSIA, BELARUS)}
    written = [
        draft(sheet(PACT), number, None, by=released.coder, codes=codes)
        for number, codes in ((14, gone), (15, {**cause, "term": 1}))
    ]
    done, refused = drafts.submit_many(written, by=released.coder)
    assert refused == []
    send_back(done[1], by=released.reviewer)
    with pytest.raises(ChecksFound, match="need a reason before this can be approved"):
        approve(done[0], by=released.reviewer)
    assert set(Membership.objects.filter(sheet__atop_id=PACT).values_list("yrexit", flat=True)) == {
        0
    }
    root = tmp_path / "exports"
    export(root)
    found = rows(root / "latest", table(root / "latest"))
    assert {row["yrexit"] for row in found if row["atopid"] == str(PACT)} == {"0"}
