"""Writes a table as CSV, exactly as the official files are.

Rules (reference 1): ASCII, lines end in CR LF, commas, a header, no quotes; a missing value is
an empty field, whole numbers have no decimals, ATOPIDPHASE has one where the alliance has phases.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from coding.datasets.every_file import Table
from coding.datasets.years import Run

_PIECES_AT_ONCE = 500


def write_csv(table: Table, write: Callable[[str], object]) -> None:
    """Write a table, some thousand rows at a time. A file must be open with newline=""."""
    write(",".join(table.header) + "\r\n")
    pieces = _of_rows(table.rows()) if table.runs is None else _of_runs(table.runs())
    while some := list(islice(pieces, _PIECES_AT_ONCE)):
        write("".join(some))


def _of_rows(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    for row in rows:
        yield _fields(row) + "\r\n"


def _of_runs(runs: Iterable[Run]) -> Iterator[str]:
    """Format the cells that all rows of a run share only once."""
    for key, first, last, cells in runs:
        rest = f",{_fields(cells)}\r\n"
        yield "".join([f"{key},{year}{rest}" for year in range(first, last + 1)])


def _fields(cells: Iterable[object]) -> str:
    return ",".join(["" if cell is None else str(cell) for cell in cells])
