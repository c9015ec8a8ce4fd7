"""Read-only pages are read from a replica of the database, as long as it is fresh enough.

A person who has just written reads from the primary, and so does everybody while the replica lags
or is away. Accounts, sessions and roles always come from the primary, so that a removed permission
counts at once. So do the lists of states and wars, which a process caches.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

REPLICA = "replica"
PAGES = frozenset(
    f"coding:{name}"
    for name in (
        *("log", "log-csv", "overview", "overview-changes", "overview-charts", "sheet-members"),
        *("sheet-list", "sheet-read", "sheet-history", "sheet-compare", "revision-read"),
        *("release-list", "release-compare", "release-compare-csv", "codebook", "check-list"),
    )
)
_OF_THE_PRIMARY = ("coding.models.account", "coding.models.preferences", "coding.models.reference")
_WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"
_REPLAYED = (
    "SELECT pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() "
    "ELSE pg_current_wal_lsn() END, '0/0')"
)
_EVERY, _AFTER_FAILURE = 1.0, 10.0  # seconds between queries of the replica
_AFTER_SILENCE = 5.0  # seconds of silence after which a single query may overstate the lag
_MOMENT = 0.05  # seconds in which a healthy replica receives what was just written
_LONGER = 2  # seconds by which a browser's clock may differ

_is_reading: ContextVar[bool] = ContextVar("is_reading", default=False)


class Router:
    """Sends reads of the record to the replica while a page that may use it is made."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        is_there = _is_reading.get() and model._meta.app_label == "coding"
        return REPLICA if is_there and model.__module__ not in _OF_THE_PRIMARY else DEFAULT_DB_ALIAS

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True  # both have the same rows

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


class Freshness:
    """Measures how many seconds the replica is behind the primary.

    It compares their positions in the write-ahead log. So clocks that differ do not matter, a night
    without writing is no lag, and a replica that is cut off does lag.
    """

    def __init__(
        self,
        written: Callable[[], int],
        replayed: Callable[[], int],
        now: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._written, self._replayed, self._now, self._wait = written, replayed, now, wait
        self._lock = threading.Lock()
        self._seen: deque[tuple[float, int]] = deque(maxlen=600)  # time, position of the primary
        self._as_of = self._ask_at = float("-inf")

    def lag(self) -> float:
        """Return by how many seconds the replica is behind, at most; infinite while it is away."""
        with self._lock:
            if self._now() >= self._ask_at:
                self._ask()
            return self._now() - self._as_of

    def lose(self) -> None:
        """Treat the replica as away for a while, after it failed."""
        with self._lock:
            self._as_of, self._ask_at = float("-inf"), self._now() + _AFTER_FAILURE

    def _ask(self) -> None:
        begun = self._now()
        was_silent = begun - self._ask_at > _AFTER_SILENCE
        self._ask_at = begun + _EVERY
        self._seen.append((begun, self._written()))
        try:
            replayed = self._replayed()
            if was_silent and replayed < self._seen[-1][1]:
                self._wait(_MOMENT)
                replayed = self._replayed()
        except Error:
            self._as_of, self._ask_at = float("-inf"), self._now() + _AFTER_FAILURE
            return
        while self._seen and self._seen[0][1] <= replayed:
            self._as_of = self._seen.popleft()[0]


def _position(alias: str, statement: str) -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


FRESHNESS = Freshness(
    lambda: _position(DEFAULT_DB_ALIAS, _WRITTEN), lambda: _position(REPLICA, _REPLAYED)
)


def why_replica_is_left() -> str | None:
    """Return why pages are not read from the replica; None if they are, or there is none."""
    if REPLICA not in settings.DATABASES:
        return None
    lag = FRESHNESS.lag()
    if lag <= settings.REPLICA_LAG:
        return None
    how = f"is {lag:.0f} seconds behind" if lag < float("inf") else "is away, or far behind"
    return f"The replica {how}; all pages are read from the primary."


class FromReplica(MiddlewareMixin):
    """Makes read-only pages from the replica; the last of the middlewares."""

    def process_response(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            answer.set_cookie(
                settings.WROTE_COOKIE,
                "1",
                max_age=settings.REPLICA_LAG + _LONGER,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return answer

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Make the page; None where the primary is to make it, as after any error."""
        if not _may_lag(request):
            return None
        reading = _is_reading.set(True)
        try:
            answer: HttpResponse = view(request, *args, **kwargs)
            return answer
        except Error:
            FRESHNESS.lose()
            return None
        except Exception:  # not replicated yet, or a bug: the primary decides
            return None
        finally:
            _is_reading.reset(reading)


def _may_lag(request: HttpRequest) -> bool:
    match = request.resolver_match
    return (
        request.method in ("GET", "HEAD")
        and match is not None
        and match.view_name in PAGES
        and settings.WROTE_COOKIE not in request.COOKIES
        and FRESHNESS.lag() <= settings.REPLICA_LAG
    )
