"""Move everything to another database."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from atop_site.databases import database_at
from coding.backup.failures import NotMoved
from coding.backup.moving import move
from coding.codebook.counted_nouns import counted
from coding.management.command_line import ProgressLine
from coding.management.site_command import SiteCommand


class Command(SiteCommand):
    """The site’s own database stays as it is; the operator changes the settings by hand."""

    help = (
        "Copy everything from the site’s database into the empty one at URL, from SQLite to "
        "PostgreSQL or back, and compare every table on both sides by rows and content. Stop the "
        "site first; set DATABASE_URL to URL afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", metavar="URL", help="as for DATABASE_URL in docs/settings.md")

    def handle(self, *args: Any, **options: Any) -> str:
        try:
            moved = move(database_at(options["url"], "The target"), ProgressLine(self.stderr))
        except (NotMoved, ImproperlyConfigured) as refused:
            raise CommandError(f"Nothing was moved. {refused}") from refused
        rows, tables = counted(moved.rows, "row"), counted(moved.tables, "table")
        sentence = f"Moved {rows} in {tables}, and found them the same on both sides."
        if moved.left_behind:
            sentence += (
                f" Not moved, as the site does not know them: {', '.join(moved.left_behind)}."
            )
        return f"{sentence} Set DATABASE_URL, and start the site."
