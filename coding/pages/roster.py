"""States joining a sheet's roster: the list to pick from, and what was typed to add them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from coding.codebook.cells import Address, CellValues
from coding.models import State
from coding.workflow.proposed_codes import TypedCodes, next_spell
from coding.workflow.refusals import Refused

_SEPARATORS = re.compile(r"[,;\n]")
_CODE_FIRST = re.compile(r"(\d{1,4})\b")


@dataclass(frozen=True)
class _Named:
    """A state under everything that it may be called by."""

    code: int
    names: frozenset[str]


def states_to_pick(in_system: Iterable[int]) -> SafeString:
    """Return the options of the picker: first the states that existed at the signature."""
    first = set(in_system)
    listed = list(State.objects.values_list("code", "name"))
    listed.sort(key=lambda state: (state[0] not in first, state[0]))
    return format_html_join(
        "",
        '<option value="{} {}">{}</option>',
        (
            (code, name, "in the system then" if code in first else "not in the system then")
            for code, name in listed
        ),
    )


def joined(codes: TypedCodes, typed: str) -> TypedCodes:
    """Return the codes with the states that were typed added to the roster.

    They enter with the date of the first member. Raises Refused naming a state that is unknown.
    """
    wanted = [part.strip() for part in _SEPARATORS.split(typed) if part.strip()]
    if not wanted:
        return codes
    states = _all_states()
    cells = dict(codes.typed)
    for name in wanted:
        cells |= _joining(_find(name, states), cells)
    return TypedCodes(cells, codes.approved)


def _joining(code: int, cells: CellValues) -> CellValues:
    keys = [Address.of(cell).member for cell in cells if cell.endswith("/member")]
    key = next_spell(keys, code)
    standing = [one for one in keys if cells[f"{one}/member"] is not None]
    entry: CellValues = {}
    if standing:
        parts = ("yrent", "moent", "dayent")
        entry = {f"{key}/{part}": cells.get(f"{standing[0]}/{part}") for part in parts}
    return {f"{key}/member": code, **entry}


def _all_states() -> list[_Named]:
    rows = State.objects.values_list("code", "abbreviation", "name")
    return [
        _Named(code, frozenset({abbreviation.casefold(), name.casefold()}))
        for code, abbreviation, name in rows
    ]


def _find(name: str, states: Iterable[_Named]) -> int:
    code = _CODE_FIRST.match(name)
    for state in states:
        if (code and state.code == int(code[1])) or name.casefold() in state.names:
            return state.code
    raise Refused(
        f"“{name}” is no state of the reference data. Write its COW country code, its abbreviation "
        "or its full name; an admin can add a state that is missing."
    )
