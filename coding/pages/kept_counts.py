"""Caches counts over the whole record, in each process, until what they count changes.

Counting again for each page would take longer than all else on it (ADR 31). Nothing cached may
depend on the person.
"""

from collections.abc import Callable, Hashable
from datetime import date
from functools import wraps
from typing import TypeVar

from coding.models.covered_by_chain import head_of_data
from coding.models.record_state import state_of_record

T = TypeVar("T")
Count = Callable[[], T]


def once_for_each_state(count: Count[T]) -> Count[T]:
    """Cache a count until the record or a draft changes."""
    return _once_for_each(state_of_record, count)


def once_for_what_is_approved(count: Count[T]) -> Count[T]:
    """Cache a count of what is approved until that changes, or the day.

    The lists of states and wars belong to it; drafts and what waits do not.
    """
    return _once_for_each(lambda: (head_of_data(), date.today()), count)


def _once_for_each(state_now: Callable[[], Hashable], count: Count[T]) -> Count[T]:
    kept: dict[Hashable, T] = {}  # for the latest state only

    @wraps(count)
    def known() -> T:
        state = state_now()
        value = kept.get(state)
        if value is None:
            value = count()
            kept.clear()
            kept[state] = value
        return value

    return known
