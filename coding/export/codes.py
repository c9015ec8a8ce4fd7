"""The codes of a sheet as sheets.json has them: by codebook name, missing values null."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from coding.codebook.cells import Codes, Coding, known
from coding.codebook.derived import derived_of_alliance, derived_of_member
from coding.datasets.reading.phases import CodedPhase
from coding.models.variables import BY_NAME

Values = dict[str, Any]

_OF_ALLIANCE = [one.name for one in BY_NAME.values() if one.scope == "A"]
_FLAGS = [one.name for one in BY_NAME.values() if one.scope == "R" and one.codes]
_OF_MEMBER = [one.name for one in BY_NAME.values() if one.scope == "M"]


@dataclass(frozen=True)
class CodedSheet:
    """Every alliance-level variable of the member file, and one object for each member row."""

    codes: Values
    members: list[Values]


def coded_sheets(alliances: Iterable[list[CodedPhase]]) -> Iterator[CodedSheet]:
    """Yield the codes of each sheet, in the order of the phases given."""
    for phases in alliances:
        codings = {phase.phase: phase.coding for phase in phases}
        for phase in phases:
            yield CodedSheet(_codes(phase, codings), list(_members(phase)))


def _codes(phase: CodedPhase, codings: dict[int, Coding]) -> Values:
    given: Codes = {"atopid": phase.atop_id, "phase": phase.phase, **phase.coding.alliance}
    derived = derived_of_alliance(phase.coding, codings)
    flags = next(iter(phase.flags.values()), {})
    return _published(
        {**given, **derived, **flags}, dict.fromkeys([*_OF_ALLIANCE, *_FLAGS, *flags])
    )


def _members(phase: CodedPhase) -> Iterator[Values]:
    """Yield each member's codes; an alliance-level one only where the member has its own.

    ``owes`` lists what a member owes single partners where that differs from its codes (obvary).
    """
    for key, codes in phase.coding.members.items():
        values: Values = _published({**codes, **derived_of_member(codes)}, _OF_MEMBER)
        values |= {name: codes[name] for name in codes if name not in values}
        owes = _owes(key, phase.coding)
        yield {**values, "owes": owes} if owes else values


def _owes(key: str, coding: Coding) -> list[Values]:
    return [
        {"toward": coding.members[receiver]["member"], **codes}
        for (giver, receiver), codes in coding.pairs.items()
        if giver == key
    ]


def _published(codes: dict[str, int | None] | Codes, names: Iterable[str]) -> Values:
    return {name: value if known(value := codes.get(name)) else None for name in names}
