"""The codes that usually go with an answer like the given one: counts, with sheets."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Left

from coding.codebook.sheet import key_of as sheet_key
from coding.codebook.variables import Variable
from coding.forms.typed_codes import box_text
from coding.models import Membership, Passage, Sheet
from coding.models.passage import PLACES
from coding.models.questionnaire import BY_KEY, Question
from coding.models.variables import declared, variables_at
from coding.search.words import folded_words
from coding.suggestions.usual_codes import (
    FLOOR,
    HOW_THEY_ARE_FOUND,
    UsualValue,
    leading_word,
    short_answer,
    usual_codes,
)

NAMED = 4  # sheets named for each value
MOST = 1000  # sheets counted: the latest
_LONGEST_WHOLE = 200  # characters


@dataclass(frozen=True)
class ValueCount:
    """One value: the number of sheets, the first of them, and the box's text for it."""

    number: int
    meaning: str
    first: tuple[str, ...]
    text: str

    @property
    def others(self) -> int:
        return self.number - len(self.first)


@dataclass(frozen=True)
class ValuesByCode:
    """Usual values of one code; ``cell`` is its box, without the member for members' codes."""

    variable: Variable
    cell: str
    values: list[ValueCount]


@dataclass(frozen=True)
class UsualCodes:
    """The codes that go with such answers, and a description of these answers."""

    such: str
    codes: list[ValuesByCode]
    how_they_are_found: str = HOW_THEY_ARE_FOUND


def load_usual_codes(
    question: Question, text: str, *, but: int, near: Collection[int]
) -> UsualCodes | None:
    """Return the usual codes; None where too few are alike. ``near`` are the precedents' sheets."""
    names = [
        code.name for code in variables_at(question.number) if code.codes and code.scope in "AM"
    ]
    if not names:
        return None
    such, sheets = _answers_alike(question, text, but, near)
    if len(sheets) < FLOOR:
        return None
    usual_by_code = usual_codes(names, _coded(names, sheets))
    codes = [_usually(declared(usual.name), usual.values) for usual in usual_by_code]
    last = "the last " if len(sheets) == MOST else ""
    return UsualCodes(f"Of {last}{len(sheets)} approved sheets {such}", codes) if codes else None


def _answers_alike(
    question: Question, text: str, but: int, near: Collection[int]
) -> tuple[str, Collection[int]]:
    """Describe the answers like this one, and return their sheets; one query."""
    words = folded_words(text)
    same, begun = short_answer(words), leading_word(words)
    if same or begun:
        alike = dict(_answers_like(question, same, begun))
        alike.pop(but, None)
        as_whole = [sheet for sheet, answer in alike.items() if same and answer == same]
        if len(as_whole) >= FLOOR:
            return f"whose answer is “{text.strip()}”", as_whole
        if begun and len(alike) >= FLOOR:
            return f"whose answer begins “{begun.capitalize()}”", alike
    return "that are the nearest precedents", near


def _answers_like(question: Question, same: str, begun: str) -> Iterable[tuple[int, str]]:
    """Yield the latest sheets whose answer is the same folded words, or has the same beginning."""
    # The database finds the answers by their keys.
    places = Sheet.objects.order_by().values_list(F("pk") * PLACES + question.number)
    alike = Q(text=same) if same else Q()
    if begun:
        alike |= Q(text=begun) | Q(text__startswith=f"{begun} ")
    passages = Passage.objects.filter(alike, pk__in=places).order_by("-pk")
    for key, answer in passages.values_list("pk", Left("text", _LONGEST_WHOLE))[:MOST]:
        yield key // PLACES, answer


def _coded(names: list[str], sheets: Collection[int]) -> dict[str, dict[str, list[int]]]:
    """Return the values of codes by the sheet's key: a query for each table, and one for keys."""
    values: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    tables: dict[Any, list[str]] = defaultdict(list)
    for name in names:
        where = declared(name).where
        tables[BY_KEY[where].model if where in BY_KEY else Membership].append(name)
    for model, columns in tables.items():
        rows = model.objects.order_by().filter(sheet__in=sheets)
        for sheet, *row in rows.values_list("sheet_id", *columns):
            for name, value in zip(columns, row, strict=True):
                if value is not None:
                    values[sheet][name].add(value)
    keys = Sheet.objects.filter(pk__in=sheets).values_list("pk", "atop_id", "phase")
    return {
        sheet_key(atop_id, phase): {name: [*several] for name, several in values[pk].items()}
        for pk, atop_id, phase in keys
    }


def _usually(variable: Variable, values: Iterable[UsualValue]) -> ValuesByCode:
    cell = f"/{variable.name}" if variable.scope == "M" else variable.name
    return ValuesByCode(
        variable,
        cell,
        [
            ValueCount(
                len(value.sheets),
                "different ones for its members"
                if value.value is None
                else variable.describe(value.value),
                value.sheets[:NAMED],
                box_text(value.value),
            )
            for value in values
        ],
    )
