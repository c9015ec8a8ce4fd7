"""The approved answers and codes of a sheet, read from the rows that keep them.

Codes come from section rows, memberships and pair obligations, or from their history rows,
which have the same columns.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from coding.codebook.cells import Codes, Coding, member_key, state_and_spell
from coding.codebook.sheet import CodedPhase, SheetState
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
    return {
        question.number: getattr(getattr(sheet, question.section.key), question.key)
        for question in QUESTIONS
    }


def answers_in_record() -> Iterator[tuple[int, int, dict[int, str]]]:
    """Yield ATOP ID, phase and answers of each sheet of the record, in order; one query."""
    columns = [f"{question.section.key}__{question.key}" for question in QUESTIONS]
    numbers = [question.number for question in QUESTIONS]
    recorded = Sheet.objects.filter(entered_at__isnull=False).order_by("atop_id", "phase")
    rows = recorded.values_list("atop_id", "phase", *columns).iterator(CHUNK)
    for atop_id, phase, *answers in rows:
        yield atop_id, phase, dict(zip(numbers, answers, strict=True))


def phases_in_record(atop_ids: Collection[int] | None = None) -> Iterator[CodedPhase]:
    """Yield sheets of the record with their approved codes, by ATOP ID; three queries.

    All of them, or those of some alliances.

    Rows come as plain values: instances of the whole record would take half a second to make.
    """
    columns = [f"{key}__{name}" for key, names in CODES_OF_SECTION.items() for name in names]
    names = [name for names in CODES_OF_SECTION.values() for name in names]
    recorded = Sheet.objects.filter(entered_at__isnull=False)
    if atop_ids is not None:
        recorded = recorded.filter(atop_id__in=atop_ids)
    sheets = list(
        recorded.order_by("atop_id", "phase").values_list("pk", "atop_id", "phase", *columns)
    )
    codings = {pk: Coding(_given_codes(names, values)) for pk, _, _, *values in sheets}
    keys = {}
    for pk, sheet, spell, own, state, *values in _values_of(
        recorded, Membership, "id", "sheet_id", "spell", "own", "member_id", *CODES_OF_MEMBERS
    ):
        if sheet in codings:  # it may have come in since
            keys[pk] = key = member_key(state, spell)
            codings[sheet].members[key] = _of_member(state, own, values)
    for sheet, giver, receiver, *values in _values_of(
        recorded, PairObligation, "sheet_id", "giver_id", "receiver_id", *_OF_PAIR
    ):
        if giver in keys and receiver in keys:
            codings[sheet].pairs[keys[giver], keys[receiver]] = _given_codes(_OF_PAIR, values)
    return (CodedPhase(atop_id, phase, codings[pk]) for pk, atop_id, phase, *_ in sheets)


def _values_of(sheets: "QuerySet[Sheet]", model: Any, *names: str) -> Iterable[tuple[Any, ...]]:
    return model.objects.filter(sheet__in=sheets).values_list(*names)


def _of_member(state: int, own: Codes, values: Sequence[int | None]) -> Codes:
    codes = _given_codes(_NAMES_OF_MEMBER, (state, *values))
    return codes | own if own else codes


def _given_codes(names: Sequence[str], values: Sequence[int | None]) -> Codes:
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
