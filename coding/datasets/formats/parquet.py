"""Parquet files, written by pyarrow in groups of rows.

Labels are metadata of each column (``label``, and ``values`` as JSON); title and notes are metadata
of the file. Programs that ignore them still read the data.
"""

import json
from pathlib import Path
from typing import Any

from coding.codebook.variables import Kind, Variable
from coding.datasets.formats.about import About
from coding.datasets.formats.columnar import Columnar, Stored
from coding.datasets.formats.frame import narrowed

_ROWS_IN_A_GROUP = 1 << 16


def write_parquet(table: Columnar, path: Path, about: About) -> None:
    """Write a table; the same table gives the same bytes with the same version of pyarrow."""
    import pyarrow
    import pyarrow.parquet

    arrays = [_array(column.kind, stored) for column, stored in table.pairs()]
    fields = [
        pyarrow.field(column.name, array.type, metadata=_metadata_of(column, about))
        for column, array in zip(table.columns, arrays, strict=True)
    ]
    file = {"title": about.title, "day": about.day.isoformat(), "notes": json.dumps(about.notes)}
    pyarrow.parquet.write_table(
        pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields, metadata=file)),
        path,
        compression="zstd",
        row_group_size=_ROWS_IN_A_GROUP,
    )


def _array(kind: Kind, stored: Stored) -> Any:
    import numpy as np
    import pyarrow

    if kind is Kind.TEXT:
        return pyarrow.array(stored, type=pyarrow.string())
    if kind is Kind.DECIMAL:
        return pyarrow.array(np.asarray(stored), from_pandas=True)  # NaN is missing
    values, absent = narrowed(stored)
    return pyarrow.array(values, mask=absent)


def _metadata_of(column: Variable, about: About) -> dict[str, str]:
    labels = about.labels_of((column,))
    values = {"values": json.dumps(labels[column.name])} if labels else {}
    return {"label": column.label} | values
