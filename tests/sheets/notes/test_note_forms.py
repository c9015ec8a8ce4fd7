"""Revision notes that tell of several revisions or ran together, and other loose forms."""

import datetime

import pytest

from coding.codebook.problems import FileRefused
from coding.models.questionnaire import QUESTIONS
from coding.sheets.notes.dates import read_date
from coding.sheets.parser import read_sheet
from coding.sheets.printing.printable import PrintableSheet
from coding.sheets.printing.text import print_text
from tests.sheets.notes.typed_notes import read
from tests.sheets.typeset import answers, typed

FIRST = "Version 4.0: Q14 revised by Ann Lee on December 27, 2017"
ANN = (14, "4.0", "Ann Lee", datetime.date(2017, 12, 27))
BO = (15, "4.0", "Bo Ray", datetime.date(2018, 5, 3))


def told(sheet):
    return [(note.question, note.version, note.name, note.date) for note in sheet.notes]


@pytest.mark.parametrize(
    "note",
    [
        f"{FIRST}; Q15 revised by Bo Ray on May 3, 2018",
        f"{FIRST}, and question 15 was revised by Bo Ray, May 3, 2018.",
        f"{FIRST}. Q.15 revised by Bo Ray on 3 May 2018",
        "Version 4.0: Q14 revised by Ann Lee (December 27, 2017); Q15 revised by Bo Ray (5/3/2018)",
    ],
)
def test_a_note_may_tell_of_two_revisions_and_is_kept_to_the_letter(note):
    sheet = read(note)
    assert told(sheet) == [ANN, BO]
    assert {note.printed for note in sheet.notes} == {note}
    assert (sheet.answers, sheet.repairs) == (answers(), ())


def test_each_revision_of_a_note_may_be_for_several_questions():
    sheet = read(f"{FIRST}; Q15 and Q16 revised by Bo Ray, May 3, 2018; Q3 revised by Cy, 1/2/2019")
    assert [(note.question, note.name) for note in sheet.notes] == [
        (14, "Ann Lee"),
        (15, "Bo Ray"),
        (16, "Bo Ray"),
        (3, "Cy"),
    ]


def test_a_note_of_two_revisions_comes_back_from_print_as_one_line():
    note = f"{FIRST}; Q15 revised by Bo Ray on May 3, 2018"
    answered = {q.number: "No" for q in QUESTIONS} | {1: "4999"}
    again = read_sheet("b.txt", print_text(PrintableSheet(4999, 0, answered, (note,))).encode())
    assert (told(again), again.answers, again.repairs) == ([ANN, BO], answered, ())


@pytest.mark.parametrize("mark", ["", ".", ";"])
def test_notes_run_together_on_a_line_are_parted_and_listed(mark):
    second = "Version 5.0: Q15 revised by Bo Ray on May 3, 2018"
    sheet = read(f"{FIRST}{mark} {second}")
    assert told(sheet) == [ANN, (15, "5.0", *BO[2:])]
    assert [note.printed for note in sheet.notes] == [f"{FIRST}{mark}", second]
    (repair,) = sheet.repairs
    assert repair.what.startswith("Revision notes run together on one line")
    assert repair.became == f"{FIRST}{mark} | {second}"


def test_a_note_of_two_revisions_may_be_wrapped_over_several_lines():
    sheet = read(
        f"{FIRST.removesuffix(', 2017')},", "2017; Q15 revised by", "Bo Ray on May 3, 2018"
    )
    assert told(sheet) == [ANN, BO]
    assert (sheet.answers[61], sheet.repairs) == ("A. Coder", ())


def test_a_revision_below_a_note_has_its_version_and_that_is_listed():
    sheet = read(FIRST, "Q15 revised by Bo Ray on May 3, 2018")
    assert told(sheet) == [ANN, BO]
    (repair,) = sheet.repairs
    assert repair.what.startswith("A revision without a version of its own")


def test_a_remark_below_a_note_stays_with_the_last_answer():
    sheet = read(FIRST, "Q15 was looked at again on May 3, 2018")
    assert told(sheet) == [ANN]
    assert sheet.answers[61] == "A. Coder\nQ15 was looked at again on May 3, 2018"


