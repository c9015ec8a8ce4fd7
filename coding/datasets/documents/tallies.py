"""How often the values of each column of a file occur."""

from collections import Counter
from typing import Any

from coding.codebook.entries import Tally
from coding.datasets.formats.columnar import Columnar, Stored, as_cell

MOST_COUNTED = 60  # a column with more different values is shown by its range only


def tallies(table: Columnar) -> dict[str, Tally]:
    """Return the tally of each column; values are counted up to MOST_COUNTED different ones."""
    return {column.name: _tally(stored) for column, stored in table.pairs()}


def _tally(stored: Stored) -> Tally:
    counts: Counter[Any] = Counter(stored)
    cells = {cell: rows for value, rows in counts.items() if (cell := as_cell(value)) is not None}
    given = sum(cells.values())
    numbers = [cell for cell in cells if not isinstance(cell, str)]
    return Tally(
        dict(sorted(cells.items())) if len(cells) <= MOST_COUNTED else {},
        given,
        len(stored) - given,
        min(numbers, default=None),
        max(numbers, default=None),
    )
