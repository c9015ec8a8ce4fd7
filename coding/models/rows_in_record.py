"""The approved rows of the record as plain database values, alliance by alliance.

To find out whether an alliance has changed, no instances and no codings of the whole record are
needed. Rows stay plain values until somebody asks for a state.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Any

from django.db import connections, router
from django.db.models import QuerySet

from coding.codebook.batches import batches
from coding.codebook.cells import Coding, member_key
from coding.codebook.sheet import CodedPhase, SheetState, key_of
from coding.models.approved_values import CODES_OF_SECTION, given_codes
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
    def place(self) -> tuple[int, int]:
        """The ATOP ID and the phase."""
        return self.atop_id, self.phase

    @property
    def key(self) -> str:
        return key_of(*self.place)

    @property
    def states(self) -> set[int]:
        place = _OF_MEMBER.index("member_id")
        return {member[place] for member in self.members}

    @property
    def answers_by_number(self) -> dict[int, str]:
        return dict(zip(_NUMBERS, self.answers, strict=True))

    @property
    def state(self) -> SheetState:
        """The answers and codes as they are approved."""
        return SheetState(self.answers_by_number, self.coding)

    @property
    def coding(self) -> Coding:
        coding, keys = Coding(given_codes(_CODES, self.codes)), {}
        for pk, _, state, spell, own, *values in self.members:
            keys[pk] = key = member_key(state, spell)
            codes = {"member": state, **given_codes(CODES_OF_MEMBERS, values)}
            coding.members[key] = codes if own == "{}" else codes | json.loads(own)
        for _, giver, receiver, *values in self.pairs:
            if giver in keys and receiver in keys:
                coding.pairs[keys[giver], keys[receiver]] = given_codes(PAIR_BY_NAME, values)
        return coding


def alliances_in_record(
    atop_ids: Collection[int] | None = None, *, with_answers: bool = True
) -> Iterator[list[SheetRows]]:
    """Yield each alliance's sheets in the record, by phase: all of them, or only some.

    One query, and three more for each CHUNK alliances.
    """
    recorded = Sheet.objects.in_record()
    if atop_ids is not None:
        recorded = recorded.filter(atop_id__in=atop_ids)
    alliances = sorted(set(recorded.values_list("atop_id", flat=True)))
    for some in batches(alliances, CHUNK):
        among = recorded.filter(atop_id__gte=some[0], atop_id__lte=some[-1])
        yield from _alliances(among.order_by("atop_id", "phase"), with_answers)


def sheets_in_record() -> Iterator[SheetRows]:
    """Yield every sheet of the record, in order of ATOP ID and phase."""
    return chain.from_iterable(alliances_in_record())


def phases_in_record(atop_ids: Collection[int] | None = None) -> Iterator[CodedPhase]:
    """Yield the approved codes of sheets of the record, in order of ATOP ID and phase."""
    for rows in chain.from_iterable(alliances_in_record(atop_ids, with_answers=False)):
        yield CodedPhase(rows.atop_id, rows.phase, rows.coding)


def _alliances(sheets: "QuerySet[Sheet]", with_answers: bool) -> Iterator[list[SheetRows]]:
    columns = ("pk", "atop_id", "phase", *_HOLD_CODES, *(_HOLD_ANSWERS if with_answers else ()))
    behind = len(_CODES)
    all_rows = [
        SheetRows(pk, atop_id, phase, tuple(values[:behind]), tuple(values[behind:]))
        for pk, atop_id, phase, *values in _read_raw(sheets.values_list(*columns))
    ]
    among = sheets.order_by().values("pk")
    members = Membership.objects.filter(sheet__in=among).order_by("member_id", "spell")
    pairs = PairObligation.objects.filter(sheet__in=among).order_by("giver_id", "receiver_id")
    members_of = _by_sheet(_read_raw(members.values_list(*_OF_MEMBER)), 1)
    pairs_of = _by_sheet(_read_raw(pairs.values_list(*_OF_PAIR)), 0)
    for rows in all_rows:
        rows.members, rows.pairs = members_of[rows.pk], pairs_of[rows.pk]
    for _, phases in groupby(all_rows, key=lambda rows: rows.atop_id):
        yield list(phases)


def _by_sheet(rows: list[Row], place: int) -> defaultdict[int, list[Row]]:
    by_sheet: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_sheet[row[place]].append(row)
    return by_sheet


def _read_raw(asked: "QuerySet[Any, Any]") -> list[Row]:
    """Return the rows as the database gives them: the ORM would convert each cell."""
    connection = connections[router.db_for_read(asked.model)]
    sql, params = asked.query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[Row] = cursor.fetchall()
    return rows
