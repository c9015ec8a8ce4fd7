"""The codes of one question as a page shows them: boxes to type in, lines to read."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from coding.codebook.cells import Address, Cells, CellValues, Codes, Coding, state_and_spell
from coding.codebook.variables import Variable
from coding.history.codes_in_words import (
    CodeLine,
    Names,
    date_in_words,
    lines_of,
    name_of_member,
    names_of,
    states_in,
    together,
)
from coding.models import Revision, Sheet
from coding.models.approved_values import approved_coding
from coding.models.questionnaire import Question
from coding.models.variables import PAIR_BY_NAME, declared, of_question, shown_at
from coding.pages.code_boxes import AllianceBox, Boxes, one_box
from coding.pages.code_tables import Group, Member, member_table, pair_table, roster_table
from coding.pages.roster import states_to_pick
from coding.workflow.drafts import open_revision

_DATES = (
    ("Entry (year, month, day)", ("yrent", "moent", "dayent")),
    ("Exit (year, month, day; 0 while in effect)", ("yrexit", "moexit", "dayexit")),
)


@dataclass
class Panel:
    """The codes of one question. ``kept`` is what the author has drafted over what is approved."""

    question: Question
    coding: Coding
    names: Names
    kept: CellValues = field(default_factory=dict)
    roster_kept: CellValues = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    joining: str = ""  # states that were typed to join, and could not be found
    prefix: str = ""
    states_first: Sequence[int] = ()  # those that existed when the alliance began
    with_members: bool = True  # a whole section's page leaves the members' tables to the question

    @cached_property
    def lines(self) -> list[CodeLine]:
        """The approved codes of the question, in words."""
        return together(lines_of(self.question, self.coding, self.names))

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """The variables that are entered at this question."""
        return tuple(
            one
            for one in of_question(self.question.number)
            if one.scope == "A" or (one.scope == "M" and self.with_members)
        )

    @cached_property
    def approved(self) -> Cells:
        """The approved codes of the question by their cells."""
        names = {variable.name for variable in self.variables}

        def of_here(codes: Codes) -> Codes:
            return {name: value for name, value in codes.items() if name in names}

        return Coding(
            of_here(self.coding.alliance),
            {key: of_here(codes) for key, codes in self.coding.members.items()},
            self.coding.pairs if self.has_pairs else {},
        ).cells

    @cached_property
    def shown(self) -> dict[str, int | None]:
        """What each box shows: drafted, else approved, else nothing yet."""
        return {cell: self.kept.get(cell, self.approved.get(cell)) for cell in self._cells()}

    @property
    def seen(self) -> str:
        """The approved values of the boxes, as the page sends them back."""
        return json.dumps({cell: self.approved.get(cell) for cell in self.shown})

    @cached_property
    def members(self) -> list[Member]:
        """The members as this page knows them: approved, and those that the author is adding."""
        return [one for one in self._on_either_roster if self._roster[f"{one.key}/member"]]

    @cached_property
    def leaving(self) -> list[Member]:
        """The approved members that the author's draft takes off."""
        gone = [one for one in self._on_either_roster if not self._roster[f"{one.key}/member"]]
        return [one for one in gone if not one.is_new]

    @cached_property
    def _roster(self) -> Mapping[str, int | None]:
        return {**self.coding.cells, **self.roster_kept, **self.kept}

    @cached_property
    def _on_either_roster(self) -> list[Member]:
        keys = dict.fromkeys([*self.coding.members, *map(_key_of_roster_cell, self.roster_kept)])
        if self.is_roster:
            keys |= dict.fromkeys(map(_key_of_roster_cell, self.kept))
        return [
            Member(
                key,
                name_of_member(key, self.names),
                date_in_words(self._roster, key, "ent"),
                date_in_words(self._roster, key, "exit"),
                is_new=key not in self.coding.members,
            )
            for key in sorted(filter(None, keys), key=state_and_spell)
        ]

    @property
    def is_roster(self) -> bool:
        """Whether members join and leave the roster at this question."""
        return any(variable.name == "member" for variable in self.variables)

    @property
    def has_pairs(self) -> bool:
        """Whether what a member owes each other one is entered at this question."""
        return self.with_members and any(
            one.scope == "P" for one in of_question(self.question.number)
        )

    @property
    def has_boxes(self) -> bool:
        """Whether there is a code to be entered here."""
        return bool(self.variables)

    @property
    def asks_members(self) -> bool:
        """Whether members have codes at this question."""
        return any(one.scope == "M" for one in of_question(self.question.number))

    @property
    def states_to_pick(self) -> SafeString:
        """The states that may join, those first that existed when the first members signed."""
        return states_to_pick(self.states_first)

    @property
    def roster_question(self) -> int | None:
        """The question at which members join."""
        return declared("member").home

    @cached_property
    def boxes(self) -> list[AllianceBox]:
        """The alliance's own codes, each with its box; and where one member has its own."""
        by_name = {one.name: one for one in self.variables if one.scope == "A"}
        cells = [cell for cell in self.shown if Address.of(cell).variable in by_name]
        return [self._alliance_box(by_name[Address.of(cell).variable], cell) for cell in cells]

    def _alliance_box(self, variable: Variable, cell: str) -> AllianceBox:
        member = Address.of(cell).member
        of = f" – of {name_of_member(member, self.names)} alone" if member else ""
        box = one_box(variable, cell, self._boxes, f"{variable.name}: {variable.label}{of}")
        return AllianceBox(variable, f"{variable.label}{of}", mark_safe(box))

    @cached_property
    def table(self) -> SafeString:
        """The table of the members' codes; "" where the question has none."""
        groups = self._groups()
        if self.is_roster and (self.members or self.leaving):
            return roster_table(groups, self.members, self.leaving, self._boxes)
        if not groups or not self.members:
            return SafeString("")
        return member_table(groups, self.members, self._boxes)

    @cached_property
    def pair_tables(self) -> list[tuple[Member, SafeString]]:
        """For each member whose obligations vary by partner: what it owes each other one."""
        return [
            (
                giver,
                pair_table(
                    tuple(PAIR_BY_NAME.values()),
                    giver,
                    [one for one in self.members if one.key != giver.key],
                    self._boxes,
                ),
            )
            for giver in self._givers()
        ]

    @property
    def _boxes(self) -> Boxes:
        return Boxes(self.shown, self.approved, self.typed, self.prefix)

    def _cells(self) -> Iterable[str]:
        for variable in self.variables:
            if variable.scope == "A":
                yield variable.name
            else:
                yield from (Address(variable.name, member.key).cell for member in self.members)
        if self.is_roster:
            yield from (Address("member", member.key).cell for member in self.leaving)
        yield from self._own_of_members()
        for giver in self._givers():
            for receiver in self.members:
                if receiver.key != giver.key:
                    for name in PAIR_BY_NAME:
                        yield Address(name, giver.key, receiver.key).cell

    def _own_of_members(self) -> Iterable[str]:
        """Codes that belong to the alliance, and stand otherwise for one member."""
        of_alliance = [one.name for one in self.variables if one.scope == "A"]
        for key, codes in self.coding.members.items():
            yield from (Address(name, key).cell for name in of_alliance if name in codes)

    def _givers(self) -> list[Member]:
        if not self.has_pairs:
            return []
        values = {**self.coding.cells, **self.kept}
        return [member for member in self.members if values.get(f"{member.key}/obvary") == 1]

    def _groups(self) -> list[Group]:
        by_name = {one.name: one for one in self.variables if one.scope == "M"}
        by_name.pop("member", None)
        groups = [
            Group(label, tuple(by_name.pop(part) for part in parts))
            for label, parts in _DATES
            if all(part in by_name for part in parts)
        ]
        return groups + [Group(variable.label, (variable,)) for variable in by_name.values()]


