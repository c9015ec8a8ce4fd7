"""Keeps what took long to find out, sealed with a hash of all that it was found in (ADR 38)."""

import base64
import json
import logging
import zlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.crypto import salted_hmac

from coding.models import Kept
from coding.models.snapshots import only_reads
from coding.workflow.trying_again import trying_again

_log = logging.getLogger("coding.workflow")

Result = TypeVar("Result")


def sealed(saw: str, content: Any) -> str:
    """Return what stands for a result and what it was found in, in 64 characters.

    It is made with the site's secret: who writes to the database alone cannot give the gate other
    results.
    """
    said = json.dumps([saw, content], sort_keys=True)
    return salted_hmac("coding.kept", said, algorithm="sha256").hexdigest()


def kept(name: str, saw: str, read: Callable[[Any], Result]) -> Result | None:
    """Return what is kept; None where it was found in something else, or cannot be read."""
    found = Kept.objects.filter(name=name).first()
    if found is None or found.saw != sealed(saw, found.content):
        return None
    try:
        return read(found.content)
    except (AttributeError, KeyError, TypeError, ValueError, zlib.error):
        return None


def keep(name: str, saw: str, content: Any) -> None:
    """Keep it instead of what is kept, unless a snapshot is open. A failure is logged."""
    if only_reads():
        return
    said = {"saw": sealed(saw, content), "content": content}
    try:
        trying_again(lambda: Kept.objects.update_or_create(name=name, defaults=said))
    except Exception:
        _log.exception("What was found for %s could not be kept.", name)


def note(name: str, saw: str, content: Any) -> None:
    """Write down what begins under a name, unsealed: nothing rests on it."""
    Kept.objects.update_or_create(name=name, defaults={"saw": saw, "content": content})


def note_again(name: str, saw: str, content: Any) -> None:
    """Write down how it goes on, unless something else has begun under the name since."""
    Kept.objects.filter(name=name, saw=saw).update(content=content)


def packed(content: Any) -> str:
    """Return what takes much room in a tenth of it, to be kept."""
    return base64.b64encode(zlib.compress(json.dumps(content).encode(), level=1)).decode()


def unpacked(text: str) -> Any:
    return json.loads(zlib.decompress(base64.b64decode(text)))
