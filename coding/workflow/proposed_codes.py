"""Proposed codes: which cells belong to a question, and how they are written to rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from coding.codebook.cells import Address, CellValues, member_key, state_and_spell
from coding.models import Sheet, State
from coding.models.approved_values import member_coding
from coding.models.counted_codes import codes_on
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import Question
from coding.models.section import SectionRow
from coding.models.variables import BY_NAME, PAIR_BY_NAME, variable_of
from coding.workflow.refusals import Refused

Save = Callable[..., None]


@dataclass(frozen=True)
class TypedCodes:
    """The code boxes of a page as sent, and the approved codes as the page showed them."""

    typed: CellValues = field(default_factory=dict)
    approved: CellValues = field(default_factory=dict)

    def with_cells(self, cells: CellValues) -> "TypedCodes":
        """Return the same with some cells as if they had been typed."""
        return TypedCodes({**self.typed, **cells}, self.approved) if cells else self

    def over(self, kept: CellValues, kept_base: CellValues) -> tuple[CellValues, CellValues]:
        """Return the proposed codes after the page's boxes, and the approved codes they replace.

        A box with the approved value proposes nothing. A cell without a box keeps its proposed
        value.
        """
        proposed = {cell: value for cell, value in kept.items() if cell not in self.typed}
        replaced = {cell: kept_base.get(cell) for cell in proposed}
        for cell, value in self.typed.items():
            if value != self.approved.get(cell):
                proposed[cell] = value
                replaced[cell] = self.approved.get(cell)
        return proposed, replaced


def is_entered_at(question: Question, cell: str) -> bool:
    try:
        at = Address.of(cell)
        variable = variable_of(at)
    except (ValueError, KeyError):
        return False
    if not variable.is_coded or variable.home != question.number:
        return False
    return variable.scope != "M" or bool(at.member)


def is_another_state(cell: str, value: int | None) -> bool:
    """Whether a roster's cell, such as 365/member, is given the code of another state."""
    at = Address.of(cell)
    return at.variable == "member" and value not in (None, state_and_spell(at.member)[0])


def replaced_by(sheet: Sheet, question: Question, cells: Iterable[str]) -> CellValues:
    """Return the approved values of some of the question's cells."""
    alliance = [cell for cell in cells if "/" not in cell]
    others = [cell for cell in cells if "/" in cell]
    replaced: CellValues = {}
    if alliance:
        replaced |= question.section.model.objects.values(*alliance).get(sheet=sheet)
    if others:
        approved = member_coding(sheet).cells
        replaced |= {cell: approved.get(cell) for cell in others}
    return replaced


def set_alliance_codes(row: SectionRow, cells: Mapping[str, int | None]) -> bool:
    """Set the codes among the cells that the section's row has; return whether any changes."""
    changes = False
    for code in codes_on(type(row)):
        if code.name in cells and getattr(row, code.name) != cells[code.name]:
            setattr(row, code.name, cells[code.name])
            changes = True
    return changes


def write_member_codes(sheet: Sheet, cells: Mapping[str, int | None], save: Save) -> None:
    """Write the codes of members and pairs; the cell "member" adds a member or takes it off."""
    by_member: dict[str, CellValues] = defaultdict(dict)
    by_pair: dict[tuple[str, str], CellValues] = defaultdict(dict)
    for cell, value in cells.items():
        at = Address.of(cell)
        if at.partner:
            by_pair[at.member, at.partner][at.variable] = value
        elif at.member:
            by_member[at.member][at.variable] = value
    if not by_member and not by_pair:
        return
    held = Membership.objects.select_for_update(of=("self",))  # but not the joined states
    roster = {membership.key: membership for membership in held.filter(sheet=sheet)}
    for key, codes in by_member.items():
        _write_member(sheet, roster, key, codes, save)
    for pair, codes in by_pair.items():
        _write_pair(sheet, roster, pair, codes, save)


def _write_member(
    sheet: Sheet, roster: dict[str, Membership], key: str, codes: CellValues, save: Save
) -> None:
    if codes.get("member", 0) is None:
        if key in roster:
            _take_off(roster.pop(key), save)
        return
    if key not in roster:
        if "member" not in codes:
            raise Refused(not_on_the_roster(key))
        roster[key] = _new_member(sheet, key)
    membership = roster[key]
    if _set_codes(membership, codes) or membership.pk is None:
        save(membership)


def not_on_the_roster(key: str) -> str:
    """Return the sentence that a member is not approved yet, so its codes cannot be."""
    return f"{key} is not among the approved members yet. Decide on question 4 first."


def _new_member(sheet: Sheet, key: str) -> Membership:
    state, spell = state_and_spell(key)
    if not State.objects.filter(code=state).exists():
        raise Refused(f"{state} is no state of the reference data. An admin can add it there.")
    return Membership(sheet=sheet, member_id=state, spell=spell)


def _set_codes(membership: Membership, codes: CellValues) -> bool:
    """Set a member's codes; an alliance-level code is kept among the member's own codes."""
    changed = False
    for name, value in codes.items():
        if name == "member":
            continue
        if BY_NAME[name].scope == "M":
            changed |= getattr(membership, name) != value
            setattr(membership, name, value)
        elif membership.own.get(name) != value:
            changed = True
            membership.own = {**membership.own, name: value}
            if value is None:
                del membership.own[name]
    return changed


def _take_off(membership: Membership, save: Save) -> None:
    for pair in PairObligation.objects.filter(sheet=membership.sheet):
        if membership.pk in (pair.giver_id, pair.receiver_id):
            save(pair, remove=True)
    save(membership, remove=True)


def _write_pair(
    sheet: Sheet,
    roster: Mapping[str, Membership],
    pair: tuple[str, str],
    codes: CellValues,
    save: Save,
) -> None:
    for key in pair:
        if key not in roster:
            raise Refused(not_on_the_roster(key))
    giver, receiver = (roster[key] for key in pair)
    row = PairObligation.objects.filter(giver=giver, receiver=receiver).first()
    row = row or PairObligation(sheet=sheet, giver=giver, receiver=receiver)
    if _all_taken_back(row, codes):
        if row.pk:
            save(row, remove=True)
        return
    if any(getattr(row, name) != value for name, value in codes.items()) or row.pk is None:
        for name, value in codes.items():
            setattr(row, name, value)
        save(row)


def _all_taken_back(row: PairObligation, codes: CellValues) -> bool:
    return all(codes.get(name, getattr(row, name)) is None for name in PAIR_BY_NAME)


def next_spell(sheet_members: Iterable[str], state: int) -> str:
    """Return the key for one more spell of the state."""
    spells = [spell for code, spell in map(state_and_spell, sheet_members) if code == state]
    return member_key(state, max(spells, default=0) + 1)
