"""Suggestions for the codes of a question, from plain answers and from reference data.

A person accepts each suggestion; it is then part of the draft like anything typed.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from coding.codebook.cells import Address, Cells, CellValues
from coding.codebook.coded_dates import begin, entry_date
from coding.codebook.states_and_wars import COW, GW, Lists, SystemState
from coding.forms.typed_codes import box_text
from coding.history.codes_in_words import CodeLine, Names, changes, merge_alike
from coding.models import Sheet
from coding.models.questionnaire import Question
from coding.models.variables import declared, questions_telling_of
from coding.pages.editor import Editor, editor_of
from coding.pages.loaded_sheet import LoadedSheet, load_for
from coding.pages.question_codes import QuestionCodes
from coding.suggestions.readers import suggest
from coding.workflow.proposed_codes import is_entered_at

_IN_LISTS = {"cowsys": Lists.cowsys, "cowwar": Lists.cowwar}


@dataclass(frozen=True)
class FromAnswer:
    """Codes that an answer implies, their meaning, and the words they are based on."""

    cells: Cells
    codes: list[CodeLine]
    says: str
    words_from: int  # the question whose answer has the words; 0 for this one

    @property
    def key(self) -> str:
        """A stable name for the form; the position in the list changes while typing."""
        return sha256(str(sorted(self.cells.items())).encode()).hexdigest()[:8]


@dataclass(frozen=True)
class FromLists:
    """A member's value in the lists of states and wars, for a code derived from them."""

    name: str
    says: str
    value: int
    cell: str
    differs: bool  # from the box


@dataclass(frozen=True)
class Suggestions:
    """All suggestions of a question's page, and the states that may join its roster.

    The flag of each state says whether it was independent when the alliance began.
    """

    from_answers: list[FromAnswer] = field(default_factory=list)
    from_lists: list[FromLists] = field(default_factory=list)
    states: list[tuple[SystemState, bool]] = field(default_factory=list)

    @property
    def differing(self) -> list[FromLists]:
        """The values from the lists that differ from the boxes."""
        return [suggestion for suggestion in self.from_lists if suggestion.differs]

    def boxes(self, name: str) -> str:
        """The boxes' values after accepting suggestions, for the page's script."""
        return json.dumps({cell: box_text(value) for cell, value in self.accepted([name]).items()})

    def accepted(self, names: Iterable[str]) -> CellValues:
        """Return the accepted codes: "all", "reference", or by a suggestion's key."""
        cells: CellValues = {}
        for name in names:
            if name == "reference":
                cells |= {suggestion.cell: suggestion.value for suggestion in self.differing}
            for answer in self.from_answers:
                if name in ("all", answer.key):
                    cells |= answer.cells
        return cells


def suggested_to(loaded: LoadedSheet, editor: Editor) -> Suggestions:
    """Return the suggestions for the author of an answer, where there are boxes to type into.

    A question whose codes are all given, and derived from no list, costs nothing.
    """
    codes = editor.codes
    in_lists = [variable.name for variable in codes.variables("M") if variable.name in _IN_LISTS]
    has_gaps = lacks_codes(codes)
    if not editor.is_open or not (has_gaps or in_lists or codes.is_roster):
        return Suggestions()
    return Suggestions(
        _from_answers(codes, loaded.answers_written, loaded.lists) if has_gaps else [],
        [suggestion for name in in_lists for suggestion in _from_lists(name, codes, loaded.lists)],
        _states_to_pick(codes, loaded.lists) if codes.is_roster else [],
    )


def load_suggested(
    sheet: Sheet, question: Question, user: Any, *, is_alone: bool = False
) -> tuple[Editor, Suggestions]:
    """Return the suggestions for one question of a sheet that is loaded with its sections."""
    loaded = load_for(user, sheet, [question])
    editor = editor_of(loaded, question, None, is_alone=is_alone)
    return editor, suggested_to(loaded, editor)


def lacks_codes(codes: QuestionCodes) -> bool:
    """Whether a code that is entered here is not given yet."""
    return None in codes.shown.values() or (codes.is_roster and not codes.members)


def _from_answers(
    codes: QuestionCodes, answers: Mapping[int, str], lists: Lists
) -> list[FromAnswer]:
    """Return the codes implied by answers and not yet given, approved or in the draft."""
    suggested, here = [], codes.question.number
    for suggestion in suggest(
        answers, codes.drafted_coding, lists.names, questions_telling_of(here)
    ):
        cells = {
            cell: value
            for cell, value in suggestion.cells.items()
            if is_entered_at(codes.question, cell)
            and codes.drafted.get(cell, codes.approved.get(cell)) is None
        }
        if cells:
            lines = _in_short(cells, {code: name for code, (name, _) in lists.names.items()}, codes)
            elsewhere = suggestion.words_from if suggestion.words_from != here else 0
            suggested.append(FromAnswer(cells, lines, suggestion.reading, elsewhere))
    return suggested


def _in_short(cells: Cells, names: Names, codes: QuestionCodes) -> list[CodeLine]:
    """Return codes in words: equal ones in one line, without naming all members."""
    holders = Counter((Address.of(cell).variable, value) for cell, value in cells.items())
    of_all = {
        (name, declared(name).describe(value))
        for (name, value), number in holders.items()
        if number == len(codes.members) > 1
    }
    return merge_alike(
        CodeLine(
            change.name,
            change.label,
            change.new,
            "" if (change.name, change.new) in of_all else change.who,
        )
        for change in changes(cells, {}, names)
    )


def _from_lists(name: str, codes: QuestionCodes, lists: Lists) -> Iterable[FromLists]:
    """Yield the lists' value for each member at its date of entry."""
    for member in codes.members:
        known = codes.drafted_coding.members[member.key]
        day = entry_date(known)
        listed = _IN_LISTS[name](lists, known["member"], day) if day else None
        if listed:
            cell = f"{member.key}/{name}"
            differs = codes.shown.get(cell) != listed.value
            yield FromLists(name, listed.reason, listed.value, cell, differs)


def _states_to_pick(codes: QuestionCodes, lists: Lists) -> list[tuple[SystemState, bool]]:
    """Return the states that may join: first those that existed when the alliance began."""
    began = begin(codes.drafted_coding)
    if began is None:
        return [(state, False) for state in lists.states.values()]
    return [
        (state, state.is_in(COW, began) or state.is_in(GW, began))
        for state in lists.existing_first(began)
    ]
