"""The memory of a process with all that it started, at most; only Linux tells it."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

_EVERY = 0.1  # seconds
_PROC = Path("/proc")


class Together:
    """Looks again and again, while the block runs; ``megabytes`` is the most that was seen.

    Memory that processes share is counted once.
    """

    def __init__(self, process: int) -> None:
        self._process, self._over = process, Event()
        self._thread = Thread(target=self._look, daemon=True)
        self.megabytes = 0.0

    def __enter__(self) -> Together:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            kilobytes = sum(map(_memory_of, _family_of(self._process)))
            self.megabytes = max(self.megabytes, kilobytes / 1024)


def _family_of(process: int) -> list[int]:
    """Return the process and all that came of it."""
    family = [process]
    for one in family:
        for children in (_PROC / str(one) / "task").glob("*/children"):
            family += map(int, _read(children).split())
    return family


def _memory_of(process: int) -> int:
    """Return its share of the memory, in kB; 0 where it has ended."""
    for line in _read(_PROC / str(process) / "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended, or this is not Linux
        return ""
