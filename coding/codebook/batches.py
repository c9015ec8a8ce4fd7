"""Sequences in batches, such as a statement of SQL or the memory takes."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield the items in batches of this size, the last one perhaps smaller."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
