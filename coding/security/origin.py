"""Where the current request comes from; on the command line, whose shell it is."""

import getpass
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from coding.accounts.browsers import address_of, device_of


@dataclass(frozen=True)
class Caller:
    """The signed-in person, address and device; or the operator of a shell."""

    person: str = ""
    address: str = ""
    device: str = ""


answered: ContextVar[HttpRequest | None] = ContextVar("answered", default=None)


def origin() -> Caller:
    request: Any = answered.get()
    if request is None:
        return Caller(f"{_operator()} (shell)")
    user = getattr(request, "user", None)
    person = user.get_username() if user is not None and user.is_authenticated else ""
    return Caller(person, address_of(request.META), device_of(request.META))


def _operator() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name
        return "somebody"
