"""Which sheets a query finds, and their order.

Each part of the query finds sheets in all the ways in which it can be understood. A sheet is found
if every part finds it, and ranks higher the closer the matches are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from coding.models import Formation, Membership, Sheet
from coding.models.answer_fields import Dates
from coding.models.questionnaire import BY_NUMBER, question_of_kind
from coding.search import full_text
from coding.search.by_code import FILTERS, Values, sheets_coded
from coding.search.own_words import OwnWords, own_words
from coding.search.query import CodeTest, Query, QueryPart
from coding.search.reading_queries import read_query
from coding.search.state_names import StateNames, state_names
from coding.search.words import Words

SIGNED = question_of_kind(Dates).number
# The score of each kind of match; words that stand side by side as typed score extra.
_ITS_ID, _ITS_NAME, _MEMBER, _SIGNED, _COW, _IN_FORCE, _BEGINS = 1000, 400, 100, 90, 60, 40, 30
_BEGUN_MEMBER = 50
_IN_TEXT, _OWN, _SIDE_BY_SIDE, _MOST_PLACES = 10, 5, 200, 9


@dataclass
class PartFound:
    """The sheets that one part of a query finds, by kind of match."""

    part: QueryPart
    by_id: set[int] = field(default_factory=set)
    beginning: set[int] = field(default_factory=set)
    of_member: set[int] = field(default_factory=set)
    of_cow: set[int] = field(default_factory=set)
    signed: set[int] = field(default_factory=set)
    in_force: set[int] = field(default_factory=set)
    in_text: Mapping[int, int] = field(default_factory=dict)  # in how many places
    named: set[int] = field(default_factory=set)  # by their usual names
    in_own: set[int] = field(default_factory=set)

    @cached_property
    def by_meaning(self) -> set[int]:
        """The sheets that are found by what the part means, and not by its words."""
        ways = (self.by_id, self.of_member, self.of_cow, self.signed, self.in_force, self.named)
        return self.beginning.union(*ways)

    @property
    def sheets(self) -> set[int]:
        """All sheets found. A state or year counts as a word only if its meaning finds none."""
        meant = self.by_meaning
        if meant and not self.part.means_its_words:
            return meant
        return meant | self.in_text.keys() | self.in_own

    def scores(self) -> dict[int, int]:
        """The score of each sheet for this part of the query: that of its closest match."""
        ways = (
            (_BEGINS, self.beginning),
            (_IN_FORCE, self.in_force),
            (_BEGUN_MEMBER, self.of_member if self.part.is_begun_name else ()),
            (_COW, self.of_cow),
            (_SIGNED, self.signed),
            (_MEMBER, () if self.part.is_begun_name else self.of_member),
            (_ITS_NAME, self.named),
            (_ITS_ID, self.by_id),
        )  # in rising order: later ones overwrite
        scores = dict.fromkeys(self.in_own, _OWN)
        for sheet, places in self.in_text.items():
            scores[sheet] = _IN_TEXT + min(places, _MOST_PLACES)
        for closeness, sheets in ways:
            scores |= dict.fromkeys(sheets, closeness)
        return scores


@dataclass
class Found:
    """The result of a query: the score of each sheet, and what each part found."""

    query: Query
    names: StateNames
    parts: list[PartFound]
    codes: list[tuple[CodeTest, Values]]
    own: OwnWords
    scores: dict[int, int]

    @property
    def looks_for_nothing(self) -> bool:
        """Whether nothing searchable was typed."""
        return not self.parts and not self.codes

    def in_order(self, sheets: Iterable[int]) -> list[int]:
        """Return those of the sheets that were found, closest first; ties keep their order."""
        listed = [pk for pk in sheets if pk in self.scores]
        return sorted(listed, key=self.scores.__getitem__, reverse=True)


def find(typed: str, viewer: Any) -> Found:
    """Find sheets for somebody: in approved text and in that person's own words."""
    names = state_names()
    query = read_query(typed, names, FILTERS, BY_NUMBER)
    own = own_words(viewer, query)
    parts = [_look_for(part, own) for part in query.parts]
    codes = [(test, sheets_coded(test)) for test in query.codes]
    return Found(query, names, parts, codes, own, _scores(query, parts, codes))


def _scores(
    query: Query, parts: list[PartFound], codes: list[tuple[CodeTest, Values]]
) -> dict[int, int]:
    found_by_each = [*(part.sheets for part in parts), *({*values} for _, values in codes)]
    if not found_by_each:
        return {}
    scores = dict.fromkeys(set.intersection(*found_by_each), 0)
    for part in parts:
        closeness = part.scores()
        for sheet in scores:
            scores[sheet] += closeness[sheet]
    together = query.side_by_side
    if together and scores:
        beside = full_text.sheets_with(together)
        for sheet in scores.keys() & beside.places.keys():
            scores[sheet] += _SIDE_BY_SIDE * (2 if sheet in beside.named else 1)
    return scores


def _look_for(part: QueryPart, own: OwnWords) -> PartFound:
    found = PartFound(part, in_own=own.sheets_with(part))
    if part.is_whole_question:
        found.in_text = dict.fromkeys(full_text.sheets_answering(part.question or 0), 1)
    elif part.words.words:
        found.in_text, found.named = full_text.sheets_with(part.words, part.question)
    if part.states:
        found.of_member = full_text.sheets_of_members(part.states)
    if part.sheet or part.begins:
        found.by_id, found.beginning = _by_id(part)
    if part.cow_alliance is not None:
        found.of_cow = _of_cow(part.cow_alliance)
    if part.years:
        found.signed, found.in_force = _of_years(*part.years)
    return found


def _by_id(part: QueryPart) -> tuple[set[int], set[int]]:
    """Return the sheets of the ATOP ID, and those whose ID begins so."""
    if part.sheet:
        atop_id, phase = part.sheet
        exact = Sheet.objects.filter(atop_id=atop_id)
        if phase is not None:
            exact = exact.filter(phase=phase)
        return set(exact.values_list("pk", flat=True)), set()
    size = 10 ** (4 - len(part.begins))
    first = int(part.begins) * size
    begins = Sheet.objects.filter(atop_id__range=(first, first + size - 1))
    return set(), set(begins.values_list("pk", flat=True))


def _of_cow(number: int) -> set[int]:
    """Return the sheets of an alliance in the COW data."""
    same = Formation.objects.filter(Q(cowid=number) | Q(cow4id=number))
    return set(same.values_list("sheet_id", flat=True))


def _of_years(first: int, last: int) -> tuple[set[int], set[int]]:
    """Return the sheets signed in these years, and those in force then."""
    lasted = Membership.objects.order_by().filter(in_force(first, last))
    return sheets_signed(first, last), set(lasted.values_list("sheet_id", flat=True))


def sheets_signed(first: int, last: int) -> set[int]:
    """Return the sheets signed in these years, by code or by answer; two queries."""
    years = [Words((str(year),), is_exact=True) for year in range(first, last + 1)]
    entered = Membership.objects.order_by().filter(yrent__range=(first, last))
    by_code = set(entered.values_list("sheet_id", flat=True))
    return by_code | full_text.sheets_saying(years, SIGNED)


def in_force(first: int, last: int) -> Q:
    """Return the condition for memberships that held in some year of these."""
    return Q(yrent__range=(1, last)) & (Q(yrexit=0) | Q(yrexit__gte=first))
