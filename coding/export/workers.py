"""Processes next to the export's own, for work on plain values: no settings, no database.

They start with the first work, and end with the export process, even if that is killed.
"""

import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from types import TracebackType
from typing import Any, TypeVar

from coding.export.reports import ExportFailed
from coding.low_priority import give_way
from coding.without_database import load_models

T = TypeVar("T")

MOST = 4
MORE_NICENESS = 9  # lower than the export's: they hold no locks that others wait for
_ENDED = (
    "A process that made files for it was ended before its time, by somebody or because the "
    "machine is short of memory. Look into the system's log, and run the export again."
)

# Starts work, a function of a module with plain values; returns what waits for the result.
Ask = Callable[..., Callable[[], Any]]


class Workers:
    """As many processes as there are cores, at most ``most``; none before the first work."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Shut them down without starting work that nobody waits for. Raises ExportFailed."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        if isinstance(error, BrokenProcessPool):
            raise ExportFailed(_ENDED) from error

    def ask(self, work: Callable[..., T], *arguments: Any) -> Callable[[], T]:
        """Start work in one of them: a function of a module, with plain values."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                min(cores(), self._most), get_context("spawn"), initializer=_prepare
            )
        return self._pool.submit(work, *arguments).result


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _prepare() -> None:
    give_way(MORE_NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the export, which ends this one
    Thread(target=_end_with_export, daemon=True).start()
    load_models()


def _end_with_export() -> None:
    export = parent_process()
    if export:
        export.join()
    os._exit(1)
