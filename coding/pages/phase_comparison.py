"""Marks what a phase says otherwise than the phase that it follows, question by question."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from coding.codebook.cells import Cells, CellValues, Coding, state_and_spell
from coding.codebook.sheet import SheetState
from coding.history.codes_in_words import (
    CodeChange,
    CodeLine,
    Names,
    changes,
    lines_of,
    names_of,
    states_in,
    together,
)
from coding.history.differences import Piece, difference
from coding.models import Revision, Sheet
from coding.models.questionnaire import QUESTIONS, Question
from coding.pages.code_panel import Panel
from coding.workflow.phase_numbers import FIRST
from coding.workflow.phases import (
    OF_ONE_PHASE,
    OWN_PROSE,
    CarriedOver,
    by_question,
    carried_over,
    with_sections,
)
from coding.workflow.visibility import visible_to

GONE = "not in this phase"


@dataclass(frozen=True)
class Against:
    """One question against the phase before: nothing where it says the same."""

    phase: int
    key: str
    number: str  # of the question, as addresses and anchors have it
    is_proposed: bool  # what is compared is not approved yet, but proposed
    pieces: list[Piece]
    codes: list[CodeChange]

    @property
    def is_same(self) -> bool:
        """Whether answer and codes are as they were."""
        return not self.pieces and not self.codes


@dataclass(frozen=True)
class PhaseBefore:
    """The phase that a sheet follows: what of it goes on, and the names of its members."""

    sheet: Sheet
    carried: CarriedOver
    names: Names

    @classmethod
    def of(cls, sheet: Sheet) -> "PhaseBefore | None":
        """Read the phase that the sheet follows, if it follows one; three or four queries."""
        if sheet.follows_id is None:
            return None
        before = with_sections(sheet.follows_id)
        carried = carried_over(before)
        return cls(before, carried, names_of(_states(carried.coding)))

    def against(
        self,
        question: Question,
        answer: str,
        cells: CellValues,
        names: Names,
        *,
        is_proposed: bool = False,
    ) -> Against | None:
        """Compare an answer and its codes with what goes on of the phase before.

        None where nothing is said yet, or where each phase has its own to say.
        """
        number = question.number
        said = {cell: value for cell, value in cells.items() if value is not None}
        if number in OWN_PROSE or not question.revisable or not (answer or said):
            return None
        was = self.carried.answers.get(number, "")
        return Against(
            self.sheet.phase or FIRST,
            self.sheet.key,
            question.n,
            is_proposed,
            difference(was, answer) if was != answer else [],
            _changed(said, self.carried.cells.get(number, {}), {**self.names, **names}),
        )

    def of_revision(self, revision: Revision, names: Names) -> Against | None:
        """Compare a first answer, with its codes, with what goes on of the phase before."""
        asked, text, codes = revision.asked, revision.text, revision.codes
        return self.against(asked, text, codes, names, is_proposed=True)


def _states(coding: Coding) -> set[int]:
    return {state_and_spell(key)[0] for key in coding.members}


def lines_proposed(revision: Revision, names: Names) -> list[CodeLine]:
    """Return all codes that a revision proposes, in words: changed from the phase before or not."""
    given = {cell: value for cell, value in revision.codes.items() if value is not None}
    return together(lines_of(revision.asked, Coding.of(given), names))


def _changed(now: Cells, before: Cells, names: Names) -> list[CodeChange]:
    """Return the codes that differ, of the alliance and of members that are in both phases.

    Who came and who went stands at the roster; the codes of these have nothing to be compared with.
    """
    now = {cell: value for cell, value in now.items() if _variable(cell) not in OF_ONE_PHASE}
    if now == before:
        return []
    in_both = {"", *map(_member, now)} & {"", *map(_member, before)}
    wanted = [
        cell
        for cell in {**before, **now}
        if _member(cell) in in_both or _variable(cell) == "member"
    ]
    found = changes({cell: now.get(cell) for cell in wanted}, before, names)
    return [replace(one, old=GONE) if _went(one) else one for one in found]


# A sheet of many members has thousands of cells: these take less time than Address.of.


def _variable(cell: str) -> str:
    return cell.rpartition("/")[2]


def _member(cell: str) -> str:
    return cell.rpartition("/")[0].partition(">")[0]


def _went(change: CodeChange) -> bool:
    return change.name == "member" and not change.new


def of_sheet(sheet: Sheet, approved: SheetState, user: Any) -> dict[int, Against]:
    """Compare a whole sheet as approved, and what the user has open on it, with the phase before.

    Nothing is read where the sheet follows none.
    """
    before = PhaseBefore.of(sheet)
    if before is None:
        return {}
    own = {one.question: one for one in visible_to(user).open().filter(sheet=sheet, author=user.pk)}
    coded = by_question(approved.coding)
    names = names_of(_states(approved.coding) | states_in(*(one.codes for one in own.values())))
    marks = {}
    for question in QUESTIONS:
        number = question.number
        answer, cells = _as_proposed(
            approved.answers[number], coded.get(number, {}), own.get(number)
        )
        against = before.against(question, answer, cells, names, is_proposed=number in own)
        if against:
            marks[number] = against
    return marks


def _as_proposed(answer: str, cells: Cells, own: Revision | None) -> tuple[str, CellValues]:
    if own is None:
        return answer, {**cells}
    return own.text if own.changes_text else answer, {**cells, **own.codes}


class Marked(Protocol):
    """A question's box on a page: what it holds, and how that differs from the phase before."""

    question: Question
    codes: Panel
    own: Revision | None
    against: Against | None

    @property
    def text(self) -> str:
        """Return what stands in the box."""
        ...


def mark(sheet: Sheet, boxes: Iterable[Marked]) -> None:
    """Note on each box how what it holds differs from the phase that the sheet follows."""
    before = PhaseBefore.of(sheet)
    if before is None:
        return
    coded: dict[int, Cells] = {}
    for box in boxes:
        panel = box.codes
        coded = coded or by_question(panel.coding)  # the whole sheet's, the same on each panel
        cells = {**coded.get(box.question.number, {}), **panel.kept}
        box.against = before.against(
            box.question, box.text, cells, panel.names, is_proposed=box.own is not None
        )
