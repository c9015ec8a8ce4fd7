"""What a column holds, in numbers: how many values are missing, which occur, and how often."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coding.datasets.formats.columnar import Columnar, Stored, as_cell

MOST_COUNTED = 60  # a variable with more different values is a quantity, and told by its range

Number = int | float


@dataclass(frozen=True)
class Summary:
    """One column. ``least`` and ``most`` are None for text, and where nothing is given.

    ``counts`` maps each value to its rows where there are at most MOST_COUNTED different ones.
    """

    given: int
    missing: int
    least: Number | None
    most: Number | None
    counts: Mapping[Any, int]


def summaries(table: Columnar) -> dict[str, Summary]:
    """Return the summary of each column."""
    return {column.name: _summary(stored) for column, stored in table.pairs()}


def _summary(stored: Stored) -> Summary:
    counts: Counter[Any] = Counter(stored)
    cells = {cell: rows for value, rows in counts.items() if (cell := as_cell(value)) is not None}
    given = sum(cells.values())
    numbers = [cell for cell in cells if not isinstance(cell, str)]
    return Summary(
        given,
        len(stored) - given,
        min(numbers, default=None),
        max(numbers, default=None),
        dict(sorted(cells.items())) if len(cells) <= MOST_COUNTED else {},
    )
