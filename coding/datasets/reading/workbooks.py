"""Reads Excel workbooks (.xlsx) with openpyxl, which is loaded only for them.

A value counts as it was calculated and saved. What a workbook can hide – merged cells, formulas
without a saved value, rows out of order – is looked for first in the sheet's own text, since
openpyxl says nothing of it.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, NamedTuple

from coding.datasets.reading.packed_files import opened_zip
from coding.datasets.reading.separated_text import LOOKED_AT, Line
from coding.datasets.reading.texts import trimmed
from coding.datasets.reading.unreadable import Unreadable

Sheet = Any  # openpyxl's, which has no types

_LARGEST_SHEET = 40_000_000  # bytes of its XML; the member file of 5.1 takes 11 MB
_LARGEST_PART = 10_000_000
_MOST_PARTS = 500
_MOST_CELLS = 2_000_000
_STEP = 1_000_000
_OVERLAP = 300  # bytes, so that no tag is cut in two
_TELLING = re.compile(rb"<(?:\w+:)?(mergeCell|f|row)\b([^>]*)>")
_REF = re.compile(rb'\b(?:ref|r)="([A-Z]*)(\d+)')
_CSV = "save the sheet as CSV (.csv)"


class ReadSheet(NamedTuple):
    """The sheet that was chosen, and what is to be said of the others."""

    title: str
    rows: Iterator[Line]
    others: tuple[str, ...]


def read_workbook(content: bytes, names: Collection[str]) -> ReadSheet:
    """Return the sheet that has the names of the variables. Raises Unreadable."""
    from openpyxl import load_workbook

    _require_small(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl gives up on a damaged workbook with errors of many kinds
        raise _unreadable() from error
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a workbook says of its size may be wrong
    chosen = _chosen(book.worksheets, names)
    others = tuple(sheet.title for sheet in book.worksheets if sheet is not chosen)
    return ReadSheet(chosen.title, _rows(content, chosen), others)


def _require_small(content: bytes) -> None:
    with opened_zip(content) as parts:
        listed = parts.infolist()
        if b"purl.oclc.org/ooxml" in parts.open("xl/workbook.xml").read(5000):
            fix = f"In Excel choose the type “Excel Workbook (.xlsx)”, or {_CSV}."
            raise Unreadable("This is an Excel workbook of the kind “Strict”.", fix)
    xml = [one for one in listed if one.filename.endswith((".xml", ".rels"))]
    sheets = [one.file_size for one in xml if one.filename.startswith("xl/worksheets/")]
    others = [one.file_size for one in xml if not one.filename.startswith("xl/worksheets/")]
    if (
        max(sheets, default=0) > _LARGEST_SHEET
        or max(others, default=0) > _LARGEST_PART
        or sum(others) > 2 * _LARGEST_PART
        or len(listed) > _MOST_PARTS
    ):
        raise _too_large()


def _too_large() -> Unreadable:
    rule = "The Excel workbook is too large to be read here."
    return Unreadable(rule, f"In Excel {_CSV}; CSV files may be larger.")


def _unreadable() -> Unreadable:
    rule = "The Excel workbook is damaged, or not as Excel writes it."
    return Unreadable(rule, f"Open it in Excel, and {_CSV} or as a workbook once more.")


def _chosen(sheets: Sequence[Sheet], names: Collection[str]) -> Sheet:
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    fitting = [sheet for sheet in shown if _has_names(sheet, names)]
    if len(fitting) > 1:
        raise Unreadable(
            f"{len(fitting)} sheets of the Excel workbook hold rows of the dataset; nobody can "
            "tell which is meant.",
            "Keep one of them in the workbook.",
            ", ".join(sheet.title for sheet in fitting),
        )
    hidden = [sheet for sheet in sheets if sheet not in shown]
    if not fitting and (found := [sheet for sheet in hidden if _has_names(sheet, names)]):
        rule = "The sheet that holds the rows is hidden in the Excel workbook."
        fix = "Show it (right click on a sheet's name, Unhide), look at it, and save the workbook."
        raise Unreadable(rule, fix, ", ".join(sheet.title for sheet in found))
    if not shown:
        raise Unreadable("The Excel workbook has no sheet of cells.", f"In Excel {_CSV}.")
    return (fitting or shown)[0]


def _has_names(sheet: Sheet, names: Collection[str]) -> bool:
    looked = islice(_values(sheet), LOOKED_AT)
    return any(
        sum(1 for value in row if trimmed(str(value)).lower() in names) > len(names) / 2
        for row in looked
    )


def _rows(content: bytes, sheet: Sheet) -> Iterator[Line]:
    """Yield the rows, as wide as each is. Raises Unreadable."""
    formulas = _formulas(content, sheet)
    cells = 0
    for number, row in enumerate(_values(sheet), start=1):
        if (cells := cells + len(row) + 1) > _MOST_CELLS:
            raise _too_large()
        if formulas:
            _require_values(number, row, next(formulas, ()))
        yield number, [_written(value) for value in row]


def _values(sheet: Sheet) -> Iterator[tuple[Any, ...]]:
    try:
        yield from sheet.iter_rows(values_only=True)
    except Exception as error:  # as above
        raise _unreadable() from error


def _require_values(number: int, values: Sequence[Any], formulas: Sequence[Any]) -> None:
    for at, formula in enumerate(formulas):
        if formula is not None and (at >= len(values) or values[at] is None):
            if isinstance(formula, str) and not formula.startswith("="):
                continue
            from openpyxl.utils import get_column_letter

            rule = f"Cell {get_column_letter(at + 1)}{number} holds a formula without its value."
            fix = "Open the workbook in Excel and save it there; then the values are in it."
            raise Unreadable(rule, fix, str(formula), number)


def _formulas(content: bytes, sheet: Sheet) -> Iterator[tuple[Any, ...]] | None:
    """Return the rows with their formulas, None if there are none. Raises Unreadable."""
    if not _looked_through(content, sheet):
        return None
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    again = book[sheet.title]
    again.reset_dimensions()
    return _values(again)


def _looked_through(content: bytes, sheet: Sheet) -> bool:
    """Whether the sheet has formulas. Raises Unreadable for what openpyxl would lose."""
    has_formulas, last_row = False, 0
    with opened_zip(content) as parts:
        for tag, attributes in _tags(parts, sheet._worksheet_path):
            found = _REF.search(attributes)
            if tag == b"f":
                has_formulas = True
            elif tag == b"mergeCell":
                place = attributes.split(b'"')[1].decode("ascii", "replace")
                rule = f"The cells {place} are merged, so that all but the first look empty."
                fix = "Unmerge them, and give each cell its value."
                raise Unreadable(f"{rule}", fix)
            elif found:
                if int(found[2]) <= last_row:
                    raise _unreadable()
                last_row = int(found[2])
    return has_formulas


def _tags(parts: zipfile.ZipFile, name: str) -> Iterator[tuple[bytes, bytes]]:
    with parts.open(name) as part:
        kept = b""
        while step := part.read(_STEP):
            text = kept + step
            end = len(text) - _OVERLAP if len(step) == _STEP else len(text)
            last = 0
            for tag in _TELLING.finditer(text):
                if tag.start() >= end:
                    break
                last = tag.end()
                yield tag[1], tag[2]
            kept = text[max(last, end) :]


def _written(value: Any) -> str:
    """Return a value as a CSV file has it; a date as a date, which is no value of the dataset."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.12g}"
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
