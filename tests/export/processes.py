"""Exports that let other processes work, however little there is to do."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from coding.export import datasets, prints, workers


def by_two_processes(monkeypatch) -> None:
    """Let two processes print one sheet at a time, and another one write all formats."""
    monkeypatch.setattr(datasets, "FEW", 0)
    monkeypatch.setattr(prints, "FEW", 0)
    monkeypatch.setattr(prints, "AT_ONCE", 1)
    monkeypatch.setattr(workers, "cores", lambda: 2)


class _Lent:
    """Processes that go on when an export is done with them."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self.submit = pool.submit

    def shutdown(self, **_how: object) -> None:
        pass


@contextmanager
def the_same_processes(monkeypatch) -> Iterator[None]:
    """Let export after export ask the same two: they begin slowly, and keep nothing of a work."""
    with ProcessPoolExecutor(2, get_context("spawn"), initializer=workers._prepare) as pool:
        monkeypatch.setattr(workers, "ProcessPoolExecutor", lambda *_of, **_how: _Lent(pool))
        yield
