"""The differences between two sides as CSV: a row for each column, cell and answer that differs.

Values are in codes and in words, with each side's own labels and names of states.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from coding.codebook.blank import in_words, why_blank
from coding.codebook.cells import MISSING, Address, state_and_spell
from coding.codebook.questionnaire import Questionnaire
from coding.codebook.variables import Variable
from coding.datasets.columns import columns_of
from coding.datasets.documents.companion_files import COMPARED
from coding.datasets.release import UNRELEASED, DatasetRelease, Level
from coding.export.csv_rows import BYTE_ORDER_MARK, header_of, line_of, safe_line_of
from coding.export.released import flags_recorded_in
from coding.history.codes_in_words import PLACES, Names
from coding.history.compared_sides import ComparedPhase, Side
from coding.history.comparison import (
    AllianceDifference,
    DifferenceKind,
    PhaseDifference,
    differences_between,
)
from coding.models.snapshots import snapshot
from coding.models.variables import variable_of
from coding.sheets.printing.from_record import names_of_states

_CHANGE = {
    DifferenceKind.NEW: "member joined",
    DifferenceKind.GONE: "member left",
    DifferenceKind.CHANGED: "changed",
}

Row = tuple[Any, ...]


@dataclass(frozen=True)
class SideWords:
    """One side's names of things. ``flags`` are the columns that mark what is new and revised."""

    questionnaire: Questionnaire
    names: Names
    flags: tuple[str, ...]

    @classmethod
    def of(cls, side: Side, names: Names, flags: tuple[str, ...] = ()) -> "SideWords":
        """Return a release's names; the record uses ``names`` and ``flags``."""
        release = side.release
        if release is None:
            return cls(side.questionnaire, names, flags)
        flags = tuple(sorted(flags_recorded_in(release)))
        return cls(side.questionnaire, side.names or names, flags)

    @cached_property
    def columns(self) -> Mapping[str, str]:
        """The columns of the member file with their labels."""
        release = DatasetRelease(UNRELEASED, date.max, self.flags, self.questionnaire)
        return {column.name: column.label for column in columns_of(Level.MEMBER, release)}

    def variable(self, at: Address) -> Variable:
        """Return the side's variable; questionnaires of releases store none for pairs."""
        kept = None if at.partner else self.questionnaire.by_name.get(at.variable)
        return kept or variable_of(at)

    def label_of(self, at: Address, value: int | None, unknown: str) -> str:
        """Return the meaning of a value; ``unknown`` if it has none."""
        if value is None:
            return unknown
        if value == MISSING:
            return "missing"
        variable = self.variable(at)
        return (self.names if variable.is_state else variable.labels).get(value, "")

    def name_of(self, key: str) -> str:
        return self.names.get(state_and_spell(key)[0], "") if key else ""


def csv_of(old: Side, new: Side, *, for_spreadsheets: bool = False) -> Iterator[str]:
    """Yield the file piece by piece, all as of one moment, as an export's compare.csv is written.

    For spreadsheet programs, it has a byte order mark, and an apostrophe before texts that they
    would run as formulas.
    """
    line = safe_line_of if for_spreadsheets else line_of
    with snapshot():
        names = names_of_states()
        flags = [tuple(flags_recorded_in(side.release)) for side in (old, new) if side.release]
        words = [SideWords.of(side, names, *flags[:1]) for side in (old, new)]
        yield (BYTE_ORDER_MARK if for_spreadsheets else "") + header_of(COMPARED)
        yield "".join(map(line, rows_of_columns(*words)))
        for alliance in differences_between(old, new):
            yield "".join(map(line, rows_of(alliance, *words)))


def rows_of_columns(old: SideWords, new: SideWords) -> Iterator[Row]:
    """Yield a row for each column, and each question, that only one side has."""
    for change, here, there in (("new", new, old), ("gone", old, new)):
        for name, label in here.columns.items():
            if name not in there.columns:
                yield _about_all(f"column {change}", name, label, "")
        for number, question in here.questionnaire.by_number.items():
            if number not in there.questionnaire.by_number:
                yield _about_all(f"question {change}", "", question.label, number)


def _about_all(change: str, name: str, label: str, number: int | str) -> Row:
    return "", "", change, *("",) * 5, name, label, number, *("",) * 4


def rows_of(alliance: AllianceDifference, old: SideWords, new: SideWords) -> Iterator[Row]:
    """Yield a row for each cell that differs, in codebook order, then for each answer."""
    for differing in alliance.phases:
        for at in sorted(map(Address.of, differing.cells), key=_place):
            yield _row_of_cell(differing, at, old, new)
        here = new if differing.new else old
        for question in differing.answers:
            both = differing.old, differing.new
            words = (in_words(side.answers.get(question.n, "")) for side in both)
            label = here.questionnaire.by_number[question.number].label
            about = *("",) * 6, label, question.number
            start = _start(differing, differing.kind)
            yield *start, *about, *words, *(_why_blank(side, question.n) for side in both)


def _why_blank(side: ComparedPhase, number: str) -> str:
    why = why_blank(side.answers.get(number, "")) if side else None
    return why.words if why else ""


def _row_of_cell(differing: PhaseDifference, at: Address, old: SideWords, new: SideWords) -> Row:
    kind = differing.cells[at.cell]
    here = old if kind is DifferenceKind.GONE else new
    variable = here.variable(at)
    member, spell = state_and_spell(at.member) if at.member else ("", "")
    partner = state_and_spell(at.partner)[0] if at.partner else ""
    who = member, spell, here.name_of(at.member), partner, here.name_of(at.partner)
    values = differing.old.cells.get(at.cell), differing.new.cells.get(at.cell)
    unknown = "not coded yet" if kind is DifferenceKind.CHANGED else ""
    labels = (
        side.label_of(at, value, unknown) for side, value in zip((old, new), values, strict=True)
    )
    about = variable.name, variable.label, variable.home
    return *_start(differing, kind), *who, *about, *values, *labels


def _start(differing: PhaseDifference, kind: DifferenceKind) -> Row:
    what = _CHANGE[kind] if differing.kind is DifferenceKind.CHANGED else f"phase {differing.kind}"
    return differing.phase.atop_id, differing.phase.phase, what


def _place(at: Address) -> tuple[int, list[tuple[int, int]]]:
    keys = [state_and_spell(key) for key in at.keys]
    return PLACES[at.variable, bool(at.partner)], keys
