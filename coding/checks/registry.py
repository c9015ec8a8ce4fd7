"""All rules, in the order in which findings are listed, and what they find in a sheet."""

from collections.abc import Collection, Iterable
from types import ModuleType

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


def _rules_in(*modules: ModuleType) -> tuple[Rule, ...]:
    every = (value for module in modules for value in vars(module).values())
    return tuple(rule for rule in every if isinstance(rule, Rule))


RULES = _rules_in(*_MODULES)
PROSE_RULES = _rules_in(prose, prose_lists)  # those that a change of prose alone can break


def run(facts: Facts, rules: Iterable[Rule] = RULES) -> list[Finding]:
    return [rule.finding(fault, facts) for rule in rules for fault in rule.check(facts)]


def run_at(facts: Facts, numbers: Collection[int]) -> list[Finding]:
    """Return the findings at some questions, asking only the rules that can find one there."""
    return of_questions(run(facts, rules_at(numbers, RULES)), numbers)


def rules_at(numbers: Collection[int], rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules that can find something at one of the questions, or in its answer."""
    wanted = {*numbers}
    return [rule for rule in rules if not rule.questions or not wanted.isdisjoint(rule.questions)]


def of_questions(findings: Iterable[Finding], numbers: Collection[int]) -> list[Finding]:
    return [finding for finding in findings if not {*numbers}.isdisjoint(finding.questions)]


def errors(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is ERROR]
