"""Pages of long lists, of which one row more than is shown is read."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def cut_to_page(rows: Sequence[T], size: int) -> tuple[Sequence[T], T | None]:
    """Return the rows of a page, and the last of them where another page follows behind it."""
    shown = rows[:size]
    return shown, shown[-1] if len(rows) > size else None
