"""Marks that programs put into a text go; marks that people wrote stay, or are told."""

import re
import time

import pytest

from coding.sheets.parser import read_sheet
from tests.sheets.typeset import answers, read, typed


def in_markdown(**said):
    return re.sub(r"(?m)^(\d+\. .*)$", r"**\1**", typed(answers(**said)))


def test_what_is_no_emphasis_keeps_its_marks_in_markdown():
    said = "Yes, 2**3 = 8, 2**4 = 16 and a__b__c"
    sheet = read(in_markdown(q18=said, q20="**No**", q21="a **bold** word"))
    assert sheet.answers == answers(q18=said, q21="a bold word")
    assert sheet.doubts == ()


@pytest.mark.parametrize("said", ["Yes, __init__ says so", "Article 3**"])
def test_marks_that_may_be_none_of_markdown_are_told(said):
    assert said in [doubt.found for doubt in read(in_markdown(q18=said)).doubts]


def test_a_few_dashes_may_be_an_answer_and_a_rule_is_none():
    sheet = read(typed(answers(q20="---", q21="-----------\nNo", q22="No\n---")))
    assert sheet.answers == answers(q20="---", q22="No\n---")
    assert [doubt.question for doubt in sheet.doubts] == [22]


def test_dashes_below_many_answers_are_rules():
    said = answers() | dict.fromkeys(range(20, 30), "No\n---")
    assert read(typed(said)).answers == answers()


def test_marks_inside_a_rule_stay():
    assert read(typed(answers(q18="No\n--- ? ---"))).answers[18] == "No\n--- ? ---"


@pytest.mark.parametrize("long", ["{} x", "{} end"])
@pytest.mark.parametrize("sign", ["-", "=", "**x ", "__x__", "~ "])
def test_many_marks_on_a_line_take_no_more_time_than_letters(sign, long):
    text = in_markdown(q18=long.format(sign * 20_000)).encode()
    begun = time.process_time()
    read_sheet("a.txt", text)
    assert time.process_time() - begun < 5
