"""Earlier answers are proposed again as drafts; nothing that is approved or open changes."""

import pytest

from coding.history.earlier_answers import as_of, before_changes, changes_of
from coding.models import Revision
from coding.models.approved_values import member_coding
from coding.models.compiled_queries import SHEET
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import Status
from coding.workflow.going_back import EarlierAnswer, propose_again
from coding.workflow.record_writer import approved_answer
from coding.workflow.refusals import NotAllowed
from tests.coded_sheets import code, joins, owes, submit, with_members
from tests.factories import approve, approved_change, draft, pending


def _changed(cast, sheet, number, text, by=None):
    return approved_change(sheet, number, text, by=by or cast.coder, reviewer=cast.reviewer)


def _before(sheet, *undone, **how):
    whole = SHEET.first(sheet.atop_id, sheet.phase)
    return before_changes(whole, changes_of(sheet), undone, **how)


def _offered(way_back):
    return {offer.earlier.question.number: offer.earlier for offer in way_back.offers}


def test_the_answer_before_a_change_becomes_a_draft_with_a_note_that_says_whose_it_is(cast, sheet):
    _changed(cast, sheet, 14, "First.")
    change = _changed(cast, sheet, 14, "Second.", by=cast.second_coder)
    earlier = _offered(_before(sheet, change))[14]
    ((made,), skipped) = propose_again(sheet, [earlier], by=cast.coder)
    assert skipped == []
    assert (made.status, made.text, made.base) == (Status.DRAFT, "First.", "Second.")
    assert made.note.startswith("Goes back to the answer by Clara Coder of ")
    assert ", before the change by Colin Second of " in made.note
    assert approved_answer(sheet, 14) == "Second."


def test_a_printed_answer_is_gone_back_to_by_the_name_of_its_file(cast, sheet):
    change = _changed(cast, sheet, 14, "Ended.")
    assert "the printed sheet 4765.txt" in _offered(_before(sheet, change))[14].note


def test_codes_go_back_as_well_and_those_that_did_not_change_stay(cast, sheet):
    code(cast, sheet, 6, {"estmode": 1})
    change = code(cast, sheet, 6, {"estmode": 0})
    earlier = _offered(_before(sheet, change))[6]
    assert (earlier.text, earlier.codes) == (None, {"estmode": 1})


def test_members_that_were_taken_off_come_back_with_all_their_codes(cast):
    sheet = with_members(cast, "370", "705", "365")
    code(cast, sheet, 16, owes("365", "defense"))
    before = member_coding(sheet).members["365"]
    off = code(cast, sheet, 4, {"365/member": None})
    offered = _offered(_before(sheet, off))
    assert offered[4].codes["365/member"] == 365
    assert offered[16].codes["365/defense"] == 1
    made, _ = propose_again(sheet, offered.values(), by=cast.second_coder)
    for change in made:
        approve(submit(change), by=cast.reviewer)
    assert member_coding(sheet).members["365"] == before


def test_codes_of_a_member_that_goes_off_again_are_not_proposed_by_themselves(cast):
    sheet = with_members(cast, "370", "705")
    joining = code(cast, sheet, 4, joins("365"))
    given = code(cast, sheet, 16, owes("365", "defense"))
    way_back = _before(sheet, joining, given)
    assert _offered(way_back)[4].codes == {"365/member": None}
    assert way_back.left_out == [
        (BY_NUMBER[16], "The codes are of members that would not be on the roster.")
    ]


@pytest.mark.acceptance(10)
def test_what_somebody_else_changed_since_is_left_out_with_their_name(cast, sheet):
    mine = [_changed(cast, sheet, 14, "Mine."), _changed(cast, sheet, 15, "Mine too.")]
    _changed(cast, sheet, 14, "Theirs.", by=cast.second_coder)
    way_back = _before(sheet, *mine)
    assert [*_offered(way_back)] == [15]
    ((question, why),) = way_back.left_out
    assert question.number == 14
    assert why.startswith("Changed again since, by Colin Second of ")


def test_what_somebody_else_changed_in_between_is_left_out_too(cast, sheet):
    mine = [_changed(cast, sheet, 14, "Mine.")]
    _changed(cast, sheet, 14, "Theirs.", by=cast.second_coder)
    mine.append(_changed(cast, sheet, 14, "Mine again."))
    assert _before(sheet, *mine).offers == []


def test_a_member_whose_codes_others_gave_since_is_not_taken_off_with_the_rest(cast):
    sheet = with_members(cast, "370", "705")
    joining = code(cast, sheet, 4, joins("365"))
    theirs = draft(sheet, 16, None, by=cast.second_coder, codes=owes("365", "defense"))
    approve(submit(theirs), by=cast.reviewer)
    way_back = _before(sheet, joining)
    assert "365/member" not in _offered(way_back)[4].codes
    assert "Colin Second" in way_back.left_out[0][1]


def test_one_change_that_was_changed_again_can_be_gone_back_behind_and_says_so(cast, sheet):
    mine = _changed(cast, sheet, 14, "Mine.")
    _changed(cast, sheet, 14, "Theirs.", by=cast.second_coder)
    (offer,) = _before(sheet, mine, replaces_later=True).offers
    assert offer.earlier.text == "Answer 14."
    assert "Colin Second" in offer.remarks[0]


def test_what_reads_as_it_did_is_not_proposed(cast, sheet):
    mine = _changed(cast, sheet, 14, "Mine.")
    _changed(cast, sheet, 14, "Answer 14.", by=cast.second_coder)
    way_back = _before(sheet, mine)
    assert way_back.offers == []
    assert way_back.left_out == [(BY_NUMBER[14], "It is approved as it was then.")]


def test_what_stood_at_a_moment_has_prose_and_codes(cast, sheet):
    then = _changed(cast, sheet, 6, "Mine.").decided_at
    code(cast, sheet, 6, {"estmode": 1})
    _changed(cast, sheet, 6, "Theirs.", by=cast.second_coder)
    whole = SHEET.first(4765, 0)
    (offer,) = as_of(whole, changes_of(sheet), BY_NUMBER[6], then).offers
    assert (offer.earlier.text, offer.earlier.codes) == ("Mine.", {"estmode": None})
    assert offer.earlier.note.startswith("Goes back to the answer by Clara Coder of ")
    assert len(offer.remarks) == 2


def test_nothing_stood_before_the_record_began(cast, sheet):
    before = sheet.entered_at.replace(year=1990)
    way_back = as_of(SHEET.first(4765, 0), [], BY_NUMBER[14], before)
    assert way_back.offers == []
    assert "No answer of the sheet was approved yet" in way_back.left_out[0][1]


@pytest.mark.parametrize("made", [draft, pending])
def test_ones_own_open_revision_is_not_overwritten(cast, sheet, made):
    standing = made(sheet, 14, "I write.", by=cast.coder)
    earlier = EarlierAnswer(BY_NUMBER[14], "Back.", "Old.")
    other = EarlierAnswer(BY_NUMBER[15], "Back.", "Old.")
    begun, ((skipped, why),) = propose_again(sheet, [earlier, other], by=cast.coder)
    assert [change.question for change in begun] == [15]
    assert skipped is earlier
    assert "of yours is in review" in why or "You have a draft there" in why
    standing.refresh_from_db()
    assert standing.text == "I write."


def test_only_coders_go_back(cast, sheet):
    with pytest.raises(NotAllowed):
        propose_again(sheet, [EarlierAnswer(BY_NUMBER[14], "Back.", "Old.")], by=cast.reviewer)
    assert not Revision.objects.exists()
