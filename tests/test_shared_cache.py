"""What processes tell each other through the database: as Django's own cache, but JSON."""

import base64
import pickle
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone

from coding.models import SharedCache

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ATTEMPTS = [1764500000.5, 1764500001.25]


@pytest.fixture(autouse=True)
def _in_the_database(settings):
    settings.CACHES = {"default": {"BACKEND": "atop_site.shared_cache.JsonDatabaseCache"}}


def test_a_value_is_kept_until_it_expires_and_replaced():
    assert cache.get("attempts", []) == []
    cache.set("attempts", ATTEMPTS[:1], 60)
    cache.set("attempts", ATTEMPTS, 60)
    assert cache.get("attempts", []) == ATTEMPTS
    SharedCache.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert cache.get("attempts", []) == []


def test_a_code_is_marked_as_used_once_and_again_when_it_has_expired():
    assert cache.add("used", "y", 60)
    assert not cache.add("used", "y", 60)
    SharedCache.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert cache.add("used", "y", 60)


def test_a_write_removes_what_has_expired():
    cache.set("old", True, -1)
    cache.set("new", True, None)
    assert [entry.cache_key for entry in SharedCache.objects.all()] == [":1:new"]


def test_a_value_is_removed_alone_or_with_all():
    for name in ("one", "two", "three"):
        cache.set(name, True)
    assert (cache.delete("one"), cache.delete("one")) == (True, False)
    cache.clear()
    assert not SharedCache.objects.exists()


def test_pickled_python_is_not_run():
    class Forged:
        def __reduce__(self):
            return pytest.fail, ("ran",)

    cache.set("alive", True)
    SharedCache.objects.update(value=base64.b64encode(pickle.dumps(Forged())).decode())
    assert cache.get("alive") is None


def test_where_the_database_is_not_written_to_nothing_is_stored(monkeypatch):
    def full(*given, **named):
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr("atop_site.shared_cache._forget_expired", full)
    cache.set("alive", True)
    assert not cache.add("used", "y")
    assert not SharedCache.objects.exists()
