"""What twenty-five years of hands do to a sheet: each kind gives the right answers, or is told.

The samples are changed in one way at a time. What a change adds is in no answer unless a doubt
names the question.
"""

import re
import textwrap

import pytest

from coding.codebook.problems import FileRefused
from coding.sheets.parser import read_sheet
from tests.costly import combined
from tests.sheets.typeset import SAMPLE_IDS, expected, typed

NOTE = "Version 4.0: Q14 revised by Nicholas Coulombe on December 27, 2017"
NUMBER = r"(?m)^(\d+)\. "
ANSWER = r"(?m)^(\d+\. .*)\n(?=\S)(?!SECTION)(?!\d+\. )"
HEADING = r"SECTION (\w+): (.*)"


def numbered(form):
    return lambda text: re.sub(NUMBER, form, text)


def changed(found, instead):
    return lambda text: text.replace(found, instead)


def renamed(pattern, instead):
    return lambda text: re.sub(pattern, instead, text)


def quoted(text, width=0):
    lines = text.split("\n")
    if width:
        lines = [part for line in lines for part in textwrap.wrap(line, width) or [""]]
    return "\n".join(f"> {line}" for line in lines)


def in_capitals(text):
    return "\n".join(line.upper() if re.match(NUMBER, line) else line for line in text.split("\n"))


def boxed(text, ticked, empty):
    text = re.sub(r"(?m)^Yes$", f"{ticked} Yes {empty} No", text)
    return re.sub(r"(?m)^No$", f"{empty} Yes {ticked} No", text)


