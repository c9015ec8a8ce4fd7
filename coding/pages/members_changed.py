"""Summary of a proposal in an alliance of many members: who changes, and how many stay."""

from collections import defaultdict
from dataclasses import dataclass

from coding.codebook.cells import Address, CellValues, Coding
from coding.history.codes_in_words import (
    MOST_NAMED,
    CodeChange,
    Names,
    changes,
    name_of_member,
    names_listed,
)


@dataclass(frozen=True)
class AlikeChanged:
    """Members whose codes change alike; ``everybody`` names all where ``who`` shows a number."""

    who: str
    everybody: str
    codes: list[CodeChange]


@dataclass(frozen=True)
class MembersChanged:
    """The changed members in groups, the number unchanged, and ``besides`` other codes."""

    groups: list[AlikeChanged]
    changed: int
    as_before: int
    besides: list[CodeChange]


def members_changed(
    proposed: CellValues, replaced: CellValues, coding: Coding, names: Names
) -> MembersChanged | None:
    """Return the changes by members; None where members are few enough to list the changes."""
    if len(coding.members) <= MOST_NAMED:
        return None
    by_member: dict[str, dict[str, tuple[int | None, int | None]]] = defaultdict(dict)
    besides = {}
    for cell, new in proposed.items():
        at, old = Address.of(cell), replaced.get(cell)
        if at.partner or not at.member:
            besides[cell] = new
        elif new != old:
            is_roster = at.variable == "member"  # coded by its state; all join alike
            by_member[at.member][at.variable] = (old and 1, new and 1) if is_roster else (old, new)
    if not by_member:
        return None
    alike = defaultdict(list)
    for key, codes in by_member.items():
        alike[tuple(codes.items())].append(key)
    return MembersChanged(
        [_group(keys, proposed, replaced, names) for keys in alike.values()],
        len(by_member),
        len(coding.members.keys() - by_member.keys()),
        changes(besides, replaced, names),
    )


def _group(
    keys: list[str], proposed: CellValues, replaced: CellValues, names: Names
) -> AlikeChanged:
    first = f"{keys[0]}/"
    of_first = {cell: value for cell, value in proposed.items() if cell.startswith(first)}
    words = [
        CodeChange(change.name, change.label, change.old, change.new)
        for change in changes(of_first, replaced, names)
    ]
    named = [name_of_member(key, names) for key in keys]
    return AlikeChanged(
        names_listed(named), ", ".join(named) if len(named) > MOST_NAMED else "", words
    )
