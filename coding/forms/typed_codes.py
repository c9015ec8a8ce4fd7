"""The codes that a writing page sent: what each field held, and what it showed as approved.

A field is named ``code:`` and its cell. "" means not coded yet, "." missing (as in Stata), anything
else is a whole number. ``all:`` and a variable set the same code for all members except those in
``but``. ``others:`` and a variable set it for the members whose keys are in ``others``, who share
one line of the page. ``remove:`` and a member's key remove that member from the roster;
``add-members`` names states that join it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from coding.codebook.cells import MISSING, Address, CellValues, state_and_spell
from coding.codebook.variables import Variable
from coding.forms.joining_states import states_named, with_joining
from coding.history.codes_in_words import members_in_words, names_of
from coding.models.variables import variable_of
from coding.workflow.proposed_codes import TypedCodes

MISSING_SIGN = "."
MOST_MEMBERS = 1000  # the most that may share a line
_WHOLE = re.compile(r"-?\d{1,9}")  # a longer one is out of every range


def box_text(value: int | None) -> str:
    """Return a value as its field shows it."""
    if value is None:
        return ""
    return MISSING_SIGN if value == MISSING else str(value)


def read_value(text: str, variable: Variable, approved: int | None) -> int | None:
    """Return the value that was typed. Raises ValidationError if the variable does not allow it."""
    text = text.strip()
    if not text:
        return None
    if text == MISSING_SIGN:
        if not variable.missing and approved != MISSING:
            raise ValidationError(f"{_called(variable)} is never missing.")
        return MISSING
    value = int(text) if _WHOLE.fullmatch(text) else None
    if value is None or (value != approved and not variable.allows(value)):
        shown = f"“{text}”" if value is None else value
        raise ValidationError(f"{_called(variable)}: {shown} is not possible. {_allowed(variable)}")
    return value


def _called(variable: Variable) -> str:
    return f"{variable.name} ({variable.label})"


def _allowed(variable: Variable) -> str:
    """What can be typed. Who knows the data files tries -9 for what is missing."""
    missing = f" A dot ( {MISSING_SIGN} ) means missing." if variable.missing else ""
    return f"{variable.range_in_words}{missing}"


class CodesSent:
    """The code fields of one question in a request's data; ``prefix`` as on Django's forms."""

    def __init__(self, data: Mapping[str, Any], prefix: str = "") -> None:
        self._data = data
        self._prefix = prefix

    def clean(self) -> TypedCodes:
        """Return what was typed. Raises ValidationError naming the member and the code."""
        approved = self._approved()
        typed = {cell: self._value(cell, text, approved) for cell, text in self.raw.items()}
        for name, text in self._boxes("all:"):
            if text.strip():
                typed |= self._for_all(name, text, typed, approved)
        for key, _ in self._boxes("remove:"):
            typed = _without(key, typed, approved)
        return TypedCodes(with_joining(self.joining, typed), approved)

    @property
    def raw(self) -> dict[str, str]:
        """The fields as typed, to be shown again with an error."""
        return {**self._of_others(), **dict(self._boxes("code:"))}

    @property
    def joining(self) -> str:
        """The states that were typed to join the roster."""
        return str(self._data.get(f"{self._prefix}add-members", "")).strip()

    def _of_others(self) -> dict[str, str]:
        """The fields of the members who share one line."""
        keys = str(self._data.get(f"{self._prefix}others", "")).split()[:MOST_MEMBERS]
        boxes = dict(self._boxes("others:"))
        return {f"{key}/{name}": text for key in keys for name, text in boxes.items()}

    def _boxes(self, kind: str) -> Iterator[tuple[str, str]]:
        start = f"{self._prefix}{kind}"
        for name in self._data:
            if name.startswith(start):
                yield name[len(start) :], str(self._data[name])

    def _approved(self) -> CellValues:
        try:
            seen = json.loads(self._data.get(f"{self._prefix}codes-seen") or "{}")
        except ValueError:
            seen = None
        if not isinstance(seen, dict) or not all(map(_is_value, seen.values())):
            raise ValidationError("The codes did not arrive whole. Nothing was changed; reload.")
        return seen

    def _value(self, cell: str, text: str, approved: CellValues) -> int | None:
        try:
            at = Address.of(cell)
            variable = variable_of(at)
        except (ValueError, KeyError) as error:
            raise ValidationError(f"“{cell}” is no code of this page. Reload it.") from error
        try:
            return read_value(text, variable, approved.get(cell))
        except ValidationError as error:
            who = f"{_whose(at)}: " if at.member else ""
            raise ValidationError(f"{who}{error.message}") from error

    def _for_all(self, name: str, text: str, typed: CellValues, approved: CellValues) -> CellValues:
        left_out = states_named(str(self._data.get(f"{self._prefix}but", "")))
        ats = {cell: Address.of(cell) for cell in typed}
        cells = [c for c, at in ats.items() if at.variable == name and at.member and not at.partner]
        return {
            cell: self._value(cell, text, approved)
            for cell in cells
            if state_and_spell(ats[cell].member)[0] not in left_out
        }


def _whose(at: Address) -> str:
    return members_in_words(at, names_of(state_and_spell(key)[0] for key in at.keys))


def _is_value(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _without(key: str, typed: CellValues, approved: CellValues) -> CellValues:
    """Remove a member: its other codes keep their approved values until then."""
    mine = {cell: approved.get(cell) for cell in typed if cell.startswith(f"{key}/")}
    return {**typed, **mine, f"{key}/member": None}
