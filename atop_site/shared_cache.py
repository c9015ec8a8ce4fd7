"""A cache in the database, for all processes of a site, whose values are JSON.

Django's own takes what stands in its table for pickled Python, which runs in the site: whoever can
write to the database could run code there.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import DEFAULT_DB_ALIAS, DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from coding.models import SharedCache

_FOREVER = datetime(9000, 1, 1, tzinfo=UTC)


class JsonDatabaseCache(BaseCache):
    """Entries are rows of SharedCache; those that have expired go with the next write."""

    def __init__(self, location: str, params: Mapping[str, Any]) -> None:
        super().__init__(dict(params))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value; the default where there is none any more, or one that is no JSON."""
        named = self.make_and_validate_key(key, version)
        entry = _entries().filter(cache_key=named, expires__gt=timezone.now()).first()
        with suppress(ValueError):
            return json.loads(entry.value) if entry else default
        return default

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Store a value unless there is one. Of many who try at once, one is told True."""
        return _stored(self._entry(key, value, timeout, version))

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Store a value; where the database is not written to, nothing is stored."""
        _stored(
            self._entry(key, value, timeout, version),
            update_conflicts=True,
            unique_fields=["cache_key"],
            update_fields=["value", "expires"],
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        """Remove a value; return whether there was one."""
        named = self.make_and_validate_key(key, version)
        return bool(_entries().filter(cache_key=named).delete()[0])

    def clear(self) -> None:
        """Remove all values."""
        _entries().delete()

    def _entry(self, key: str, value: Any, timeout: Any, version: int | None) -> SharedCache:
        until = self.get_backend_timeout(timeout)
        return SharedCache(
            cache_key=self.make_and_validate_key(key, version),
            value=json.dumps(value),
            expires=_FOREVER if until is None else datetime.fromtimestamp(until, UTC),
        )


def _entries() -> QuerySet[SharedCache]:
    return SharedCache.objects.using(DEFAULT_DB_ALIAS)  # a replica may not have the newest


def _stored(entry: SharedCache, **where_there_is_one: Any) -> bool:
    with suppress(DatabaseError), transaction.atomic(DEFAULT_DB_ALIAS):
        _forget_expired()
        _entries().bulk_create([entry], **where_there_is_one)
        return True
    return False


def _forget_expired() -> None:
    _entries().filter(expires__lte=timezone.now()).delete()
