"""Stata files: labels, notes and narrow types, as pandas and pyreadstat find them."""

from datetime import datetime

import pytest

from coding.datasets.formats.stata import characteristics
from tests.datasets.formats.tables import ABOUT, COLUMNS, table, write

pytest.importorskip("pandas")


@pytest.fixture
def reader(tmp_path):
    from pandas.io.stata import StataReader

    with StataReader(write(".dta", table(), tmp_path)) as opened:
        yield opened


def test_title_and_day_are_in_the_file(reader) -> None:
    assert reader.data_label == ABOUT.title
    assert datetime.strptime(reader.time_stamp, "%d %b %Y %H:%M") == ABOUT.moment


def test_variables_and_values_are_labelled(reader) -> None:
    assert reader.variable_labels() == {column.name: column.label for column in COLUMNS}
    assert reader.value_labels() == {"defense": ABOUT.labels["defense"]}


def test_a_missing_value_is_statas_own(reader) -> None:
    found = reader.read(convert_missing=True, convert_categoricals=False)
    assert str(found["defense"][1]) == "."
    assert str(found["atopidphase"][2]) == "."


@pytest.mark.parametrize(
    ("number", "dtype"),
    [
        *[(-127, "int8"), (100, "int8"), (-128, "int16"), (101, "int16")],
        *[(32_740, "int16"), (32_741, "int32"), (2_147_483_620, "int32")],
    ],
)
def test_a_number_is_as_small_as_it_can_be_below_statas_missing_values(
    number, dtype, tmp_path
) -> None:
    import pandas

    found = pandas.read_stata(write(".dta", table([(number, 1, 1.5, "5.1")]), tmp_path))
    assert (str(found["atopid"].dtype), found["atopid"][0]) == (dtype, number)


@pytest.mark.parametrize("number", [100, 101, 127, 128, 32_740, 32_741, 32_767, 32_768])
def test_a_large_number_beside_a_missing_one_is_not_taken_for_missing(number, tmp_path) -> None:
    import pandas

    rows = [(number, 1, 1.5, "5.1"), (None, 1, 1.5, "5.1")]
    found = pandas.read_stata(write(".dta", table(rows), tmp_path))
    assert found["atopid"][0] == number
    assert pandas.isna(found["atopid"][1])


def test_the_release_is_text_so_that_6_0_stays_6_0(tmp_path) -> None:
    import pandas

    found = pandas.read_stata(write(".dta", table([(1, 1, 1, "6.0")]), tmp_path))
    assert found["version"][0] == "6.0"


def test_notes_are_in_the_file(tmp_path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    _, found = pyreadstat.read_dta(write(".dta", table(), tmp_path))
    assert tuple(found.notes) == ABOUT.notes


def test_notes_are_counted_and_end_with_a_zero_byte() -> None:
    chunk = characteristics(("A note.",))
    count, note, _ = chunk.split(b"</ch>")
    names = b"_dta".ljust(129, b"\0") + b"note0".ljust(129, b"\0")
    assert count == b"<ch>" + (260).to_bytes(4, "little") + names + b"1\0"
    assert note.endswith(b"A note.\0")


def test_a_file_without_notes_has_none() -> None:
    assert characteristics(()) == b""
