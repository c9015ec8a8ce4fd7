"""The accounts of both databases; everybody signs in with the same password."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from bench.content import PASSWORD

_HASHED: list[str] = []


def make_person(username: str, name: str, number: int, **flags: bool) -> User:
    """Make an account; the password is hashed once for all."""
    if not _HASHED:
        _HASHED.append(make_password(PASSWORD))
    return User.objects.create(
        username=username,
        password=_HASHED[0],
        first_name=f"{name.title()}",
        last_name=f"Number {number}",
        **flags,
    )
