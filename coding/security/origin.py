"""From where the request comes that is being answered; nowhere on the command line."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from coding.accounts.browsers import address_of, device_of


@dataclass(frozen=True)
class Origin:
    """The address and device of a request, and who is signed in there."""

    person: str = ""
    address: str = ""
    device: str = ""


answered: ContextVar[HttpRequest | None] = ContextVar("answered", default=None)


def origin() -> Origin:
    request: Any = answered.get()
    if request is None:
        return Origin()
    user = getattr(request, "user", None)
    person = user.get_username() if user is not None and user.is_authenticated else ""
    return Origin(person, address_of(request.META), device_of(request.META))
