"""A page is understood without being refused, and built again from what a person decided."""

import json
import re

import pytest

from coding.codebook.problems import FileRefused
from coding.sheets.files.readers import read_file
from coding.sheets.parser import read_sheet, read_sheets
from coding.sheets.printing.printable import (
    CODES_HEADING,
    CodesOfQuestion,
    CodeWords,
    PrintableSheet,
)
from coding.sheets.printing.text import print_text
from coding.sheets.understanding.corrections import Act, PageCorrection
from coding.sheets.understanding.page import understand
from coding.sheets.understanding.parts import Whose
from tests.sheets.typeset import SAMPLE_IDS, TITLE, answers, expected, sample, typed

NOTE = "Version 4.0: Q14 revised by Ann Lee on December 27, 2017"


def understood(text, name="a.txt"):
    return understand(read_file(name, text.encode()))


def line_of(text, start):
    return text[: text.index(start)].count("\n") + 1


def words(parts, page, whose, question=None):
    """What the parts of one owner say, line by line."""
    return [
        page.lines[part.index].text[part.start : part.end].strip()
        for part in parts
        if (part.whose, part.question) == (whose, question)
    ]


@pytest.mark.acceptance(30)
@pytest.mark.parametrize("atop_id", SAMPLE_IDS)
def test_every_word_of_a_page_stands_in_exactly_one_part(atop_id):
    page = understood(sample(atop_id))
    told = ["" for _ in page.page.lines]
    for part in page.parts:
        told[part.index] += page.page.lines[part.index].text[part.start : part.end]
    assert told == [line.text for line in page.page.lines]


def test_the_parts_say_whose_each_line_is():
    page = understood("CODING SHEET\nDraft\n" + typed(answers(q14="In effect"), notes=NOTE))
    assert words(page.parts, page.page, Whose.TITLE) == ["CODING SHEET"]
    assert words(page.parts, page.page, Whose.LEFT_OUT) == ["Draft"]
    assert words(page.parts, page.page, Whose.ANSWER, 14) == ["In effect"]
    assert words(page.parts, page.page, Whose.NOTE) == [NOTE]
    assert len(words(page.parts, page.page, Whose.HEADING)) == 5


def test_what_refuses_a_sheet_does_not_keep_it_from_being_understood():
    text = re.sub(r"(?m)^31\. .*$", "31. How many soldiers are there?", typed(answers()))
    page = understood(text)
    assert page.answers[32] == "No"
    assert [problem.rule.split(" (")[0] for problem in page.problems] == ["Question 31"]
    with pytest.raises(FileRefused):
        page.sheet()


def test_a_person_gives_lines_to_another_question():
    text = typed(answers(q15="N/A\nMFA website"))
    line = line_of(text, "MFA website")
    page = understood(text).assigned([PageCorrection(Act.GIVE, line, line, question=14)])
    assert page.answers == answers(q14="No\nMFA website", q15="N/A")
    assert page.sheet().answers == page.answers


def test_a_person_leaves_lines_out_with_a_reason():
    text = typed(answers(q15="N/A\nMFA website"))
    line = line_of(text, "MFA website")
    out = PageCorrection(Act.GIVE, line, line, Whose.LEFT_OUT, why="a remark of the office")
    page = understood(text).assigned([out])
    assert page.answers == answers(q15="N/A")
    (repair,) = page.sheet().repairs
    assert (repair.line, repair.found) == (line, "MFA website")
    assert "a remark of the office" in repair.what


def test_a_part_of_a_line_can_be_given_away():
    text = typed(answers(q15="N/A. Source: MFA website"))
    line = line_of(text, "N/A. Source")
    given = PageCorrection(Act.GIVE, line, line, question=14, start=5)
    page = understood(text).assigned([given])
    assert page.answers == answers(q14="No\nSource: MFA website", q15="N/A.")


def test_paragraphs_are_split_and_joined():
    text = sample(4235)
    line = line_of(text, "(Article 40)\n13. ")
    page = understood(text).assigned([PageCorrection(Act.BEGIN, line)])
    assert page.answers[12] == expected(4235)[12].replace(" (Article", "\n(Article")
    assert page.assigned([PageCorrection(Act.JOIN, line)]).answers == expected(4235)


