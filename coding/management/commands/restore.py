"""Replace the site's database with a backup."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from coding.backup.failures import NotRestored, RestoredBadly
from coding.backup.restoring import restore
from coding.codebook.counted_nouns import counted
from coding.management.command_line import a_path, a_word
from coding.management.site_command import SiteCommand


class Command(SiteCommand):
    """Refuses before it changes anything, and reports what it did."""

    help = (
        "Restore the backup in the folder DIR. One that is damaged or from a newer version is "
        "refused, and a database with data stays unless it is named; in all these cases nothing is "
        "touched. Migrations that came since are applied."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=a_path)
        parser.add_argument(
            "--over",
            metavar="NAME",
            type=a_word,
            help="the database whose data may be replaced, by its name",
        )

    def handle(self, *args: Any, **options: Any) -> str:
        try:
            done = restore(options["folder"], over=options["over"])
        except NotRestored as refused:
            raise CommandError(f"Nothing was restored. {refused}") from refused
        except RestoredBadly as failure:
            raise CommandError(str(failure)) from failure
        rows = counted(sum(done.manifest.rows.values()), "row")
        made = done.manifest.made_at
        sentence = (
            f"Restored {rows} into {done.database}, as they were at {made}, and compared them."
        )
        if done.migrated:
            sentence += f" Applied {counted(done.migrated, 'migration')}, which came since."
        return f"{sentence} Restart the site."
