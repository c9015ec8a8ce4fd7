"""PDFs that hold more than a sheet cost no more than their size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.problems import FileRefused
from coding.sheets.files.pdfs import reader
from coding.sheets.files.pdfs.reader import way_to_rows
from coding.sheets.parser import read_sheet
from tests.sheets.typeset import answers

from .setting import pdf, story

places = st.tuples(st.integers(1, 3), st.integers(0, 9).map(float))


@given(st.lists(places), places)
def test_a_place_on_a_page_is_that_of_the_last_row_above_it(starts, sought):
    above = [number for number, start in enumerate(starts, start=1) if start <= sought]
    assert way_to_rows(starts)(*sought) == max(above, default=1)


def test_thousands_of_things_are_placed_at_once():
    starts = [(1, float(n)) for n in range(30_000)]
    way = way_to_rows(starts)
    assert [way(*start) for start in starts] == list(range(1, 30_001))


def test_a_pdf_of_more_lines_than_a_sheet_can_have_is_refused(monkeypatch):
    monkeypatch.setattr(reader, "MOST_LINES", 100)
    with pytest.raises(FileRefused, match="The PDF has more than 100 lines"):
        read_sheet("a.pdf", pdf(story(answers())))
