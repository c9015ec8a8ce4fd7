"""Caches counts over the whole record, in each process, until the record changes.

Counting again for each page would take longer than all else on it (ADR 31). Nothing cached may
depend on the person.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from coding.models.record_state import state_of_record

T = TypeVar("T")


def once_for_each_state(count: Callable[[], T]) -> Callable[[], T]:
    """Cache a count until the record or a draft changes."""
    kept: dict[tuple[Any, ...], T] = {}  # for the latest state only

    @wraps(count)
    def known() -> T:
        state = state_of_record()
        found = kept.get(state)
        if found is None:
            found = count()
            kept.clear()
            kept[state] = found
        return found

    return known
