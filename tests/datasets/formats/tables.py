"""Tables written by hand or by chance, and the files that hold them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from coding.datasets.every_file import Table
from coding.datasets.formats.about import About
from coding.datasets.formats.columnar import LARGEST, SMALLEST, Cell, columnar
from coding.datasets.formats.registry import FORMATS, Format
from coding.datasets.release import Level
from coding.datasets.variables import Column, Kind
from coding.export.declared import declarations

ABOUT = About(
    "Alliances – a title",
    date(2018, 12, 31),
    {"defense": {0: "no", 1: "yes – always"}},
    ("The first note.", "The second – with a dash."),
)
COLUMNS = (
    Column("atopid", "number of the alliance"),
    Column("defense", "owes defense – when attacked"),
    Column("atopidphase", "number of the phase", Kind.DECIMAL),
    Column("version", "release", Kind.TEXT),
)
ROWS = [(1005, 1, 1005, "5.1"), (1010, None, 1010.2, "5.1"), (32_741, 0, None, "5.1")]


def table(rows: Sequence[tuple[Cell, ...]] = ROWS, columns: tuple[Column, ...] = COLUMNS) -> Table:
    """A table with these rows."""
    return Table(Level.ALLIANCE, False, "atop9_9a", columns, lambda: iter(rows))


def labelled(table: Table) -> Table:
    """A table whose columns say what the questionnaire declares of them."""
    return replace(table, columns=declarations().labelled(table.columns))


def format_of(suffix: str) -> Format:
    """A format by its suffix."""
    return next(each for each in FORMATS if each.suffix == suffix)


def write(suffix: str, written: Table, folder: Path, about: About = ABOUT) -> Path:
    """Write a table in one format; skips where the library for it is not installed."""
    needed = {".dta": "pandas", ".parquet": "pyarrow", ".sav": "pyreadstat", ".xlsx": "xlsxwriter"}
    pytest.importorskip(needed[suffix])
    path = folder / f"{written.stem}{suffix}"
    format_of(suffix).write(columnar(labelled(written)), path, about)
    return path


# Texts of a dataset are labels of releases: SPSS, which pads them with spaces, loses none of them.
_TEXTS = st.text("abcXYZ019.-_é–Ж ", min_size=1, max_size=30).map(str.strip).filter(bool)
_CELLS = {
    Kind.NUMBER: st.one_of(
        st.none(), st.integers(-200, 200), st.integers(-40_000, 40_000),
        st.integers(SMALLEST, LARGEST),
    ),
    Kind.DECIMAL: st.one_of(st.none(), st.integers(-(10**7), 10**7).map(lambda n: n / 10)),
    Kind.TEXT: _TEXTS,
}  # fmt: skip


@st.composite
def tables(draw: Any) -> Table:
    """Any table that our formats can hold; like every dataset file it has a text in each row."""
    kinds = [*draw(st.lists(st.sampled_from(Kind), max_size=6)), Kind.TEXT]
    columns = tuple(Column(f"column_{n}", f"label {n}", kind) for n, kind in enumerate(kinds))
    rows = draw(st.lists(st.tuples(*(_CELLS[kind] for kind in kinds)), max_size=8))
    return table(rows, columns)
