"""Imports: new sheets enter the record, unchanged ones write nothing, changed ones are reviewed."""

from datetime import date

import pytest

from coding.codebook.sheet import RevisionNote
from coding.history.timeline import revision_notes
from coding.models import Formation, Revision, RevisionEvent, Sheet
from coding.models.revision import Origin, Status
from coding.workflow.refusals import NotAllowed
from coding.workflow.sheet_import import import_sheet
from tests.factories import approve, approved_change, content, make_sheet, send_back

NOTE = RevisionNote(
    "4.0",
    14,
    "Nicholas Coulombe",
    date(2017, 12, 27),
    "Version 4.0: Q14 revised by Nicholas Coulombe on December 27, 2017",
)


def _everything():
    return (
        Sheet.history.count(),
        Formation.history.count(),
        Revision.objects.count(),
        RevisionEvent.objects.count(),
    )


def test_a_new_sheet_enters_the_record_with_its_revision_notes(cast):
    sheet = make_sheet(4765, notes=[NOTE])
    revision = Revision.objects.get()
    assert sheet.entered_at is not None
    assert (revision.status, revision.author, revision.author_name) == (
        Status.APPROVED,
        None,
        "Nicholas Coulombe",
    )
    assert revision.decided_at.date() == date(2017, 12, 27)
    assert list(revision_notes(sheet.revisions.approved())) == [NOTE.printed]


def test_importing_the_same_sheet_again_writes_nothing(cast):
    make_sheet(4765, notes=[NOTE])
    before = _everything()
    outcome = import_sheet(content(4765, notes=[NOTE]), by=cast.admin)
    assert (outcome.is_new, outcome.changes) == (False, [])
    assert _everything() == before


def test_a_changed_sheet_goes_to_the_reviewers_and_changes_nothing_by_itself(cast):
    sheet = make_sheet(4765)
    outcome = import_sheet(content(4765, q14="Ended.", q15=""), by=cast.admin)
    assert [change.question for change in outcome.changes] == [14, 15]
    assert {r.status for r in outcome.filed} == {Status.PENDING}
    assert Formation.objects.get(sheet=sheet).termination_dates == "Answer 14."
    approve(outcome.filed[0], by=cast.reviewer)
    assert Formation.objects.get(sheet=sheet).termination_dates == "Ended."


def test_the_same_changed_sheet_is_filed_once(cast):
    make_sheet(4765)
    import_sheet(content(4765, q14="Ended."), by=cast.admin)
    before = _everything()
    assert import_sheet(content(4765, q14="Ended."), by=cast.admin).filed == []
    assert _everything() == before


def test_a_newer_import_replaces_the_waiting_one_and_keeps_it_in_the_record(cast):
    make_sheet(4765)
    import_sheet(content(4765, q14="Ended."), by=cast.admin)
    import_sheet(content(4765, q14="Ended in 1999."), by=cast.admin)
    statuses = Revision.objects.order_by("id").values_list("status", "text", "origin")
    assert list(statuses) == [
        (Status.WITHDRAWN, "Ended.", Origin.IMPORTED),
        (Status.PENDING, "Ended in 1999.", Origin.IMPORTED),
    ]


def test_a_new_revision_note_on_a_changed_sheet_is_kept_when_approved(cast):
    sheet = make_sheet(4765)
    outcome = import_sheet(content(4765, q14="Ended.", notes=[NOTE]), by=cast.admin)
    approve(outcome.filed[0], by=cast.reviewer)
    assert list(revision_notes(sheet.revisions.approved())) == [NOTE.printed]
    assert import_sheet(content(4765, q14="Ended.", notes=[NOTE])).changes == []


@pytest.mark.acceptance(18)
def test_a_sheet_printed_here_with_its_notes_is_the_same_sheet(cast):
    sheet = make_sheet(4765)
    change = approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    line = change.note_lines[0]
    note = RevisionNote("6.0", 14, "Clara Coder", change.decided_at.date(), line)
    assert import_sheet(content(4765, q14="Ended.", notes=[note])).changes == []


def test_an_importer_does_not_decide_on_what_they_imported(cast):
    cast.admin.groups.add(cast.reviewer.groups.get())
    make_sheet(4765)
    outcome = import_sheet(content(4765, q14="Ended."), by=cast.admin)
    with pytest.raises(NotAllowed):
        approve(outcome.filed[0], by=cast.admin)
    send_back(outcome.filed[0], by=cast.reviewer)


@pytest.mark.parametrize("stranger", ["coder", "reviewer", "outsider"])
def test_only_admins_import(cast, stranger):
    with pytest.raises(NotAllowed):
        import_sheet(content(4765), by=getattr(cast, stranger))
    assert not Sheet.objects.exists()
