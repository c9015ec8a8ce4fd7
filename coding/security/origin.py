"""From where the request comes that is being answered; on the command line, whose shell it is."""

import getpass
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from coding.accounts.browsers import address_of, device_of


@dataclass(frozen=True)
class Caller:
    """Who is signed in, at which address, with which device; or the operator, in a shell."""

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
    except (KeyError, OSError):  # a user without a name
        return "somebody"
