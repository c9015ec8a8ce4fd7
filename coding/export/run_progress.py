"""Reports the progress of a run that the site started, from a thread with its own connection.

The run reads in one snapshot, in which its own connection writes nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Protocol

from django.db import Error, connection

from coding.export.reports import Reporting

_EVERY = 2.0  # seconds


class KeepsProgress(Protocol):
    """Stores the progress of a run."""

    def tell(self, progress: str, /) -> object: ...


class _Latest:
    """Remembers the latest progress."""

    def __init__(self, also: Reporting) -> None:
        self.said, self._also = "", also

    def __call__(self, step: str, done: int, total: int) -> None:
        self.said = f"{step}: {done} of {total}"
        self._also(step, done, total)


@contextmanager
def reporting_to(run: KeepsProgress, also: Reporting) -> Iterator[Reporting]:
    """While the block runs, store its progress every few seconds, which also shows it is alive."""
    latest, is_over = _Latest(also), Event()

    def tell() -> None:
        try:
            while not is_over.wait(_EVERY):
                _note(run, latest.said)
        finally:
            connection.close()

    thread = Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield latest
    finally:
        is_over.set()
        thread.join()


def _note(run: KeepsProgress, text: str) -> None:
    try:
        run.tell(text)
    except Error:  # the database is away or busy: tried again in a moment
        connection.close()
