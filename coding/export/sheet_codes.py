"""The codes of a sheet in sheets.json: by codebook name, missing values as null."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from coding.codebook.cells import Codes, Coding, by_state_and_spell, is_known
from coding.codebook.derived import derived_of_alliance, derived_of_member
from coding.codebook.questionnaire import Questionnaire
from coding.codebook.sheet import CodedPhase
from coding.codebook.still_to_do import gaps, settled_phases
from coding.models.variables import PAIR_BY_NAME

Values = dict[str, Any]


def coded_sheets(
    alliances: Iterable[list[CodedPhase]], questionnaire: Questionnaire, flags: Sequence[str] = ()
) -> Iterator[Values]:
    """Yield ``codes``, the alliance-level variables, and ``members`` of each phase, in order.

    ``not_coded`` has the cells that are null since nobody has coded them, rather than missing.
    The variables are the questionnaire's. ``flags`` are the columns for what is new or revised; a
    sheet without members has them too, as null.
    """
    variables = questionnaire.by_name.values()
    of_alliance, of_member, of_release = (
        [variable.name for variable in variables if variable.scope == scope] for scope in "AMR"
    )
    known_flags = [name for name in of_release if questionnaire.by_name[name].codes]
    of_alliance = list(dict.fromkeys([*of_alliance, *known_flags, *flags]))
    for alliance in alliances:
        phases = settled_phases(alliance, questionnaire.variables)
        codings = {phase.phase: phase.coding for phase in phases}
        for phase in phases:
            codes = _codes(phase, codings, of_alliance)
            lacking = gaps(phase.coding, questionnaire.variables)
            yield {
                "codes": codes,
                "members": list(_members(phase, of_member)),
                "not_coded": [gap.cell for gap in lacking if gap.cell],
            }


def _codes(phase: CodedPhase, codings: dict[int, Coding], names: Sequence[str]) -> Values:
    given: Codes = {"atopid": phase.atop_id, "phase": phase.phase, **phase.coding.alliance}
    derived = derived_of_alliance(phase.coding, codings)
    flags = next(iter(phase.flags.values()), {})
    return _published({**given, **derived, **flags}, names)


def _members(phase: CodedPhase, names: Sequence[str]) -> Iterator[Values]:
    """Yield each member's codes, with alliance-level ones only if the member has its own.

    ``owes`` lists what a member owes single partners if that differs from its codes (obvary).
    """
    for key, codes in by_state_and_spell(phase.coding.members):
        values: Values = _published({**codes, **derived_of_member(codes)}, names)
        values |= _published(codes, sorted(name for name in codes if name not in values))
        owes = _owes(key, phase.coding)
        yield {**values, "owes": owes} if owes else values


def _owes(key: str, coding: Coding) -> list[Values]:
    owed = {receiver: codes for (giver, receiver), codes in coding.pairs.items() if giver == key}
    return [
        {"toward": coding.members[receiver]["member"], **_published(codes, PAIR_BY_NAME)}
        for receiver, codes in by_state_and_spell(owed)
    ]


def _published(codes: dict[str, int | None] | Codes, names: Iterable[str]) -> Values:
    return {name: value if is_known(value := codes.get(name)) else None for name in names}
