"""Tables written by hand or by chance, and the files that hold them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from coding.codebook.variables import Kind, Variable
from coding.datasets.columns import Cell, Columns
from coding.datasets.every_file import DatasetTable
from coding.datasets.formats.about import About
from coding.datasets.formats.columnar import LARGEST, SMALLEST, columnar
from coding.datasets.formats.registry import FORMATS, Format
from coding.datasets.release import Level

ABOUT = About(
    "Alliances – a title",
    date(2018, 12, 31),
    {"defense": {0: "no", 1: "yes – always"}},
    ("The first note.", "The second – with a dash."),
)
COLUMNS = (
    Variable("atopid", "number of the alliance"),
    Variable("defense", "owes defense – when attacked"),
    Variable("atopidphase", "number of the phase", kind=Kind.DECIMAL),
    Variable("version", "release", kind=Kind.TEXT),
)
ROWS = [(1005, 1, 1005, "5.1"), (1010, None, 1010.2, "5.1"), (32_741, 0, None, "5.1")]


def table(rows: Sequence[tuple[Cell, ...]] = ROWS, columns: Columns = COLUMNS) -> DatasetTable:
    """A table with these rows."""
    return DatasetTable(Level.ALLIANCE, False, "atop9_9a", columns, lambda: iter(rows))


def format_of(suffix: str) -> Format:
    """A format by its suffix."""
    return next(format_ for format_ in FORMATS if format_.suffix == suffix)


def write(suffix: str, written: DatasetTable, folder: Path, about: About = ABOUT) -> Path:
    """Write a table in one format; skips where the library for it is not installed."""
    needed = {".dta": "pandas", ".parquet": "pyarrow", ".sav": "pyreadstat", ".xlsx": "xlsxwriter"}
    pytest.importorskip(needed[suffix])
    path = folder / f"{written.stem}{suffix}"
    format_of(suffix).write(columnar(written), path, about)
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
def tables(draw: Any) -> DatasetTable:
    """Any table that our formats can hold; like every dataset file it has a text in each row."""
    kinds = [*draw(st.lists(st.sampled_from([*_CELLS]), max_size=6)), Kind.TEXT]
    columns = tuple(
        Variable(f"column_{n}", f"label {n}", kind=kind) for n, kind in enumerate(kinds)
    )
    rows = draw(st.lists(st.tuples(*(_CELLS[kind] for kind in kinds)), max_size=8))
    return table(rows, columns)
