"""Tells listeners about sign-ins and account changes: who, what, from where, on which device.

The security log listens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from coding.accounts.browsers import address_of, device_of


@dataclass(frozen=True)
class AccountEvent:
    """One event: ``kind`` is one of a few words, ``person`` is whom it concerns."""

    kind: str
    person: str
    by: str = ""
    address: str = ""
    device: str = ""
    more: str = ""


Listener = Callable[[AccountEvent], None]


listeners: list[Listener] = []


def tell(
    kind: str, person: Any, *, request: HttpRequest | None = None, by: Any = "", more: str = ""
) -> None:
    """Tell every listener; ``person`` is a user, or the name that was typed."""
    meta = request.META if request is not None else {}
    event = AccountEvent(
        kind=kind,
        person=str(person),
        by=str(by),
        address=address_of(meta),
        device=device_of(meta) if meta else "",
        more=more,
    )
    for listener in listeners:
        listener(event)
