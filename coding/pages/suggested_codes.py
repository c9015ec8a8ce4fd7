"""What a question's page proposes for its codes: from plain words, and from the reference data.

A person accepts each proposal; it is then part of the draft like anything typed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from coding.codebook.cells import Address, Cells, CellValues, Coding
from coding.codebook.derived import begin, entry_date
from coding.codebook.systems import Lists, Proposal
from coding.history.codes_in_words import CodeLine, Names, changes, together
from coding.models import State
from coding.models.questionnaire import Question
from coding.models.reference import read_lists
from coding.models.variables import declared, told_at
from coding.pages.code_panel import Panel
from coding.suggestions.readers import suggest
from coding.workflow.proposed_codes import belongs

Answers = Callable[[], Mapping[int, str]]

_FROM_REFERENCE = ("cowsys", "cowwar")


@dataclass(frozen=True)
class Proposing:
    """Codes that are proposed, what they mean, and the words or facts they rest on."""

    cells: Cells
    codes: list[CodeLine]
    says: str
    words_from: int = 0  # the question whose answer holds the words, where it is another one

    @property
    def key(self) -> str:
        """A short name for what is proposed; a place in the list changes with what is typed."""
        return sha256(str(sorted(self.cells.items())).encode()).hexdigest()[:8]


def from_words(panel: Panel, answers: Answers) -> list[Proposing]:
    """Return what plain answers say about codes of the question that are not coded yet.

    Sheets that are coded cost nothing: the answers are read only where a box is empty.
    """
    if not _has_gaps(panel):
        return []
    known = Coding.of(_given({**panel.coding.cells, **panel.roster_kept, **panel.kept}))
    states = {
        code: (name, abbreviation)
        for code, name, abbreviation in State.objects.values_list("code", "name", "abbreviation")
    }
    names = {code: name for code, (name, _) in states.items()}
    found = []
    for suggestion in suggest(answers(), known, states, told_at(panel.question.number)):
        cells = _new_here(suggestion.cells, panel)
        if cells:
            place = suggestion.words_from
            elsewhere = place if place != panel.question.number else 0
            lines = _in_short(cells, names, len(panel.members))
            found.append(Proposing(cells, lines, suggestion.reading, elsewhere))
    return found


def _in_short(cells: Cells, names: Names, members: int) -> list[CodeLine]:
    """Return new codes with those that say the same in one, and without naming all members."""
    holders = Counter((Address.of(cell).variable, value) for cell, value in cells.items())
    of_all = {
        (name, declared(name).describe(value))
        for (name, value), number in holders.items()
        if number == members > 1
    }
    return together(
        CodeLine(one.name, one.label, one.new, "" if (one.name, one.new) in of_all else one.who)
        for one in changes(cells, {}, names)
    )


def _has_gaps(panel: Panel) -> bool:
    gaps = any(value is None for value in panel.shown.values())
    return gaps or (panel.is_roster and not panel.members)


def _given(cells: Mapping[str, int | None]) -> Cells:
    return {cell: value for cell, value in cells.items() if value is not None}


def _new_here(cells: Cells, panel: Panel) -> Cells:
    """Return the cells of this question that nobody has coded, approved or in the draft."""
    return {
        cell: value
        for cell, value in cells.items()
        if belongs(panel.question, cell) and panel.kept.get(cell, panel.approved.get(cell)) is None
    }


@dataclass(frozen=True)
class Referred:
    """What the reference data say of one member, for a code that follows from them."""

    name: str
    says: str
    value: int
    cell: str
    differs: bool  # from what the box shows


def from_reference(panel: Panel, lists: Lists) -> list[Referred]:
    """Return what the lists of states and wars say of each member at its date of entry."""
    asked = [one.name for one in panel.variables if one.name in _FROM_REFERENCE]
    coding = Coding.of(_given({**panel.coding.cells, **panel.roster_kept, **panel.kept}))
    found = []
    for variable in asked:
        for member in panel.members:
            codes = coding.members.get(member.key, {})
            day, code = entry_date(codes), codes.get("member")
            if day is None or code is None:
                continue
            proposal: Proposal | None = getattr(lists, variable)(code, day)
            if proposal:
                cell = f"{member.key}/{variable}"
                differs = panel.shown.get(cell) != proposal.value
                found.append(Referred(variable, proposal.reason, proposal.value, cell, differs))
    return found


def refers(question: Question, panel: Panel) -> bool:
    """Whether a code of the question follows from the reference data, or states are picked."""
    return panel.is_roster or any(one.name in _FROM_REFERENCE for one in panel.variables)


def in_system_at_begin(panel: Panel, lists: Lists) -> list[int]:
    """Return the states that may join, those first that existed when the alliance began."""
    began = begin(Coding.of(_given({**panel.coding.cells, **panel.kept})))
    if began is None:
        return []
    return [
        state.code
        for state in lists.existing_first(began)
        if state.is_in("COW", began) or state.is_in("GW", began)
    ]


@dataclass
class Proposals:
    """Everything that a question's page proposes."""

    words: list[Proposing]
    reference: list[Referred]

    @property
    def differing(self) -> list[Referred]:
        """Where the reference data say something else than the boxes, or the boxes nothing."""
        return [one for one in self.reference if one.differs]

    @property
    def all_cells(self) -> Cells:
        """Everything that the words say."""
        return {cell: value for one in self.words for cell, value in one.cells.items()}

    def chosen(self, names: Iterable[str]) -> CellValues:
        """Return the cells of the proposals that were accepted: "all", "reference", or by key."""
        cells: CellValues = {}
        by_key = {one.key: one for one in self.words}
        for name in names:
            if name == "all":
                cells |= self.all_cells
            elif name == "reference":
                cells |= {one.cell: one.value for one in self.differing}
            elif name in by_key:
                cells |= by_key[name].cells
        return cells


def proposals_of(panel: Panel, answers: Answers) -> Proposals:
    """Return what is proposed on the page of one question.

    ``answers`` gives the sheet's answers as far as the coder has written them; it is called, and
    the reference data are read, only where they are needed.
    """
    reference: list[Referred] = []
    if refers(panel.question, panel):
        lists = read_lists()
        reference = from_reference(panel, lists)
        panel.states_first = in_system_at_begin(panel, lists)
    return Proposals(from_words(panel, answers), reference)
