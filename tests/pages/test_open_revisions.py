"""Marks tell what is open on one sheet, and whose it is."""

from coding.models.revision import Status
from coding.pages.open_revisions import load_open, marks_of
from tests.factories import draft, make_sheet, pending, revision_at, send_back


def test_marks_of_one_sheet_are_not_those_of_another(cast, sheet):
    other = make_sheet(4770)
    pending(other, 20, "Other.", by=cast.coder)
    draft(sheet, 14, "Draft.", by=cast.coder)
    send_back(pending(sheet, 15, "Returned.", by=cast.second_coder), by=cast.reviewer)
    revision_at(Status.APPROVED, sheet, 16, "Approved.", by=cast.coder, reviewer=cast.reviewer)
    assert set(marks_of(load_open(sheet), cast.coder)) == {14, 15}
    assert set(marks_of(load_open(other), cast.coder)) == {20}


def test_a_returned_revision_that_was_taken_up_has_no_mark(cast, sheet):
    send_back(pending(sheet, 15, "Returned.", by=cast.coder), by=cast.reviewer)
    again = draft(sheet, 15, "Again.", by=cast.coder)
    assert [mark.pk for mark in marks_of(load_open(sheet), cast.coder)[15]] == [again.pk]
