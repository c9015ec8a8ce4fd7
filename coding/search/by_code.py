"""Codes as a filter: the sheets on which a code has a value, for the alliance or for a member."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from coding.codebook.derived import DERIVED_OF_MEMBER, derived_of_alliance, derived_of_member
from coding.codebook.variables import Kind
from coding.models import Membership, Sheet
from coding.models.questionnaire import BY_KEY
from coding.models.rows_in_record import alliances_in_record
from coding.models.variables import BY_NAME
from coding.search.query import CodeTest

Values = dict[int, list[int]]  # by the sheet's key, each value once

# Variables that come from the record of a release belong to no sheet.
FILTERS = {
    name: variable
    for name, variable in BY_NAME.items()
    if variable.where != "release" and variable.kind is not Kind.TEXT
}
_IDENTITY = {"atopid": "atop_id", "phase": "phase"}


def sheets_coded(test: CodeTest) -> Values:
    """Return the sheets on which the code passes the test, with its values there."""
    values_of: dict[int, set[int]] = defaultdict(set)
    for sheet, value in _values(test.variable.name):
        if value is not None and test.holds(value):
            values_of[sheet].add(value)
    return {sheet: sorted(values) for sheet, values in values_of.items()}


def _values(name: str) -> Iterable[tuple[int, int | None]]:
    if name in _IDENTITY:
        return _rows(Sheet, "pk", _IDENTITY[name])
    if not BY_NAME[name].is_coded:
        return _derived(name)
    where = BY_NAME[name].where
    if where in BY_KEY:
        return [*_rows(BY_KEY[where].model, "sheet_id", name), *_of_single_members(name)]
    return _rows(Membership, "sheet_id", "member_id" if name == "member" else name)


def _rows(model: Any, sheet: str, name: str) -> Any:
    return model.objects.order_by().values_list(sheet, name)


def _of_single_members(name: str) -> Iterator[tuple[int, int | None]]:
    """Yield an alliance's code where a member has a value of its own."""
    rows: Any = Membership.objects.order_by().exclude(own={})
    for sheet, own in rows.values_list("sheet_id", "own"):
        if name in own:
            yield sheet, own[name]


def _derived(name: str) -> Iterator[tuple[int, int | None]]:
    """Yield a derived variable's values; this reads all codes of the record."""
    for sheets in alliances_in_record(with_answers=False):
        codings = {sheet.phase: sheet.coding for sheet in sheets}
        for sheet in sheets:
            coding = codings[sheet.phase]
            if name in DERIVED_OF_MEMBER:
                for codes in coding.members.values():
                    yield sheet.pk, derived_of_member(codes)[name]
            else:
                yield sheet.pk, derived_of_alliance(coding, codings)[name]
