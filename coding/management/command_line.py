"""What commands share: accounts and files from the command line."""

from pathlib import Path

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from coding.codebook.problems import FileRefused, Problem


def active_person(username: str | None) -> User | None:
    """Return the active account of this name, or None if no name is given."""
    if not username:
        return None
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise CommandError(
            f"There is no active account “{username}”. Create it, or leave out --by."
        )
    return person


def content_of(path: Path) -> bytes:
    """Read a file. Raises FileRefused."""
    try:
        return path.read_bytes()
    except OSError as error:
        rule, found = "The file cannot be read.", error.strerror or ""
        fix = "Name a file that exists and that you may read."
        raise FileRefused([Problem(path.name, None, "", rule, found, fix)]) from None
