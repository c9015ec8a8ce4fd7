"""The codes of one question on a writing page: approved, drafted, and the inputs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from coding.codebook.cells import Cells, CellValues, Codes, Coding, cell_of, state_and_spell
from coding.codebook.variables import Variable
from coding.forms.typed_codes import box_text
from coding.history.codes_in_words import (
    CodeLine,
    Names,
    date_in_words,
    lines_of,
    merge_alike,
    name_of_member,
)
from coding.models.questionnaire import Question
from coding.models.variables import PAIR_BY_NAME, declared, variables_at
from coding.pages.alike_members import Alike
from coding.pages.code_boxes import BoxColumn, CodeBox, columns_of, legend_of

NO_BREAK = "\N{NO-BREAK SPACE}"
FEW = 6  # members shown side by side
MOST_BOXES = 300  # of members' codes in a table on a section's page
ROSTER_QUESTION = declared("member").home or 0


@dataclass(frozen=True)
class TableMember:
    """One spell of a state in the alliance, as tables show it."""

    key: str
    name: str
    entry: str
    exit: str
    is_new: bool

    @property
    def spell(self) -> str:
        """Entry and exit; a line may break between the two only."""
        entry, exit_ = (date.replace(" ", NO_BREAK) for date in (self.entry, self.exit))
        return f"{entry} – {exit_}" if exit_ else entry


@dataclass(frozen=True)
class QuestionCodes:
    """The codes of one question, on its own page or (``is_alone`` false) on its section's.

    ``drafted`` are the author's codes that replace approved ones, ``roster_drafted`` the members
    that the author proposes at another question. ``typed`` and ``joining`` are what was sent and
    could not be saved. On a section's page members with the same codes share one line; where too
    many lines are left, their table is only on the question's own page.
    """

    question: Question
    coding: Coding = field(default_factory=Coding)  # the approved codes of the whole sheet
    approved: Cells = field(default_factory=dict)  # entered at this question
    names: Names = field(default_factory=dict)
    drafted: CellValues = field(default_factory=dict)
    roster_drafted: CellValues = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    joining: str = ""
    is_alone: bool = True
    roster_question: ClassVar = ROSTER_QUESTION

    @property
    def prefix(self) -> str:
        """The prefix of this question's fields in its section."""
        return "" if self.is_alone else f"q{self.question.n}-"

    @property
    def suffix(self) -> str:
        """The suffix of this question's anchors on the page."""
        return "" if self.is_alone else f"-{self.question.n}"

    @cached_property
    def lines(self) -> list[CodeLine]:
        return merge_alike(lines_of(self.question, self.coding, self.names))

    def variables(self, scope: str) -> list[Variable]:
        """Return the alliance's ("A"), members' ("M") or pairs' ("P") variables entered here."""
        return [code for code in variables_at(self.question.number) if code.scope == scope]

    @cached_property
    def asks_members(self) -> bool:
        return bool(self.variables("M"))

    @cached_property
    def holds_members(self) -> bool:
        """Whether the members' codes are entered on this page."""
        if self.is_alone or not self.asks_members or not self.is_wide:
            return self.asks_members
        variables = len(self.variables("M"))
        return (
            len(self.members) * variables <= MOST_BOXES
            or self._lines_of_their_own * variables <= MOST_BOXES
        )

    @property
    def is_compact(self) -> bool:
        """Whether members with the same codes share a line."""
        is_roster = self.question.number == ROSTER_QUESTION
        return self.is_wide and not self.is_alone and not is_roster and self.holds_members

    @cached_property
    def alike(self) -> Alike:
        """The members that share a line, in a compact table."""
        variables = self.variables("M")
        return Alike.among(
            {
                member.key: [self._box(code, f"{member.key}/{code.name}") for code in variables]
                for member in self.members
            }
        )

    @property
    def _lines_of_their_own(self) -> int:
        """How many members have a line of their own in a compact table."""
        return len(self.members) - len(self.alike.keys)

    @cached_property
    def has_boxes(self) -> bool:
        return bool(self.variables("A")) or self.holds_members

    @property
    def types_missing(self) -> bool:
        """Whether "missing" is typed here, instead of chosen from a list."""
        return any(
            box.variable.missing and (self.is_wide or not box.variable.codes)
            for box in self.boxes.values()
        )

    @property
    def is_roster(self) -> bool:
        """Whether members join and leave the roster on this page."""
        return self.question.number == ROSTER_QUESTION and self.holds_members

    @cached_property
    def drafted_coding(self) -> Coding:
        """All codes of the sheet in the author's version."""
        return self.coding.with_cells(self.roster_drafted, self.drafted)

    @cached_property
    def members(self) -> list[TableMember]:
        """The approved members, with those the author adds."""
        return self._members(self.drafted_coding.members)

    @cached_property
    def leaving(self) -> list[TableMember]:
        """The approved members that the author removes."""
        staying = self.drafted_coding.members
        approved = self.coding.members
        return self._members({key: codes for key, codes in approved.items() if key not in staying})

    def _members(self, codes: Mapping[str, Codes]) -> list[TableMember]:
        return [
            TableMember(
                key,
                name_of_member(key, self.names),
                date_in_words(codes[key], "", "ent"),
                date_in_words(codes[key], "", "exit"),
                is_new=key not in self.coding.members,
            )
            for key in sorted(codes, key=state_and_spell)
        ]

    @cached_property
    def givers(self) -> list[TableMember]:
        """The members with different obligations to different members, where those are entered."""
        if not self.holds_members or self.is_compact or not self.variables("P"):
            return []
        codes = self.drafted_coding.members
        return [member for member in self.members if codes[member.key].get("obvary") == 1]

    @cached_property
    def shown(self) -> CellValues:
        """The value of each box by its cell: drafted, else approved, else None."""
        return {cell: box.shown for cell, box in self.boxes.items()}

    @property
    def seen(self) -> str:
        """The approved codes of the boxes, sent back with the form."""
        return json.dumps({cell: box.approved for cell, box in self.boxes.items()})

    @cached_property
    def boxes(self) -> dict[str, CodeBox]:
        return {box.cell: box for box in self._boxes()}

    @property
    def alliance_boxes(self) -> list[CodeBox]:
        return [box for box in self.boxes.values() if box.variable.scope == "A"]

    def _boxes(self) -> Iterator[CodeBox]:
        for variable in variables_at(self.question.number):
            if variable.scope == "A":
                yield self._box(variable, variable.name)
            elif variable.scope == "M" and self.holds_members:
                for member in self.members:
                    yield self._box(variable, f"{member.key}/{variable.name}", f" of {member.name}")
        if self.is_roster:
            for member in self.leaving:
                yield self._box(declared("member"), f"{member.key}/member")
        yield from self._boxes_of_differing_members()
        for giver in self.givers:
            yield from self._boxes_toward_others(giver)

    def _boxes_of_differing_members(self) -> Iterator[CodeBox]:
        for key, codes in self.coding.members.items():
            for variable in self.variables("A"):
                if variable.name in codes:
                    whose = f" – of {name_of_member(key, self.names)} alone"
                    yield self._box(variable, f"{key}/{variable.name}", whose)

    def _boxes_toward_others(self, giver: TableMember) -> Iterator[CodeBox]:
        for receiver in self.members:
            if receiver.key != giver.key:
                for name, variable in PAIR_BY_NAME.items():
                    cell = cell_of(name, giver.key, receiver.key)
                    yield self._box(variable, cell, f" of {giver.name} toward {receiver.name}")

    def _box(self, variable: Variable, cell: str, whose: str = "") -> CodeBox:
        approved = self.approved.get(cell)
        shown = self.drafted.get(cell, approved)
        text = self.typed[cell] if cell in self.typed else box_text(shown)
        return CodeBox(variable, cell, whose, text, shown, approved)

    @cached_property
    def columns(self) -> list[BoxColumn]:
        """The columns of the members' table; none where there is no table."""
        return columns_of(self.variables("M")) if self.holds_members else []

    @property
    def has_table(self) -> bool:
        """Whether this page has a table of members."""
        return bool(self.columns and (self.members or (self.is_roster and self.leaving)))

    @cached_property
    def is_wide(self) -> bool:
        """Whether there are too many members to show side by side."""
        return len(self.drafted_coding.members) > FEW

    @property
    def legend(self) -> dict[str, str]:
        """The meanings of the numbers in the table."""
        return legend_of(self.columns, with_codes=self.is_wide)
