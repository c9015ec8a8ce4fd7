"""Events in masses are logged at the 1st, 10th, 100th … time in an hour."""

import threading
import time
from collections import Counter

HOUR = 3600
MOST_APART = 1000  # keys counted in one hour; further ones are counted together by kind
Key = tuple[str, ...]


class Storms:
    """Counts in one process. At most nine times as many events are dropped as were logged."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began = 0.0
        self._counts: Counter[Key] = Counter()

    def told(self, key: Key) -> int:
        """Return how often the event has happened, if it should be logged now; else 0."""
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
