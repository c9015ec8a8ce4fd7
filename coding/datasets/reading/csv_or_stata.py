"""Reads a file as a header and rows of text: CSV with the standard library, Stata with pandas.

The content tells the kind of file, not its name. Both kinds give the same text, empty for a missing
value, so one set of rules reads both. Rows are read one by one.
"""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from coding.codebook.problems import Problem

if TYPE_CHECKING:
    from pandas import DataFrame

Line = tuple[int, list[str]]  # number of the line, cells

_OLD_STATA = range(102, 116)  # the first byte up to format 115, Stata 12
_ROWS_AT_A_TIME = 1000
_SAVE_AS_CSV = "Save it as CSV, separated by commas, or as a Stata file."


@dataclass
class Table:
    """A header and the rows below it.

    Lines count from 1, the header; an observation of a Stata file has the number of the line on
    which it would stand in a CSV file. What cannot be read is added to ``problems``, and ends the
    rows.
    """

    header: list[str] = field(default_factory=list)
    rows: Iterator[Line] = field(default_factory=lambda: iter(()))
    problems: list[Problem] = field(default_factory=list)


def read_table(file: str, content: bytes) -> Table:
    """Read a header; ``file`` is the name shown in problems. Rows are read lazily."""
    table = Table()
    if not content.strip():
        table.problems.append(Problem(file, None, "", "The file is empty.", "", _SAVE_AS_CSV))
        return table
    lines = _lines_of_stata if _is_stata(content) else _lines_of_csv
    table.rows = lines(file, content, table.problems)
    _, table.header = next(table.rows, (1, []))
    return table


def _is_stata(content: bytes) -> bool:
    is_old = content[0] in _OLD_STATA and content[1:2] in (b"\x01", b"\x02")
    return is_old or content.startswith(b"<stata_dta>")


def _not_ascii(file: str, content: bytes, start: int) -> Problem:
    line = content.count(b"\n", 0, start) + 1
    if content.startswith(b"\xef\xbb\xbf"):
        found, fix = "a byte order mark", "Save it as plain CSV, not as “CSV UTF-8”."
    else:
        found, fix = repr(content[start : start + 8])[2:-1], _SAVE_AS_CSV
    rule = "A CSV file of the dataset holds digits, letters, commas and line ends only."
    return Problem(file, line, "", rule, found, fix)


def _lines_of_csv(file: str, content: bytes, problems: list[Problem]) -> Iterator[Line]:
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError as error:
        problems.append(_not_ascii(file, content, error.start))
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except csv.Error as error:
        rule = "The line cannot be taken apart into cells."
        fix = "Take out the quotation marks; the dataset has none."
        problems.append(Problem(file, reader.line_num, "", rule, str(error), fix))


def _lines_of_stata(file: str, content: bytes, problems: list[Problem]) -> Iterator[Line]:
    # Imported here, so that only Stata files wait for pandas to load.
    from pandas import read_stata

    try:
        with read_stata(
            io.BytesIO(content),
            chunksize=_ROWS_AT_A_TIME,
            convert_categoricals=False,
            convert_dates=False,
        ) as reader:
            yield 1, list(reader.variable_labels())
            lines = count(2)
            for frame in reader:
                for cells in _as_text(frame):
                    yield next(lines), cells
    except Exception as error:  # pandas gives up on a damaged file with errors of many kinds
        rule = "The Stata file cannot be read."
        fix = "Download it again; Stata files of version 8 to 18 can be read."
        found = str(error) or type(error).__name__
        problems.append(Problem(file, None, "", rule, found, fix))


def _as_text(frame: "DataFrame") -> Iterator[list[str]]:
    columns = [[_written(value) for value in column.tolist()] for _, column in frame.items()]
    return map(list, zip(*columns, strict=True))


def _written(value: object) -> str:
    """Return a value as a CSV file has it; a Stata float of 5.1 is 5.0999999."""
    if not isinstance(value, float):
        return "" if value is None else str(value)
    if value.is_integer():
        return str(int(value))
    return "" if math.isnan(value) else f"{value:.7g}"
