"""The timeline of a question says who, when, why, and which words."""

from datetime import date

import pytest

from coding.codebook.cells import MISSING
from coding.codebook.sheet import RevisionNote
from coding.history import timeline
from coding.history.differences import ADDED, REMOVED
from coding.workflow import drafts
from tests.coded_sheets import code, joins, with_members
from tests.factories import approve, approved_change, draft, make_sheet, pending, send_back

NOTE = RevisionNote("4.0", 14, "N. Coulombe", date(2017, 12, 27), "Version 4.0: Q14 revised by …")
NAMES = {370: "Belarus", 705: "Kazakhstan"}


def _timeline(sheet, cast):
    return timeline.of_question(sheet, timeline.revisions_of(sheet, 14, viewer=cast.coder))


def test_a_timeline_names_author_reviewer_reason_and_words(cast, sheet):
    approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer, note="Article 3.")
    change, beginning = _timeline(sheet, cast)
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


@pytest.mark.acceptance(8)
def test_a_returned_revision_stays_in_the_timeline_with_its_comment(cast, sheet):
    send_back(pending(sheet, 14, "Ended.", by=cast.coder), by=cast.reviewer)
    pending(sheet, 14, "Ended (Article 3).", by=cast.coder)
    again, returned, _ = _timeline(sheet, cast)
    assert (again.status, again.follows) == ("pending", True)
    assert (returned.status, returned.comment) == ("returned", "Cite the article.")


def test_drafts_are_no_part_of_the_record(cast, sheet):
    draft(sheet, 14, "Ended.", by=cast.coder)
    assert len(_timeline(sheet, cast)) == 1


def test_a_printed_note_shows_the_paragraphs_of_its_version(cast):
    sheet = make_sheet(4235, q14="In effect.\nVersion 4.0: Still in effect.", notes=[NOTE])
    printed = _timeline(sheet, cast)[0]
    assert printed.who == "N. Coulombe"
    assert [piece.text for piece in printed.pieces] == ["Version 4.0: Still in effect.\n"]


def test_the_feed_of_a_sheet_is_read_page_by_page(cast, sheet):
    for number in (14, 15, 16):
        pending(sheet, number, "New.", by=cast.coder)
    newest = timeline.of_sheet(sheet, viewer=cast.coder, most=2)
    older = timeline.of_sheet(sheet, viewer=cast.coder, before=newest[-1].pk, most=2)
    assert [e.revision.question for e in [*newest, *older]] == [16, 15, 14]


def test_revision_notes_stand_in_the_order_of_their_decisions(cast):
    sheet = make_sheet(4235, notes=[NOTE])
    change = approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    assert list(timeline.revision_notes(sheet.revisions.approved())) == [
        NOTE.printed,
        *change.note_lines,
    ]


def _codes(event, names=NAMES):
    return [str(change) for change in timeline.codes_of(event, names)]


def test_a_timeline_tells_the_codes_that_changed(cast, sheet):
    approve(
        pending(sheet, 15, None, by=cast.coder, codes={"term": 1}, note="Fulfilled."),
        by=cast.reviewer,
    )
    revisions = timeline.revisions_of(sheet, 15, viewer=cast.coder)
    change, _ = timeline.of_question(sheet, revisions)
    assert [str(code) for code in change.codes] == ["term: not coded yet → 1 fulfilment"]
    assert change.pieces == []
    assert (change.who, change.decider, change.why) == (
        "Clara Coder",
        "Rita Reviewer",
        "Fulfilled.",
    )


def test_a_timeline_names_the_members_whose_codes_changed(cast):
    sheet = with_members(cast, "370", "705")
    change, _ = timeline.of_question(sheet, timeline.revisions_of(sheet, 4, viewer=cast.coder))
    assert [code.who for code in change.codes] == ["370 Belarus, 705 Kazakhstan"] * 4


def test_drafted_codes_are_no_part_of_the_record(cast, sheet):
    draft(sheet, 14, None, by=cast.coder, codes={"370/yrexit": 1999})
    assert len(_timeline(sheet, cast)) == 1


def test_each_step_tells_the_codes_it_carried_though_later_steps_changed_them(cast, sheet):
    first = pending(sheet, 6, None, by=cast.coder, codes={"estmode": 1})
    drafts.take_back(first, by=cast.coder)
    approve(pending(sheet, 6, None, by=cast.coder, codes={"estmode": MISSING}), by=cast.reviewer)
    approved, again, back, submitted = timeline.of_sheet(sheet, viewer=cast.coder)
    assert [step.codes for step in (submitted, back, again, approved)] == [
        {"estmode": 1},
        {"estmode": 1},
        {"estmode": MISSING},
        {"estmode": MISSING},
    ]
    steps = [_codes(step) for step in (submitted, again)]
    assert steps == [["estmode: not coded yet → 1 treaty"], ["estmode: not coded yet → missing"]]


def test_a_code_that_was_dropped_later_still_tells_what_it_would_have_replaced(cast, sheet):
    code(cast, sheet, 2, {"cowid": 3001, "cow4id": 353})
    both = pending(sheet, 2, None, by=cast.coder, codes={"cowid": 3002, "cow4id": 354})
    drafts.take_back(both, by=cast.coder)
    draft(sheet, 2, None, by=cast.coder, codes={"cowid": 3002, "cow4id": 353})
    _, submitted, *_ = timeline.of_sheet(sheet, viewer=cast.coder)
    assert _codes(submitted) == ["cowid: 3001 → 3002", "cow4id: 353 → 354"]


def test_a_step_tells_what_its_codes_would_have_replaced_then(cast, sheet):
    code(cast, sheet, 6, {"estmode": 0})
    slow = pending(sheet, 6, None, by=cast.coder, codes={"estmode": MISSING})
    approve(pending(sheet, 6, None, by=cast.second_coder, codes={"estmode": 1}), by=cast.reviewer)
    approve(slow, by=cast.reviewer)
    submitted = slow.events.select_related("revision").get(step="submit")
    assert _codes(submitted) == [
        "estmode: 0 non-treaty (notes, executive agreement, ...) → missing"
    ]


def test_codes_alone_never_told_other_words(cast, sheet):
    codes = pending(sheet, 6, None, by=cast.coder, codes={"estmode": 1})
    approved_change(sheet, 6, "A treaty.", by=cast.second_coder, reviewer=cast.reviewer)
    approve(codes, by=cast.reviewer)
    submitted = codes.events.select_related("revision").get(step="submit")
    assert timeline.words_of(submitted) == []


def test_the_feed_keeps_the_members_that_joined(cast, sheet):
    pending(sheet, 4, None, by=cast.coder, codes=joins("370", "705"))
    (step,) = timeline.of_sheet(sheet, viewer=cast.coder)
    assert _codes(step)[0] == ("member (370 Belarus, 705 Kazakhstan):  → joins")
