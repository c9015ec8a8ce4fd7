"""How often the values of each column of a file occur, and how many codes are not given yet."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from coding.codebook.entries import Tally
from coding.datasets.columns import list_of
from coding.datasets.formats.columnar import Columnar, Stored, as_cell, missing_value
from coding.datasets.measures import MADE_OF
from coding.datasets.member import Uncoded

# Column → the variables it is made of, if their names differ.
_MADE_OF = {**MADE_OF, "begday": ("dayent",), "endday": ("dayexit",)}

MOST_COUNTED = 60  # a column with more different values is shown by its range only


def tallies(table: Columnar, uncoded: Uncoded) -> dict[str, Tally]:
    """Return the tally of each column; values are counted up to MOST_COUNTED different ones.

    A file has the same empty cell for a missing code and for one not given yet; they are counted
    separately.
    """
    stored = {column.name: cells for column, cells in table.pairs()}
    counted = {name: _tally(cells) for name, cells in stored.items()}
    for name in stored:
        phases = {
            phase for ground in _MADE_OF.get(name, [name]) for phase in uncoded.get(ground, ())
        }
        if not phases:
            continue
        rows = sum(_is_uncoded(cells, phases) for cells in _rows_without(name, table))
        missing = counted[name].missing - rows
        counted[name] = replace(counted[name], missing=missing, uncoded=rows)
    return counted


def _rows_without(name: str, table: Columnar) -> Iterator[tuple[list[Any], Any]]:
    """Yield the alliances and the phase (or None) of each row whose cell is empty."""
    stored = {column.name: cells for column, cells in table.pairs()}
    listed = [column.name for column in table.columns if list_of(column) == "atopid"]
    of_alliances, phases = listed or ["atopid"], stored.get("phase")

    def cell(cells: Stored, row: int) -> Any:
        return as_cell(missing_value(cells), cells[row])

    for row in range(table.height):
        if cell(stored[name], row) is None:
            alliances = [cell(stored[column], row) for column in of_alliances]
            yield alliances, None if phases is None else cell(phases, row)


def _is_uncoded(row: tuple[list[Any], Any], uncoded: Collection[tuple[int, int]]) -> bool:
    alliances, phase = row
    return any(
        atop_id in alliances and (phase is None or phase == number) for atop_id, number in uncoded
    )


def _tally(stored: Stored) -> Tally:
    counts: Counter[Any] = Counter(stored)
    named = ((as_cell(missing_value(stored), value), rows) for value, rows in counts.items())
    cells = {cell: rows for cell, rows in named if cell is not None}
    given = sum(cells.values())
    numbers = [cell for cell in cells if not isinstance(cell, str)]
    return Tally(
        dict(sorted(cells.items())) if len(cells) <= MOST_COUNTED else {},
        given,
        len(stored) - given,
        min(numbers, default=None),
        max(numbers, default=None),
    )
