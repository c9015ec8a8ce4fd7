"""The approved answers and codes of a sheet, read from the rows that keep them.

Codes come from section rows, memberships and pair obligations, or from their history rows,
which have the same columns.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, cast

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from coding.codebook.cells import Codes, Coding, member_key, state_and_spell
from coding.codebook.sheet import SheetState
from coding.models.compiled_queries import CODES_OF_MEMBERS, MEMBERS
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import QUESTIONS, SECTIONS
from coding.models.sheet import Sheet
from coding.models.variables import BY_NAME, PAIR_BY_NAME

CHUNK = 200  # sheets held in memory at a time


def _coded_in(place: str) -> list[str]:
    return [code.name for code in BY_NAME.values() if code.is_coded and code.where == place]


CODES_OF_SECTION = {section.key: _coded_in(section.key) for section in SECTIONS}
_NAMES_OF_MEMBER = ("member", *CODES_OF_MEMBERS)
_OF_PAIR = list(PAIR_BY_NAME)


def coding_of(
    sections: Mapping[str, Any], memberships: Iterable[Any], pairs: Iterable[Any]
) -> Coding:
    """Return the codes that the rows hold; ``sections`` maps each section's key to its row."""
    coding, keys = Coding(), {}
    for key, row in sections.items():
        coding.alliance |= _given_numbers(row, CODES_OF_SECTION[key])
    for row in memberships:
        keys[row.id] = member_key(row.member_id, row.spell)
        coding.members[keys[row.id]] = {
            "member": row.member_id,
            **_given_numbers(row, CODES_OF_MEMBERS),
            **row.own,
        }
    for row in pairs:
        giver, receiver = keys.get(row.giver_id), keys.get(row.receiver_id)
        if giver and receiver:
            coding.pairs[giver, receiver] = _given_numbers(row, _OF_PAIR)
    return coding


def _given_numbers(row: Any, names: Iterable[str]) -> dict[str, int]:
    values = row.__dict__
    return {name: values[name] for name in names if values[name] is not None}


def with_codes(sheets: "QuerySet[Sheet]") -> "QuerySet[Sheet]":
    """Load sections, rosters and pairs with the sheets; reading codes then needs no query."""
    sections = (section.key for section in SECTIONS)
    return sheets.select_related(*sections).prefetch_related(*_rosters())


def load_rosters(sheets: Sequence[Sheet]) -> None:
    """Load rosters and pairs of several sheets; reading their codes then needs no query."""
    prefetch_related_objects(sheets, *_rosters())


def _rosters() -> list[Any]:
    return [
        Prefetch("memberships", Membership.objects.order_by("member_id", "spell")),
        Prefetch("pair_obligations", PairObligation.objects.order_by("giver_id", "receiver_id")),
    ]


def in_order(coding: Coding) -> Coding:
    """Return the codes with members and pairs sorted by state and spell.

    PostgreSQL reorders the keys of JSON, and pairs are read in the order in which their members
    were added.
    """
    members = {key: coding.members[key] for key in sorted(coding.members, key=state_and_spell)}
    pairs = sorted(coding.pairs.items(), key=lambda pair: [*map(state_and_spell, pair[0])])
    owed = {
        keys: {name: codes[name] for name in _OF_PAIR if name in codes} for keys, codes in pairs
    }
    return Coding(coding.alliance, members, owed)


def answers_now(sheet: Sheet) -> dict[int, str]:
    return {question.number: question.answer_on(sheet) for question in QUESTIONS}


def _of_member(state: int, own: Codes, values: Sequence[int | None]) -> Codes:
    codes = given_codes(_NAMES_OF_MEMBER, (state, *values))
    return codes | own if own else codes


def given_codes(names: Iterable[str], values: Collection[int | None]) -> Codes:
    """Return the codes that are given, by their names."""
    given = zip(names, values, strict=True)
    if None in values:
        return {name: value for name, value in given if value is not None}
    return cast(Codes, dict(given))


def approved_coding(sheet: Sheet) -> Coding:
    """Return the approved codes of a sheet loaded with its sections; one query, or two.

    No query for a sheet that was read ``with_codes``.
    """
    sections = {section.key: getattr(sheet, section.key) for section in SECTIONS}
    if "pair_obligations" in getattr(sheet, "_prefetched_objects_cache", {}):
        return coding_of(sections, sheet.memberships.all(), sheet.pair_obligations.all())
    coding = member_coding(sheet)
    coding.alliance = coding_of(sections, (), ()).alliance
    return coding


def approved_state(sheet: Sheet) -> SheetState:
    """Return the approved answers and codes of a sheet loaded with its sections."""
    return SheetState(answers_now(sheet), approved_coding(sheet))


def member_coding(sheet: Sheet) -> Coding:
    """Return the approved codes of members and pairs only; one query, or two.

    Every page of a coded sheet asks this, so rows are read as plain values: making a model
    instance of 50 columns takes longer than reading its row.
    """
    coding, keys, vary = Coding(), {}, False
    for pk, state, spell, own, owes, *values in MEMBERS.rows(sheet.pk):
        keys[pk] = key = member_key(state, spell)
        coding.members[key] = _of_member(state, own, values)
        vary = vary or bool(owes)
    for row in PairObligation.objects.filter(sheet=sheet) if vary else ():
        coding.pairs[keys[row.giver_id], keys[row.receiver_id]] = _given_numbers(row, _OF_PAIR)
    return coding
