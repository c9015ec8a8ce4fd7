"""Drafts: nothing typed is lost, nothing unchanged is written, no history before its time."""

import pytest

from coding.models import Formation, Revision, Sheet
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import Status
from coding.workflow import drafts, starting_sheets
from coding.workflow.drafts import TypedAnswer
from coding.workflow.refusals import DraftConflict, NotAllowed, Refused
from tests.factories import approve, approved_change, draft, make_sheet, pending, send_back


def _save(sheet, number, text, by, edits=0, note="Because."):
    typed = TypedAnswer(text, note, edits=edits)
    return drafts.save_draft(sheet, BY_NUMBER[number], typed, by=by)


def test_a_draft_is_kept_in_place_and_writes_no_history(cast, sheet):
    history = Formation.history.count()
    first = _save(sheet, 14, "Ended in", cast.coder)
    second = _save(sheet, 14, "Ended in 1999.", cast.coder, edits=first.edits)
    assert second.pk == first.pk
    assert Revision.objects.get(pk=first.pk).text == "Ended in 1999."
    assert Formation.history.count() == history
    assert sheet.formation.termination_dates == "Answer 14."


@pytest.mark.acceptance(5)
def test_saving_what_is_approved_writes_nothing(cast, sheet):
    assert _save(sheet, 14, "Answer 14.\r\n", cast.coder, note="") is None
    assert not Revision.objects.exists()


def test_a_letter_typed_and_taken_away_again_leaves_no_draft(cast, sheet):
    typed = _save(sheet, 14, "Answer 14.x", cast.coder, note="")
    assert _save(sheet, 14, "Answer 14.", cast.coder, note="", edits=typed.edits) is None
    assert not Revision.objects.open().exists()
    assert not Revision.objects.standing().exists()
    assert drafts.open_revision(sheet, 14, cast.coder) is None
    typed.refresh_from_db()
    assert (typed.status, typed.edits) == (Status.DRAFT, 2)  # nothing that was saved is removed


@pytest.mark.parametrize("edits", [0, 1, 2])
def test_the_next_word_after_an_emptied_draft_is_no_conflict(cast, sheet, edits):
    typed = _save(sheet, 14, "Answer 14.x", cast.coder, note="")
    _save(sheet, 14, "Answer 14.", cast.coder, note="", edits=1)
    again = _save(sheet, 14, "Ended.", cast.coder, edits=edits)
    assert (again.pk, again.text, again.base) == (typed.pk, "Ended.", "Answer 14.")
    assert list(Revision.objects.drafts()) == [again]


def test_an_emptied_draft_rests_on_what_is_approved_by_then(cast, sheet):
    _save(sheet, 14, "x", cast.coder, note="")
    _save(sheet, 14, "Answer 14.", cast.coder, note="", edits=1)
    approved_change(sheet, 14, "Ended.", by=cast.second_coder, reviewer=cast.reviewer)
    assert not Revision.objects.open().exists()
    assert _save(sheet, 14, "Ended in 1999.", cast.coder).base == "Ended."


@pytest.mark.parametrize("kept", [{"note": "To be read again."}, {"codes": {"estmode": 0}}])
def test_a_draft_with_words_or_codes_of_its_own_stays_a_draft(cast, sheet, kept):
    saved = draft(sheet, 6, None, by=cast.coder, **{"note": "", **kept})
    assert list(Revision.objects.drafts()) == [saved]


def test_a_draft_that_goes_on_from_a_returned_one_stays_on_the_lists(cast, sheet):
    send_back(pending(sheet, 14, "Ended.", by=cast.coder), by=cast.reviewer)
    again = draft(sheet, 14, "Ended (Article 3).", by=cast.coder)
    emptied = _save(sheet, 14, "Answer 14.", cast.coder, note="", edits=again.edits)
    assert list(Revision.objects.drafts()) == [emptied]


@pytest.mark.acceptance(5)
def test_saving_the_same_again_writes_nothing(cast, sheet):
    first = _save(sheet, 14, "Ended.", cast.coder)
    again = _save(sheet, 14, "Ended.", cast.coder, edits=first.edits)
    retried = _save(sheet, 14, "Ended.", cast.coder, edits=0)  # the answer got lost on the way
    assert first.edits == again.edits == retried.edits == 1
    assert first.saved_at == again.saved_at


def test_two_tabs_of_one_person_never_lose_text(cast, sheet):
    tab_one = _save(sheet, 14, "From tab one.", cast.coder)
    with pytest.raises(DraftConflict) as conflict:
        _save(sheet, 14, "From tab two.", cast.coder, edits=0)
    assert conflict.value.stored.text == "From tab one."
    kept = _save(sheet, 14, "From both tabs.", cast.coder, edits=conflict.value.stored.edits)
    assert (kept.pk, kept.text) == (tab_one.pk, "From both tabs.")


