"""The rules of one cell: whole numbers, known codes, known states, empty only if allowed."""

import re
from collections.abc import Collection
from typing import NamedTuple

from coding.codebook.variables import Variable
from coding.datasets.reading.columns import MEMBER

_NUMBER = re.compile(r"\d{1,9}")
_MISSING_ELSEWHERE = ("-9", "NA", "NaN", ".")  # in working sheets, R, pandas, Stata


class Fault(NamedTuple):
    """Which rule a value breaks, and how to fix it."""

    rule: str
    fix: str


def fault_of(text: str, variable: Variable, states: Collection[int]) -> Fault | None:
    """Return what is wrong with the text of a cell, or None. Empty text is a missing value."""
    if not text:
        fix = f"Give every row its {variable.name}."
        return None if variable.missing else Fault("The value is never missing.", fix)
    if not _NUMBER.fullmatch(text):
        return _no_number(text)
    value = int(text)
    if variable.codes and value not in variable.codes:
        labels = ", ".join(f"{code} {label}" for code, label in sorted(variable.codes.items()))
        fix = f"The codes of {variable.name} are {labels}."
        return Fault("The codebook has no such code.", fix)
    if variable.is_state and value not in states and (value or variable.name == MEMBER):
        return Fault(
            "No state is known by this code.",
            "Use the state's COW country code; an admin can add states that are not in the list.",
        )
    if value > variable.most:
        return Fault("The number is too large.", f"At most {variable.most} is possible.")
    return None


def _no_number(text: str) -> Fault:
    if text in _MISSING_ELSEWHERE:
        return Fault("A published file leaves a missing value empty.", f"Take out “{text}”.")
    fix = "Write digits only: no sign, point, space or letter."
    return Fault("Values are whole numbers from 0 up.", fix)
