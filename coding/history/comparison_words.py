"""Differences between two sides in words, as the page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from coding.codebook.cells import Address, Cells, Coding, state_and_spell
from coding.history.codes_in_words import (
    CodeLine,
    Names,
    changes_at,
    lines_of,
    merge_alike,
    name_of_member,
)
from coding.history.compared_sides import ComparedPhase
from coding.history.comparison import DifferenceKind, PhaseDifference
from coding.history.differences import difference
from coding.history.moments import ChangedQuestion, changed_questions
from coding.models.questionnaire import QUESTIONS


@dataclass(frozen=True)
class MemberCodes:
    """A member that only one side has, with its codes."""

    name: str
    lines: list[CodeLine]


@dataclass(frozen=True)
class ShownDifference:
    """One phase that differs.

    ``was`` is its sheet's name on the old side, if different. ``whole`` has the codes of a phase
    that only one side has. For others, ``joined`` and ``left`` have the members of one side, and
    ``changed`` the questions whose codes or answers differ.
    """

    phase: ComparedPhase
    kind: DifferenceKind
    was: str
    whole: list[CodeLine]
    joined: list[MemberCodes]
    left: list[MemberCodes]
    changed: list[ChangedQuestion]


def in_words(
    differences: Iterable[PhaseDifference], names: Names, variable: str = ""
) -> list[ShownDifference]:
    """Return the differences of one variable, or all, in words."""
    return [_shown_difference(differing, names, variable) for differing in differences]


def _shown_difference(differing: PhaseDifference, names: Names, variable: str) -> ShownDifference:
    is_changed = differing.kind is DifferenceKind.CHANGED
    tells_roster = is_changed and variable in ("", "member")
    return ShownDifference(
        phase=differing.phase,
        kind=differing.kind,
        was=differing.old.key if differing.old and differing.old.key != differing.phase.key else "",
        whole=[] if is_changed else _lines(Coding.of(differing.phase.cells), names),
        joined=_members(differing.joined, differing.new.cells, names) if tells_roster else [],
        left=_members(differing.left, differing.old.cells, names) if tells_roster else [],
        changed=_changed(differing, names, variable) if is_changed else [],
    )


def _members(keys: Iterable[str], cells: Cells, names: Names) -> list[MemberCodes]:
    return [
        MemberCodes(
            name_of_member(key, names),
            [line for line in _lines(_coding_of(key, cells), names) if line.name != "member"],
        )
        for key in sorted(keys, key=state_and_spell)
    ]


def _coding_of(key: str, cells: Cells) -> Coding:
    """Return one member's codes, and what it owes and is owed by single partners."""
    addresses = {cell: Address.of(cell) for cell in cells if "/" in cell}
    return Coding.of(
        {cell: cells[cell] for cell, at in addresses.items() if key in (at.member, at.partner)}
    )


def _lines(coding: Coding, names: Names) -> list[CodeLine]:
    """Return the codes in words, without derived ones."""
    lines = (line for question in QUESTIONS for line in lines_of(question, coding, names))
    return merge_alike(line for line in lines if not line.is_derived)


def _changed(differing: PhaseDifference, names: Names, variable: str) -> list[ChangedQuestion]:
    cells = [cell for cell in differing.changed if variable in ("", Address.of(cell).variable)]
    before, after = (
        {cell: side[cell] for cell in cells if cell in side}
        for side in (differing.old.cells, differing.new.cells)
    )
    codes = changes_at(before, after, names)
    words = {
        question.number: difference(
            differing.old.answers.get(question.n, ""), differing.new.answers.get(question.n, "")
        )
        for question in ([] if variable else differing.answers)
    }
    return changed_questions(words, codes)
