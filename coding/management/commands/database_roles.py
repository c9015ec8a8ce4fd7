"""Gives a PostgreSQL role the rights that the site needs, and no others."""

from typing import Any

from django.core.management import CommandError, CommandParser
from django.db import DatabaseError, connection

from coding.management.command_line import a_word
from coding.management.site_command import SiteCommand
from coding.protection import roles


class Command(SiteCommand):
    """Run by the role that owns the tables; each migrate renews the rights."""

    help = (
        "Let the site use the database as a role of its own: it reads, and adds to the record, but "
        "empties, alters and removes nothing. Run it as the role that owns the tables."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--site",
            required=True,
            type=a_word,
            help="the site's role, made before: createuser atop_site",
        )

    def handle(self, *, site: str, **options: Any) -> None:
        """Grant the rights, and say what to do next."""
        if connection.vendor != "postgresql":
            raise CommandError("SQLite has no roles. Only PostgreSQL does: see DATABASE_URL.")
        owned = roles.ownership()
        if owned is None:
            raise CommandError("There are no tables yet. Run migrate first.")
        if site == owned.owner:
            raise CommandError(f"{site} owns the tables. Name another role for the site.")
        try:
            roles.grant(site)
        except DatabaseError as error:
            raise CommandError(
                f"Nothing was changed: {str(error).strip()}. Run this as {owned.owner}, with a "
                f"role {site} that “createuser {site} --pwprompt” has made."
            ) from error
        self.stdout.write(
            f"{site} has the rights of the site. Give the service a DATABASE_URL of {site}, and "
            f"run migrate as {owned.owner}."
        )
