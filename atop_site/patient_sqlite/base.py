"""Waits for the lock of SQLite's one writer by looking again every millisecond or two.

SQLite itself looks less and less often, at last every tenth of a second: the lock is free
meanwhile, and whoever came last has it first. docs/benchmarks.md has figures.
"""

import sqlite3
import time

from django.db import OperationalError
from django.db.backends.sqlite3 import base

_LOOKS_FOR = 3  # milliseconds: SQLite waits one, then two, then says that it is locked


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but for the beginning of a transaction."""

    def _start_transaction_under_autocommit(self) -> None:
        patience = self.settings_dict["OPTIONS"].get("timeout", 5)  # seconds, as in sqlite3
        until = time.monotonic() + patience
        self._wait_for_others(_LOOKS_FOR)
        try:
            while True:
                try:
                    super()._start_transaction_under_autocommit()  # type: ignore[misc]
                    return
                except OperationalError as error:
                    if not _is_locked(error) or time.monotonic() > until:
                        raise
        finally:
            self._wait_for_others(round(1000 * patience))

    def _wait_for_others(self, milliseconds: int) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")


def _is_locked(error: OperationalError) -> bool:
    cause = error.__cause__
    return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
