"""A small published release, written as the official files are: members, and directed dyads.

Four alliances of states that share no other one: 1005, in which 200 owes 230 no consultation
(obvary); 1010 with two phases; 1015, which 325 left and joined again; and 4765 between 370 and
705, the alliance of a printed sample sheet.
"""

import io
from pathlib import Path

import pandas

from coding.models.variables import COLUMNS

Row = dict[str, object]
IN_EFFECT = (0, 0, 0)
CUT_OFF = 2018


def row(
    atop_id: int, state: int, entry: tuple[int, ...], left: tuple[int, ...], **values: object
) -> Row:
    """A member's row: nonaggression, treaty, primary source; fulfilled if it is over."""
    over = left != IN_EFFECT
    codes = {"nonagg": 1, "estmode": 1, "source": 1, "cowsys": 1, "bilat": 1, "ineffect": not over}
    codes |= {"term": 1, "termmode": 1, "termcaus": 3} if over else {}
    dates = dict(zip(("yrent", "moent", "dayent"), entry, strict=True))
    dates |= dict(zip(("yrexit", "moexit", "dayexit"), left, strict=True))
    given = {"atopid": atop_id, "member": state, "cowid": "", "cow4id": "", "version": "5.1"}
    found = {**dict.fromkeys(COLUMNS, 0), **codes, **given, **dates, **values}
    return {
        name: int(value) if value is True or value is False else value
        for name, value in found.items()
    }


def members() -> list[Row]:
    """The rows of the member file, in its order."""
    varying = {"asymm": 1, "bilat": 0}
    three = {"bilat": 0, "dayexit": ""}
    replaced = {"termmode": 2, "termcaus": 1, "term": 3}
    first, second = {"phase": 1, "maxphase": 2}, {"phase": 2, "maxphase": 2, "milcon": 2}
    began, ended = (1850, 5, 1), (1851, 6, 1)
    return [
        row(1005, 200, began, ended, consul=1, obvary=1, cowid=2005, **varying),
        row(1005, 220, began, ended, consul=1, cowid=2005, **varying),
        row(1005, 230, began, ended, consul=1, cowid=2006, **varying),
        row(1010, 255, (1860, 1, 1), (1861, 1, 1), estmode="", **first, **replaced),
        row(1010, 300, (1860, 1, 1), (1861, 1, 1), estmode="", **first, **replaced),
        row(1010, 255, (1861, 1, 1), (1862, 1, 1), estmode="", **second),
        row(1010, 300, (1861, 1, 1), (1862, 1, 1), estmode="", **second),
        row(1015, 325, (1870, 1, 1), (1871, 3, 1), **three | {"dayexit": 2}),
        row(1015, 365, (1870, 1, 1), (1874, 1, 1), **three),
        row(1015, 640, (1870, 1, 1), (1874, 1, 1), **three),
        row(1015, 325, (1873, 1, ""), (1874, 1, 1), **three),
        row(4765, 370, (1996, 1, 17), IN_EFFECT, speclgth=1, length=120, proren=2, renewlgt=120),
        row(4765, 705, (1996, 1, 17), IN_EFFECT, speclgth=1, length=120, proren=2, renewlgt=120),
    ]


def csv_of(rows: list[Row], header: tuple[str, ...] = COLUMNS) -> bytes:
    """The rows as the official files have them: CRLF, no quotes, missing empty."""
    lines = [header, *([row[name] for name in header] for row in rows)]
    return "".join(",".join(map(str, line)) + "\r\n" for line in lines).encode("ascii")


def stata_of(content: bytes) -> bytes:
    """A CSV file as Stata keeps it: missing values make a column one of floats."""
    frame = pandas.read_csv(io.BytesIO(content)).astype({"version": "float32"})
    stata = io.BytesIO()
    frame.to_stata(stata, write_index=False, version=114)
    return stata.getvalue()


DYADS = (
    *("ddyad", "year", "atopally", "defense", "offense", "neutral", "nonagg", "consul", "shareob"),
    *("transyr", "bilatno", "multino", "number", "asymm", "atopid1", "stateA", "stateB", "version"),
)


def directed_dyads() -> list[Row]:
    """The rows of the directed dyad file that belong to the members."""
    shared = [
        *(
            (1005, giver, other, 1850, 1851)
            for giver in (200, 220, 230)
            for other in (200, 220, 230)
        ),
        *((1010, giver, other, 1860, 1862) for giver in (255, 300) for other in (255, 300)),
        *((1015, giver, other, 1870, 1874) for giver in (365, 640) for other in (365, 640)),
        *((1015, 325, other, *years) for other in (365, 640) for years in AGAIN),
        *((1015, other, 325, *years) for other in (365, 640) for years in AGAIN),
        *((4765, giver, other, 1996, CUT_OFF) for giver in (370, 705) for other in (370, 705)),
    ]
    return [
        _dyad(atop_id, giver, other, year)
        for atop_id, giver, other, first, last in shared
        for year in range(first, last + 1)
        if giver != other
    ]


AGAIN = ((1870, 1871), (1873, 1874))


def _dyad(atop_id: int, giver: int, other: int, year: int) -> Row:
    consul = int(atop_id == 1005 and (giver, other) != (200, 230))
    many = int(atop_id in (1005, 1015))
    found = {**dict.fromkeys(DYADS, 0), "atopally": 1, "nonagg": 1, "consul": consul, "number": 1}
    found |= {"multino": many, "bilatno": 1 - many, "shareob": "", "atopid1": atop_id}
    found |= {"ddyad": giver * 1000 + other, "stateA": giver, "stateB": other}
    return {**found, "year": year, "version": "5.1"}


def write(folder: Path, name: str = "atop5_1m.csv", rows: list[Row] | None = None) -> Path:
    """Write the member file, as CSV or Stata by its name."""
    return _write(folder / name, csv_of(members() if rows is None else rows))


def write_dyads(folder: Path, name: str = "atop5_1ddyr.csv") -> Path:
    """Write the directed dyad file, as CSV or Stata by its name."""
    return _write(folder / name, csv_of(directed_dyads(), DYADS))


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(stata_of(content) if path.suffix == ".dta" else content)
    return path
