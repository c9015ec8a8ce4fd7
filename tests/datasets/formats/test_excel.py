"""Workbooks: the data on one sheet, what they mean on another."""

import pytest

from tests.datasets.formats.tables import ABOUT, table, write

openpyxl = pytest.importorskip("openpyxl")


@pytest.fixture
def book(tmp_path):
    return openpyxl.load_workbook(write(".xlsx", table(), tmp_path))


def test_title_and_day_are_in_the_file(book) -> None:
    assert (book.properties.title, book.properties.created) == (ABOUT.title, ABOUT.moment)


def test_columns_and_values_are_told_on_a_second_sheet(book) -> None:
    rows = list(book["variables"].iter_rows(values_only=True))
    assert rows[0] == ("column", "label", "values")
    assert rows[2] == ("defense", "owes defense – when attacked", "0 no; 1 yes – always")


def test_the_header_stays_in_sight(book) -> None:
    assert book["data"].freeze_panes == "A2"


def test_a_text_that_looks_like_a_formula_stays_text(tmp_path) -> None:
    rows = [(1, 1, 1, "=1+1")]
    found = openpyxl.load_workbook(write(".xlsx", table(rows), tmp_path))
    assert found["data"]["D2"].data_type == "s"