def test_two_people_write_beside_each_other(cast, sheet):
    first = draft(sheet, 14, "By one.", by=cast.coder)
    two = draft(sheet, 14, "By two.", by=cast.second_coder)
    assert first.pk != two.pk
    assert {r.text for r in Revision.objects.open()} == {"By one.", "By two."}


def test_a_page_that_missed_the_decision_is_told(cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    approve(revision, by=cast.reviewer)
    with pytest.raises(DraftConflict, match="decided, or discarded"):
        _save(sheet, 14, "Ended later.", cast.coder, edits=revision.edits)


def test_a_pending_revision_is_taken_back_before_it_is_changed(cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    with pytest.raises(DraftConflict, match="in review"):
        _save(sheet, 14, "Ended later.", cast.coder, edits=revision.edits)
    drafts.take_back(revision, by=cast.coder)
    assert _save(sheet, 14, "Ended later.", cast.coder, edits=revision.edits).text == "Ended later."


def test_a_page_that_missed_the_submission_is_told_of_the_review(cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    with pytest.raises(DraftConflict, match="in review") as conflict:
        _save(sheet, 14, "Ended later.", cast.coder, edits=0)
    assert conflict.value.stored == revision


def test_a_draft_that_says_nothing_new_is_not_submitted(cast, sheet):
    saved = draft(sheet, 14, "Ended.", by=cast.coder)
    same = _save(sheet, 14, "Answer 14.", cast.coder, edits=saved.edits)
    with pytest.raises(Refused, match="already approved"):
        drafts.submit(same, by=cast.coder)


def test_changing_an_approved_answer_needs_a_reason(cast, sheet):
    saved = draft(sheet, 14, "Ended.", by=cast.coder, note="")
    with pytest.raises(Refused, match="say why"):
        drafts.submit(saved, by=cast.coder)


def test_filling_a_blank_answer_needs_no_reason(cast):
    sheet = make_sheet(4770, q13="")
    assert drafts.submit(draft(sheet, 13, "Once.", by=cast.coder, note=""), by=cast.coder)


def test_the_sheets_own_number_is_not_revised(cast, sheet):
    with pytest.raises(Refused, match="own number"):
        _save(sheet, 1, "9999", cast.coder)


def test_several_drafts_are_submitted_at_once_and_the_skipped_are_named(cast, sheet):
    good = draft(sheet, 14, "Ended.", by=cast.coder)
    bad = draft(sheet, 15, "Broken.", by=cast.coder, note="")
    done, skipped = drafts.submit_many([good, bad], by=cast.coder)
    assert [r.pk for r in done] == [good.pk]
    assert [(r.pk, "say why" in str(reason)) for r, reason in skipped] == [(bad.pk, True)]


def test_a_draft_after_a_return_follows_the_returned_one(cast, sheet):
    returned = send_back(pending(sheet, 14, "Ended.", by=cast.coder), by=cast.reviewer)
    again = draft(sheet, 14, "Ended (Article 3).", by=cast.coder)
    assert again.follows_id == returned.pk
    returned.refresh_from_db()
    assert (returned.status, returned.text) == (Status.RETURNED, "Ended.")


@pytest.mark.parametrize("stranger", ["reviewer", "admin", "outsider"])
def test_only_coders_write(cast, sheet, stranger):
    with pytest.raises(NotAllowed):
        _save(sheet, 14, "Ended.", getattr(cast, stranger))


def test_a_new_sheet_enters_the_record_with_its_first_approved_answer(cast):
    sheet = starting_sheets.start_sheet(5100, 0, by=cast.coder)
    assert sheet.formation.atop_identifier == "5100"
    assert sheet.entered_at is None
    change = approved_change(sheet, 3, "May 1, 2001", by=cast.coder, reviewer=cast.reviewer)
    sheet.refresh_from_db()
    assert sheet.entered_at == change.decided_at
    assert change.note_lines == []  # the first coding is no revision


def test_a_sheet_is_started_once(cast, sheet):
    with pytest.raises(Refused, match="already"):
        starting_sheets.start_sheet(4765, 0, by=cast.coder)
    assert starting_sheets.start_sheet(4765, 2, by=cast.coder).key == "4765.2"
    assert Sheet.objects.count() == 2


def test_an_outsider_starts_nothing(cast):
    with pytest.raises(NotAllowed):
        starting_sheets.start_sheet(5100, 0, by=cast.outsider)
