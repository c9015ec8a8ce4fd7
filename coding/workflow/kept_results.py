"""Caches results that are slow to compute, sealed with a hash of their input (ADR 38)."""

import base64
import json
import logging
import zlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.crypto import salted_hmac

from coding.models import Kept
from coding.models.snapshots import only_reads
from coding.workflow.retrying import retry

_log = logging.getLogger("coding.workflow")

Result = TypeVar("Result")


def sealed(saw: str, content: Any) -> str:
    """Return a hash of a result and its input, 64 characters long.

    It uses the site's secret key: somebody who can only write to the database cannot forge a result
    for the gate.
    """
    text = json.dumps([saw, content], sort_keys=True)
    return salted_hmac("coding.kept", text, algorithm="sha256").hexdigest()


def kept_result(name: str, saw: str, read: Callable[[Any], Result]) -> Result | None:
    """Return the cached result; None if the input has changed or the result cannot be read."""
    kept = Kept.objects.filter(name=name).first()
    if kept is None or kept.saw != sealed(saw, kept.content):
        return None
    try:
        return read(kept.content)
    except (AttributeError, KeyError, TypeError, ValueError, zlib.error):
        return None


def keep_result(name: str, saw: str, content: Any) -> None:
    """Replace the cached result, except in a read-only snapshot. A failure is logged."""
    if only_reads():
        return
    data = {"saw": sealed(saw, content), "content": content}
    try:
        retry(lambda: Kept.objects.update_or_create(name=name, defaults=data))
    except Exception:
        _log.exception("What was found for %s could not be kept.", name)


def note_run(name: str, saw: str, content: Any) -> None:
    """Store the start of a run under a name. Progress is not sealed: nothing relies on it."""
    Kept.objects.update_or_create(name=name, defaults={"saw": saw, "content": content})


def note_progress(name: str, saw: str, content: Any) -> None:
    """Store a progress update, unless another run has started under this name."""
    Kept.objects.filter(name=name, saw=saw).update(content=content)


def compressed(content: Any) -> str:
    """Return the content compressed to about a tenth."""
    return base64.b64encode(zlib.compress(json.dumps(content).encode(), level=1)).decode()


def decompressed(text: str) -> Any:
    return json.loads(zlib.decompress(base64.b64decode(text)))