READ_EXACTLY = {
    "Q.14": numbered(r"Q.\1 "),
    "Question 14:": numbered(r"Question \1: "),
    "14 -": numbered(r"\1 - "),
    "14 –": numbered(r"\1 – "),
    "(14)": numbered(r"(\1) "),
    "#14": numbered(r"#\1 "),
    "tab": numbered("\\1.\t"),
    "no-break space": numbered("\\1.\u00a0"),
    "zero width": numbered("\u200b\\1\u200b. \ufeff"),
    "marks of direction": numbered("\u200f\\1\u200e. "),
    "capitals": in_capitals,
    "Markdown, all bold": renamed(r"(?m)^(\d+\. .*)$", r"**\1**"),
    "Markdown, bold numbers": renamed(r"(?m)^(\d+\. )(.*)$", r"**\1** \2"),
    "Markdown, titles": renamed(r"(?m)^(\d+)\. (.*)$", r"### \1\\. \2"),
    "Answer:": renamed(ANSWER, r"\1\nAnswer: "),
    "A:": renamed(ANSWER, r"\1\nA: "),
    "lines to write on": renamed(r"(?m)^(\d+\. .*)\n(?=\S)", r"\1 ______\n"),
    "boxes": lambda text: boxed(text, "☒", "☐"),
    "boxes of brackets": lambda text: boxed(text, "[X]", "[ ]"),
    "quoted twice": lambda text: quoted(quoted(text)),
    "quoted and wrapped": lambda text: quoted(text, 72),
    "quoted with a reply": lambda text: (
        f"Thanks.\n\nOn Mon, Mar 1, 2004 Ann wrote:\n{quoted(text)}\n\nBest,\nBob"
    ),
    "head of an e-mail": lambda text: f"From: A <a@b.org>\nSubject: sheet\n\nHi Bob,\n\n{text}",
    "signature": lambda text: f"{text}\n\n-- \nAnn Lee\nRice University\n",
    "regards": lambda text: f"{text}\n\nBest regards,\nAnn Lee\n",
    "telephone": lambda text: f"{text}\nSent from my iPhone",
    "cc": lambda text: f"{text}\ncc: Brett Ashley Leeds",
    "[end]": lambda text: f"{text}\n[end]\n",
    "62": changed(NOTE, f"62. Is there cyber? (Yes, No)\nNo\n\n{NOTE}"),
    "30a": changed("\n31. ", "\n30a. Is there a court? (Yes, No)\nNo\n\n31. "),
    "30 bis": changed("\n31. ", "\n30 bis. Is there a court?\nNo\n\n31. "),
    "another label": changed("61. Coder:", "61. Coded by:"),
    "another label of the date": renamed(r"60\. Date of last .*:", "60. Last updated:"),
    "another label of the ID": changed("1. ATOP ID:\n", "1. ATOP number:\n"),
    "another label of the type": renamed(r"(?m)^16\. .*$", "16. Alliance type:"),
    "another question": renamed(
        r"(?m)^25\. .*$", "25. Is a separate peace prohibited? (Yes, No) If Yes, describe."
    ),
    "(Y/N). If yes, please explain.": changed(
        "(Yes, No) If Yes, describe.", "(Y/N). If yes, please explain."
    ),
    "[Yes/No] If so": changed("(Yes, No) If Yes", "[Yes/No] If so"),
    "Yes/No. … below:": changed(" (Yes, No) If Yes, describe.", " Yes/No. If yes, describe below:"),
    "one sentence a line": changed(
        " (Yes, No) If Yes, describe.", "\n(Yes, No)\nIf Yes, describe."
    ),
    "Revision history:": changed(NOTE, f"Revision history:\n{NOTE}"),
    "note with a bullet": changed(NOTE, f"• {NOTE}"),
    "head of a table": renamed(r"(?m)^(SECTION .*)$", "\\1\nQuestion\tAnswer"),
    "signs of a web page": lambda text: text.replace("“", "&ldquo;").replace("”", "&rdquo;"),
    "Section II. Obligations ...": renamed(HEADING, r"Section \1. \2 ....."),
    "*** OBLIGATIONS ***": renamed(HEADING, r"*** \2 ***"),
    "II. OBLIGATIONS": renamed(HEADING, r"\1. \2"),
    "Section II": renamed(HEADING, r"Section \1"),
    "OBLIGATIONS (Section II)": renamed(HEADING, r"\2 (Section \1)"),
    "heading on two lines": renamed(HEADING, r"SECTION \1\n\2"),
    "misread numbers": lambda text: text.replace("\n14. ", "\nl4. ").replace("\n50. ", "\nS0. "),
    "numbers of another form": lambda text: re.sub(
        NUMBER, lambda m: f"{int(m[1]) + (int(m[1]) > 15)}. ", text
    ),
    "number twice": renamed(r"(?m)^20\. ", "20. 20. "),
    "spaces of mail": lambda text: re.sub(r"(?m)^(No|Yes)$", r"\1=20", text),
    "Part 3: Institutions": renamed("SECTION III: .*", "Part 3: Institutions"),
}

KEPT_AND_TOLD = {
    "a reviewer's remark": (19, "\n20. ", "Reviewer: please check.\n\n20. "),
    "a page number": (19, "\n20. ", "p. 3\n\n20. "),
    "a question without a number": (15, "\nSECTION II:", "Which source?\nMFA\n\nSECTION II:"),
    "an e-mail's head": (19, "\n20. ", "From: Ann Lee\n\n20. "),
    "a bare page number": (19, "\n20. ", "3\n\n20. "),
    "the end of a page": (19, "\n20. ", "(continued on next page)\n\n20. "),
    "a mark of quoting": (19, "\n20. ", "> No\n\n20. "),
    "a line twice": (19, "\nnone\n", "none\nnone\n"),
    "a note elsewhere": (19, "\n20. ", f"{NOTE}\n\n20. "),
}


@pytest.mark.parametrize(("kind", "atop_id"), combined(READ_EXACTLY, SAMPLE_IDS))
def test_a_sheet_by_other_hands_has_the_same_answers(kind, atop_id):
    text = READ_EXACTLY[kind](typed(expected(atop_id), notes=NOTE))
    sheet = read_sheet("a.txt", text.encode())
    assert sheet.answers == expected(atop_id)
    assert [note.printed.strip("• ") for note in sheet.notes] == [NOTE]


