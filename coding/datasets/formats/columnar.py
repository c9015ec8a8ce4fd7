"""A table as typed arrays, one for each column: all formats except CSV are written from it.

The largest file has 7 million cells. As Python objects they would take half a gigabyte. As arrays
of the narrowest types they take 11 MB, and all formats and the documents' counts are made from one
pass over the rows.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from math import isfinite, isnan, nan
from typing import Any

from coding.codebook.variables import Kind, Variable
from coding.datasets.columns import Cell, Columns
from coding.datasets.every_file import DatasetTable
from coding.datasets.release import Level

# Whole numbers have the range of Stata's type long, the narrowest of all formats.
LARGEST = 2_147_483_620
SMALLEST = -2_147_483_647
_ROWS_AT_ONCE = 5_000

# An array of whole numbers in the narrowest type, or of decimals; or a list of texts.
Stored = Any

# The types of such arrays, narrow ones first; each one's smallest number stands for missing.
_WHOLE = {"b": -(1 << 7), "h": -(1 << 15), "i": -(1 << 31)}
_RULE = {
    Kind.NUMBER: f"cells are whole numbers from {SMALLEST:,} to {LARGEST:,}, or missing",
    Kind.DECIMAL: "cells are numbers, or missing",
    Kind.TEXT: "cells are texts",
}


class UnstorableCell(ValueError):
    """A cell that the formats cannot hold; says file, column, rule, what was found, the fix."""


@dataclass(frozen=True)
class Columnar:
    """A table in memory; ``height`` is the number of its rows.

    ``stored`` has the cells of each column, in the order of ``columns``; see ``missing_value``.
    """

    level: Level
    is_nna: bool
    stem: str
    columns: Columns
    stored: tuple[Stored, ...]
    height: int

    def pairs(self) -> Iterator[tuple[Variable, Stored]]:
        return zip(self.columns, self.stored, strict=True)

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows; None is missing, and a decimal without a fraction is a whole number."""
        return zip(*map(cells, self.stored), strict=True)


def columnar(table: DatasetTable) -> Columnar:
    """Read a table into memory. Raises UnstorableCell."""
    stored = [_empty(column.kind.stored) for column in table.columns]
    rows, height = iter(table.rows()), 0
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        for place, cells in enumerate(zip(*some, strict=True)):
            given = _given_cells(table.stem, table.columns[place], cells)
            store = stored[place] = _wide_enough(stored[place], given)
            missing = missing_value(store)
            store.extend(
                given
                if len(given) == len(cells)
                else [missing if cell is None else cell for cell in cells]
            )
        height += len(some)
    return Columnar(table.level, table.is_nna, table.stem, table.columns, tuple(stored), height)


def missing_value(stored: Stored) -> Any:
    """Return the value that stands for missing in a column.

    This is the smallest number of its type for whole numbers, NaN for decimals, and "" for texts:
    none of our formats distinguishes missing text from empty text.
    """
    if isinstance(stored, list):
        return ""
    return _WHOLE.get(stored.typecode, nan)


def cells(stored: Stored) -> Iterator[Cell]:
    """Yield the cells of a column as rows have them."""
    return map(partial(as_cell, missing_value(stored)), stored)


def as_cell(missing: Any, value: int | float | str) -> Cell:
    """Return a stored value as a row has it; ``missing`` is the column's ``missing_value``."""
    if isinstance(value, float):
        if isnan(value):
            return None
        return int(value) if value.is_integer() else value
    return None if value == missing else value


def _empty(kind: Kind) -> Stored:
    if kind is Kind.TEXT:
        return []
    return array("b" if kind is Kind.NUMBER else "d")


def _wide_enough(stored: Stored, cells: Sequence[Any]) -> Stored:
    """Return the column, in a wider type if its own does not hold the given whole numbers."""
    if isinstance(stored, list) or stored.typecode == "d" or not cells:
        return stored
    most, missing = max(max(cells), -min(cells)), missing_value(stored)
    wide = next(code for code, smallest in _WHOLE.items() if most < -smallest)
    if stored.itemsize >= array(wide).itemsize:
        return stored
    return array(wide, (_WHOLE[wide] if value == missing else value for value in stored))


def _given_cells(stem: str, column: Variable, cells: Sequence[Cell]) -> Sequence[Any]:
    """Return the cells that are not missing. Raises UnstorableCell."""
    fits = _FITS[column.kind.stored]
    given = [cell for cell in cells if cell is not None]
    if not fits(given):
        wrong = next(cell for cell in given if not fits([cell]))
        raise UnstorableCell(
            f"{stem}, column {column.name}: {_RULE[column.kind.stored]}, but one is {wrong!r}. "
            "Correct what the column is made of, or its kind in coding/datasets."
        )
    return given


def _are_whole(cells: Sequence[Any]) -> bool:
    if not set(map(type, cells)) <= {int, bool}:
        return False
    return not cells or SMALLEST <= min(cells) <= max(cells) <= LARGEST


def _are_numbers(cells: Sequence[Any]) -> bool:
    return set(map(type, cells)) <= {int, float} and all(map(isfinite, cells))


def _are_texts(cells: Sequence[Any]) -> bool:
    return set(map(type, cells)) <= {str}


_FITS: dict[Kind, Callable[[Sequence[Any]], bool]] = {
    Kind.NUMBER: _are_whole,
    Kind.DECIMAL: _are_numbers,
    Kind.TEXT: _are_texts,
}
