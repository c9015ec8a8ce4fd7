"""The way in: all rules over one sheet."""

from collections.abc import Collection, Iterable

from coding.checks.facts import Facts
from coding.checks.registry import RULES
from coding.checks.rule import ERROR, Finding


def run(facts: Facts) -> list[Finding]:
    """Return what all rules find in a sheet, in the order of the registry."""
    return [finding for rule in RULES for finding in rule.findings(facts)]


def of_questions(findings: Iterable[Finding], numbers: Collection[int]) -> list[Finding]:
    """Return the findings that concern any of the questions."""
    return [finding for finding in findings if not {*numbers}.isdisjoint(finding.questions)]


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that block submission."""
    return [finding for finding in findings if finding.severity is ERROR]