@pytest.mark.parametrize("kind", KEPT_AND_TOLD)
def test_what_may_be_part_of_an_answer_is_kept_and_told(kind):
    number, before, instead = KEPT_AND_TOLD[kind]
    text = typed(expected(4765), notes=NOTE).replace(before, f"\n{instead}", 1)
    sheet = read_sheet("a.txt", text.encode())
    differs = [n for n, answer in expected(4765).items() if sheet.answers[n] != answer]
    assert differs in ([], [number])
    assert number in [doubt.question for doubt in sheet.doubts]


@pytest.mark.parametrize(
    ("kind", "words"),
    {
        "[end]": ["[end]"],
        "signature": ["--", "Ann Lee", "Rice University"],
        "regards": ["Best regards,", "Ann Lee"],
        "cc": ["cc: Brett Ashley Leeds"],
        "telephone": ["Sent from my iPhone"],
        "62": ["62. Is there cyber? (Yes, No)", "No"],
        "30a": ["30a. Is there a court? (Yes, No)", "No"],
        "quoted with a reply": ["Thanks.", "On Mon, Mar 1, 2004 Ann wrote:", "Best,", "Bob"],
        "head of an e-mail": ["From: A <a@b.org>", "Subject: sheet", "Hi Bob,"],
        "head of a table": [
            "SECTION I: FORMATION, MEMBERS, AND DURATION Question Answer",
            *["Question Answer"] * 4,
        ],
        "Revision history:": ["Revision history:"],
        "Answer:": ["Answer:"],
        "another label": ["61. Coded by:"],
    }.items(),
)
def test_what_is_left_out_is_listed_word_for_word(kind, words):
    text = READ_EXACTLY[kind](typed(expected(4765), notes=NOTE))
    sheet = read_sheet("a.txt", text.encode())
    assert [repair.found for repair in sheet.repairs if repair.left_out] == words
    assert all(any(word in str(repair) for repair in sheet.repairs) for word in words)


def test_a_date_before_the_answer_is_no_question():
    said = "14 May 1998: denounced by Russia\n15. May 1999: left"
    sheet = read_sheet("a.txt", typed(expected(4765) | {14: said, 15: said}).encode())
    assert (sheet.answers[14], sheet.answers[15]) == (said, said)


@pytest.mark.parametrize("number", [9, 31, 61])
@pytest.mark.parametrize("width", [90, 10_000])
def test_an_answer_that_runs_into_the_next_question_is_parted_from_it_and_told(width, number):
    text = re.sub(rf"\n+(?:SECTION.*\n)?{number}\. ", f" {number}. ", typed(expected(4765)))
    text = "\n".join(
        part for line in text.split("\n") for part in textwrap.wrap(line, width) or [""]
    )
    sheet = read_sheet("a.txt", text.encode())
    assert sheet.answers == expected(4765)
    assert {number - 1, number} <= {doubt.question for doubt in sheet.doubts}


def test_an_answer_that_quotes_the_number_of_the_next_question_is_not_taken_for_it():
    sheet = read_sheet(
        "a.txt", typed(expected(4765) | {8: "No, see 9. Are specific states"}).encode()
    )
    assert sheet.answers[8] == "No, see 9. Are specific states"


def test_answers_above_their_questions_are_told():
    text = typed(expected(4765) | {1: "NA"}).replace("1. ATOP ID:", "4765\n1. ATOP ID:", 1)
    with pytest.raises(FileRefused, match="may stand above their questions"):
        read_sheet("a.txt", text.encode())


def test_a_text_on_one_line_is_told():
    with pytest.raises(FileRefused, match="stands on one line"):
        read_sheet("a.txt", typed(expected(4765)).replace("\n", " ").encode())


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Question Answer\nNo", "Question Answer\nNo"),
        ("No.\nQuestion\nAnswer", "No."),
        ("N/A\nNo.\nQuestion\nAnswer", "N/A"),
    ],
)
def test_the_head_of_a_table_takes_no_answer_with_it(said, answer):
    sheet = read_sheet("a.txt", typed(expected(4765) | {36: said}).encode())
    assert sheet.answers[36] == answer
    assert "Question" in " ".join(map(str, sheet.repairs))
