"""Footnotes, remarks in the margin, heads and feet do not get into answers without being told."""

import pytest

from coding.sheets.files.pdfs.outside_text import EDGE, LARGE, MARGIN, SMALL
from coding.sheets.lines.furniture import DROPPED
from coding.sheets.parser import read_sheet
from tests.costly import combined, sampled
from tests.sheets.typeset import IDS_FOR_PDFS, expected

from .setting import pdf, story, tables


def written(words, x, y, on=lambda page: page == 2, size=11):
    """What writes words onto some pages."""

    def write(canvas, document):
        if on(document.page):
            canvas.setFont("Serif", size)
            canvas.drawString(x, y, words)

    return write


def read(how, write=None, atop_id=4765):
    return read_sheet("a.pdf", pdf(how(expected(atop_id)), write))


@pytest.mark.parametrize("atop_id", IDS_FOR_PDFS)
def test_nothing_of_an_ordinary_sheet_stands_aside(atop_id):
    sheet = read(story, atop_id=atop_id)
    assert (sheet.doubts, sheet.unread) == ((), ())


@pytest.mark.parametrize(
    ("how", "remark"), sampled(combined([story, tables], [("redo", 30), ("ask JD", 545)]))
)
def test_words_in_the_margin_are_listed_and_do_not_change_the_text(how, remark):
    words, x = remark
    sheet = read(how, written(words, x, 500))
    assert sheet.answers == read(how).answers
    (unread,) = sheet.unread
    assert f"On page 2, {MARGIN}: “{words}”" in str(unread)


APART = {
    "footnote": (written("1 Ratified June 2004; see Article 9", 72, 50, size=8), SMALL),
    "stamp": (written("SECOND CODER", 72, 50, size=16), LARGE),
    "foot": (written("Rice University", 72, 40), EDGE),
    "head": (written("Rice University", 250, 765), EDGE),
}


@pytest.mark.parametrize(("what", "how"), sampled(combined(APART, [story, tables])))
def test_what_stands_apart_from_the_text_is_told_where_it_gets_into_an_answer(what, how):
    write, why = APART[what]
    sheet = read(how, write)
    assert any(why in doubt.what for doubt in sheet.doubts)


@pytest.mark.parametrize(("atop_id", "pages"), sampled([(4235, 4), (6070, 3)]))
def test_the_foot_of_left_or_right_pages_alone_is_dropped_as_one(atop_id, pages):
    sheet = read(story, written("Rice University", 72, 40, on=lambda page: page % 2), atop_id)
    assert "Rice University" not in "".join(sheet.answers.values())
    assert [r.found for r in sheet.repairs if r.what == DROPPED] == pages * ["Rice University"]
