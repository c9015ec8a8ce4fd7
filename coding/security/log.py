"""Writes an event: a line of JSON to the log, and a row."""

import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from coding.models import SecurityEvent
from coding.security.origin import origin
from coding.security.storms import Storms

_log = logging.getLogger("coding.security")
_storms = Storms()
# Events that somebody can cause in masses, with the fields by which they are counted.
COUNTED = {
    "refused": ("person", "address", "about"),
    "sign-in failed": ("address", "about"),
    "sign-in held back": ("address",),
    "published password refused": ("address", "about"),
    "second factor failed": ("address", "about"),
    "draft of somebody else read": ("person", "about"),
}


def record(kind: str, *, person: str = "", about: Any = "", more: str = "") -> None:
    """Write the event once the transaction has committed; after a rollback, nothing.

    Without a named person, it is whoever is signed in at the request, or the operator of a shell.
    """
    where, at = origin(), timezone.now()
    event = {
        "kind": kind,
        "person": _short(person or where.person, 150),
        "about": _short(about, 200),
        "address": where.address,
        "device": where.device,
        "more": _short(more, 500),
    }
    times = 1
    if kind in COUNTED:
        times = _storms.told((kind, *(event[name] for name in COUNTED[kind])))
    if times:

        def write() -> None:  # named, since Django's message about a failure needs a name
            _write(at, event, times)

        _when_committed(write)


def _when_committed(write: Callable[[], None]) -> None:
    """Write after the transaction; at once, without a row, where the database is away."""
    try:
        transaction.on_commit(write, robust=True)
    except DatabaseError:
        write()


def _short(text: Any, most: int) -> str:
    """Return text from strangers cut and cleaned, so that every log and database accepts it."""
    signs = (sign if sign.isprintable() else "�" for sign in str(text)[:most])
    return "".join(signs)


def _write(at: datetime, event: dict[str, str], times: int) -> None:
    line = {"at": at.isoformat(), **{name: text for name, text in event.items() if text}}
    _log.info(json.dumps(line | ({"times": times} if times > 1 else {}), ensure_ascii=False))
    try:
        with transaction.atomic():
            SecurityEvent.objects.create(at=at, times=times, **event)
    except DatabaseError as error:
        _log.error(json.dumps({"at": at.isoformat(), "kind": "no row written", "more": str(error)}))
