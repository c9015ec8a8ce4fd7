"""The rules of one cell: whole numbers, known codes, known states, empty only where it may be."""

import re
from collections.abc import Collection
from typing import NamedTuple

from coding.datasets.reading.columns import MEMBER, ColumnRule

_NUMBER = re.compile(r"\d{1,9}")
_MISSING_ELSEWHERE = ("-9", "NA", "NaN", ".")  # in working sheets, R, pandas, Stata


class Fault(NamedTuple):
    """Which rule a value breaks, and how to fix it."""

    rule: str
    fix: str


def fault_of(text: str, rule: ColumnRule, states: Collection[int]) -> Fault | None:
    """Return what is wrong with the text of a cell, or None. Empty text is a missing value."""
    if not text:
        return None if rule.may_be_missing else _never_empty(rule)
    if not _NUMBER.fullmatch(text):
        return _no_number(text)
    value = int(text)
    if rule.codes and value not in rule.codes:
        labels = ", ".join(f"{code} {label}" for code, label in sorted(rule.codes.items()))
        return Fault("The codebook has no such code.", f"The codes of {rule.name} are {labels}.")
    if rule.is_state and value not in states and (value or rule.name == MEMBER):
        return Fault(
            "No state is known by this code.",
            "Use the state's COW country code; an admin can add states that are not in the list.",
        )
    if value > rule.most:
        return Fault("The number is too large.", f"At most {rule.most} is possible.")
    return None


def _never_empty(rule: ColumnRule) -> Fault:
    return Fault("The value is never missing.", f"Give every row its {rule.name}.")


def _no_number(text: str) -> Fault:
    if text in _MISSING_ELSEWHERE:
        return Fault("A published file leaves a missing value empty.", f"Take out “{text}”.")
    fix = "Write digits only: no sign, point, space or letter."
    return Fault("Values are whole numbers from 0 up.", fix)
