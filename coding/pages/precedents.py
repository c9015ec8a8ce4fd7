"""How a question was answered and coded on similar sheets: the nearest first.

Only approved answers and codes are shown. The search index and the rosters tell which sheets are
near; the number of queries does not grow with the record.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from django.db.models import Max, Min, Q

from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.history.codes_in_words import CodeLine, lines_of, merge_alike, names_of
from coding.models import Membership, Passage, Sheet
from coding.models.approved_values import answers_now, approved_coding, with_codes
from coding.models.membership import load_titles
from coding.models.passage import MEMBERS, PLACES, key_of
from coding.models.questionnaire import Question
from coding.models.revision import Status
from coding.models.variables import variables_at
from coding.pages.loaded_sheet import LoadedSheet, load_for, states_of
from coding.pages.usual_codes import UsualCodes, load_usual_codes
from coding.search import full_text
from coding.search.finding import SIGNED, sheets_signed
from coding.suggestions.precedents import (
    COMPARED_YEARS,
    HOW_IT_COUNTS,
    Likeness,
    Pact,
    likeness,
    score,
)

MOST = 8  # shown
_YEAR = re.compile(r"\b1[89]\d\d\b|\b20\d\d\b")


@dataclass(frozen=True)
class Precedent:
    """How another sheet answers the question."""

    sheet: Sheet
    likeness: Likeness
    is_of_the_alliance: bool  # a phase of the same alliance
    text: str
    codes: list[CodeLine]


@dataclass(frozen=True)
class Precedents:
    """What the page of precedents shows; ``coded`` are sheets without an answer in words."""

    sheet: Sheet
    question: Question
    answered: list[Precedent]
    coded: list[Precedent]
    usual: UsualCodes | None
    how_it_counts: str = HOW_IT_COUNTS


def load_precedents(
    sheet: Sheet, question: Question, user: Any, *, revision: int | None = None
) -> Precedents:
    """Return the precedents of a question, for a sheet that is loaded with its sections.

    ``revision`` is the one under review; the usual codes are those for its answer.
    """
    loaded = load_for(user, sheet, [question])
    pact = _pact_of(loaded)
    pacts = _pacts(_compared(pact) - {sheet.pk})
    answered = _answered(question, pacts.keys())
    near = _nearest(pact, pacts, answered)
    text = _text_of(loaded, question, revision)
    usual = load_usual_codes(question, text, but=sheet.pk, near=near)
    if variables_at(question.number):
        near += _nearest(pact, pacts, pacts.keys() - answered)
    shown = _load_precedents_shown(sheet, question, pact, {key: pacts[key] for key in near})
    words = [precedent for precedent in shown if precedent.text]
    coded = [precedent for precedent in shown if precedent.codes and not precedent.text]
    return Precedents(sheet, question, words, coded[: MOST - len(words)], usual)


def _text_of(loaded: LoadedSheet, question: Question, revision: int | None) -> str:
    """Return the answer to compare: of a revision, or the reader's own version."""
    number = question.number
    shown = next((open_ for open_ in loaded.open_revisions if open_.pk == revision), None)
    shown = shown or loaded.own.get(number) or loaded.returned.get(number)
    is_of_it = shown is not None and shown.question == number and shown.changes_text
    return shown.text if shown and is_of_it else loaded.approved.answers[number]


def _pact_of(loaded: LoadedSheet) -> Pact:
    """Return the features by which a sheet is compared, in its author's version.

    A new alliance has its members in drafts, or in review, or printed and not coded.
    """
    cells: dict[str, int | None] = {**loaded.approved.coding.cells}
    waiting = [revision for revision in loaded.open_revisions if revision.status == Status.PENDING]
    for revision in (*waiting, *loaded.own.values()):
        cells |= revision.codes
    coded, pk = Pact.of(cells), loaded.sheet.pk
    printed = _pacts([pk]).get(pk, coded)
    year = printed.year if coded.year is None else coded.year
    return Pact(coded.members or printed.members, year, coded.obligations)


def _compared(pact: Pact) -> set[int]:
    """Return the sheets with a common member, or signed about the same time; three queries."""
    sheets = full_text.sheets_of_members(pact.members)
    if pact.year is not None:
        sheets |= sheets_signed(pact.year - COMPARED_YEARS, pact.year + COMPARED_YEARS)
    return sheets


def _pacts(sheets: Collection[int]) -> dict[int, Pact]:
    """Return the features by which approved sheets are compared; three queries."""
    coded = {sheet: (year, owed) for sheet, year, owed in _coded(sheets)}
    printed = {sheet: _YEAR.search(text) for sheet, text in _texts_at(SIGNED, sheets)}
    pacts = {}
    for sheet, text in _texts_at(MEMBERS, sheets):
        year, owed = coded.get(sheet, (None, []))
        if year is None and (signed := printed.get(sheet)):
            year = int(signed[0])
        pacts[sheet] = Pact.read(map(full_text.state_of, text.split()), year, owed)
    return pacts


def _coded(sheets: Collection[int]) -> Iterator[tuple[int, int | None, list[str]]]:
    """Yield each roster with its first year, and the obligations of any member; one query."""
    most = [Max(name) for name in PRIMARY_OBLIGATIONS]
    first = Min("yrent", filter=Q(yrent__gt=0))
    rosters = Membership.objects.order_by().filter(sheet__in=sheets).values("sheet_id")
    for sheet, year, *values in rosters.annotate(*most, first=first).values_list(
        "sheet_id", "first", *(f"{name}__max" for name in PRIMARY_OBLIGATIONS)
    ):
        owed = zip(PRIMARY_OBLIGATIONS, values, strict=True)
        yield sheet, year, [name for name, value in owed if value == 1]


def _texts_at(place: int, sheets: Iterable[int]) -> Iterator[tuple[int, str]]:
    passages = Passage.objects.filter(pk__in=[key_of(sheet, place) for sheet in sheets])
    return ((key // PLACES, text) for key, text in passages.values_list("pk", "text"))


def _answered(question: Question, sheets: Iterable[int]) -> set[int]:
    keys = [key_of(sheet, question.number) for sheet in sheets]
    answers = Passage.objects.filter(pk__in=keys).values_list("pk", flat=True)
    return {key // PLACES for key in answers}


def _nearest(pact: Pact, pacts: Mapping[int, Pact], among: Collection[int]) -> list[int]:
    scored = ((score(pact, pacts[sheet]), -sheet) for sheet in among)
    return [-sheet for points, sheet in nlargest(MOST, scored) if points]


def _load_precedents_shown(
    sheet: Sheet, question: Question, pact: Pact, near: Mapping[int, Pact]
) -> list[Precedent]:
    """Load these sheets in order, with their answers and codes; five queries."""
    loaded = {sheet.pk: sheet for sheet in with_codes(Sheet.objects.filter(pk__in=near.keys()))}
    load_titles(loaded.values())
    codings = {pk: approved_coding(sheet) for pk, sheet in loaded.items()}
    names = names_of(pact.members.union(*map(states_of, codings.values())))
    return [
        Precedent(
            loaded[pk],
            likeness(pact, other, names),
            loaded[pk].atop_id == sheet.atop_id,
            answers_now(loaded[pk])[question.number],
            merge_alike(lines_of(question, codings[pk], names)),
        )
        for pk, other in near.items()
        if pk in loaded
    ]
