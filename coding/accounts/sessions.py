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


def mark_of(session_key: str | None) -> str:
    """Return an identifier of the session that a page may show: its key itself would open it."""
    return sha256((session_key or "").encode()).hexdigest()[:16]


def sign_out(person: Any, *, mark: str = "", but: str | None = None) -> int:
    """End the person's session with this mark, or all; never the one whose key is ``but``."""
    keys = signed_in(person).values_list("session_key", flat=True)
    ended = [key for key in keys if key != but and mark in ("", mark_of(key))]
    return SignedIn.objects.filter(session_key__in=ended).delete()[0] if ended else 0