def _key_of_roster_cell(cell: str) -> str:
    at = Address.of(cell)
    return at.member if at.variable == "member" else ""


def panels_of(
    sheet: Sheet,
    questions: Sequence[Question],
    revisions: Iterable[Revision],
    *,
    user: Any,
    alone: bool,
) -> list[Panel]:
    """Return the codes of the questions, on a sheet loaded with its sections.

    ``revisions`` are those whose codes the page will show. ``alone`` says that one question stands
    on its own page, where its members' tables are.
    """
    if not any(of_question(one.number) or shown_at(one.number) for one in questions):
        return [Panel(one, Coding(), {}) for one in questions]
    coding = approved_coding(sheet)
    roster_kept = _roster_being_written(sheet, questions[0], user) if alone else {}
    proposed = [revision.codes for revision in revisions if revision.codes]
    names = names_of(states_of(coding, roster_kept, *proposed))
    return [
        Panel(
            one,
            coding,
            names,
            roster_kept=roster_kept,
            prefix="" if alone else f"q{one.number}-",
            with_members=alone,
        )
        for one in questions
    ]


def _roster_being_written(sheet: Sheet, question: Question, user: Any) -> CellValues:
    """Return the members that the user proposes elsewhere, so that their codes can be typed."""
    roster = declared("member").home
    if question.number == roster or all(one.scope == "A" for one in of_question(question.number)):
        return {}
    revision = open_revision(sheet, roster or 0, user)
    return revision.codes if revision else {}


def states_of(coding: Coding, *proposals: CellValues) -> set[int]:
    """Return the COW codes of every state that the codes name, for looking up their names."""
    members = {state_and_spell(key)[0] for key in coding.members}
    threats = {coding.alliance.get(name) for name in ("statthr1", "statthr2")}
    return members | states_in(*proposals) | {code for code in threats if code}
