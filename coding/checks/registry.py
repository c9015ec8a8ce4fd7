"""All rules, in the order in which their findings are told."""

from coding.checks import (
    conditions,
    dates,
    identity,
    institutions,
    members,
    obligations,
    prose,
    prose_lists,
    secrecy,
    term,
    threats,
    values,
)
from coding.checks.rule import Rule

RULES: tuple[Rule, ...] = (
    *values.RULES,
    *identity.RULES,
    *dates.RULES,
    *members.RULES,
    *secrecy.RULES,
    *term.RULES,
    *obligations.RULES,
    *conditions.RULES,
    *threats.RULES,
    *institutions.RULES,
    *prose.RULES,
    *prose_lists.RULES,
)
