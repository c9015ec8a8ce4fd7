"""Run all checks over all sheets."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import CommandError

from coding.checks.registry import RULES
from coding.codebook.counted_nouns import counted
from coding.management.site_command import SiteCommand
from coding.workflow.check_counts import checked


class Command(SiteCommand):
    """Prints a line for each finding, then a sentence. Exits with 1 if there is an error."""

    help = (
        "Check the approved codes of all sheets against each other, the prose and the reference "
        "data. Prints a line for each finding; exits with 1 when one of them is an error."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rule",
            choices=[rule.id for rule in RULES],
            metavar="RULE",
            help="only this rule; docs/checks.md lists them",
        )

    def handle(self, *args: Any, **options: Any) -> str:
        counts: Counter[str] = Counter()
        sheets = checked()
        for sheet in sheets:
            for finding in sheet.findings:
                if options["rule"] in (None, finding.rule):
                    counts[finding.severity] += 1
                    self.stdout.write(f"{sheet.key}: {finding}")
        found = f"{counted(counts['error'], 'error')}, {counted(counts['warning'], 'warning')}"
        sentence = f"{counted(len(sheets), 'sheet')} checked: {found}."
        if counts["error"]:
            raise CommandError(sentence)
        return sentence
