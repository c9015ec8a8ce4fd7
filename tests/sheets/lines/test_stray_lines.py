"""A line that came between the lines of an answer from elsewhere is told, wherever it stands."""

import pytest

from coding.codebook.problems import FileRefused
from coding.sheets.parser import read_sheet
from tests.costly import IS_GATE, combined
from tests.sheets.typeset import SAMPLE_IDS, Setting, answers, expected, sample

ARTICLE = (
    "“The parties shall consult with each other on all matters that touch their common security, "
    "and shall in case of an armed attack come to the aid of the party attacked at once.”"
)
STRAYS = [
    *("Printed by J. Smith 3/4/2011", "CONFIDENTIAL DRAFT", "Rice University", "ask JD", "redo"),
    *("3/4/2011 10:15 AM", "Copy 2 of 3", "Ritter copy", "FINAL VERSION", "Saved 04/05/99 by BR"),
    *("Alliance Treaty Obligations and Provisions", "OK - SM", "file: alliances/4765"),
]


@pytest.mark.parametrize(("stray", "atop_id"), combined(STRAYS, SAMPLE_IDS))
def test_a_line_of_the_office_in_an_answer_is_told(stray, atop_id):
    rows = sample(atop_id).split("\n")
    for at in range(23, len(rows) - 5, 97 if IS_GATE else 3 * 97):
        text = "\n".join([*rows[:at], stray, *rows[at:]])
        try:
            sheet = read_sheet("a.txt", text.encode())
        except FileRefused:
            continue
        for number, answer in expected(atop_id).items():
            if sheet.answers[number] != answer:
                assert number in [doubt.question for doubt in sheet.doubts], (at, number)


@pytest.mark.parametrize("stray", ["J. Smith", "Minister of State", "oil", "(Vienna)"])
def test_any_short_line_inside_a_sentence_is_told(stray):
    rows = Setting(columns=90).sheet(answers(q18=f"{ARTICLE}\n2. {ARTICLE}")).split("\n")
    at = next(n for n, row in enumerate(rows) if row.startswith("“The parties")) + 1
    assert rows[at][0].islower()
    sheet = read_sheet("a.txt", "\n".join([*rows[:at], stray, *rows[at:]]).encode())
    assert (18, stray) in [(doubt.question, doubt.found) for doubt in sheet.doubts]


def test_a_short_answer_below_other_words_is_told():
    sheet = read_sheet("a.txt", Setting(columns=90).sheet(answers(q20="Jeff\nNo")).encode())
    assert {doubt.question for doubt in sheet.doubts} == {20}
