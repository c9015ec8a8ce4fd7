"""The numeric codes of one sheet, and how a single code is addressed.

A *cell* is the address of one code: ``estmode`` (of the alliance), ``365/defense`` (of the member
365), ``651.2/defense`` (of 651's second spell, after it left and rejoined), ``200>220/defense``
(what 200 owes 220). A member may carry an alliance-level variable of its own (``255/cowid``) where
the published data differ for one member (reference 5.8, point 9).

A value is a whole number. MISSING says that the code cannot be known, as in the codebook's working
sheets; published files leave it empty. A cell that is absent has not been coded yet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

MISSING = -9

Codes = dict[str, int]  # variable → value
Cells = dict[str, int]  # cell → value
CellValues = dict[str, int | None]  # cell → value; None where it is not coded

_KEY = r"[1-9][0-9]{0,3}(?:\.[2-9])?"  # one spelling each: no 0365, no other script's digits
_CELL = re.compile(
    rf"(?:(?P<member>{_KEY})(?:>(?P<partner>{_KEY}))?/)?(?P<variable>[a-z][a-z0-9]*)"
)


@dataclass(frozen=True)
class Address:
    """A parsed cell. ``member`` and ``partner`` are "" for a code of the alliance."""

    variable: str
    member: str = ""
    partner: str = ""

    @staticmethod
    @lru_cache(maxsize=1 << 15)  # the same cells recur by hundreds
    def of(cell: str) -> "Address":
        """Parse a cell. Raises ValueError for anything that is not a cell."""
        parts = _CELL.fullmatch(cell)
        if not parts or (parts["partner"] and parts["partner"] == parts["member"]):
            raise ValueError(f"“{cell}” is not a cell, such as estmode or 365/defense.")
        return Address(parts["variable"], parts["member"] or "", parts["partner"] or "")

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the members that the code belongs to: none, one, or a pair."""
        return tuple(key for key in (self.member, self.partner) if key)

    @property
    def cell(self) -> str:
        return cell_of(self.variable, self.member, self.partner)


def cell_of(variable: str, member: str = "", partner: str = "") -> str:
    """Return the cell of a code of the alliance, of a member, or of a pair of members."""
    if partner:
        return f"{member}>{partner}/{variable}"
    return f"{member}/{variable}" if member else variable


def member_key(state: int, spell: int = 1) -> str:
    """Return the key of a member's spell: "651", or "651.2" for its second one."""
    return str(state) if spell == 1 else f"{state}.{spell}"


@lru_cache(maxsize=4096)  # the same states recur by thousands
def state_and_spell(key: str) -> tuple[int, int]:
    """Return the COW code and the number of the spell that a member's key stands for."""
    state, _, spell = key.partition(".")
    return int(state), int(spell or 1)


def by_state_and_spell(codes: Mapping[str, Codes]) -> list[tuple[str, Codes]]:
    """Return members' codes by their keys in order, since databases may return other orders."""
    return sorted(codes.items(), key=lambda member: state_and_spell(member[0]))


@dataclass
class Coding:
    """All codes of one sheet: the alliance's, each member's, and what one member owes another.

    ``members`` maps a member's key to its codes, in the order of the roster; ``member`` (the COW
    code) is among them. Codes that have not been given yet are absent.
    """

    alliance: Codes = field(default_factory=dict)
    members: dict[str, Codes] = field(default_factory=dict)
    pairs: dict[tuple[str, str], Codes] = field(default_factory=dict)

    @classmethod
    def of(cls, cells: Mapping[str, int]) -> "Coding":
        """Group cells by alliance, member and pair."""
        coding = cls()
        for cell, value in cells.items():
            at = Address.of(cell)
            if at.partner:
                coding.pairs.setdefault((at.member, at.partner), {})[at.variable] = value
            elif at.member:
                coding.members.setdefault(at.member, {})[at.variable] = value
            else:
                coding.alliance[at.variable] = value
        return coding

    @property
    def cells(self) -> Cells:
        """All codes by their cells: the alliance's, then the members', then the pairs'."""
        cells = dict(self.alliance)
        for key, codes in self.members.items():
            cells |= {f"{key}/{variable}": value for variable, value in codes.items()}
        for (giver, receiver), codes in self.pairs.items():
            cells |= {f"{giver}>{receiver}/{name}": value for name, value in codes.items()}
        return cells

    def with_cells(self, *proposals: Mapping[str, int | None]) -> "Coding":
        """Return the coding with one proposal after another applied.

        None removes a code. None for ``member`` removes the member from the roster, with its codes
        and its pairs in both directions. A proposal may hold codes of a state that a later proposal
        adds to the roster; codes of states that are not on the roster in the end are dropped.
        """
        alliance = dict(self.alliance)
        members = {key: dict(codes) for key, codes in self.members.items()}
        pairs = {keys: dict(codes) for keys, codes in self.pairs.items()}
        for cell, value in (item for proposal in proposals for item in proposal.items()):
            at, codes = Address.of(cell), alliance
            if at.partner:
                codes = pairs.setdefault((at.member, at.partner), {})
            elif at.member:
                codes = members.setdefault(at.member, {})
            if value is not None:
                codes[at.variable] = value
            elif at.variable == "member":
                del members[at.member]
                pairs = {keys: owed for keys, owed in pairs.items() if at.member not in keys}
            else:
                codes.pop(at.variable, None)
        members = {key: codes for key, codes in members.items() if "member" in codes}
        pairs = {keys: owed for keys, owed in pairs.items() if owed and {*keys} <= members.keys()}
        return Coding(alliance, members, pairs)


def is_known(value: int | None) -> bool:
    """Whether the code says something: it is given, and not missing."""
    return value is not None and value != MISSING
