"""Reads Excel workbooks (.xlsx) with openpyxl, which is loaded only for them.

A formula counts as its saved value. The workbook's XML is first scanned for its size and hidden
content (``sheet_xml``).
"""

import io
import zipfile
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from coding.codebook.problems import UnreadableFile
from coding.datasets.reading.packed_files import opened_zip
from coding.datasets.reading.separated_text import LOOKED_AT, NumberedLine
from coding.datasets.reading.sheet_xml import SheetFacts, facts_of, require_small, too_large
from coding.datasets.reading.texts import without_blanks

Worksheet = Any  # openpyxl's, which has no types

_MOST_WIDTH = 4_000_000  # of all rows together; empty cells to the left count, too
_CSV = "save the sheet as CSV (.csv)"


class ReadSheet(NamedTuple):
    """The sheet that was chosen, and remarks about the others."""

    title: str
    rows: Iterator[NumberedLine]
    others: tuple[str, ...]


def read_workbook(content: bytes, names: Collection[str]) -> ReadSheet:
    """Return the sheet that has the names of the variables. Raises UnreadableFile."""
    from openpyxl import load_workbook

    with opened_zip(content) as parts:
        _require_usual(parts)
        require_small(parts)
        try:
            book = load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
        except Exception as error:  # of many kinds, if a workbook is damaged
            raise _unreadable() from error
        facts = {sheet.title: facts_of(parts, sheet._worksheet_path) for sheet in book.worksheets}
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # the size stated in a workbook may be wrong
    chosen = _chosen(book.worksheets, names)
    others = tuple(sheet.title for sheet in book.worksheets if sheet is not chosen)
    return ReadSheet(chosen.title, _rows(content, chosen, facts[chosen.title]), others)


def _require_usual(parts: zipfile.ZipFile) -> None:
    with parts.open("xl/workbook.xml") as part:
        if b"purl.oclc.org/ooxml" in part.read(5000):
            fix = f"In Excel choose the type “Excel Workbook (.xlsx)”, or {_CSV}."
            raise UnreadableFile("This is an Excel workbook of the kind “Strict”.", fix)


def _unreadable() -> UnreadableFile:
    rule = "The Excel workbook is damaged, or not as Excel writes it."
    return UnreadableFile(rule, f"Open it in Excel, and {_CSV} or as a workbook once more.")


def _chosen(sheets: Sequence[Worksheet], names: Collection[str]) -> Worksheet:
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    fitting = [sheet for sheet in shown if _has_names(sheet, names)]
    if len(fitting) > 1:
        raise UnreadableFile(
            f"{len(fitting)} sheets of the Excel workbook hold rows of the dataset; nobody can "
            "tell which is meant.",
            "Keep one of them in the workbook.",
            found=", ".join(sheet.title for sheet in fitting),
        )
    hidden = [sheet for sheet in sheets if sheet not in shown]
    if not fitting and (fitting_hidden := [sheet for sheet in hidden if _has_names(sheet, names)]):
        rule = "The sheet that holds the rows is hidden in the Excel workbook."
        fix = "Show it (right click on a sheet's name, Unhide), look at it, and save the workbook."
        raise UnreadableFile(rule, fix, found=", ".join(sheet.title for sheet in fitting_hidden))
    if not shown:
        raise UnreadableFile("The Excel workbook has no sheet of cells.", f"In Excel {_CSV}.")
    return (fitting or shown)[0]


def _has_names(sheet: Worksheet, names: Collection[str]) -> bool:
    looked = islice(_values(sheet), LOOKED_AT)
    return any(
        sum(1 for value in row if without_blanks(str(value)).lower() in names) > len(names) / 2
        for row in looked
    )


def _rows(content: bytes, sheet: Worksheet, facts: SheetFacts) -> Iterator[NumberedLine]:
    """Yield the rows, as wide as each is. Raises UnreadableFile."""
    if facts.merged:
        rule = f"The cells {facts.merged} are merged, so that all but the first look empty."
        raise UnreadableFile(rule, "Unmerge them, and give each cell its value.")
    if not facts.is_in_order:
        raise _unreadable()
    formulas = _formulas(content, sheet) if facts.has_formulas else None
    width = 0
    for number, row in enumerate(_values(sheet), start=1):
        if (width := width + len(row)) > _MOST_WIDTH:
            raise too_large()
        if formulas:
            _require_values(number, row, next(formulas, ()))
        yield number, [_as_in_csv(value) for value in row]


def _values(sheet: Worksheet) -> Iterator[tuple[Any, ...]]:
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
            raise UnreadableFile(rule, fix, found=str(formula), line=number)


def _formulas(content: bytes, sheet: Worksheet) -> Iterator[tuple[Any, ...]]:
    """Return the rows again, with formulas instead of values."""
    from openpyxl import load_workbook

    again = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)[sheet.title]
    again.reset_dimensions()
    return _values(again)


def _as_in_csv(value: Any) -> str:
    """Return a value as a CSV file has it; a date stays a date, which is refused later."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.12g}"
    return str(value)
