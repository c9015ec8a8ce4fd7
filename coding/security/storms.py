"""What anybody can cause again and again is told at the 1st, 10th, 100th … time in an hour."""

import threading
import time
from collections import Counter

HOUR = 3600
MOST_APART = 1000  # of one hour; more than these are counted together
Key = tuple[str, ...]


class Storms:
    """Counts in one process. What is not told is no more than nine times what was."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began = 0.0
        self._counts: Counter[Key] = Counter()

    def told(self, key: Key) -> int:
        """Return for how manieth time it happens, where that is to be told; else 0."""
        with self._lock:
            now = time.monotonic()
            if now - self._began > HOUR:
                self._began = now
                self._counts.clear()
            if key not in self._counts and len(self._counts) >= MOST_APART:
                key = key[:1]
            self._counts[key] += 1
            times = self._counts[key]
        return times if str(times).strip("0") == "1" else 0
