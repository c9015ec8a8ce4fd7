"""Words that look like the form's own are in an answer, or listed with all of them."""

import pytest
from hypothesis import given

from coding.sheets.printing.printable import CodesOfQuestion, CodeWords, PrintableSheet
from coding.sheets.printing.text import print_text
from coding.sheets.understanding.code_lines import other_lines
from tests.sheets.printing.codings import codings, printed
from tests.sheets.typeset import TITLE, answers, read, typed

NOTE = "Version 4.0: Q14 revised by Ann Lee on December 27, 2017"
CODES = (
    CodesOfQuestion(6, ((CodeWords("estmode", "1 treaty"),),)),
    CodesOfQuestion(16, ((CodeWords("defense", "1 yes (365 Russia); 0 no (651 Egypt)"),),)),
)


def left_out(sheet):
    return [repair.found for repair in sheet.repairs if repair.left_out]


def doubted(sheet):
    return [repair.question for repair in sheet.doubts]


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Coding sheet - ", "provisional, questions 5 to 9 were guessed"),
        ("CODING SHEET ", "4765 – second coder disagrees with it"),
        ("", "Department of Political Science, Rice University"),
        ("", "political"),
        (f"{TITLE.split(chr(10))[0]} ", ("not ours " * 60).strip()),
    ],
)
def test_what_stands_beside_the_title_is_listed_with_all_its_words(title, rest):
    sheet = read(f"{TITLE}{title}{rest}\n{typed(answers())}")
    assert sheet.answers == answers()
    assert left_out(sheet) == [rest]
    assert rest in str(sheet.repairs[0])


def test_a_title_block_that_was_run_together_is_one_still():
    sheet = read(" ".join(TITLE.split("\n")[:5]) + "\n" + typed(answers()))
    assert left_out(sheet) == []


@pytest.mark.parametrize(
    "comment",
    [
        "Coder comment: question 5 is uncertain and should be redone",
        "16 defense 1 yes, but see Article 3",
        "ask Brett",
        "no limits",
    ],
)
def test_what_stands_among_the_codes_and_is_none_is_listed(comment):
    sheet = read(print_text(PrintableSheet(4999, 0, answers(), (NOTE,), CODES)) + f"{comment}\n")
    assert sheet.answers == answers()
    assert [doubt.found for doubt in sheet.doubts] == [comment]


@pytest.mark.parametrize(
    "note",
    [
        "v5.0 – Q15 updated by Jane Doe, 12/27/2018",
        "Revised by Jane Doe on December 27, 2018: Question 15 (v. 5.0)",
    ],
)
def test_a_note_in_another_form_below_the_codes_is_read(note):
    sheet = read(print_text(PrintableSheet(4999, 0, answers(), (NOTE,), CODES)) + f"{note}\n")
    assert [note.printed for note in sheet.notes] == [NOTE, note]


@given(codings())
def test_no_line_of_codes_is_taken_for_something_else(coding):
    lines = print_text(printed(coding)).partition("\nNUMERIC CODES\n")[2].split("\n")
    assert list(other_lines(["NUMERIC CODES", *map(str.strip, lines)])) == []


def test_what_is_said_behind_ticked_boxes_stays_in_the_answer():
    sheet = read(typed(answers(q9="☒ Yes ☐ No   Article 3: any state may accede.")))
    assert sheet.answers[9] == "Yes Article 3: any state may accede."
    assert doubted(sheet) == [9]


def test_boxes_between_which_something_is_said_are_kept():
    said = "☒ Yes, see Article 3 of it ☐ No"
    sheet = read(typed(answers(q9=said)))
    assert (sheet.answers[9], doubted(sheet)) == (said, [9])


def test_a_mark_before_few_answers_is_theirs():
    said = {"q7": "Answer: Public", "q16": "Coding: entente", "q17": "Response - none in COW 4.1"}
    sheet = read(typed(answers(**said)))
    assert (sheet.answers, sheet.repairs) == (answers(**said), ())


def test_each_mark_that_the_form_has_before_answers_is_listed():
    said = {f"q{n}": "Answer: No" for n in range(20, 26)} | {"q9": "Response - No"}
    sheet = read(typed(answers(**said)))
    assert sheet.answers == answers()
    assert left_out(sheet) == ["Response -", "Answer:"]
    assert "questions 20, 21, 22, 23, 24, 25" in sheet.repairs[1].what


@pytest.mark.parametrize("end", ["Obligations", "Section 2"])
def test_a_line_above_a_heading_is_the_answers(end):
    sheet = read(typed(answers(q15=f"Breach of these\n{end}")))
    assert sheet.answers == answers(q15=f"Breach of these\n{end}")


def test_a_heading_in_a_form_of_its_own_may_be_the_end_of_the_answer():
    text = typed(answers(q15="Breach of these")).replace("SECTION II: OBLIGATIONS", "Obligations")
    assert doubted(read(text)) == [15]
    text = text.replace("SECTION III: INSTITUTIONALIZATION", "Institutionalization")
    assert doubted(read(text)) == []


def test_an_answer_that_looks_like_the_head_of_a_table_is_kept_and_told():
    sheet = read(typed(answers(q11="Variable coding")))
    assert (sheet.answers[11], doubted(sheet)) == ("Variable coding", [11])
