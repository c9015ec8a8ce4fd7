"""The three sheets shipped with the site: 183 answers as a person reads them, word for word."""

import datetime

import pytest

from coding.sheets.parser import read_sheet

from .typeset import SAMPLE_IDS, expected, sample


def read(atop_id):
    return read_sheet(f"{atop_id}.txt", sample(atop_id).encode())


@pytest.mark.acceptance(18)
@pytest.mark.parametrize("number", range(1, 62))
@pytest.mark.parametrize("atop_id", SAMPLE_IDS)
def test_an_answer_is_read_exactly(atop_id, number, sheets_read):
    assert sheets_read[atop_id].answers[number] == expected(atop_id)[number]


@pytest.fixture(scope="module")
def sheets_read():
    return {atop_id: read(atop_id) for atop_id in SAMPLE_IDS}


@pytest.mark.parametrize("atop_id", SAMPLE_IDS)
def test_a_sheet_says_whose_it_is(atop_id, sheets_read):
    assert (sheets_read[atop_id].atop_id, sheets_read[atop_id].phase) == (atop_id, 0)


def test_revision_notes_are_dated_and_named(sheets_read):
    (note,) = sheets_read[4235].notes
    assert (note.version, note.question, note.name) == ("4.0", 14, "Nicholas Coulombe")
    assert note.date == datetime.date(2017, 10, 15)
    assert note.printed == "Version 4.0: Q14 revised by Nicholas Coulombe, October 15, 2017"
    (note,) = sheets_read[4765].notes
    assert note.date == datetime.date(2017, 12, 27)
    assert note.printed == "Version 4.0: Q14 revised by Nicholas Coulombe on December 27, 2017"
    assert sheets_read[6070].notes == ()


def test_what_was_repaired_is_listed_and_nothing_else(sheets_read):
    assert [(r.line, r.what) for r in sheets_read[4235].repairs] == [
        (38, "Two lines read as one paragraph, although the first had room left"),
        (46, "Text of a link put right from its address"),
        (58, "Address of a link, dumped between the lines, left out"),
        (102, "Word parted at a line end"),
    ]
    assert [r.line for r in sheets_read[6070].repairs] == [123, 567]
    assert [r.line for r in sheets_read[4765].repairs] == [47, 59, 236]


def test_a_repair_reads_as_a_sentence(sheets_read):
    assert str(sheets_read[4235].repairs[-1]) == (
        "line 102: Word parted at a line end: “inter- | ethnic” → “inter-ethnic”"
    )


@pytest.mark.acceptance(30)
@pytest.mark.parametrize("atop_id", SAMPLE_IDS)
def test_no_word_is_lost_added_or_moved(atop_id, sheets_read):
    """Checked against the file itself: the answers' letters follow each other in it."""
    text = "".join(c for c in sample(atop_id) if c.isalnum())
    position = 0
    for answer in sheets_read[atop_id].answers.values():
        for word in answer.split():
            letters = "".join(c for c in word if c.isalnum())
            position = text.find(letters, position)
            assert position >= 0, word
            position += len(letters)
