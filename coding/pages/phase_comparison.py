"""How a phase differs from the phase that it follows, question by question."""

from dataclasses import dataclass, replace

from coding.codebook.cells import Cells, CellValues, Coding, state_and_spell
from coding.codebook.sheet import FIRST_PHASE
from coding.history.codes_in_words import (
    CodeChange,
    CodeLine,
    Names,
    changes,
    lines_of,
    merge_alike,
    names_of,
)
from coding.history.differences import DiffPiece, difference
from coding.models import Revision, Sheet
from coding.models.questionnaire import QUESTIONS, Question
from coding.pages.loaded_sheet import LoadedSheet
from coding.workflow.phases import OF_ONE_PHASE, OWN_PROSE, CarriedOver, carried_over, with_sections

GONE = "not in this phase"


@dataclass(frozen=True)
class QuestionDifference:
    """How one question differs from the phase before; pieces and codes are empty if it does not."""

    phase: int
    key: str
    question: Question
    is_proposed: bool  # whether the compared answer is not approved yet
    pieces: list[DiffPiece]
    codes: list[CodeChange]

    @property
    def is_same(self) -> bool:
        return not self.pieces and not self.codes


@dataclass(frozen=True)
class PhaseBefore:
    """The phase that a sheet follows: the answers and codes that carry over, and members' names."""

    sheet: Sheet
    carried: CarriedOver
    names: Names

    @classmethod
    def of(cls, sheet: Sheet) -> "PhaseBefore | None":
        """Load the phase that the sheet follows, if any; three or four queries."""
        if sheet.follows_id is None:
            return None
        before = with_sections(sheet.follows_id)
        carried = carried_over(before)
        return cls(before, carried, names_of(_states(carried.coding)))

    def difference(
        self,
        question: Question,
        answer: str,
        cells: CellValues,
        names: Names,
        *,
        is_proposed: bool = False,
    ) -> QuestionDifference | None:
        """Compare an answer and its codes with what carries over from the phase before.

        None where nothing is answered yet, and where each phase has an answer of its own.
        """
        coded = {cell: value for cell, value in cells.items() if value is not None}
        if _is_own(question) or not (answer or coded):
            return None
        was = self.carried.answers.get(question.number, "")
        carried = self.carried.cells.get(question.number, {})
        codes = _changed(coded, carried, {**self.names, **names})
        return self._difference(question, is_proposed, was, answer, codes)

    def of_revision(self, revision: Revision, names: Names) -> QuestionDifference | None:
        """Compare only what a revision proposes with what carries over from the phase before.

        None where it proposes nothing that the phase before has, too.
        """
        asked, cells = revision.asked, self.carried.cells.get(revision.question, {})
        proposed = {cell: value for cell, value in revision.codes.items() if value is not None}
        carried = _concerned_by(proposed, cells)
        if _is_own(asked) or not (revision.changes_text or carried):
            return None
        was = self.carried.answers.get(asked.number, "") if revision.changes_text else ""
        codes = _changed(proposed, carried, {**self.names, **names})
        return self._difference(asked, True, was, revision.text, codes)

    def _difference(
        self, question: Question, is_proposed: bool, was: str, now: str, codes: list[CodeChange]
    ) -> QuestionDifference:
        phase, pieces = self.sheet.phase or FIRST_PHASE, difference(was, now) if was != now else []
        return QuestionDifference(phase, self.sheet.key, question, is_proposed, pieces, codes)


def _is_own(question: Question) -> bool:
    """Whether each phase has an answer of its own to the question."""
    return question.number in OWN_PROSE or not question.revisable


def _concerned_by(proposed: Cells, carried: Cells) -> Cells:
    """Return the carried codes that a proposal concerns; with a roster, also those who left."""
    is_roster = any(_variable(cell) == "member" for cell in proposed)
    return {
        cell: value
        for cell, value in carried.items()
        if cell in proposed or (is_roster and _variable(cell) == "member")
    }


def _states(coding: Coding) -> set[int]:
    return {state_and_spell(key)[0] for key in coding.members}


def lines_proposed(revision: Revision, names: Names) -> list[CodeLine]:
    """Return all codes that a revision proposes, in words."""
    given = {cell: value for cell, value in revision.codes.items() if value is not None}
    return merge_alike(lines_of(revision.asked, Coding.of(given), names))


def _changed(now: Cells, before: Cells, names: Names) -> list[CodeChange]:
    """Return the changed codes of the alliance, and of members that are in both phases.

    For members that came or went, the roster is enough; their codes have no counterpart.
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
    changed = changes({cell: now.get(cell) for cell in wanted}, before, names)
    return [replace(change, old=GONE) if _went(change) else change for change in changed]


# A sheet of many members has thousands of cells: these are faster than Address.of.


def _variable(cell: str) -> str:
    return cell.rpartition("/")[2]


def _member(cell: str) -> str:
    return cell.rpartition("/")[0].partition(">")[0]


def _went(change: CodeChange) -> bool:
    return change.name == "member" and not change.new


def of_sheet(loaded: LoadedSheet) -> dict[int, QuestionDifference]:
    """Compare a whole sheet with the phase before: what is approved, with the user's own changes.

    Nothing is read where the sheet follows no phase.
    """
    before = PhaseBefore.of(loaded.sheet)
    if before is None:
        return {}
    differences = {}
    for question in QUESTIONS:
        own, cells = loaded.own.get(question.number), loaded.cells.get(question.number, {})
        differences[question.number] = before.difference(
            question,
            own.text if own and own.changes_text else loaded.approved.answers[question.number],
            {**cells, **(own.codes if own else {})},
            loaded.names,
            is_proposed=own is not None,
        )
    return {number: differences for number, differences in differences.items() if differences}
