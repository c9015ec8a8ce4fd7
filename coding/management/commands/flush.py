"""Refuses to empty the database, with the reason instead of Django's guesses."""

from typing import Any

from django.core.management import CommandError
from django.core.management.commands import flush


class Command(flush.Command):
    """Django's own command; the guards of the database refuse it."""

    def handle(self, **options: Any) -> None:
        """Try, and report why the database refused."""
        try:
            super().handle(**options)
        except CommandError as error:
            raise CommandError(
                "Nothing that was saved can be removed, so the database is not emptied. For an "
                "empty site, name another database in DATABASE_URL and run migrate."
            ) from error
