"""Revision notes at the end of a sheet; nothing before the last question is one."""

import datetime

import pytest

from coding.codebook.problems import FileRefused
from coding.sheets.notes.dates import read_date
from coding.sheets.parser import read_sheet
from tests.sheets.notes.typed_notes import read
from tests.sheets.typeset import Setting, answers, typed

DAY = datetime.date(2017, 12, 27)


@pytest.mark.parametrize(
    ("printed", "version", "questions", "name"),
    [
        ("Version 4.0: Q14 revised by Ann Lee, December 27, 2017", "4.0", [14], "Ann Lee"),
        ("Version 4.0: Q14 revised by Ann Lee on December 27, 2017", "4.0", [14], "Ann Lee"),
        ("Version 4.0: Q14 revised by Ann Lee December 27, 2017", "4.0", [14], "Ann Lee"),
        ("Version 5: Q14 revised by Ann Lee, on 27 December 2017.", "5", [14], "Ann Lee"),
        ("Version 5.1 Q14 and Q15 revised by A. Lee on 12/27/2017", "5.1", [14, 15], "A. Lee"),
        ("Version 5.1: Questions 4, 14, and 15 revised by A. Lee, 2017-12-27", "5.1", [4, 14, 15],
         "A. Lee"),
        ("Version 5.1: Q4, Q14 revised by Lee, Ann, Jr., Dec. 27, 2017", "5.1", [4, 14],
         "Lee, Ann, Jr."),
        ("version 4.0; question 14 was revised by Ann-Marie O’Lee on December 27th, 2017", "4.0",
         [14], "Ann-Marie O’Lee"),
        ("Version 4.0: Q14-16 revised by Ann and Bob Lee (December 27, 2017)", "4.0",
         [14, 15, 16], "Ann and Bob Lee"),
    ],
)  # fmt: skip
def test_a_note_is_read_in_all_its_forms(printed, version, questions, name):
    sheet = read(printed)
    assert [note.question for note in sheet.notes] == questions
    for note in sheet.notes:
        assert (note.version, note.name, note.date, note.printed) == (version, name, DAY, printed)
    assert sheet.answers == answers()


def test_several_notes_are_kept_in_order():
    first = "Version 4.0: Q14 revised by Ann Lee on December 27, 2017"
    second = "Version 5.0: Q3 revised by Bo Lee, January 2, 2019"
    sheet = read(first, "", second)
    assert [note.printed for note in sheet.notes] == [first, second]


def test_a_wrapped_note_is_one_note():
    sheet = read("Version 4.0: Q14 revised by Ann Lee on", "December 27, 2017")
    assert [note.date for note in sheet.notes] == [DAY]
    assert sheet.answers[61] == "A. Coder"


def test_a_note_under_a_blank_last_answer_is_a_note():
    text = Setting().sheet(answers(q61=""))
    text += "\nVersion 4.0: Q14 revised by Ann Lee on December 27, 2017\n"
    sheet = read_sheet("a.txt", text.encode())
    assert (sheet.answers[61], len(sheet.notes)) == ("", 1)


def test_a_note_without_a_day_is_dated_the_first_and_listed():
    sheet = read("Version 4.0: Q14 revised by Ann Lee, December 2017")
    assert sheet.notes[0].date == datetime.date(2017, 12, 1)
    assert [r.became for r in sheet.repairs] == ["2017-12-01"]


@pytest.mark.parametrize(
    "printed",
    [
        "Version 4.0: Q14 revised by Ann Lee",
        "Version 4.0: Q14 revised on December 27, 2017",
        "Version 4.0: Q62 revised by Ann Lee on December 27, 2017",
        "Version 4.0: Q0 revised by Ann Lee on December 27, 2017",
        "Version 4.0: revised by Ann Lee on December 27, 2017",
        "Version 4.0: Q14 revised by Ann Lee on February 30, 2017",
        "Version: Q14 revised by Ann Lee on December 27, 2017",
        "Version 4.0: In effect as of 2017",
    ],
)
def test_a_note_that_cannot_be_read_refuses_the_sheet(printed):
    with pytest.raises(FileRefused) as refused:
        read("Version 4.0: Q14 revised by Ann Lee on December 27, 2017", printed)
    (problem,) = refused.value.problems
    assert problem.found == printed
    assert "Version 4.0: Q14 revised by NAME on December 27, 2017" in problem.fix
    assert f"line {problem.line}: " in str(problem)


def test_a_version_paragraph_in_another_answer_is_the_answer():
    answer = "Still in effect\nVersion 4.0: Q14 revised by Ann Lee on December 27, 2017"
    sheet = read_sheet("a.txt", typed(answers(q14=answer)).encode())
    assert (sheet.answers[14], sheet.notes) == (answer, ())


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("December 27, 2017", DAY),
        ("27 Dec 2017", DAY),
        ("Dec. 27th 2017", DAY),
        ("12/27/2017", DAY),
        ("2017-12-27", DAY),
        ("Sept. 5, 2017", datetime.date(2017, 9, 5)),
        ("27/12/2017", DAY),
        ("2017", None),
        ("Decembre 27, 2017", None),
        ("13. December", None),
        ("0000-01-01", None),
    ],
)
def test_dates_are_read_or_refused_never_guessed(text, date):
    assert read_date(text) == (None if date is None else (date, ()))
