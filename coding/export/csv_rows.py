"""Tables of texts and numbers as CSV: RFC 4180 in UTF-8, without changing any text.

A text is quoted and a missing value is an empty field, so that a reader that heeds quotes can tell
the text "NA" from a missing value.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from coding.datasets.documents.companion_files import CompanionFile, WrittenCompanion
from coding.export.output import ExportedFile, HashedFile, Output

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"  # tells spreadsheet programs that the file is UTF-8


def write_table(
    output: Output, kind: CompanionFile, rows: Iterable[Sequence[Any]]
) -> WrittenCompanion:
    """Write a table and, if it has one, its variant for spreadsheet programs.

    These would read an answer such as "=1+1" as a formula: such cells begin with an apostrophe.
    """
    if kind.is_safe_too:
        with output.open(kind.name) as plain, output.open(kind.variant) as safe:
            safe.write(BYTE_ORDER_MARK)
            _write(kind, rows, plain, safe)
    else:
        with output.open(kind.name) as plain:
            _write(kind, rows, plain)
    return described(kind, next(entry for entry in output.entries if entry.name == kind.name))


def described(kind: CompanionFile, entry: ExportedFile) -> WrittenCompanion:
    return WrittenCompanion(kind, entry.rows, entry.bytes, entry.sha256)


def _write(
    kind: CompanionFile,
    rows: Iterable[Sequence[Any]],
    plain: HashedFile,
    safe: HashedFile | None = None,
) -> None:
    plain.write(header_of(kind))
    if safe:
        safe.write(header_of(kind))
    for row in rows:
        plain.write(line_of(row))
        plain.rows += 1
        if safe:
            safe.write(safe_line_of(row))
            safe.rows += 1


def header_of(kind: CompanionFile) -> str:
    return ",".join(column.name for column in kind.columns) + "\r\n"


def line_of(row: Iterable[Any]) -> str:
    return ",".join(map(_cell, row)) + "\r\n"


def safe_line_of(row: Iterable[Any]) -> str:
    """Return a row for spreadsheet programs."""
    return line_of(map(without_formula, row))


def plain_lines(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows for people, who look at them in a spreadsheet; only what needs it is quoted."""
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        quotes_twice = value.replace('"', '""')
        return f'"{quotes_twice}"'
    return str(value)


def without_formula(cell: Any) -> Any:
    is_formula = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if is_formula else cell
