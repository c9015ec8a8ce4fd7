"""Whatever a hand does to a printed sheet: its answers are right, or told, or it is refused."""

import re

from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.problems import FileRefused
from coding.sheets.parser import read_sheet, understand_file
from coding.sheets.printing.printable import CodesOfQuestion, CodeWords, PrintableSheet
from coding.sheets.printing.text import print_text
from coding.sheets.understanding.parts import Whose
from tests.costly import on_the_gate

from .typeset import SAMPLE_IDS, expected, sample, typed

NOTE = "Version 4.0: Q14 revised by Nicholas Coulombe on December 27, 2017"
LINES = [
    *("Reviewer: please check", "TODO: ask the office", "[internal: ask Brett]", "p. 7", "- 3 -"),
    *("15a. Which source says so?", "62. Is there cyber?", "Which source says so?", "[end]"),
    *("From: Ann Lee <ann@rice.edu>", "Best regards,", "Sent from my iPhone", "cc: Brett Leeds"),
    *("ATOP 4765 p. 4", "C:/ATOP/4765.doc 3/4/2005", "ATOP4765.doc", "(over)", "DRAFT"),
    *("SECTION IX: CYBER", "Part VI: Documentation", "Question Answer", "Page 3 of 9"),
    *(NOTE, "v4.0 – Q14 updated by Ann Lee, 12/27/2017", "Revised by Ann Lee, n.d."),
]
CODES = (
    CodesOfQuestion(6, ((CodeWords("estmode", "1 treaty"),),)),
    CodesOfQuestion(16, ((CodeWords("defense", "1 yes (365 Russia); 0 no (651 Egypt)"),),)),
)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"]


def sheet_of(atop_id):
    notes = NOTE if atop_id != 6070 else ""
    return typed(expected(atop_id), notes=notes)


def insert(draw, text):
    lines = text.split("\n")
    lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(LINES)))
    return "\n".join(lines)


def drop_number(draw, text):
    number = draw(st.integers(1, 61))
    return re.sub(rf"(?m)^{number}\. ", "", text)


def change_mark(draw, text):
    return re.sub(
        r"(?m)^(\d+)\.", rf"\1{draw(st.sampled_from([',', ':', ')', ' -', '', '.)']))}", text
    )


def change_heading(draw, text):
    form = draw(
        st.sampled_from([r"Part \1 – \2", r"\2", r"\1. \2", r"Section \1", r"SECTON \1: \2"])
    )
    return re.sub(r"SECTION (\w+): (.*)", form, text)


def drop_line(draw, text):
    lines = text.split("\n")
    del lines[draw(st.integers(0, len(lines) - 1))]
    return "\n".join(lines)


def double_line(draw, text):
    lines = text.split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    return "\n".join([*lines[: at + 1], *lines[at:]])


EDITS = [insert, drop_number, change_mark, change_heading, double_line]


@st.composite
def changed(draw, edits=EDITS):
    atop_id = draw(st.sampled_from(SAMPLE_IDS))
    text = sheet_of(atop_id)
    for edit in draw(st.lists(st.sampled_from(edits), min_size=1, max_size=3)):
        text = edit(draw, text)
    return atop_id, text.encode(draw(st.sampled_from(ENCODINGS)), "replace")


def is_told(sheet, number):
    """Whether a doubt names the question, or something listed quotes a line of its answer."""
    said = sheet.answers[number].split("\n")
    return any(
        (repair.doubtful and repair.question == number) or repair.found in said
        for repair in sheet.repairs
    )


@given(changed())
def test_a_changed_sheet_is_never_silently_wrong(made):
    atop_id, content = made
    try:
        sheet = read_sheet("a.txt", content)
    except FileRefused:
        return
    for number, answer in expected(atop_id).items():
        if sheet.answers[number] != answer:
            assert is_told(sheet, number), (number, sheet.answers[number])


@on_the_gate
@given(changed(edits=[*EDITS, drop_line]))
def test_every_word_of_a_changed_sheet_stands_in_one_part(made):
    """All that is no answer, note, question or title block is listed too."""
    for page in understand_file("a.txt", made[1]):
        told = ["" for _ in page.page.lines]
        for part in page.parts:
            told[part.index] += page.page.lines[part.index].text[part.start : part.end]
        assert told == [line.text for line in page.page.lines]
        listed = {repair.line for repair in page.repairs}
        for part in page.parts:
            if part.whose in (Whose.EDGE, Whose.LEFT_OUT):
                assert page.page.lines[part.index].number in listed


# Beginnings by which a rule may take a line for something of its own.
BEGINNINGS = [
    *("", "CODING SHEET ", "Version 4.0 ", "Page 3 ", "Section II ", "SECTION II: ", "Answer: "),
    *("16  defense 1 yes ", "• ", "30. ", "30a. ", "If yes, describe ", "(Yes, No) ", "> ", "-- "),
    *("NUMERIC CODES ", "Question Answer ", "☒ Yes ☐ No ", "## ", "**", "http://a.org/ ", "Notes "),
]
WORDS = st.lists(st.text("bcdfghjklmnpqrstvwxz", min_size=4, max_size=9), min_size=1, max_size=6)


@given(st.sampled_from(SAMPLE_IDS), st.booleans(), st.sampled_from(BEGINNINGS), WORDS, st.data())
def test_no_word_put_in_anywhere_is_lost_without_being_listed(atop_id, ours, begin, words, data):
    """Into the sample, or into a print of this site with codes: above, between and below."""
    printed = PrintableSheet(atop_id, 0, expected(atop_id), (NOTE,), CODES)
    lines = (print_text(printed) if ours else sample(atop_id)).split("\n")
    lines.insert(data.draw(st.integers(ours, len(lines))), begin + " ".join(words))
    try:
        sheet = read_sheet("a.txt", "\n".join(lines).encode())
    except FileRefused:
        return
    notes = [note.printed for note in sheet.notes]
    listed = [repair.found for repair in sheet.repairs if repair.left_out]
    told = " ".join([*sheet.answers.values(), *notes, *listed, *map(str, sheet.unread)])
    assert [word for word in words if word not in told] == []


@on_the_gate
@given(st.sampled_from(SAMPLE_IDS), st.data())
def test_a_sample_with_a_line_put_in_is_never_silently_wrong(atop_id, data):
    """The samples as they were printed: wrapped, with addresses between the lines."""
    try:
        sheet = read_sheet("a.txt", insert(data.draw, sample(atop_id)).encode())
    except FileRefused:
        return
    for number, answer in expected(atop_id).items():
        if sheet.answers[number] != answer:
            assert is_told(sheet, number) or _quotes(sheet, number), (number, sheet.answers[number])


def _quotes(sheet, number):
    """Whether what is listed quotes words of the answer: a join, a line kept."""
    return any(repair.found[:20] in sheet.answers[number] for repair in sheet.repairs)