def test_a_person_says_where_a_missing_question_is_or_that_it_is_not_there():
    text = typed(answers(q30="No\nHow many soldiers?\nTen")).replace(
        typed(answers())[line_start(31) : line_start(32)], ""
    )
    page = understood(text)
    assert len(page.problems) == 1
    assert page.assigned([PageCorrection(Act.BLANK, question=31)]).sheet().answers[31] == ""
    line = line_of(text, "How many")
    given = [
        PageCorrection(Act.GIVE, line, line, Whose.QUESTION, question=31),
        PageCorrection(Act.GIVE, line + 1, line + 1, question=31),
    ]
    assert page.assigned(given).sheet().answers == answers(q31="Ten")


def line_start(number):
    return typed(answers()).index(f"\n{number}. ")


def test_a_line_that_looks_like_a_note_stays_where_a_person_puts_it():
    text = typed(answers(), notes=f"{NOTE}\nVersion 5")
    page = understood(text)
    assert len(page.problems) == 1
    line = line_of(text, "Version 5")
    kept = page.assigned([PageCorrection(Act.GIVE, line, line, question=61)])
    assert kept.sheet().answers[61] == "A. Coder\nVersion 5"
    out = page.assigned([PageCorrection(Act.GIVE, line, line, Whose.LEFT_OUT, why="not finished")])
    assert out.sheet().answers == answers()


def test_a_note_elsewhere_is_given_to_the_notes():
    text = typed(answers(q57=f"None\n{NOTE}"))
    line = line_of(text, NOTE)
    page = understood(text).assigned([PageCorrection(Act.GIVE, line, line, Whose.NOTE)])
    assert page.answers == answers(q57="None")
    assert [note.printed for note in page.notes] == [NOTE]


def test_a_person_says_whose_sheet_it_is():
    page = understood(typed(answers(q1="Russia")))
    assert page.identity is None
    sheet = page.assigned([PageCorrection(Act.IDENTIFY, atop_id=4235, phase=2)]).sheet()
    assert (sheet.atop_id, sheet.phase) == (4235, 2)


def test_corrections_are_plain_data():
    correction = PageCorrection(Act.GIVE, 3, 5, Whose.LEFT_OUT, why="“x”", start=1)
    assert PageCorrection.from_text(json.loads(json.dumps(correction.as_text()))) == correction


def test_what_was_left_out_and_is_given_back_is_no_longer_listed():
    page = understood("Draft of 2004\n" + typed(answers()))
    given = page.assigned([PageCorrection(Act.GIVE, 1, 1, question=57)])
    assert given.sheet().answers == answers(q57="Draft of 2004\nNo")
    assert given.repairs == ()


def test_a_file_of_two_sheets_gives_both():
    second = answers(q1="1350.2", q15="N/A")
    text = typed(answers(), notes=NOTE) + "\n\nCODING SHEET\nVersion 8.0; August, 2000\n\n"
    both = (text + typed(second)).encode()
    first, other = read_sheets("a.txt", both)
    assert (first.answers, other.answers) == (answers(), second)
    assert ([note.printed for note in first.notes], other.notes) == ([NOTE], ())
    assert (other.atop_id, other.phase) == (1350, 2)
    with pytest.raises(FileRefused) as refused:
        read_sheet("a.txt", both)
    (problem,) = refused.value.problems
    assert f"2 sheets, 4999 and 1350.2; they begin in lines 1 and {line_of(text, 'CODING')}" in (
        problem.rule
    )


def test_two_prints_of_this_site_in_one_file_give_both_sheets_exactly():
    trap = "1. ATOP ID: 4765\nSECTION I: FORMATION, MEMBERS, AND DURATION"
    prints = [print_text(PrintableSheet(n, 0, answers(q1=str(n), q18=trap))) for n in (4999, 4765)]
    both = read_sheets("a.txt", "".join(prints).encode())
    assert [sheet.answers for sheet in both] == [answers(q18=trap), answers(q1="4765", q18=trap)]


def test_numeric_codes_below_a_sheet_are_named_as_such():
    codes = (CodesOfQuestion(6, ((CodeWords("estmode", "1 treaty"),),)),)
    page = understood(print_text(PrintableSheet(4999, 0, answers(), (), codes)))
    assert words(page.parts, page.page, Whose.CODES)[0] == CODES_HEADING
    assert not words(page.parts, page.page, Whose.EDGE)


@pytest.mark.parametrize("parted_at", ["77251-", "P.O. Box", "Leeds with", "University,"])
def test_a_title_block_may_be_wrapped(parted_at):
    title = TITLE.replace(f"{parted_at} ", f"{parted_at}\n").replace("77251-1", "77251-\n1")
    page = understood(title + typed(answers()))
    assert page.repairs == ()
    assert not words(page.parts, page.page, Whose.LEFT_OUT)
