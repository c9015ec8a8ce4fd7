"""What readers of other makers find in the files that hold our tables."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from coding.datasets.columns import Cell


def rows_in(path: Path) -> tuple[list[str], list[tuple[Cell, ...]]]:
    """Header and rows of a file, cells as a table has them."""
    names, rows = _READERS[path.suffix](path)
    return names, [tuple(map(_cell, row)) for row in rows]


def _cell(value: Any) -> Cell:
    if value is None or value != value or value == "":
        return None
    if isinstance(value, str):
        return value
    return int(value) if float(value).is_integer() else float(value)


def _in_stata(path: Path) -> tuple[list[str], Iterator[Sequence[Any]]]:
    import pandas

    found = pandas.read_stata(path, convert_categoricals=False)
    return list(found.columns), found.itertuples(index=False, name=None)


def _in_parquet(path: Path) -> tuple[list[str], Iterator[Sequence[Any]]]:
    parquet = pytest.importorskip("pyarrow.parquet")
    found = parquet.read_table(path)
    return found.column_names, zip(*(found[n].to_pylist() for n in found.column_names), strict=True)


def _in_spss(path: Path) -> tuple[list[str], Iterator[Sequence[Any]]]:
    found, _ = pytest.importorskip("pyreadstat").read_sav(path)
    return list(found.columns), found.itertuples(index=False, name=None)


def _in_excel(path: Path) -> tuple[list[str], Iterator[Sequence[Any]]]:
    book = pytest.importorskip("openpyxl").load_workbook(path)
    head, *rows = book["data"].iter_rows(values_only=True)
    return list(head), iter(rows)


_READERS = {".dta": _in_stata, ".parquet": _in_parquet, ".sav": _in_spss, ".xlsx": _in_excel}
