"""Excel workbooks hold the rows that CSV files hold; nothing that they hide counts as empty."""

import io
import re
import subprocess
import sys
import zipfile
from datetime import date, time
from pathlib import Path

import openpyxl
import pandas
import pytest
from openpyxl.styles import PatternFill

from coding.datasets.reading.tables import letters_of

from .small_member_files import HEADER, csv_of, pair, read, read_text, row

ROWS = [*pair(cowid="", dayent=""), row(atopid=4860, member=255, refothio=2, cowid=3001)]
ROOT = Path(__file__).resolve().parents[3]


def table():
    """The rows as Excel keeps them: numbers, and nothing where a value is missing."""
    found = [list(HEADER)]
    for member in ROWS:
        values = (member[name] for name in HEADER)
        found.append([None if v == "" else float(v) if v == "5.1" else v for v in values])
    return found


def workbook(rows=None, title="m"):
    book = openpyxl.Workbook()
    book.active.title = title
    for line in table() if rows is None else rows:
        book.active.append(line)
    return book


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_part(content, name, change):
    """A workbook in which one of its parts was changed."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            part = old.read(one)
            new.writestr(one, change(part.decode()) if one == name else part)
    return changed.getvalue()


def with_shared_strings():
    """A workbook as Excel writes it, in which text stands apart."""
    content = io.BytesIO()
    frame = pandas.read_csv(io.BytesIO(csv_of(ROWS)))
    frame.to_excel(content, index=False, engine="xlsxwriter")
    return content.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def values(file):
    assert file.problems == ()
    return [row.values for row in file.rows]


def is_read(content, name="book.xlsx"):
    file = read_text(content, name)
    assert (values(file), file.label) == (values(read(ROWS)), "5.1")
    return [remark.rule for remark in file.passed_over]


def refusal(content):
    return read_text(content, "book.xlsx").problems[0]


def test_a_workbook_reads_like_the_csv_file():
    assert is_read(saved(workbook())) == []
    assert is_read(saved(workbook()), "m.csv") == []


def test_a_workbook_that_pandas_wrote_is_read():
    for index in (False, True):
        content = io.BytesIO()
        pandas.read_csv(io.BytesIO(csv_of(ROWS))).to_excel(content, index=index)
        told = is_read(content.getvalue())
        assert told == (["Column A counts the rows, and was skipped."] if index else [])


def test_numbers_that_are_kept_as_text_are_read():
    rows = [[None if value is None else str(value) for value in line] for line in table()]
    assert is_read(saved(workbook(rows))) == []


def test_empty_rows_and_columns_around_the_table_are_skipped():
    rows = [[None, *line] for line in table()]
    assert is_read(saved(workbook([[], [], *rows, [None] * 3, [None]]))) == [
        "Column A is empty, and was skipped.",
    ]


def test_cells_that_are_only_coloured_hold_nothing():
    book = workbook()
    for at in (1, 2, 3, 9):
        book.active.cell(at, len(HEADER) + 3).fill = PatternFill("solid", "FFFF00")
    assert "Columns Y to AA are empty, and skipped." in is_read(saved(book))


def test_the_sheet_that_has_the_names_is_read_and_the_others_are_named():
    book = workbook()
    book.create_sheet("Notes", 0).append(["From Leeds"])
    book.create_sheet("Sources")
    assert is_read(saved(book)) == ["The workbook has other sheets, which were not read."]
    book.active = 1
    book["m"].cell(2, 1).value = "x"
    assert refusal(saved(book)).file == "book.xlsx, sheet “m”"


def test_a_sheet_without_a_cell_is_called_empty():
    assert refusal(saved(workbook([]))).rule == "The sheet “m” is empty."


def test_two_sheets_of_rows_are_refused():
    book = workbook()
    for line in table():
        book.create_sheet("older").append(line) if "older" not in book else book["older"].append(
            line
        )
    assert (refusal(saved(book)).rule[:28], refusal(saved(book)).found) == (
        "2 sheets of the Excel workbo",
        "m, older",
    )


def test_a_hidden_sheet_is_not_taken_for_the_table():
    book = workbook()
    book.create_sheet("Cover").append(["ATOP"])
    book["m"].sheet_state = "hidden"
    assert (refusal(saved(book)).found, "hidden" in refusal(saved(book)).rule) == ("m", True)


def with_cell(value, column="estmode", line=3):
    book = workbook()
    book.active.cell(line, HEADER.index(column) + 1).value = value
    return saved(book)


@pytest.mark.parametrize(
    ("value", "said", "found"),
    [
        (date(2018, 1, 5), "A date or a time", "2018-01-05 00:00:00"),
        (time(5, 1), "A date or a time", "05:01:00"),
        (True, "true or false", "TRUE"),
        (1.5, "has decimals", "1.5"),
        ("1,005", "separator of thousands", "1,005"),
        ("####", "too narrow", "####"),
        ("#N/A", "A formula", "#N/A"),
        (-9, "missing value empty", "-9"),
    ],
)
def test_what_is_no_value_is_refused_with_its_cell(value, said, found):
    problem = refusal(with_cell(value))
    assert (problem.place, problem.found, said in problem.rule) == ("cell P3", found, True)


def test_a_release_that_became_a_date_is_told():
    problem = refusal(with_cell(date(2018, 1, 5), "version", 2))
    assert ("A date or a time" in problem.rule, problem.column) == (True, "version")


def test_the_value_of_a_formula_counts_as_it_was_saved():
    content = with_cell("=1-1")
    assert ("without its value" in refusal(content).rule, "P3" in refusal(content).rule) == (
        True,
    ) * 2
    cached = with_part(
        content, SHEET, lambda text: text.replace("<f>1-1</f><v></v>", "<f>1-1</f><v>0</v>")
    )
    assert cached != content
    assert is_read(cached) == []


def test_merged_cells_are_refused_with_their_place():
    book = workbook()
    book.active.merge_cells("B2:B3")
    assert "The cells B2:B3 are merged" in refusal(saved(book)).rule


def test_what_a_workbook_says_of_its_size_is_not_believed():
    for said in ("A1", "A1:B2", "A1:XFD1048576"):
        content = with_part(
            saved(workbook()),
            SHEET,
            lambda text, said=said: re.sub(
                r'<dimension ref="[^"]*"', f'<dimension ref="{said}"', text
            ),
        )
        assert is_read(content) == []


def test_rows_out_of_order_are_refused():
    content = with_part(
        saved(workbook()), SHEET, lambda text: text.replace('<row r="4"', '<row r="2"')
    )
    assert "not as Excel writes it" in refusal(content).rule


def test_a_cell_far_outside_is_told_within_seconds():
    book = workbook()
    book.active.cell(1_048_576, 16_384).value = "x"
    assert "holds a value, in cell XFD1048576" in refusal(saved(book)).rule


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_small_workbook_that_is_vast_inside_is_refused(part):
    content = with_part(with_shared_strings(), part, lambda text: text + " " * 50_000_000)
    assert len(content) < 1_000_000
    assert "too large" in refusal(content).rule


def test_a_workbook_of_wide_rows_is_refused():
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(5, 5000))
    content = with_part(
        saved(workbook()), SHEET, lambda text: text.replace("</sheetData>", rows + "</sheetData>")
    )
    assert "cell XFD5" in refusal(content).rule


@pytest.mark.parametrize(
    "rows",
    [
        f"<row>{'<c/>' * 20_000}</row>",
        f"<row>{'<c/>' * 11_000}</row>" * 100,
        "<row/>" * 300_001,
        f"</sheetData><cols>{'<col/>' * 3_999_999}</cols><sheetData>",
    ],
    ids=["a row", "cells", "rows", "columns"],
)
def test_a_workbook_of_more_than_excel_or_the_dataset_has_is_refused_at_once(rows):
    content = with_part(
        saved(workbook()), SHEET, lambda text: text.replace("</sheetData>", rows + "</sheetData>")
    )
    assert len(content) < 100_000
    assert "too large" in refusal(content).rule


def test_a_row_that_excel_does_not_have_is_not_waited_for():
    row = '<row r="999999999"><c r="A999999999"><v>1</v></c></row>'
    content = with_part(
        saved(workbook()), SHEET, lambda text: text.replace("</sheetData>", row + "</sheetData>")
    )
    assert "not as Excel writes it" in refusal(content).rule


@pytest.mark.parametrize("kept", [100, 0.5, 0.9])
def test_a_workbook_that_was_cut_off_is_told(kept):
    content = saved(workbook())
    length = kept if isinstance(kept, int) else int(len(content) * kept)
    assert "damaged or cut off" in refusal(content[:length]).rule


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_a_damaged_part_is_told(part):
    content = with_part(with_shared_strings(), part, lambda text: text[: len(text) // 2])
    assert "is damaged, or not as Excel writes it" in refusal(content).rule


def test_a_workbook_of_another_level_is_told_by_its_names():
    content = saved(workbook([["state", "year", "defense", "version"], [2, 1900, 1, 5.1]]))
    assert refusal(content).rule.startswith("This is a state-year file;")


def test_the_letters_of_columns_are_those_of_spreadsheets():
    assert list(map(letters_of, (0, 25, 26, 701, 702, 16_383))) == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_openpyxl_is_not_loaded_for_a_csv_file():
    told = (
        "import sys\n"
        "from tests.datasets.reading.small_member_files import pair, read\n"
        "assert read(pair()).problems == ()\n"
        "print('openpyxl' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
