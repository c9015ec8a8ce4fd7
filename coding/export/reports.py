"""How an export reports its progress, and how it can fail."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from coding.dated_folders import NotWritten

T = TypeVar("T")

# Called with a step's name, how much of it is done, and its total.
Reporting = Callable[[str, int, int], None]


class ExportFailed(NotWritten):
    """There is no new export; the old one is still served. The message says why."""


class LeftUndone(Exception):
    """The new export is served, but a later step failed."""


def silent(step: str, done: int, total: int, /) -> None:
    pass


def watched(items: Iterable[T], progress: Reporting, step: str, total: int) -> Iterator[T]:
    """Yield the items, and report after each."""
    for done, item in enumerate(items, start=1):
        yield item
        progress(step, done, total)
