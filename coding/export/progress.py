"""How an export tells what it is at."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Is told of every step of an export how much of it is done."""

    def __call__(self, step: str, done: int, total: int, /) -> None:
        """Take note; the last call of a step has ``done`` equal to ``total``."""


def silent(step: str, done: int, total: int, /) -> None:
    """Tell nobody."""


def watched(items: Iterable[T], progress: Progress, step: str, total: int) -> Iterator[T]:
    """Yield the items, and tell after each that it has been dealt with."""
    for done, item in enumerate(items, start=1):
        yield item
        progress(step, done, total)
