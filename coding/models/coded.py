"""The codes of a sheet out of the rows that keep them: now, or as history kept them.

Works on section rows, memberships and pair obligations as well as on their history rows, which
have the same columns.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from coding.codebook.cells import Coding, member_key
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import SECTIONS
from coding.models.sheet import Sheet
from coding.models.variables import BY_NAME, PAIR_BY_NAME


def _coded_in(where: str) -> list[str]:
    return [one.name for one in BY_NAME.values() if one.is_coded and one.where == where]


_OF_SECTION = {section.key: _coded_in(section.key) for section in SECTIONS}
_OF_MEMBER = [name for name in _coded_in("membership") if name != "member"]
_OF_PAIR = list(PAIR_BY_NAME)


def coding_of(
    sections: Mapping[str, Any], memberships: Iterable[Any], pairs: Iterable[Any]
) -> Coding:
    """Return the codes that the rows hold; ``sections`` maps each section's key to its row."""
    coding, keys = Coding(), {}
    for key, row in sections.items():
        coding.alliance |= _given(row, _OF_SECTION[key])
    for row in memberships:
        keys[row.id] = member_key(row.member_id, row.spell)
        coding.members[keys[row.id]] = {
            "member": row.member_id,
            **_given(row, _OF_MEMBER),
            **row.own,
        }
    for row in pairs:
        giver, receiver = keys.get(row.giver_id), keys.get(row.receiver_id)
        if giver and receiver:
            coding.pairs[giver, receiver] = _given(row, _OF_PAIR)
    return coding


def _given(row: Any, names: Iterable[str]) -> dict[str, int]:
    values = row.__dict__
    return {name: values[name] for name in names if values[name] is not None}


def approved_coding(sheet: Sheet) -> Coding:
    """Return the approved codes of a sheet loaded with its sections; one query, or two."""
    coding = member_coding(sheet)
    for section in SECTIONS:
        coding.alliance |= _given(getattr(sheet, section.key), _OF_SECTION[section.key])
    return coding


def member_coding(sheet: Sheet) -> Coding:
    """Return the approved codes of members and pairs only; one query, or two."""
    memberships = list(Membership.objects.filter(sheet=sheet))
    vary = any(membership.obvary for membership in memberships)
    pairs = PairObligation.objects.filter(sheet=sheet) if vary else ()
    return coding_of({}, memberships, pairs)
