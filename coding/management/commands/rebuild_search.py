"""Rebuild the search index, or check whether it matches the record."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from coding.codebook.counted_nouns import counted
from coding.management.site_command import SiteCommand
from coding.search import index_check, updating_index


class Command(SiteCommand):
    """Ends with one sentence; with --check it exits with 1 where the index does not match."""

    help = (
        "Make the full-text index anew from what is approved. The site keeps it in step by itself; "
        "this corrects it where somebody changed the database by hand. People can search meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only tell where the index is not true"
        )

    def handle(self, *args: Any, **options: Any) -> str:
        if not options["check"]:
            return f"The index is made anew: {counted(updating_index.rebuild(), 'passage')}."
        wrong = list(index_check.untrue())
        for difference in wrong:
            self.stdout.write(difference)
        if wrong:
            places = counted(len(wrong), "place")
            raise CommandError(f"The index is not true at {places}. Run rebuild_search.")
        return "The index says what is approved."
