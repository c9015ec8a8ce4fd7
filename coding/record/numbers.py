"""Whether SQLite goes on numbering the rows of each table behind the last one.

On PostgreSQL a number that a transaction took and gave back is left out, so nothing follows there.
"""

from collections.abc import Iterator

from django.db import connection

from coding.models.guarded_tables import TRACKED, WRITTEN_ONCE
from coding.models.next_numbers import NEXT_NUMBERS, highest_numbers, last_numbers
from coding.record.faults import Misfit

_NEVER_REMOVED = {model._meta.db_table for model in (*TRACKED, *WRITTEN_ONCE)}


def faults() -> Iterator[Misfit]:
    """Yield each table whose next number is taken, or leaves some out that no row ever had."""
    if connection.vendor != "sqlite":
        return
    last = last_numbers()
    for table, highest in highest_numbers().items():
        number = last.get(table, 0)
        is_right = number == highest if table in _NEVER_REMOVED else number >= highest
        if not is_right:
            found = f"The last number of {table} is {number}."
            yield Misfit(f"{NEXT_NUMBERS} {table}", found, f"{highest}, the last row’s")
