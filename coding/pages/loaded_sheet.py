"""One sheet as a person works on it: approved data and open revisions, read once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from coding.codebook.cells import Cells, Coding, state_and_spell
from coding.codebook.sheet import SheetState
from coding.codebook.states_and_wars import Lists
from coding.history.codes_in_words import Names, names_of, states_in
from coding.history.moments import sheet_at
from coding.models import Revision, Sheet
from coding.models.approved_values import answers_now, approved_coding, load_rosters
from coding.models.questionnaire import Question
from coding.models.reference import read_lists
from coding.models.revision import Origin
from coding.models.variables import at_question, by_question, other_variables_at, variables_at
from coding.pages.annotations import Annotations
from coding.pages.annotations import standing as standing_annotations
from coding.pages.open_revisions import Mark, load_open, marks_of
from coding.workflow.visibility import may_see


@dataclass(frozen=True)
class LoadedSheet:
    """A sheet with its approved answers and codes, and all open or returned revisions."""

    sheet: Sheet
    user: Any
    approved: SheetState
    names: Names  # of the states in codes and revisions
    marks: dict[int, list[Mark]]  # whose revisions are open at each question
    open_revisions: list[Revision]  # those that the user may see
    annotations: Annotations = field(default_factory=dict)  # of the coding rules

    @cached_property
    def cells(self) -> dict[int, Cells]:
        """The approved codes by the question where they are entered."""
        return by_question(self.approved.coding.cells)

    def cells_at(self, question: int) -> Cells:
        """The approved codes of one question, for pages that show few questions."""
        return at_question(self.approved.coding, question)

    @cached_property
    def lists(self) -> Lists:
        """The lists of states and wars, read on first use."""
        return read_lists()

    @cached_property
    def own(self) -> dict[int, Revision]:
        """The user's drafts and pending revisions by question."""
        return {revision.question: revision for revision in self._written if revision.is_open}

    @cached_property
    def returned(self) -> dict[int, Revision]:
        """Revisions returned to the user and not taken up yet, by question."""
        return {revision.question: revision for revision in self._written if not revision.is_open}

    @cached_property
    def answers_written(self) -> dict[int, str]:
        """All answers including the user's own changes."""
        texts = {own.question: own.text for own in self.own.values() if own.changes_text}
        return {**self.approved.answers, **texts}

    @cached_property
    def coding_written(self) -> Coding:
        """All codes including the user's own changes."""
        return self.approved.coding.with_cells(*(revision.codes for revision in self.own.values()))

    @property
    def _written(self) -> Iterable[Revision]:
        for revision in self.open_revisions:
            if revision.author_id == self.user.pk and revision.origin == Origin.WRITTEN:
                yield revision


def load_for(user: Any, sheet: Sheet, questions: Iterable[Question]) -> LoadedSheet:
    """Load what pages show of a sheet, itself loaded with its sections; two queries or more.

    Codes are read if one of the questions has any, or an open revision may be compared with them.
    """
    standing, coding = load_open(sheet), Coding()
    revisions = [revision for revision in standing if may_see(revision, user)]
    names: Names = {}
    if revisions or any(variables_at(q.number) or other_variables_at(q.number) for q in questions):
        coding = approved_coding(sheet)
        names = names_of(states_of(coding) | states_in(*(revision.codes for revision in revisions)))
    approved, marks = SheetState(answers_now(sheet), coding), marks_of(standing, user)
    return LoadedSheet(sheet, user, approved, names, marks, revisions, standing_annotations())


def load_compared(revisions: Sequence[Revision], user: Any) -> dict[int, LoadedSheet]:
    """Load what the revisions are compared with, by the id of their sheet.

    They are loaded with their sheets and sections. Reading the codes takes one query or two for one
    sheet, four for many.
    """
    sheets: dict[int, Sheet] = {}
    for revision in revisions:
        revision.sheet = sheets.setdefault(revision.sheet_id, revision.sheet)
    if len(sheets) > 1:
        load_rosters(list(sheets.values()))
    codings = {pk: approved_coding(sheet) for pk, sheet in sheets.items()}
    named = [states_of(coding) for coding in codings.values()]
    names = names_of(states_in(*(revision.codes for revision in revisions)).union(*named))
    states = {pk: SheetState(answers_now(sheet), codings[pk]) for pk, sheet in sheets.items()}
    annotations = standing_annotations()
    return {
        pk: LoadedSheet(sheet, user, states[pk], names, {}, [], annotations)
        for pk, sheet in sheets.items()
    }


def load_at(moment: datetime, user: Any, sheet: Sheet) -> LoadedSheet:
    """Read the sheet as approved at a past moment; before its beginning, without answers."""
    past = sheet_at(sheet, moment)
    if past is None:
        return LoadedSheet(sheet, user, SheetState({}, Coding()), {}, {}, [])
    return LoadedSheet(sheet, user, past, names_of(states_of(past.coding)), {}, [])


def states_of(coding: Coding) -> set[int]:
    """Return the COW codes of every state that the codes name."""
    members = {state_and_spell(key)[0] for key in coding.members}
    threats = {coding.alliance.get(name) for name in ("statthr1", "statthr2")}
    return members | {code for code in threats if code}
