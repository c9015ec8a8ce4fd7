"""The rules of one cell: whole numbers, known codes, known states, empty only if allowed."""

import re
from collections.abc import Collection

from coding.codebook.variables import Variable
from coding.datasets.reading.changed_values import BrokenRule, fault_of_look
from coding.datasets.reading.columns import ATOP_ID, MEMBER
from coding.datasets.reading.texts import without_blanks

# As statistical programs write a missing value: Stata and SAS, R, pandas.
MISSING_SIGNS = frozenset((".", "NA", "NaN", "nan", "<NA>"))
_WHOLE = re.compile(r"([0-9]{1,9})(\.0*)?")
_FIRST_ATOP_ID = 1000


def as_published(text: str) -> str:
    """Return a value as published files write it: digits, or "" if it is missing.

    1.0 and 01 become 1. Text that is no whole number is returned unchanged, so that its fault can
    be reported.
    """
    if text.isdigit() and text.isascii() and (text[0] != "0" or text == "0"):
        return text
    bare = without_blanks(text)
    if bare in MISSING_SIGNS:
        return ""
    whole = _WHOLE.fullmatch(bare)
    return str(int(whole[1])) if whole else bare


def fault_of(text: str, variable: Variable, states: Collection[int]) -> BrokenRule | None:
    """Return the fault of a cell, or None. The text is ``as_published``."""
    if not text:
        fix = f"Give every row its {variable.name}."
        return None if variable.missing else BrokenRule("The value is never missing.", fix)
    if not _WHOLE.fullmatch(text):
        return _too_large(variable) if text.isdecimal() and text.isascii() else fault_of_look(text)
    value = int(text)
    if variable.codes and value not in variable.labels:
        labels = ", ".join(f"{code} {label}" for code, label in sorted(variable.codes.items()))
        fix = f"The codes of {variable.name} are {labels}."
        return BrokenRule("The codebook has no such code.", fix)
    if variable.is_state and value not in states and (value or variable.name == MEMBER):
        return BrokenRule(
            "No state is known by this code.",
            "Use the state's COW country code; an admin can add states that are not in the list.",
        )
    if value > variable.most:
        return _too_large(variable)
    if variable.name == ATOP_ID and value < _FIRST_ATOP_ID:
        return BrokenRule(
            "An ATOP ID has four digits.", "Some may have been cut off: compare with the source."
        )
    return None


def _too_large(variable: Variable) -> BrokenRule:
    return BrokenRule("The number is too large.", f"At most {variable.most} is possible.")
