"""Excel workbooks, written by xlsxwriter: one sheet with the data, one with their meaning.

Only for files of a few thousand rows: the largest year file would take half a minute, and nobody
reads 273,296 rows in a spreadsheet.
"""

from pathlib import Path
from typing import Any

from coding.datasets.formats.about import About
from coding.datasets.formats.columnar import Columnar

_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_VARIABLES = ("column", "label", "values")
_WIDTHS = (14, 60, 80)


def write_excel(table: Columnar, path: Path, about: About) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": about.title, "created": about.moment})
        bold = book.add_format({"bold": True})
        _write_data(book.add_worksheet("data"), bold, table)
        _write_meanings(book.add_worksheet("variables"), bold, table, about)


def _write_data(sheet: Any, bold: Any, table: Columnar) -> None:
    sheet.write_row(0, 0, [column.name for column in table.columns], bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, table.height, len(table.columns) - 1)
    for n, row in enumerate(table.rows(), start=1):
        sheet.write_row(n, 0, row)


def _write_meanings(sheet: Any, bold: Any, table: Columnar, about: About) -> None:
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.write_row(0, 0, _VARIABLES, bold)
    for n, column in enumerate(table.columns, start=1):
        labels = about.labels.get(column.name, {})
        values = "; ".join(f"{value} {label}" for value, label in labels.items())
        sheet.write_row(n, 0, (column.name, column.label, values))
