"""The samples, changed in ways that change no answer, must give the same answers."""

import re

import pytest

from coding.sheets.parser import read_sheet
from tests.costly import combined

from .typeset import SAMPLE_IDS, TITLE, Setting, expected, sample

STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def as_it_is(text: str) -> str:
    return text


def double_spaced(text: str) -> str:
    return text.replace("\n", "\n\n")


def without_blank_lines(text: str) -> str:
    """Single spacing; 6070's rows of dots and blanks, which part paragraphs, go too."""
    return re.sub(r"\n\s*\n+", "\n", text)


def with_trailing_spaces(text: str) -> str:
    return text.replace("\n", "  \t\n")


def with_windows_line_ends(text: str) -> str:
    return text.replace("\n", "\r\n")


def with_a_title_block(text: str) -> str:
    return TITLE + text[text.index("SECTION I:") :]


def without_title_and_first_heading(text: str) -> str:
    return text[re.search(r"^\s*1\. ATOP ID", text, re.MULTILINE).start() :]


def with_commas_after_numbers(text: str) -> str:
    return re.sub(r"(?m)^(\s*)(45|7|23|60)\. ", r"\1\2, ", text)


def with_other_marks_after_numbers(text: str) -> str:
    text = re.sub(r"(?m)^(\s*)(5|22|58)\. ", r"\1\2) ", text)
    return re.sub(r"(?m)^(\s*)(6|24|59)\. ", r"\1\2 ", text)


def with_misnumbered_headings(text: str) -> str:
    text = text.replace("SECTION III:", "SECTION II:").replace("SECTION IV:", "SECTION VI:")
    return text.replace("SECTION V:", "Section V -")


def without_headings(text: str) -> str:
    return re.sub(r"(?m)^ ?SECTION .*$", "", text)


def with_misnumbered_questions(text: str) -> str:
    text = re.sub(r"(?m)^(\s*)31\. ", r"\g<1>32. ", text)
    return re.sub(r"(?m)^(\s*)48\. +", r"\g<1>47. ", text)


def with_footers(text: str) -> str:
    """Pages that end with their number in the middle of wordings and answers."""
    lines = text.split("\n")
    for number, at in enumerate(range(40, len(lines), 45), start=1):
        lines[at] = f"\n\nPage {number} of 9\n\f{lines[at]}"
    return "\n".join(lines)


def with_bare_page_numbers(text: str) -> str:
    pages, lines = [], text.split("\n")
    for number, at in enumerate(range(0, len(lines), 43), start=1):
        pages.append("\n".join([*lines[at : at + 43], "", str(number)]))
    return "\f".join(pages)


def with_page_breaks_as_blank_lines(text: str) -> str:
    """As in 4235, where a page ended: three blank lines, in the middle of wordings too."""
    text = text.replace("promise not to aid", "\n\n\n\npromise not to aid", 1)
    return re.sub(r"(specific ongoing conflict,\s*\n)", r"\1\n\n\n", text)


def with_numbers_on_their_own_line(text: str) -> str:
    return re.sub(r"(?m)^(\s*)(14|50|61)\. +", r"\1\2.\n", text)


def with_odd_spaces(text: str) -> str:
    return text.replace(" treaty", "\u00a0\u00a0treaty").replace(" the ", "\u2002the ")


VARIANTS = [
    as_it_is,
    double_spaced,
    without_blank_lines,
    with_trailing_spaces,
    with_windows_line_ends,
    with_a_title_block,
    without_title_and_first_heading,
    with_commas_after_numbers,
    with_other_marks_after_numbers,
    with_misnumbered_headings,
    without_headings,
    with_misnumbered_questions,
    with_footers,
    with_bare_page_numbers,
    with_page_breaks_as_blank_lines,
    with_numbers_on_their_own_line,
    with_odd_spaces,
]


@pytest.mark.parametrize(("change", "atop_id"), combined(VARIANTS, SAMPLE_IDS))
def test_a_change_that_touches_no_answer_changes_no_answer(change, atop_id):
    read = read_sheet("variant.txt", change(sample(atop_id)).encode())
    assert read.answers == expected(atop_id)
    assert (read.atop_id, read.phase) == (atop_id, 0)


@pytest.mark.parametrize("atop_id", SAMPLE_IDS)
def test_straight_quotes_are_kept_as_they_are(atop_id):
    read = read_sheet("variant.txt", sample(atop_id).translate(STRAIGHT).encode())
    assert read.answers == {n: a.translate(STRAIGHT) for n, a in expected(atop_id).items()}


@pytest.mark.parametrize(
    ("atop_id", "encoding"), combined(SAMPLE_IDS, ["utf-8-sig", "utf-16", "cp1252"])
)
def test_every_usual_encoding_gives_the_same_answers(atop_id, encoding):
    read = read_sheet("variant.txt", sample(atop_id).encode(encoding))
    assert read.answers == expected(atop_id)
    assert any("Windows" in str(repair) for repair in read.repairs) == (encoding == "cp1252")


SETTINGS = [
    Setting(measure=468),
    Setting(measure=468, indent=36, pitch=1),
    Setting(measure=700, paragraph_gap=2),
    Setting(font="Helvetica", measure=514),
    Setting(font="Helvetica", measure=588, indent=18, pitch=1, paragraph_gap=2),
    Setting(columns=80),
    Setting(columns=116, pitch=1),
]


@pytest.mark.parametrize(("setting", "atop_id"), combined(SETTINGS, SAMPLE_IDS), ids=str)
def test_answers_set_anew_at_another_measure_come_back(setting, atop_id):
    read = read_sheet("set.txt", setting.sheet(expected(atop_id)).encode())
    assert read.answers == expected(atop_id)
