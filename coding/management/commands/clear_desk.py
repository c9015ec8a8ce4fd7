"""Clear old batches away from the import desk."""

from argparse import ArgumentParser
from typing import Any

from coding.desk.clearing import clear_older
from coding.management.command_line import how_many
from coding.management.site_command import SiteCommand


class Command(SiteCommand):
    """Batches stay on the desk until this command removes them."""

    help = (
        "Take the batches off the import desk that are done – every file entered, put aside or "
        "refused – and came some days ago. Their sheets stay, with the files that they were "
        "read from; files that were put aside or refused go for good."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than",
            metavar="DAYS",
            required=True,
            type=how_many("days"),
            help="how many days ago a batch came at least",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        number = clear_older(options["older_than"])
        self.stdout.write(f"Taken off the desk: {number} of the batches that came before that.")
