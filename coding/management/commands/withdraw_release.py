"""Withdraw a release that was imported wrongly."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from coding.management.command_line import a_word, active_person
from coding.management.site_command import SiteCommand
from coding.models import Release
from coding.workflow import rules
from coding.workflow.refusals import Refused
from coding.workflow.withdrawal import withdraw


class Command(SiteCommand):
    """Withdraws one release, for good."""

    help = (
        "Withdraw a release that import_dataset recorded wrongly and nobody has published. It is "
        "kept under another label, with the reason, and its own label is free again. The sheets "
        "that came with it stay. This cannot be undone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "label", metavar="LABEL", type=a_word, help="of the release, such as 5.1"
        )
        parser.add_argument("--by", metavar="USERNAME", required=True, help="the admin")
        parser.add_argument("--reason", metavar="TEXT", required=True, help="why; others read it")

    def handle(self, *args: Any, **options: Any) -> str:
        by = active_person(options["by"], why_not=rules.why_not_run_releases, is_needed=True)
        label = options["label"]
        release = Release.objects.filter(label=label).first()
        if release is None:
            kept = ", ".join(Release.objects.values_list("label", flat=True)) or "none"
            raise CommandError(f"There is no release “{label}”. There are: {kept}.")
        try:
            withdrawn = withdraw(release, by=by, reason=options["reason"])
        except Refused as refused:
            raise CommandError(str(refused)) from None
        return (
            f"Release {label} is withdrawn, and kept as {withdrawn.label}. Its sheets stay in the "
            f"record. The release as it was published can be imported as {label} now."
        )