@pytest.mark.parametrize(
    "note",
    [
        f"{FIRST}; Q15 revised by Bo Ray",
        f"{FIRST}; Q62 revised by Bo Ray on May 3, 2018",
        f"{FIRST}; also checked Q15",
        f"{FIRST} Version 5.0: Q15 revised by Bo Ray",
        f"{FIRST} Version 5.0",
        "Version 4.0: Q14 revised by Ann Lee; Q15 revised by Bo Ray on May 3, 2018",
        f"{FIRST}{'; Q15 revised by Bo Ray on May 3, 2018' * 60}",
    ],
)
def test_a_note_of_which_a_part_cannot_be_read_is_refused_as_a_whole(note):
    with pytest.raises(FileRefused) as refused:
        read(note)
    (problem,) = refused.value.problems
    assert problem.found == note


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("December 27,2017", ANN[3]),
        ("27 December,2017", ANN[3]),
        ("Dec.27, 2017", ANN[3]),
        ("December 27 , 2017", ANN[3]),
        ("December 272017", None),
        ("December27, 2017", None),
    ],
)
def test_a_space_may_be_missing_beside_a_mark_of_a_date(text, date):
    assert read_date(text) == (None if date is None else (date, ()))


@pytest.mark.parametrize("label", ["ATOP ID#:", "ATOP ID #:", "ATOP ID#", "ATOP ID:"])
def test_the_label_of_the_atop_id_may_have_a_number_sign(label):
    text = typed(answers()).replace("ATOP ID:\n4999", f"{label} 4999")
    sheet = read_sheet("a.txt", text.encode())
    assert (sheet.atop_id, sheet.answers) == (4999, answers())


@pytest.mark.parametrize(
    "note",
    [
        "v4.0 – Q14 updated by Ann Lee, 12/27/2017",
        "V. 4.0: Q14 revised by Ann Lee on December 27, 2017",
        "Ver. 4.0 - Question 14 changed by Ann Lee, 27 December 2017",
        "(Version 4.0) Q14 revised by Ann Lee, December 27, 2017",
        "[v4.0] Q14 revised by Ann Lee 12/27/2017",
        "• ATOP v4.0: Q. 14 revised by Ann Lee on 2017-12-27",
        "Rev. 4.0: Q14 by Ann Lee, Dec 27, 2017",
        "Revision 4.0: Q14, Ann Lee, December 27, 2017",
        "Release 4.0: answer to question 14 amended by Ann Lee on December 27, 2017",
        "4.0: Q14 revised by Ann Lee, December 27, 2017",
        "Version 4.0 (December 27, 2017): Q14 revised by Ann Lee",
        "Q14 revised by Ann Lee on December 27, 2017 (Version 4.0)",
        "Revised by Ann Lee on December 27, 2017: Question 14 (v. 4.0)",
        "December 27, 2017: Q14 revised by Ann Lee (version 4.0)",
        "Ann Lee revised Q14 on December 27, 2017 for version 4.0",
        "Question 14 was revised for version 4.0 by Ann Lee on December 27, 2017.",
        "Updated December 27, 2017 by Ann Lee (Q14, version 4.0)",
    ],
)
def test_people_write_notes_in_many_forms(note):
    sheet = read(note)
    assert (told(sheet), sheet.answers) == ([ANN], answers())
    assert sheet.notes[0].printed == note


@pytest.mark.parametrize(
    ("note", "wrong"),
    [
        ("v4.0 – Q14 updated by Ann Lee, n.d.", "n.d."),
        ("Q14 revised by Ann Lee on December 27, 2017", "Q14"),
        ("Revised by Ann Lee on December 27, 2017: Question 99 (v. 4.0)", "99"),
        ("Version 4.0: Q14 revised by Ann Lee on May 3, 2018 (version 5.0)", "5.0"),
        (f"Version 4.0: {'Q14 revised by Ann Lee on May 3, 2018; ' * 40}Q60 revised by Bo, n.d.",
         "Q60 revised by Bo, n.d."),
    ],
)  # fmt: skip
def test_a_note_in_another_form_is_read_whole_or_refused(note, wrong):
    with pytest.raises(FileRefused) as refused:
        read(note)
    (problem,) = refused.value.problems
    assert wrong in problem.rule or wrong in problem.found


