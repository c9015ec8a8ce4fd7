"""A table as typed arrays, one for each column: all formats except CSV are written from it.

The largest file has 7 million cells. As Python objects they would take half a gigabyte; as arrays
they take 28 MB, and every format and the counts of the documents are made from one pass over the
rows.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import isfinite, isnan, nan
from typing import Any

from coding.codebook.variables import Kind, Variable
from coding.datasets.columns import Columns
from coding.datasets.every_file import Table
from coding.datasets.release import Level

# Whole numbers have the range of Stata's type long, the narrowest of the formats; the number below
# it stands for a missing value.
LARGEST = 2_147_483_620
SMALLEST = -2_147_483_647
ABSENT = SMALLEST - 1
_ROWS_AT_ONCE = 5_000

Cell = int | float | str | None
# array("i") of whole numbers, array("d") of decimals, or a list of texts
Stored = Any

_ABSENT: dict[Kind, Any] = {Kind.NUMBER: ABSENT, Kind.DECIMAL: nan, Kind.TEXT: ""}
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

    ``stored`` has the cells of each column, in the order of ``columns``. A missing value is ABSENT
    among whole numbers, NaN among decimals, and "" among texts: none of our formats distinguishes
    missing text from empty text.
    """

    level: Level
    is_nna: bool
    stem: str
    columns: Columns
    stored: tuple[Stored, ...]
    height: int

    def pairs(self) -> Iterator[tuple[Variable, Stored]]:
        """Yield each column with its cells."""
        return zip(self.columns, self.stored, strict=True)

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows; None is missing, and a decimal without a fraction is a whole number."""
        return zip(*(map(as_cell, stored) for stored in self.stored), strict=True)


def columnar(table: Table) -> Columnar:
    """Bring a table into memory. Raises UnstorableCell."""
    stored = tuple(_empty(column.kind.stored) for column in table.columns)
    rows, height = iter(table.rows()), 0
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        by_column = zip(table.columns, zip(*some, strict=True), stored, strict=True)
        for column, cells, store in by_column:
            store.extend(_storable(table.stem, column, cells))
        height += len(some)
    return Columnar(table.level, table.is_nna, table.stem, table.columns, stored, height)


def as_cell(stored: int | float | str) -> Cell:
    """Return a stored value as a row has it."""
    if isinstance(stored, float):
        if isnan(stored):
            return None
        return int(stored) if stored.is_integer() else stored
    return None if stored in (ABSENT, "") else stored


def _empty(kind: Kind) -> Stored:
    if kind is Kind.TEXT:
        return []
    return array("i" if kind is Kind.NUMBER else "d")


def _storable(stem: str, column: Variable, cells: Sequence[Cell]) -> Sequence[Cell]:
    kind = column.kind.stored
    absent, fits = _ABSENT[kind], _FITS[kind]
    given = [cell for cell in cells if cell is not None]
    if not fits(given):
        wrong = next(cell for cell in given if not fits([cell]))
        raise UnstorableCell(
            f"{stem}, column {column.name}: {_RULE[kind]}, but one is {wrong!r}. "
            "Correct what the column is made of, or its kind in coding/datasets."
        )
    if len(given) == len(cells):
        return given
    return [absent if cell is None else cell for cell in cells]


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
