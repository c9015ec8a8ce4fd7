"""Stata files hold the same rows as CSV files, whatever types Stata gave to their columns."""

import io
import subprocess
import sys
from pathlib import Path

import pandas
import pytest

from .small_member_files import HEADER, csv_of, pair, read, read_text, row

ROWS = [*pair(cowid="", dayent=""), row(atopid=4860, member=255, refothio=2, cowid=3001)]
FORMAT_115 = 115
ROOT = Path(__file__).resolve().parents[3]


def stata_of(rows, version=114, **types):
    """Write rows as Stata does: floats where a value is missing, and for the version."""
    frame = pandas.read_csv(io.BytesIO(csv_of(rows, tuple(rows[0]))))
    frame = frame.astype({"version": "float32"} | types)
    labels = {name: f"(max) {name}" for name in frame}
    content = io.BytesIO()
    frame.to_stata(content, write_index=False, version=version, variable_labels=labels)
    return content.getvalue()


def as_format_115(content):
    """The format of Stata 12 differs from 114 in the formats of dates alone."""
    return bytes([FORMAT_115]) + content[1:]


@pytest.mark.parametrize("version", [114, 117, 118, 119])
def test_a_stata_file_reads_like_the_csv_file(version):
    from_csv, from_stata = read(ROWS), read_text(stata_of(ROWS, version), "m.dta")
    assert from_stata.rows == from_csv.rows
    assert (from_stata.label, from_stata.columns) == ("5.1", from_csv.columns)
    assert [remark.line for remark in from_stata.remarks] == [4]
    assert from_stata.problems == ()


def test_the_format_of_the_official_files_is_read():
    file = read_text(as_format_115(stata_of(ROWS)), "m.dta")
    assert (file.rows, file.label) == (read(ROWS).rows, "5.1")


@pytest.mark.parametrize("kind", ["float32", "float64", "int16"])
def test_the_type_of_a_column_does_not_matter(kind):
    assert read_text(stata_of(pair(), atopid=kind, estmode=kind)).rows == read(pair()).rows


def test_problems_stand_where_they_would_in_a_csv_file():
    file = read_text(stata_of([row(), row(member=220, cowwar=106.5)]), "m.dta")
    (found,) = file.problems
    assert (found.line, found.column, found.found) == (3, "cowwar", "106.5")


def test_a_stata_file_of_another_level_is_told_by_its_columns():
    rows = [{"state": 2, "year": 1900, "defense": 1, "version": 5.1}]
    (found,) = read_text(stata_of(rows), "sy.dta").problems
    assert found.rule.startswith("This is a state-year file;")


def test_the_content_of_a_file_counts_and_not_its_name():
    assert read_text(stata_of(ROWS), "m.csv").rows == read_text(csv_of(ROWS), "m.dta").rows


def test_a_stata_file_without_rows_is_refused():
    frame = pandas.DataFrame({name: pandas.Series(dtype="int16") for name in HEADER})
    content = io.BytesIO()
    frame.to_stata(content, write_index=False)
    (found,) = read_text(content.getvalue(), "m.dta").problems
    assert found.rule == "There is no row below the header."


@pytest.mark.parametrize("version", [114, 118])
@pytest.mark.parametrize("kept", [12, 40, 0.1, 0.9])
def test_a_stata_file_that_was_cut_short_is_told(version, kept):
    content = stata_of(pair(), version)
    length = kept if isinstance(kept, int) else int(len(content) * kept)
    (found,) = read_text(content[:length], "m.dta").problems
    assert (found.file, found.line) == ("m.dta", None)
    assert found.rule == "The Stata file cannot be read."


def test_more_rows_than_are_read_at_once_are_all_there():
    rows = [row(atopid=1001 + number) for number in range(2500)]
    assert len(read_text(stata_of(rows)).rows) == 2500


def test_pandas_is_not_loaded_for_a_csv_file():
    told = (
        "import sys\n"
        "from tests.datasets.reading.small_member_files import pair, read\n"
        "assert read(pair()).problems == ()\n"
        "print('pandas' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
