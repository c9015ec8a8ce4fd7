"""Member rows written by hand, and the files that follow from them as people would read them."""

import csv
import io
from datetime import date

from coding.datasets.every_file import DatasetTable, derive
from coding.datasets.member import Row
from coding.datasets.pairs import DirectedObligations
from coding.datasets.release import DatasetRelease
from coding.datasets.writing import write_csv
from coding.models.variables import QUESTIONNAIRE

RELEASE = DatasetRelease("9.9", date(2018, 12, 31), ("new9", "rev9"), QUESTIONNAIRE)

USA, CANADA, CUBA, BRAZIL, FRANCE, ANNAM = 2, 20, 40, 140, 220, 8152

Cell = dict[str, str]


def member(
    state: int,
    entry: str = "1900-03-15",
    exit: str = "",
    atopid: int = 1005,
    phase: int = 0,
    **codes: int | None,
) -> Row:
    """A member row; days as 1900-03-15, or 1900-03 where the day is unknown. All codes are 0.

    Without an exit the member is in. Two members make a bilateral alliance unless bilat is 0.
    """
    row: dict[str, int | None] = dict.fromkeys(RELEASE.places, 0)
    row |= {"atopid": atopid, "member": state, "phase": phase, "bilat": 1}
    row |= {"cowid": None, "cow4id": None, "source": 1, "ineffect": int(not exit)}
    row |= dict(zip(("yrent", "moent", "dayent"), _parts(entry), strict=True))
    row |= dict(zip(("yrexit", "moexit", "dayexit"), _parts(exit or "0-0-0"), strict=True))
    return row | codes


def _parts(day: str) -> list[int | None]:
    parts: list[int | None] = [int(part) for part in day.split("-")]
    return parts if len(parts) == 3 else [*parts, None]


def owes(atopid: int, phase: int, one: int, other: int, **codes: int) -> DirectedObligations:
    """A pair obligation; what is not named is not owed."""
    names = ("defense", "offense", "neutral", "nonagg", "consul")
    return DirectedObligations(atopid, phase, one, other, *(codes.get(name, 0) for name in names))


def tables(
    rows: list[Row], *pairs: DirectedObligations, release: DatasetRelease = RELEASE
) -> dict[str, DatasetTable]:
    """All tables by level, such as "sy" and "sy_NNA"."""
    return {named(table): table for table in derive(rows, pairs, release)}


def named(table: DatasetTable) -> str:
    """The level of a table, with _NNA where it is without pure nonaggression pacts."""
    return f"{table.level}{'_NNA' if table.is_nna else ''}"


def text_of(table: DatasetTable) -> str:
    """A table as CSV."""
    file = io.StringIO(newline="")
    write_csv(table, file.write)
    return file.getvalue()


def read(
    level: str, rows: list[Row], *pairs: DirectedObligations, release: DatasetRelease = RELEASE
) -> list[Cell]:
    """The rows of one file, cells as text by column."""
    text = text_of(tables(rows, *pairs, release=release)[level])
    return list(csv.DictReader(io.StringIO(text, newline="")))


def pair_years(rows: list[Cell]) -> list[tuple[int, int, int]]:
    """Of rows of dy or ddyr: the two states and the year."""
    first, second = ("stateA", "stateB") if rows and "stateA" in rows[0] else ("mem1", "mem2")
    return [(int(row[first]), int(row[second]), int(row["year"])) for row in rows]


def years(rows: list[Cell]) -> list[int]:
    """The years of rows."""
    return [int(row["year"]) for row in rows]


def column(name: str, rows: list[Cell]) -> list[str]:
    """One column of rows."""
    return [row[name] for row in rows]
