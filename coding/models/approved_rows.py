"""The approved rows of the record as plain database values, alliance by alliance.

To find out whether an alliance has changed, no instances and no codings of the whole record are
needed. Rows stay plain values until somebody asks for a state.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import connections, router
from django.db.models import QuerySet

from coding.codebook.cells import Codes, Coding, member_key
from coding.codebook.sheet import SheetState, key_of
from coding.models.approved_values import CODES_OF_SECTION
from coding.models.compiled_queries import CODES_OF_MEMBERS
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import QUESTIONS
from coding.models.sheet import Sheet
from coding.models.variables import PAIR_BY_NAME

CHUNK = 200  # alliances held in memory at a time

Row = tuple[Any, ...]


_CODES = [name for names in CODES_OF_SECTION.values() for name in names]
_HOLD_CODES = [f"{key}__{name}" for key, names in CODES_OF_SECTION.items() for name in names]
_NUMBERS = [question.number for question in QUESTIONS]
_HOLD_ANSWERS = [f"{question.section.key}__{question.key}" for question in QUESTIONS]
_OF_MEMBER = ("id", "sheet_id", "member_id", "spell", "own", *CODES_OF_MEMBERS)
_OF_PAIR = ("sheet_id", "giver_id", "receiver_id", *PAIR_BY_NAME)


@dataclass
class SheetRows:
    """One sheet of the record: its codes and answers, and the rows of its members and pairs.

    ``members`` come by state and spell, ``pairs`` in the order in which they were added.
    """

    pk: int
    atop_id: int
    phase: int
    codes: Row
    answers: Row
    members: list[Row] = field(default_factory=list)
    pairs: list[Row] = field(default_factory=list)

    @property
    def key(self) -> str:
        return key_of(self.atop_id, self.phase)

    @property
    def states(self) -> set[int]:
        place = _OF_MEMBER.index("member_id")
        return {member[place] for member in self.members}

    @property
    def state(self) -> SheetState:
        """The answers and codes as they are approved."""
        return SheetState(dict(zip(_NUMBERS, self.answers, strict=True)), self.coding)

    @property
    def coding(self) -> Coding:
        coding, keys = Coding(_given_codes(_CODES, self.codes)), {}
        for pk, _, state, spell, own, *values in self.members:
            keys[pk] = key = member_key(state, spell)
            codes = {"member": state, **_given_codes(CODES_OF_MEMBERS, values)}
            coding.members[key] = codes if own == "{}" else codes | json.loads(own)
        for _, giver, receiver, *values in self.pairs:
            if giver in keys and receiver in keys:
                coding.pairs[keys[giver], keys[receiver]] = _given_codes(PAIR_BY_NAME, values)
        return coding


def _given_codes(names: Collection[str], values: Collection[int | None]) -> Codes:
    given = zip(names, values, strict=True)
    return {name: value for name, value in given if value is not None}


def alliances_in_record(
    atop_ids: Collection[int] | None = None, *, with_answers: bool = True
) -> Iterator[list[SheetRows]]:
    """Yield each alliance's sheets in the record, by phase: all of them, or only some.

    One query, and three more for each CHUNK alliances.
    """
    recorded = Sheet.objects.filter(entered_at__isnull=False)
    if atop_ids is not None:
        recorded = recorded.filter(atop_id__in=atop_ids)
    found = sorted(set(recorded.values_list("atop_id", flat=True)))
    for start in range(0, len(found), CHUNK):
        some = found[start : start + CHUNK]
        among = recorded.filter(atop_id__gte=some[0], atop_id__lte=some[-1])
        yield from _alliances(among.order_by("atop_id", "phase"), with_answers)


def _alliances(sheets: "QuerySet[Sheet]", with_answers: bool) -> Iterator[list[SheetRows]]:
    columns = ("pk", "atop_id", "phase", *_HOLD_CODES, *(_HOLD_ANSWERS if with_answers else ()))
    behind = len(_CODES)
    found = [
        SheetRows(pk, atop_id, phase, tuple(answers[:behind]), tuple(answers[behind:]))
        for pk, atop_id, phase, *answers in _read_raw(sheets.values_list(*columns))
    ]
    among = sheets.order_by().values("pk")
    members = Membership.objects.filter(sheet__in=among).order_by("member_id", "spell")
    pairs = PairObligation.objects.filter(sheet__in=among).order_by("giver_id", "receiver_id")
    by_sheet: dict[str, dict[int, list[Row]]] = {
        "members": _by_sheet(_read_raw(members.values_list(*_OF_MEMBER)), 1),
        "pairs": _by_sheet(_read_raw(pairs.values_list(*_OF_PAIR)), 0),
    }
    for rows in found:
        rows.members, rows.pairs = (by_sheet[name].get(rows.pk, []) for name in by_sheet)
    for _, phases in groupby(found, key=lambda sheet: sheet.atop_id):
        yield list(phases)


def _by_sheet(rows: list[Row], place: int) -> dict[int, list[Row]]:
    by_sheet: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_sheet[row[place]].append(row)
    return by_sheet


def _read_raw(asked: "QuerySet[Any, Any]") -> list[Row]:
    """Return the rows as the database gives them: the ORM would convert each cell."""
    connection = connections[router.db_for_read(asked.model)]
    sql, params = asked.query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[Row] = cursor.fetchall()
    return found
