"""Sheets as people really send them: each file given beside the project gives the right answers.

Each is a sample changed in the one way that its name says. Skipped where the files are absent.
"""

import pytest

from coding.codebook.problems import FileRefused
from coding.sheets.parser import read_sheet, read_sheets
from tests.given_files import reference

from .typeset import expected

MADE_FROM = {
    "question-62.txt": 4235,
    "question-15a.txt": 4765,
    "headings-without-SECTION.txt": 6070,
    "headings-with-typing-errors.txt": 4235,
    "note-revised-by-first.txt": 4235,
    "note-v4.0.txt": 4765,
    "wording-yes-slash-no-please.txt": 4765,
    "page-heads-in-copied-text.txt": 6070,
    "mac-roman.txt": 4235,
    "utf-16-without-mark.txt": 4765,
    "quoted-in-an-e-mail.txt": 4765,
}


def given(name):
    return reference(f"cases/{name}").read_bytes()


@pytest.mark.parametrize("name", MADE_FROM)
def test_a_sheet_as_people_send_it_has_the_answers_of_the_sheet(name):
    sheet = read_sheet(name, given(f"sheets/{name}"))
    assert sheet.answers == expected(MADE_FROM[name])
    assert len(sheet.notes) == (MADE_FROM[name] != 6070)


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("question-62.txt", "62. Does the treaty mention cyber operations?"),
        ("question-15a.txt", "MFA website"),
        ("headings-with-typing-errors.txt", "SECTON II: OBLIGATONS"),
        ("page-heads-in-copied-text.txt", "ATOP coding sheet 6070 – DRAFT, do not circulate"),
        ("mac-roman.txt", "Mac Roman"),
        ("utf-16-without-mark.txt", "UTF-16 without a mark"),
        ("quoted-in-an-e-mail.txt", "Marks of quoting"),
        ("wording-yes-slash-no-please.txt", "Wording of question 8"),
    ],
)
def test_what_was_left_out_of_it_is_listed(name, listed):
    repairs = read_sheet(name, given(f"sheets/{name}")).repairs
    assert any(listed in str(repair) for repair in repairs)


def test_a_file_of_two_sheets_gives_both_or_says_so():
    content = given("sheets/two-sheets-in-one-file.txt")
    first, second = read_sheets("two.txt", content)
    assert (first.answers, second.answers) == (expected(4235), expected(4765))
    with pytest.raises(
        FileRefused, match=r"2 sheets, 4235 and 4765; they begin in lines 1 and 243"
    ):
        read_sheet("two.txt", content)


def test_a_blank_form_says_that_nothing_is_filled_in():
    name = "sheets/blank-form-over-a-filled-sheet.txt"
    sheet = read_sheet("blank.txt", given(name))
    assert any("Only 1 of 61 questions" in str(doubt) for doubt in sheet.doubts)


@pytest.mark.parametrize("count", [16, 24])
def test_a_note_of_many_revisions_is_refused_at_once(count):
    name = f"notes/note-with-{count}-revisions-last-date-missing.txt"
    with pytest.raises(FileRefused) as refused:
        read_sheet("a.txt", given(name))
    (problem,) = refused.value.problems
    assert "“Q60 revised by Nicholas Coulombe, n.d.”" in problem.rule


def test_an_address_of_eighty_thousand_letters_is_read():
    sheet = read_sheet("a.txt", given("size/word-of-40000-letters.txt"))
    assert len(sheet.answers[3]) > 80_000
    assert {n: a for n, a in sheet.answers.items() if n != 3} == {
        n: a for n, a in expected(4235).items() if n != 3
    }


@pytest.mark.parametrize("phase", [1, 2])
def test_a_file_named_as_the_project_does_gives_the_phase(phase):
    name = f"ATOP1350.{phase}.pdf"
    sheet = read_sheet(name, given(f"sheets/{name}"))
    assert (sheet.atop_id, sheet.phase) == (1350, phase)
    assert any("names no phase" in repair.what for repair in sheet.repairs)
