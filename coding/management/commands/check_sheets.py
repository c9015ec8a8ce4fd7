"""Run all checks over all sheets."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coding.checks.registry import RULES
from coding.workflow.checking import checked_sheets


class Command(BaseCommand):
    """One line for each finding, then one sentence; the exit code tells whether anything blocks."""

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
        checked = 0
        for sheet, findings in checked_sheets():
            checked += 1
            for finding in findings:
                if options["rule"] in (None, finding.rule):
                    counts[finding.severity] += 1
                    self.stdout.write(f"{sheet.key}: {finding}")
        said = f"{_many(counts['error'], 'error')}, {_many(counts['warning'], 'warning')}"
        sentence = f"{_many(checked, 'sheet')} checked: {said}."
        if counts["error"]:
            raise CommandError(sentence)
        return sentence


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
