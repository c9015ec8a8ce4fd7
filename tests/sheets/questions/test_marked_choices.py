"""Yes or No that somebody marked in the wording itself is the question's, and doubted."""

import pytest

from coding.models.questionnaire import BY_NUMBER
from coding.sheets.parser import read_sheet
from tests.sheets.files.word.making import lines, paragraph, run, sheet_body, word_file
from tests.sheets.typeset import answers, read, typed

CHOICE = "(Yes, No)"
MARKED = "Yes or No is marked in the wording of question 8"


def with_choice(choice, answer):
    wording = BY_NUMBER[8].wording
    asked = wording.replace(CHOICE, choice)
    return read(typed(answers(q8=answer)).replace(wording, asked))


def marked(sheet):
    return [(d.question, d.found) for d in sheet.doubts if d.what.startswith(MARKED)]


@pytest.mark.parametrize("answer", ["", "Article 4"])
@pytest.mark.parametrize(
    "choice",
    [
        "(Yes__, No_X_)",
        "(__ Yes, _X_ No)",
        "(Yes [ ], No [x])",
        "(☐ Yes, ☒ No)",
        "(Yes, No X)",
        "(Yes / [No])",
        "(Yes, NO)",
        "(, No)",
        "(No)",
        "Yes_X_ No__",
    ],
)
def test_a_choice_marked_by_hand_is_no_answer_and_doubted(choice, answer):
    sheet = with_choice(choice, answer)
    assert sheet.answers == answers(q8=answer)
    assert marked(sheet) == [(8, choice)]


@pytest.mark.parametrize(
    "choice", [CHOICE, "(yes / no)", "(Yes__, No__)", "(☐ Yes, ☐ No)", "(Y/N)"]
)
def test_a_choice_in_which_nothing_is_marked_is_not_doubted(choice):
    sheet = with_choice(choice, "Article 4")
    assert (sheet.answers, marked(sheet)) == (answers(q8="Article 4"), [])


def test_a_choice_of_which_one_is_struck_out_in_word_is_doubted():
    asked = f"8. {BY_NUMBER[8].wording}"
    before, after = asked.split("Yes", 1)
    struck = paragraph(run(before), run("Yes", "<w:strike/>"), run(after))
    body = sheet_body().replace(lines(asked) + lines("No"), struck)
    sheet = read_sheet("a.docx", word_file(body))
    assert (sheet.answers[8], marked(sheet)) == ("", [(8, "(, No)")])


def test_a_choice_marked_between_underscores_is_doubted_as_an_answer():
    (doubt,) = read(typed(answers(q8="Yes_X_ No__"))).doubts
    assert (doubt.question, doubt.what) == (8, "A choice of Yes and No is kept as it is")
