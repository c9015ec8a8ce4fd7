"""The differences between two sides as CSV (RFC 4180): a row for each cell and each answer."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

from coding.codebook.cells import MISSING, Address, state_and_spell
from coding.codebook.variables import Variable
from coding.export.record import snapshot
from coding.export.record_files import BYTE_ORDER_MARK, without_formula
from coding.history.codes_in_words import PLACES, Names
from coding.models.variables import declared
from coding.releases.comparison import Kind, PhaseDifference, address_of, differences_between
from coding.releases.sides import Side
from coding.sheets.printing.from_record import names_of_states

COLUMNS = (
    *("atop_id", "phase", "change", "member", "state", "partner", "variable", "label"),
    *("question", "old", "new", "old_label", "new_label"),
)

_CHANGE = {Kind.NEW: "member joined", Kind.GONE: "member left", Kind.CHANGED: "changed"}

Row = tuple[Any, ...]


def csv_of(old: Side, new: Side, *, for_spreadsheets: bool = False) -> Iterator[str]:
    """Yield the file piece by piece, all as of one moment.

    For spreadsheet programs, it has a byte order mark, and texts that they would run as formulas
    begin with an apostrophe.
    """
    guard: Callable[[Any], Any] = without_formula if for_spreadsheets else lambda cell: cell
    yield (BYTE_ORDER_MARK if for_spreadsheets else "") + _written([COLUMNS], guard)
    with snapshot():
        names = names_of_states()
        for alliance in differences_between(old, new):
            for differing in alliance.phases:
                yield _written(rows_of(differing, names), guard)


def _written(rows: Any, guard: Callable[[Any], Any]) -> str:
    text = StringIO()
    csv.writer(text).writerows([guard(cell) for cell in row] for row in rows)
    return text.getvalue()


def rows_of(differing: PhaseDifference, names: Names) -> Iterator[Row]:
    """Yield a row for each cell that differs, in codebook order, then for each answer."""
    for at in sorted(map(address_of, differing.cells), key=_place):
        yield _row_of_cell(differing, at, names)
    for question in differing.answers:
        told = differing.old.answers.get(question.n, ""), differing.new.answers.get(question.n, "")
        about = "", "", "", "", question.label, question.number
        yield *_start(differing, differing.kind), *about, *told, "", ""


def _row_of_cell(differing: PhaseDifference, at: Address, names: Names) -> Row:
    kind, variable = differing.cells[at.cell], declared(at.variable, is_pair=bool(at.partner))
    values = differing.old.cells.get(at.cell), differing.new.cells.get(at.cell)
    state = names.get(state_and_spell(at.member)[0], "") if at.member else ""
    unknown = "not coded yet" if kind is Kind.CHANGED else ""
    labels = (_label(variable, value, names, unknown) for value in values)
    about = at.member, state, at.partner, variable.name, variable.label, variable.home
    return *_start(differing, kind), *about, *values, *labels


def _start(differing: PhaseDifference, kind: Kind) -> Row:
    what = _CHANGE[kind] if differing.kind is Kind.CHANGED else f"phase {differing.kind}"
    return differing.phase.atop_id, differing.phase.phase, what


def _label(variable: Variable, value: int | None, names: Names, unknown: str) -> str:
    if value is None:
        return unknown
    if value == MISSING:
        return "missing"
    labels = names if variable.is_state else variable.codes
    return labels.get(value, "")


def _place(at: Address) -> tuple[int, list[tuple[int, int]]]:
    keys = [state_and_spell(key) for key in (at.member, at.partner) if key]
    return PLACES[at.variable, bool(at.partner)], keys