@pytest.mark.parametrize(
    "note",
    [
        "Version 4.0: Q14, Q20-18 revised by Ann Lee on December 27, 2017",
        "Version 4.0: Q14 revised by Ann Lee because the treaty lapsed in force on May 3, 2018",
        "Version 4.0: Q14 revised by nobody, despite the request of Ann Lee, on May 3, 2018",
    ],
)
def test_what_is_no_range_and_no_name_is_not_read(note):
    with pytest.raises(FileRefused) as refused:
        read(note)
    assert [problem.found for problem in refused.value.problems] == [note]


@pytest.mark.parametrize(
    ("date", "read_as", "listed"),
    [
        ("24.12.2017", "2017-12-24", []),
        ("24/12/2017", "2017-12-24", []),
        ("2017-12-24 14:22", "2017-12-24", []),
        ("2017-12-24T14:22:05Z", "2017-12-24", []),
        ("Sunday, 24 December 2017", "2017-12-24", []),
        ("Sun. 12/24/2017", "2017-12-24", []),
        ("Monday, 24 December 2017", "2017-12-24", [("another day of the week", True)]),
        ("24/12/09", "2009-12-24", [("two digits", False)]),
        ("24/12/99", "1999-12-24", [("two digits", False)]),
        ("3/4/09", "2009-03-04", [("two ways", True)]),
    ],
)
def test_a_date_with_one_reading_is_read_and_others_are_doubted(date, read_as, listed):
    for note in (
        f"Version 4.0: Q14 revised by Ann Lee on {date}",
        f"v4.0: Q14 updated, Ann Lee, {date}",
    ):
        sheet = read(note)
        when = datetime.date.fromisoformat(read_as)
        assert (told(sheet), sheet.notes[0].printed) == ([(*ANN[:3], when)], note)
        assert [(r.became, r.doubtful) for r in sheet.repairs] == [(read_as, d) for _, d in listed]
        assert all(w in r.what for r, (w, _) in zip(sheet.repairs, listed, strict=True))


@pytest.mark.parametrize("date", ["3.4.2009", "3.4.09", "24/13/2017", "24/12.2017", "March 6, '17"])
def test_a_date_with_points_that_may_be_either_or_none_is_refused(date):
    with pytest.raises(FileRefused):
        read(f"Version 4.0: Q14 revised by Ann Lee on {date}")


@pytest.mark.parametrize("name", ["AL/BI", "AL & BI", "AL and BI", "AL / BI", "Ann Lee/Bo Ray"])
def test_two_coders_may_sign_a_note(name):
    sheet = read(f"Version 4.0: Q14 revised by {name} on December 27, 2017")
    assert (told(sheet), sheet.repairs) == ([(14, "4.0", name, ANN[3])], ())


@pytest.mark.parametrize(
    "note",
    [f"{FIRST} (new termination date)", FIRST.replace("Q14", "Q14 (termination date)")],
)
def test_words_in_brackets_behind_question_or_date_stay_in_the_text_and_are_listed(note):
    sheet = read(note)
    assert (told(sheet), sheet.notes[0].printed) == ([ANN], note)
    assert ["in brackets" in r.what for r in sheet.repairs] == [True]


@pytest.mark.parametrize("note", [f"{FIRST} (not Q15)", f"{FIRST} (not yet)", f"{FIRST} (Bo Ray)"])
def test_brackets_that_may_tell_of_another_revision_are_refused(note):
    with pytest.raises(FileRefused):
        read(note)


@pytest.mark.parametrize("verb", ["added", "rewritten", "checked", "reviewed", "recoded"])
def test_below_a_version_other_words_stand_for_revised(verb):
    note = FIRST.replace("revised", verb)
    sheet = read(note)
    assert (told(sheet), sheet.notes[0].printed, sheet.repairs) == ([ANN], note, ())
