"""Whatever the format, other makers' readers find the table that was written."""

import subprocess
import sys
import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from coding.codebook.variables import Variable
from coding.datasets.formats.about import Unlabelled
from coding.datasets.formats.columnar import columnar
from coding.datasets.formats.registry import FORMATS, formats_of
from coding.datasets.release import Level
from tests.costly import on_the_gate
from tests.datasets.formats.read_back import rows_in
from tests.datasets.formats.tables import ABOUT, COLUMNS, ROWS, format_of, table, tables, write
from tests.datasets.member_rows import CUBA, USA, member
from tests.datasets.member_rows import tables as derived

SUFFIXES = [format_.suffix for format_ in FORMATS]
NAMES = [column.name for column in COLUMNS]
# One folder serves all examples: each file is written anew.
some_examples = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_table_is_read_back_cell_for_cell(suffix, tmp_path) -> None:
    assert rows_in(write(suffix, table(), tmp_path)) == (NAMES, ROWS)


@pytest.mark.parametrize("suffix", SUFFIXES)
@some_examples
@given(any_table=tables())
def test_any_table_is_read_back_cell_for_cell(suffix, any_table, tmp_path) -> None:
    path = write(suffix, any_table, tmp_path)
    assert rows_in(path) == (any_table.header, list(any_table.rows()))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_table_without_rows_keeps_its_columns(suffix, tmp_path) -> None:
    assert rows_in(write(suffix, table([]), tmp_path)) == (NAMES, [])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_column_without_any_value_stays(suffix, tmp_path) -> None:
    empty = [(1005, None, None, "5.1")] * 3
    assert rows_in(write(suffix, table(empty), tmp_path)) == (NAMES, empty)


@pytest.mark.acceptance(16)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_file_of_a_release_is_read_back(suffix, tmp_path) -> None:
    files = derived([member(USA, "1900-05", "1902-01-01"), member(CUBA, "1900-05-01")])
    for file in files.values():
        if format_of(suffix) in formats_of(file.level):
            assert rows_in(write(suffix, file, tmp_path)) == (file.header, list(file.rows()))


@on_the_gate  # it waits for a clock; by day the next test tells that the day is the release's
def test_the_same_table_gives_the_same_bytes_at_any_time(tmp_path) -> None:
    once = {suffix: write(suffix, table(), tmp_path).read_bytes() for suffix in SUFFIXES}
    moment = _two_seconds()
    while _two_seconds() == moment:  # pyreadstat asks the clock in C, where no test can set it
        time.sleep(0.01)
    again = {suffix: write(suffix, table(), tmp_path).read_bytes() for suffix in SUFFIXES}
    assert again == once


def _two_seconds() -> int:
    """The coarsest clock in these formats, that of a zip file, counts in twos."""
    return int(time.time()) // 2


@pytest.mark.parametrize("suffix", [".dta", ".sav", ".xlsx"])
def test_the_day_in_a_file_is_the_releases(suffix, tmp_path) -> None:
    other = replace(ABOUT, day=date(2019, 12, 31))
    written = write(suffix, table(), tmp_path).read_bytes()
    assert write(suffix, table(), tmp_path, other).read_bytes() != written


@pytest.mark.acceptance(16)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_labels_that_cannot_be_held_are_refused_before_anything_is_written(
    suffix, tmp_path
) -> None:
    pytest.importorskip("pandas")
    path = tmp_path / f"a{suffix}"
    with pytest.raises(Unlabelled):
        format_of(suffix).write(columnar(table([(1,)], (Variable("if", "x"),))), path, ABOUT)
    assert not path.exists()


def test_spreadsheets_are_made_of_small_files_only() -> None:
    levels = {level for level in Level if format_of(".xlsx") in formats_of(level)}
    assert levels == {Level.MEMBER, Level.PHASE, Level.ALLIANCE, Level.MEASURES}


def test_no_library_is_loaded_before_a_file_is_written() -> None:
    code = (
        "import sys, coding.datasets.formats.registry, coding.datasets.documents.all_documents;"
        "print({'numpy', 'pandas', 'pyarrow', 'pyreadstat', 'reportlab', 'xlsxwriter', 'django'}"
        " & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
