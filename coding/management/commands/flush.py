"""Refuses to empty the database, with a sentence where Django would guess at reasons."""

from typing import Any

from django.core.management import CommandError
from django.core.management.commands import flush


class Command(flush.Command):
    """Django's own command; the guards of the database refuse it."""

    def handle(self, **options: Any) -> None:
        """Try, and say what kept it from happening."""
        try:
            super().handle(**options)
        except CommandError as error:
            raise CommandError(
                "Nothing that was saved can be removed, so the database is not emptied. For an "
                "empty site, name another database in DATABASE_URL and run migrate."
            ) from error
