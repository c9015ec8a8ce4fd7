"""The browsers in which somebody is signed in, and ending that."""

from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from coding.models import SignedIn


def signed_in(person: Any) -> "QuerySet[SignedIn]":
    """Return where the person is signed in, the last used first."""
    now = timezone.now()
    return SignedIn.objects.filter(user=person, expire_date__gt=now).order_by("-last_seen_at")


def mark_of(session_key: str | None) -> str:
    """Return what names a session on a page: its key itself opens it."""
    return sha256((session_key or "").encode()).hexdigest()[:16]


def sign_out(person: Any, *, mark: str = "", but: str | None = None) -> int:
    """End the person's sessions: the one of the mark, or all; never the one whose key is given."""
    keys = signed_in(person).values_list("session_key", flat=True)
    ended = [key for key in keys if key != but and mark in ("", mark_of(key))]
    return SignedIn.objects.filter(session_key__in=ended).delete()[0] if ended else 0
