"""The log as CSV (RFC 4180): a row for each matching entry."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from coding.export.csv_rows import BYTE_ORDER_MARK, plain_lines, without_formula
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
    yield (BYTE_ORDER_MARK if for_spreadsheets else "") + plain_lines([COLUMNS])
    with snapshot():
        lines = all_of(asked)
        while some := list(islice(lines, ROWS)):
            yield plain_lines(map(guard, _row(line)) for line in some)


def _row(line: LogLine) -> tuple[Any, ...]:
    entry = line.entry
    at = entry.at.isoformat(timespec="seconds")
    about = entry.sheet, entry.question, entry.revision, entry.release
    return at, entry.kind, entry.who, entry.username, entry.did, *about, entry.words
