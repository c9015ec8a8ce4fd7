"""A table for pandas: whole numbers in the narrowest type that holds them, missing ones as NA."""

from typing import TYPE_CHECKING, Any

from coding.codebook.variables import Kind
from coding.datasets.formats.columnar import Columnar, Stored, missing_value

if TYPE_CHECKING:
    from pandas import DataFrame


def data_frame(table: Columnar) -> "DataFrame":
    """Return the table as a data frame; texts are Python objects.

    Stata reserves some numbers for missing values; where one occurs, pandas itself writes a wider
    type.
    """
    from pandas import DataFrame

    return DataFrame(
        {column.name: _series(column.kind, stored) for column, stored in table.pairs()}
    )


def narrowed(stored: Stored) -> tuple[Any, Any]:
    """Return whole numbers in the narrowest type, with 0 for missing ones, and a mask of those."""
    import numpy as np
    from pandas import to_numeric

    wide = np.asarray(stored)
    missing = wide == missing_value(stored)
    return to_numeric(np.where(missing, 0, wide), downcast="integer"), missing


def _series(kind: Kind, stored: Stored) -> Any:
    import numpy as np
    from pandas import Series
    from pandas.arrays import IntegerArray

    if kind is Kind.TEXT:
        return Series(stored, dtype=object)
    if kind is Kind.DECIMAL:
        return Series(np.asarray(stored))
    values, missing = narrowed(stored)
    return Series(IntegerArray(values, missing) if missing.any() else values)
