"""What was not read by itself is corrected by a person, imported, and told at the sheet."""

import pytest

from coding.desk.correcting_pages import accept, correct, hash_of_page, in_words, page_of, take_back
from coding.models import DeskFile, Original, Sheet
from coding.models.questionnaire import BY_NUMBER
from coding.sheets.understanding.corrections import Act, PageCorrection
from coding.sheets.understanding.parts import Whose
from coding.workflow.import_requests import confirm
from coding.workflow.refusals import NotAllowed, Refused
from tests.desk.on_the_desk import let_in_all, states, typed_sheet, work

WORDING = f"14. {BY_NUMBER[14].wording}"


def _file(put, old, new):
    put(typed_sheet(4765, (old, new), q14="Ended."))
    return DeskFile.objects.get()


def _line(file, words):
    (number,) = [line.number for line in page_of(file).lines if words in line.text]
    return number


@pytest.fixture
def unclear(put):
    """A sheet with a question that nobody can find, and a remark below an answer."""
    file = _file(put, WORDING, "14) ended when?")
    assert file.state == "doubtful"
    assert file.sheet_says is None
    return file


def test_a_passage_is_given_to_a_question_and_the_sheet_can_be_let_in(unclear, cast, second_admin):
    heading = _line(unclear, "14) ended when?")
    correct(unclear, PageCorrection(Act.GIVE, heading, 0, Whose.QUESTION, 14), by=cast.admin)
    unclear.refresh_from_db()
    answer = PageCorrection(Act.GIVE, heading + 1, 0, Whose.ANSWER, 14)
    correct(unclear, answer, by=cast.admin)
    unclear.refresh_from_db()
    assert unclear.problems == []
    assert unclear.state == "doubtful"
    assert unclear.says.answers[14] == "Ended."
    page = page_of(unclear)
    accept(unclear, page, by=cast.admin, seen=hash_of_page(page))
    assert states(unclear.batch) == ["ready"]
    confirm(let_in_all(unclear.batch, by=cast.admin), by=second_admin)
    work()
    told = Original.objects.get().said["corrections"]
    assert [correction["by"] for correction in told] == ["Ada Admin"] * 2
    assert in_words(told[1]) == f"Ada Admin: line {heading + 1} is answer 14."
    assert Sheet.objects.get().formation.termination_dates == "Ended."


def test_a_correction_can_be_undone(unclear, cast):
    correct(unclear, PageCorrection(Act.BLANK, question=14), by=cast.admin)
    unclear.refresh_from_db()
    assert unclear.problems == []
    take_back(unclear, 0, by=cast.admin)
    unclear.refresh_from_db()
    assert unclear.problems
    assert unclear.corrections == []
    with pytest.raises(Refused, match="undone already"):
        take_back(unclear, 0, by=cast.admin)


def test_what_is_left_out_is_told_with_its_reason(put, cast, second_admin):
    file = _file(put, "Answer 20.", "Answer 20.\nInternal: ask the office.")
    line = _line(file, "Internal")
    why = PageCorrection(Act.GIVE, line, 0, Whose.LEFT_OUT, None, "A remark to the office.")
    correct(file, why, by=cast.admin)
    file.refresh_from_db()
    assert file.says.answers[20] == "Answer 20."
    (left_out,) = [repair for repair in file.said["repairs"] if "Internal" in repair]
    assert "A remark to the office." in left_out


def test_nothing_is_let_in_that_was_not_on_the_screen(unclear, cast):
    with pytest.raises(Refused, match="still problems"):
        accept(unclear, page_of(unclear), by=cast.admin, seen="")
    correct(unclear, PageCorrection(Act.BLANK, question=14), by=cast.admin)
    unclear.refresh_from_db()
    with pytest.raises(Refused, match="reads otherwise"):
        accept(unclear, page_of(unclear), by=cast.admin, seen="what was there before")


def test_two_people_put_nothing_right_over_each_other(unclear, cast, second_admin):
    other = DeskFile.objects.get()
    correct(unclear, PageCorrection(Act.BLANK, question=14), by=cast.admin)
    with pytest.raises(Refused, match="Somebody else went on"):
        correct(other, PageCorrection(Act.BLANK, question=14), by=second_admin)


def test_only_admins_correct(unclear, cast):
    with pytest.raises(NotAllowed):
        correct(unclear, PageCorrection(Act.BLANK, question=14), by=cast.coder)


def test_a_sheet_that_was_read_waits_for_a_person_once_it_was_changed(put, cast):
    file = _file(put, "Answer 20.", "Answer 20.")
    assert file.state == "ready"
    correct(file, PageCorrection(Act.IDENTIFY, atop_id=4766), by=cast.admin)
    file.refresh_from_db()
    assert (file.state, file.key) == ("doubtful", "4766")


@pytest.mark.parametrize(
    ("correction", "words"),
    [
        (
            PageCorrection(Act.GIVE, 3, 5, Whose.LEFT_OUT, None, "Mail."),
            "left out lines 3–5: Mail.",
        ),
        (PageCorrection(Act.GIVE, 3, 0, Whose.ANSWER, 5, "", 0, 4), "part of line 3 is answer 5"),
        (PageCorrection(Act.BEGIN, 3), "a paragraph begins in line 3"),
        (PageCorrection(Act.JOIN, 3), "line 3 goes on with the paragraph above"),
        (PageCorrection(Act.BLANK, question=9), "question 9 is blank"),
        (PageCorrection(Act.IDENTIFY, atop_id=1020, phase=2), "the sheet is 1020, phase 2"),
    ],
)
def test_a_correction_is_told_in_words(correction, words):
    assert words in in_words(correction.as_text() | {"by": "Ada Admin", "at": ""})
