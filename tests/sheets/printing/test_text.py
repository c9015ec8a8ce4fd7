"""Printed as text and imported again, a sheet has the same answers and notes – any answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.text import canonical
from coding.models.questionnaire import QUESTIONS, SECTIONS
from coding.sheets.parser import read_sheet
from coding.sheets.printing.printable import FIRST_LINE, PrintableSheet
from coding.sheets.printing.text import print_text
from tests.sheets.typeset import SAMPLE_IDS, answers, expected

NOTE = "Version 4.0: Q14 revised by Nicholas Coulombe on December 27, 2017"
URL = "http://www.mid.ru/ru/foreign_policy/"

# Paragraphs that look like something else: questions, headings, notes, addresses, page numbers.
TRAPS = [
    *(f"{q.number}. {q.wording}" for q in QUESTIONS),
    *(q.wording for q in QUESTIONS),
    *(section.heading for section in SECTIONS),
    *(URL, f"({URL})", "http://www.mid.ru/ru/foreign policy/", NOTE, FIRST_LINE),
    *("Version 9: nonsense", "inter-", "ethnic", "Page 3 of 9", "3", "12. …", "12", ".", ":", ")"),
    *("Sheet of ATOP ID 1234", "    indented", "\u00ad", "\u200b", "\ufeff", "\ufffe", "\ufb01"),
]
texts = st.lists(st.one_of(st.text(max_size=40), st.sampled_from(TRAPS)), max_size=4).map(
    lambda paragraphs: canonical("\n".join(paragraphs))
)
numbers = st.sampled_from([q.number for q in QUESTIONS[1:]])


def again(sheet: PrintableSheet):
    return read_sheet("again.txt", print_text(sheet).encode())


@given(st.dictionaries(numbers, texts, max_size=12))
def test_any_answers_come_back(given_answers):
    answered = {q.number: "" for q in QUESTIONS} | {1: "4999"} | given_answers
    assert again(PrintableSheet(4999, 0, answered)).answers == answered


@pytest.mark.parametrize("trap", TRAPS, ids=lambda value: value[:40])
def test_answers_that_look_like_something_else_come_back(trap):
    trap = canonical(trap)
    answered = answers() | dict.fromkeys(
        (14, 16, 59, 61), canonical(f"{trap}\n{trap}\ntext\n{trap}")
    )
    read = again(PrintableSheet(4999, 0, answered, (NOTE,)))
    assert read.answers == answered
    assert [note.printed for note in read.notes] == [NOTE]


@pytest.mark.parametrize("atop_id", SAMPLE_IDS)
def test_the_samples_come_back_without_a_repair(atop_id):
    read = again(PrintableSheet(atop_id, 0, expected(atop_id), (NOTE,)))
    assert read.answers == expected(atop_id)
    assert (read.repairs, [n.printed for n in read.notes]) == ((), [NOTE])


@pytest.mark.parametrize("stated", ["1350", "1350, Phase 2", "1350 (phase 2)", "1350.2", ""])
def test_the_phase_comes_back_whatever_the_first_answer_says(stated):
    read = again(PrintableSheet(1350, 2, answers(q1=stated)))
    assert (read.atop_id, read.phase, read.answers[1]) == (1350, 2, stated)


def test_the_print_looks_like_the_printed_sheet():
    text = print_text(PrintableSheet(4235, 0, expected(4235), (NOTE,)))
    assert "\nSECTION I: FORMATION, MEMBERS, AND DURATION\n\n1. ATOP ID: 4235\n" in text
    assert "\n15. Describe what caused the alliance to terminate.\n    N/A\n\nSECTION II: " in text
    assert text.endswith(f"61. Coder: Andrew Long, Ashley Leeds\n\n{NOTE}\n")


def test_letters_that_look_mistaken_stay_in_a_print_of_this_site():
    answered = answers() | {18: "“x” â€œ Ã© Â½ â€œ", 57: "ﬁve \ue000 &ldquo; > x"}
    assert again(PrintableSheet(4999, 0, answered)).answers == answered
