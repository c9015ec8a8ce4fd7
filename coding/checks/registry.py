"""All rules, in the order in which findings are listed, and what they find in a sheet."""

from collections.abc import Collection, Iterable

from coding.checks import (
    dates,
    identity,
    members,
    obligations,
    prose,
    prose_lists,
    secrecy_and_term,
    threats_and_institutions,
    values,
)
from coding.checks.facts import Facts
from coding.checks.rule import ERROR, Finding, Rule

_MODULES = (
    *(values, identity, dates, members, secrecy_and_term, obligations),
    *(threats_and_institutions, prose, prose_lists),
)
RULES: tuple[Rule, ...] = tuple(
    rule for module in _MODULES for rule in vars(module).values() if isinstance(rule, Rule)
)


def run(facts: Facts) -> list[Finding]:
    return [finding for rule in RULES for finding in rule.findings(facts)]


def run_at(facts: Facts, numbers: Collection[int]) -> list[Finding]:
    """Return the findings at some questions, asking only the rules that can find one there."""
    wanted = {*numbers}
    rules = (rule for rule in RULES if not rule.questions or not wanted.isdisjoint(rule.questions))
    return of_questions((finding for rule in rules for finding in rule.findings(facts)), wanted)


def of_questions(findings: Iterable[Finding], numbers: Collection[int]) -> list[Finding]:
    return [finding for finding in findings if not {*numbers}.isdisjoint(finding.questions)]


def errors(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is ERROR]
