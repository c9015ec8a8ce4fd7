"""Tables in typed arrays: nothing is lost on the way, and what does not fit is told."""

import pytest
from hypothesis import given

from coding.codebook.variables import Kind, Variable
from coding.datasets.formats.columnar import LARGEST, SMALLEST, UnstorableCell, columnar
from tests.datasets.formats.tables import ROWS, table, tables


def test_a_table_comes_back_row_by_row() -> None:
    assert list(columnar(table()).rows()) == ROWS


@given(tables())
def test_any_table_comes_back_row_by_row(any_table) -> None:
    assert list(columnar(any_table).rows()) == list(any_table.rows())


def test_a_table_of_many_rows_comes_back_whole() -> None:
    rows = [(number, None, number / 2, "5.1") for number in range(12_001)]
    held = columnar(table(rows))
    assert held.height == 12_001
    assert list(held.rows()) == rows


def test_a_table_without_rows_has_no_height() -> None:
    held = columnar(table([]))
    assert (held.height, list(held.rows())) == (0, [])


@pytest.mark.parametrize("number", [LARGEST + 1, SMALLEST - 1, 1.5, "1"])
def test_a_cell_that_is_no_whole_number_is_refused_with_file_column_and_rule(number) -> None:
    column = Variable("dyad", "two states")
    with pytest.raises(UnstorableCell) as refused:
        columnar(table([(None,), (number,)], (column,)))
    assert str(refused.value) == (
        "atop9_9a, column dyad: cells are whole numbers from -2,147,483,647 to 2,147,483,620, or "
        f"missing, but one is {number!r}. Correct what the column is made of, or its kind in "
        "coding/datasets."
    )


@pytest.mark.parametrize(
    ("kind", "cell"), [(Kind.DECIMAL, float("nan")), (Kind.DECIMAL, "1.5"), (Kind.TEXT, 5.1)]
)
def test_a_cell_of_another_kind_is_refused(kind, cell) -> None:
    with pytest.raises(UnstorableCell, match="column version"):
        columnar(table([(cell,)], (Variable("version", "release", kind),)))
