"""Makes the accounts of people.py in a database."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User

from bench.people import PASSWORD

_hashed = cache(make_password)


def make_people(group: Group, name: str, number: int, **flags: bool) -> list[User]:
    """Make accounts of one group; the password is hashed once for all."""
    people = [_make(f"{name}{n}", name.title(), f"Number {n}", **flags) for n in range(number)]
    group.user_set.add(*people)
    return people


def _make(username: str, first: str, last: str, **flags: bool) -> User:
    return User.objects.create(
        username=username, password=_hashed(PASSWORD), first_name=first, last_name=last, **flags
    )
