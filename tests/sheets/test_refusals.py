"""Bad input is refused with file, line, rule, what was found and how to fix it – all at once."""

import re

import pytest

from coding.codebook.problems import FileRefused
from coding.models.questionnaire import QUESTIONS
from coding.sheets.parser import read_sheet

from .typeset import answers, sample, typed

LETTER = "Dear Professor Leeds,\n\nplease find attached the sheet.\n\nYours,\nA. Coder\n"


def problems(content, name="bad.txt"):
    with pytest.raises(FileRefused) as refused:
        read_sheet(name, content if isinstance(content, bytes) else content.encode())
    for problem in refused.value.problems:
        assert problem.file == name
        assert problem.rule
        assert problem.fix
        assert str(problem).startswith(f"{name}")
        assert problem.fix in str(problem)
        assert problem.rule in str(problem)
    return refused.value.problems


def without(number, text):
    """The text without a question: its wording and its answer."""
    return re.sub(rf"(?ms)^{number}\. .*?(?=^{number + 1}\. |\Z)", "", text)


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused(content):
    assert "empty" in problems(content)[0].rule


@pytest.mark.parametrize("content", [b"\x00\x01\x02" * 400, b"\xff\xfe\0"])
def test_a_binary_file_is_refused(content):
    (problem,) = problems(content)
    assert "no text" in problem.rule


def test_a_letter_is_refused_with_its_first_line():
    (problem,) = problems(LETTER)
    assert (problem.line, problem.found) == (1, "Dear Professor Leeds,")
    assert "no question" in problem.rule


def test_another_questionnaire_is_refused():
    other = "\n".join(f"{n}. What is your opinion on matter {n}?\nYes" for n in range(1, 62))
    (problem,) = problems(other)
    assert "not those of the ATOP coding sheet" in problem.rule
    assert problem.line == 1


@pytest.mark.parametrize("number", [1, 2, 14, 16, 45, 61])
def test_a_missing_question_is_named(number):
    (problem,) = problems(without(number, typed(answers())))
    label = QUESTIONS[number - 1].label
    assert problem.rule == f"Question {number} ({label}) is missing."
    assert problem.line is not None
    assert QUESTIONS[number - 1].wording in problem.fix


@pytest.mark.parametrize("number", [14, 31, 45])
def test_a_question_missing_from_a_sample_is_named(number):
    (problem,) = problems(without(number, sample(4765)))
    assert problem.rule.startswith(f"Question {number} ")


def test_all_missing_questions_are_named_at_once():
    rest = without(21, without(20, without(9, typed(answers()))))
    assert [p.rule.split()[1] for p in problems(rest)] == ["9", "20", "21"]


def test_a_truncated_sheet_names_what_is_missing():
    text = typed(answers())
    assert len(problems(text[: text.index("40. ")])) == 22


def test_a_question_with_another_wording_is_missing_and_the_line_is_shown():
    text = re.sub(r"(?m)^31\. .*$", "31. How many soldiers are there?", typed(answers()))
    (problem,) = problems(text)
    assert problem.found == "31. How many soldiers are there?"
    assert "Question 31 (Military contact) is missing" in problem.rule


def test_a_question_that_stands_twice_is_refused_with_both_lines():
    text = typed(answers())
    line = text[: text.index("\n31. ")].count("\n") + 2
    again = re.search(r"(?m)^31\. .*$", text)[0]
    text = text.replace("\n32. ", f"\n{again}\nYes\n\n32. ")
    (problem,) = problems(text)
    assert f"lines {line} and {line + 3}" in problem.rule
    assert problem.line == line + 3


def test_questions_out_of_order_are_refused():
    text = typed(answers())
    moved = re.search(r"(?ms)^30\. .*?(?=^31\. )", text)[0]
    text = text.replace(moved, "").replace("\n28. ", f"\n{moved}28. ")
    assert problems(text)[0].rule == "Question 30 stands before question 29."


@pytest.mark.parametrize("stated", ["425", "42355", "4235a", "Russia", "12/4235", "4235 4765"])
def test_an_atop_id_that_is_not_four_digits_is_refused(stated):
    (problem,) = problems(typed(answers(q1=stated)))
    assert problem.found == stated
    assert "four digits" in problem.rule
    assert problem.line is not None


def test_a_sheet_without_an_atop_id_is_refused():
    (problem,) = problems(typed(answers(q1="")))
    assert problem.rule == "The sheet has no ATOP ID."
    assert problem.line == 2


@pytest.mark.parametrize(
    ("stated", "atop_id", "phase"),
    [
        ("4235", 4235, 0),
        ("1020.2", 1020, 2),
        ("1350 (phase 2)", 1350, 2),
        ("1350, Phase 2", 1350, 2),
        ("0005", 5, 0),
        ("#4235", 4235, 0),
    ],
)
def test_an_atop_id_may_name_a_phase(stated, atop_id, phase):
    sheet = read_sheet("a.txt", typed(answers(q1=stated)).encode())
    assert (sheet.atop_id, sheet.phase, sheet.answers[1]) == (atop_id, phase, stated)


def test_problems_of_the_answers_come_together():
    text = typed(answers(q1="42"), notes="Version 4.0: Q14 by me")
    assert len(problems(text)) == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0 old", ".txt, .pdf and .docx"),
        ("a", b"text", ".txt, .pdf and .docx"),
        ("a.docx", b"\xd0\xcf\x11\xe0 old", "old Word file"),
        ("a.docx", b"plain text", "not a Word file"),
        ("a.docx", b"PK\x03\x04 broken", "not a Word file"),
        ("a.pdf", b"plain text", "not a PDF"),
        ("a.pdf", b"%PDF-1.4\nbroken", "damaged"),
        ("a.txt", b"%PDF-1.4\n%\xe2\xe3", "a PDF"),
        ("a.txt", b"PK\x03\x04", "a ZIP archive"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "a picture (PNG)"),
        ("a.txt", b"{\\rtf1 text}", "a rich text file"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name, content, words):
    (problem,) = problems(content, name)
    assert words in problem.rule
    assert problem.fix
