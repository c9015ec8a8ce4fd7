"""The way in: all rules over one sheet."""

from collections.abc import Collection, Iterable

from coding.checks.facts import Facts
from coding.checks.registry import RULES
from coding.checks.rule import ERROR, Finding


def run(facts: Facts) -> list[Finding]:
    """Return what all rules find in a sheet, in the order of the registry."""
    return [finding for rule in RULES for finding in rule.findings(facts)]


def run_at(facts: Facts, numbers: Collection[int]) -> list[Finding]:
    """Return what is found at some questions, asking only the rules that can find it there."""
    wanted = {*numbers}
    rules = (rule for rule in RULES if not rule.questions or not wanted.isdisjoint(rule.questions))
    return of_questions((finding for rule in rules for finding in rule.findings(facts)), wanted)


def of_questions(findings: Iterable[Finding], numbers: Collection[int]) -> list[Finding]:
    """Return the findings that concern any of the questions."""
    return [finding for finding in findings if not {*numbers}.isdisjoint(finding.questions)]


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that block submission."""
    return [finding for finding in findings if finding.severity is ERROR]
