"""Accounts named on the command line."""

from django.contrib.auth.models import User
from django.core.management.base import CommandError


def active_person(username: str | None) -> User | None:
    """Return the active account of this name; None where no name is given."""
    if not username:
        return None
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise CommandError(
            f"There is no active account “{username}”. Create it, or leave out --by."
        )
    return person
