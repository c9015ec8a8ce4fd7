"""The timeline of a question says who, when, why, and which words."""

from datetime import date

from coding.history import timeline
from coding.history.differences import ADDED, REMOVED
from coding.workflow.importing import NotedRevision
from tests.factories import approved_change, draft, make_sheet, pending, send_back

NOTE = NotedRevision("4.0", 14, "N. Coulombe", date(2017, 12, 27), "Version 4.0: Q14 revised by …")


def _timeline(sheet):
    return timeline.of_question(sheet, timeline.revisions_of(sheet, 14))


def test_a_timeline_names_author_reviewer_reason_and_words(cast, sheet):
    approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer, note="Article 3.")
    change, beginning = _timeline(sheet)
    assert (change.who, change.decider, change.why) == (
        "Clara Coder",
        "Rita Reviewer",
        "Article 3.",
    )
    assert [(piece.kind, piece.text) for piece in change.pieces] == [
        (REMOVED, "Answer 14."),
        (ADDED, "Ended."),
    ]
    assert beginning.did == "imported from the printed sheet 4765.txt"


def test_a_returned_revision_stays_in_the_timeline_with_its_comment(cast, sheet):
    send_back(pending(sheet, 14, "Ended.", by=cast.coder), by=cast.reviewer)
    pending(sheet, 14, "Ended (Article 3).", by=cast.coder)
    again, returned, _ = _timeline(sheet)
    assert (again.status, again.follows) == ("pending", True)
    assert (returned.status, returned.comment) == ("returned", "Cite the article.")


def test_drafts_are_no_part_of_the_record(cast, sheet):
    draft(sheet, 14, "Ended.", by=cast.coder)
    assert len(_timeline(sheet)) == 1


def test_a_printed_note_shows_the_paragraphs_of_its_version(cast):
    sheet = make_sheet(4235, q14="In effect.\nVersion 4.0: Still in effect.", notes=[NOTE])
    printed = _timeline(sheet)[0]
    assert printed.who == "N. Coulombe"
    assert [piece.text for piece in printed.pieces] == ["Version 4.0: Still in effect.\n"]


def test_the_feed_of_a_sheet_is_read_page_by_page(cast, sheet):
    for number in (14, 15, 16):
        pending(sheet, number, "New.", by=cast.coder)
    newest = timeline.of_sheet(sheet, most=2)
    older = timeline.of_sheet(sheet, before=(newest[-1].at, newest[-1].pk), most=2)
    assert [e.revision.question for e in [*newest, *older]] == [16, 15, 14]


def test_revision_notes_stand_in_the_order_of_their_decisions(cast):
    sheet = make_sheet(4235, notes=[NOTE])
    change = approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    assert list(timeline.revision_notes(sheet.revisions.approved())) == [
        NOTE.printed,
        *change.note_lines,
    ]
