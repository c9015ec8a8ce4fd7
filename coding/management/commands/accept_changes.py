"""Accept what an operator changed past the site."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from coding.codebook.counted_nouns import counted
from coding.management.command_line import a_word, active_person
from coding.management.site_command import SiteCommand
from coding.models.people_names import name_of
from coding.security.log import record
from coding.workflow import rules
from coding.workflow.accepting_changes import accept
from coding.workflow.refusals import Refused


class Command(SiteCommand):
    """All of them or none; each is an event of the security log."""

    help = (
        "Take rows as they stand that verify names, because somebody changed them past the site "
        "who was right to: people, roles, runs, rows that come and go, and the numbers that SQLite "
        "gives next; nothing of the record itself. The chain tells for ever that it was so, the "
        "security log who says so and why."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "places",
            nargs="+",
            metavar="ROW",
            type=a_word,
            help="as verify names it: “auth_user 3”",
        )
        parser.add_argument("--by", metavar="USERNAME", required=True, help="the admin")
        parser.add_argument(
            "--reason", metavar="TEXT", required=True, type=a_word, help="why it is right"
        )

    def handle(self, *args: Any, **options: Any) -> str:
        by = active_person(options["by"], why_not=rules.why_not_run_releases, is_needed=True)
        try:
            with transaction.atomic():
                for place in options["places"]:
                    accept(place)
                    record(
                        "change accepted", person=name_of(by), about=place, more=options["reason"]
                    )
        except Refused as refused:
            raise CommandError(f"Nothing was accepted. {refused}") from None
        rows = counted(len(options["places"]), "row")
        return f"{rows} accepted as they stand. manage.py verify tells whether all fits now."
