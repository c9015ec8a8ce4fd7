"""Reads Stata files with pandas, which is loaded only for them."""

import io
import math
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from coding.codebook.problems import UnreadableFile
from coding.datasets.reading.separated_text import NumberedLine

if TYPE_CHECKING:
    from pandas import DataFrame

_OLD = range(102, 116)  # the first byte up to format 115, Stata 12
_ROWS_AT_A_TIME = 1000
_MOST_COLUMNS = 1000


def is_stata(content: bytes) -> bool:
    """Whether the content is a Stata file, of whatever version."""
    is_old = content[:1] and content[0] in _OLD and content[1:2] in (b"\x01", b"\x02")
    return bool(is_old) or content.startswith(b"<stata_dta>")


def lines_of_stata(content: bytes) -> Iterator[NumberedLine]:
    """Yield the names as line 1, then each observation as a line. Raises UnreadableFile."""
    from pandas import read_stata

    try:
        with read_stata(
            io.BytesIO(content),
            chunksize=_ROWS_AT_A_TIME,
            convert_categoricals=False,
            convert_dates=False,
        ) as reader:
            names = list(reader.variable_labels())
            if len(names) > _MOST_COLUMNS:
                rule = f"The Stata file has {len(names):,} variables; no file of the dataset has."
                raise UnreadableFile(rule, "Choose the member file, such as atop5_1m.dta.")
            yield 1, names
            lines = count(2)
            for frame in reader:
                for cells in _as_text(frame):
                    yield next(lines), cells
    except UnreadableFile:
        raise
    except Exception as error:  # pandas gives up on a damaged file with errors of many kinds
        rule = "The Stata file cannot be read."
        fix = "Download it again; Stata files of version 8 to 18 can be read."
        raise UnreadableFile(rule, fix) from error


def _as_text(frame: "DataFrame") -> Iterator[list[str]]:
    columns = [[_as_in_csv(value) for value in column.tolist()] for _, column in frame.items()]
    return map(list, zip(*columns, strict=True))


def _as_in_csv(value: object) -> str:
    """Return a value as a CSV file would have it; a Stata float of 5.1 is 5.0999999."""
    if not isinstance(value, float):
        return "" if value is None else str(value)
    if value.is_integer():
        return str(int(value))
    return "" if math.isnan(value) else f"{value:.7g}"
