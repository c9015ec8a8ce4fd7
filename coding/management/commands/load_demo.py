"""Load the demonstration."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from coding.accounts.demonstration import DEMO_ACCOUNTS
from coding.management.demo import DemoRefused, load_demo
from coding.management.site_command import SiteCommand


class Command(SiteCommand):
    """Loads what `make run` shows to somebody who tries the site."""

    help = (
        "Load three sample sheets and an account for each role, with published passwords. Adds "
        "what is missing and changes nothing that is there; refuses on a site with real accounts, "
        "and where SITE_URL is that of a site in use: HTTPS, or another host than this one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="add them although there are other accounts"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_demo(force=options["force"])
        except DemoRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write("Demonstration accounts (role: name, password):")
        for account in DEMO_ACCOUNTS:
            self.stdout.write(f"  {account.role:9} {account.username:9} {account.password}")
