"""Writes a table as CSV, exactly as the official files are.

Rules (reference 1): ASCII, lines end in CR LF, commas, a header, no quotes; a missing value is
an empty field, whole numbers have no decimals, ATOPIDPHASE has one where the alliance has phases.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice

from coding.datasets.every_file import DatasetTable
from coding.datasets.years import YearRun

END = "\r\n"  # of a line

_PIECES_AT_ONCE = 500
_YEARS = [str(year) for year in range(date.max.year + 1)]


def write_csv(table: DatasetTable, write: Callable[[str], object]) -> None:
    """Write a table, some thousand rows at a time. A file must be open with newline=""."""
    write(line_of(table.header))
    pieces = _of_rows(table.rows()) if table.runs is None else _of_runs(table.runs())
    while some := list(islice(pieces, _PIECES_AT_ONCE)):
        write("".join(some))


def _of_rows(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    for row in rows:
        yield line_of(row)


def _of_runs(runs: Iterable[YearRun]) -> Iterator[str]:
    """Format once the cells that all rows of a run share."""
    for key, first, last, cells in runs:
        yield lines_of_years(key, first, last, line_of(cells))


def line_of(cells: Iterable[object]) -> str:
    """Return a row, or the shared cells of a run, as the file has them."""
    return fields(cells) + END


def fields(cells: Iterable[object]) -> str:
    return ",".join(["" if cell is None else str(cell) for cell in cells])


def lines_of_years(key: int, first: int, last: int, shared: str) -> str:
    between = f",{shared}{key},"  # between two years: end of a row, beginning of the next
    return f"{key},{between.join(_YEARS[first : last + 1])},{shared}"
