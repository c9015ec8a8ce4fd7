"""Exports that let other processes work, however little there is to do."""

from coding.export import datasets, prints, workers


def by_two_processes(monkeypatch) -> None:
    """Let two processes print one sheet at a time, and another one write all formats."""
    monkeypatch.setattr(datasets, "FEW", 0)
    monkeypatch.setattr(prints, "FEW", 0)
    monkeypatch.setattr(prints, "AT_ONCE", 1)
    monkeypatch.setattr(workers, "cores", lambda: 2)
