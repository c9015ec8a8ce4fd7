"""States that join a roster: reads their codes, abbreviations or names as they were typed."""

import re

from django.core.exceptions import ValidationError

from coding.codebook.cells import CellValues
from coding.codebook.coded_dates import ENTRY
from coding.models.reference import read_lists
from coding.workflow.proposed_codes import next_spell

_SEPARATORS = re.compile(r"[,;\n]")
_CODE_FIRST = re.compile(r"(\d{1,4})\b")


def with_joining(typed: str, cells: CellValues) -> CellValues:
    """Return the cells with the typed states added to the roster.

    They enter with the date of the first member. Raises ValidationError for an unknown state.
    """
    cells = dict(cells)
    for code in dict.fromkeys(_each_named(typed)):  # once, in their order
        cells |= _new_member(code, cells)
    return cells


def states_named(typed: str) -> set[int]:
    """Return the COW codes of the typed states. Raises ValidationError for an unknown one."""
    return set(_each_named(typed))


def _each_named(typed: str) -> list[int]:
    return [state_named(name.strip()) for name in _SEPARATORS.split(typed) if name.strip()]


def _new_member(code: int, cells: CellValues) -> CellValues:
    keys = [cell.removesuffix("/member") for cell in cells if cell.endswith("/member")]
    key = next_spell(keys, code)
    first = next((key for key in keys if cells[f"{key}/member"] is not None), None)
    entry = {f"{key}/{part}": cells.get(f"{first}/{part}") for part in ENTRY} if first else {}
    return {f"{key}/member": code, **entry}


def state_named(name: str) -> int:
    """Return the COW code of a state. Raises ValidationError for an unknown name."""
    code, folded = _CODE_FIRST.match(name), name.casefold()
    for state in read_lists().states.values():
        names = (state.abbreviation.casefold(), state.name.casefold())
        if (code and state.code == int(code[1])) or folded in names:
            return state.code
    raise ValidationError(
        f"“{name}” is no state of the reference data. Write its COW country code, its abbreviation "
        "or its full name; an admin can add a state that is missing."
    )
