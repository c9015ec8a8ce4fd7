"""Keeps what took long to find out, with a hash of all that it was found in (ADR 38)."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from coding.models import Kept
from coding.models.snapshots import only_reads
from coding.workflow.trying_again import trying_again

_log = logging.getLogger("coding.workflow")

Result = TypeVar("Result")


def kept(name: str, saw: str, read: Callable[[Any], Result]) -> Result | None:
    """Return what is kept; None where it was found in something else, or cannot be read."""
    found = Kept.objects.filter(name=name, saw=saw).first()
    try:
        return read(found.content) if found else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def keep(name: str, saw: str, content: Any) -> None:
    """Keep it instead of what is kept, unless a snapshot is open. A failure is logged."""
    if only_reads():
        return
    said = {"saw": saw, "content": content}
    try:
        trying_again(lambda: Kept.objects.update_or_create(name=name, defaults=said))
    except Exception:
        _log.exception("What was found for %s could not be kept.", name)
