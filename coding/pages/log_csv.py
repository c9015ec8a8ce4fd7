"""The log as CSV (RFC 4180): a row for each matching entry."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import islice
from typing import Any

from coding.export.csv_rows import BYTE_ORDER_MARK, without_formula
from coding.history.log import LogLine, LogQuery, all_of
from coding.models.snapshots import snapshot

COLUMNS = (
    "at",
    "kind",
    "person",
    "user",
    "did",
    "sheet",
    "question",
    "revision",
    "release",
    "words",
)
ROWS = 200  # read and written at a time


def csv_of(asked: LogQuery, *, for_spreadsheets: bool = False) -> Iterator[str]:
    """Yield the file piece by piece, all as of one moment, the newest entry first.

    For spreadsheet programs, it has a byte order mark, and an apostrophe before texts that they
    would run as formulas.
    """
    guard: Callable[[Any], Any] = without_formula if for_spreadsheets else lambda cell: cell
    yield (BYTE_ORDER_MARK if for_spreadsheets else "") + _csv_lines([COLUMNS], guard)
    with snapshot():
        lines = all_of(asked)
        while some := list(islice(lines, ROWS)):
            yield _csv_lines(map(_row, some), guard)


def _row(line: LogLine) -> tuple[Any, ...]:
    entry = line.entry
    at = entry.at.isoformat(timespec="seconds")
    about = entry.sheet, entry.question, entry.revision, entry.release
    return at, entry.kind, entry.who, entry.username, entry.did, *about, entry.words


def _csv_lines(rows: Any, guard: Callable[[Any], Any]) -> str:
    text = StringIO()
    csv.writer(text).writerows([guard(cell) for cell in row] for row in rows)
    return text.getvalue()
