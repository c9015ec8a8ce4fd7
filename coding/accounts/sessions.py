"""The browsers in which a person is signed in, and signing them out."""

from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from coding.models import SignedIn


def signed_in(person: Any) -> "QuerySet[SignedIn]":
    """Return the person's sessions, the last used first."""
    now = timezone.now()
    return SignedIn.objects.filter(user=person, expire_date__gt=now).order_by("-last_seen_at")


def as_stored(cookie: str | None) -> str:
    """Return the key under which a session is stored, which opens nothing, unlike its cookie."""
    return sha256((cookie or "").encode()).hexdigest()[:40]


def mark_of(stored_key: str) -> str:
    """Return a short identifier of a session, for pages."""
    return stored_key[:16]


def sign_out(person: Any, *, mark: str = "", but: str | None = None) -> int:
    """End the person's session with this mark, or all; never the one with the cookie ``but``."""
    keys = signed_in(person).values_list("session_key", flat=True)
    ended = [key for key in keys if key != as_stored(but) and mark in ("", mark_of(key))]
    return SignedIn.objects.filter(session_key__in=ended).delete()[0] if ended else 0
