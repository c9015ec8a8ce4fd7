"""Tells listeners what happened about signing in: who, what, from where, on which device.

The one place that a log of such events listens to. An event is written to the log as one line.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from coding.accounts.browsers import address_of, device_of

_log = logging.getLogger("coding.accounts")


@dataclass(frozen=True)
class Event:
    """One thing that happened: ``kind`` is one of a few words, ``person`` whom it is about."""

    kind: str
    person: str
    by: str = ""
    address: str = ""
    device: str = ""
    more: str = ""

    def __str__(self) -> str:
        said = {"by": self.by, "from": self.address, "on": self.device, "": self.more}
        told = " ".join(f"{word} {value}".strip() for word, value in said.items() if value)
        return f"{self.kind}: {_one_line(self.person)} {told}".strip()


def _one_line(text: str) -> str:
    """Return what somebody typed so that it begins no line of its own in a log."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)[:150]


Listener = Callable[[Event], None]


def write_log(event: Event) -> None:
    _log.info("%s", event)


listeners: list[Listener] = [write_log]


def tell(
    kind: str, person: Any, *, request: HttpRequest | None = None, by: Any = "", more: str = ""
) -> None:
    """Tell every listener; ``person`` is somebody or the name that was typed."""
    meta = request.META if request is not None else {}
    event = Event(
        kind=kind,
        person=str(person),
        by=str(by),
        address=address_of(meta),
        device=device_of(meta) if meta else "",
        more=more,
    )
    for listener in listeners:
        listener(event)
