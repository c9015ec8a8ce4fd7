"""The content of the index: the approved words of each sheet, place by place."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from coding.codebook.batches import batches
from coding.models import Formation, Membership, Sheet
from coding.models.answer_fields import Members
from coding.models.compiled_queries import ANSWERS, CompiledQuery
from coding.models.passage import MEMBERS, NAMES, NOTES, PLACES, key_of
from coding.models.questionnaire import (
    BY_NUMBER,
    SECTIONS,
    Question,
    Section,
    question_of_kind,
)
from coding.search.full_text import token_of
from coding.search.state_names import StateNames, state_names
from coding.search.words import folded
from coding.workflow.visibility import visible_to_all

Passages = dict[int, str]  # by their keys; "" where a place has no words
ROSTER = question_of_kind(Members)
CHUNK = 200  # sheets read at a time
_NOTES = ("sheet_id", "question", "note", "printed_note")
_AT = CompiledQuery(
    lambda sheet, question: (
        visible_to_all().filter(sheet=sheet, question=question).order_by("id").values_list(*_NOTES)
    )
)


def passages_at(keys: Iterable[int]) -> Passages:
    """Return the content of the index at some places; "" for places without words."""
    wanted = dict.fromkeys(keys, "")
    by_place: dict[int, list[int]] = defaultdict(list)
    for key in wanted:
        by_place[key % PLACES].append(key // PLACES)
    passages = _of_names(by_place.pop(NAMES, ())) | _of_members(by_place.pop(MEMBERS, ()))
    for place in [one for one in by_place if one > NOTES]:
        for sheet in by_place.pop(place):
            passages |= _by_place(_AT.rows(sheet, place - NOTES))
    sections = {BY_NUMBER[number].section.key: BY_NUMBER[number].section for number in by_place}
    for section in sections.values():
        passages |= _of_section(section, by_place)
    return wanted | {key: words for key, words in passages.items() if key in wanted}


def _of_section(section: Section, by_number: Mapping[int, Sequence[int]]) -> Passages:
    """Return answers of the section; ``by_number`` has the sheets for each question."""
    places = [
        (place, question.number, {*by_number[question.number]})
        for place, question in enumerate(section.questions, 1)
        if question.number in by_number
    ]
    sheets, passages = sorted({sheet for *_, meant in places for sheet in meant}), Passages()
    for some in batches(sheets, CHUNK):
        for row in ANSWERS[section.key].rows(*some):
            for place, number, meant in places:
                if row[0] in meant:
                    passages[key_of(row[0], number)] = _words(row[place])
    return passages


def _of_answers(row: Any, questions: Iterable[Question]) -> Passages:
    answers = {question.number: getattr(row, question.key) for question in questions}
    return {key_of(row.sheet_id, number): _words(text) for number, text in answers.items()}


def _words(answer: str) -> str:
    """Return the folded words of an answer; "-" if it is an answer without any word."""
    return folded(answer) or ("-" if answer else "")


def _of_names(sheets: Collection[int]) -> Passages:
    if not sheets:
        return {}
    named = Sheet.objects.filter(pk__in=sheets).exclude(usual_names="")
    rows = named.values_list("pk", "usual_names")
    return {key_of(sheet, NAMES): folded(names) for sheet, names in rows}


def _of_notes(sheets: Iterable[int]) -> Passages:
    """Return the notes of approved changes; one query."""
    return _by_place(visible_to_all().filter(sheet__in=sheets).order_by("id").values_list(*_NOTES))


def _by_place(rows: Iterable[Sequence[Any]]) -> Passages:
    notes_at: dict[int, list[str]] = defaultdict(list)
    for sheet, number, *notes in rows:
        notes_at[key_of(sheet, number + NOTES)] += notes
    return {key: folded(" ".join(notes)) for key, notes in notes_at.items()}


def _of_members(sheets: Collection[int]) -> Passages:
    """Return the states that are members, by roster or by the printed answer; three queries."""
    if not sheets:
        return {}
    codes: dict[int, set[int]] = {sheet: set() for sheet in sheets}
    rosters = Membership.objects.filter(sheet__in=sheets).order_by()
    for sheet, state in rosters.values_list("sheet_id", "member_id"):
        codes[sheet].add(state)
    known = state_names()
    answers = Formation.objects.filter(sheet__in=sheets).values_list("sheet_id", ROSTER.key)
    for sheet, answer in answers:
        codes[sheet] |= _printed(answer, known)
    return {
        key_of(sheet, MEMBERS): " ".join(sorted(map(token_of, states)))
        for sheet, states in codes.items()
    }


def _printed(answer: str, known: StateNames) -> set[int]:
    lines = answer.splitlines()
    return known.named([(name, line) for line in lines for name in Members.names(line)])


def all_passages() -> Iterator[tuple[Sequence[int], Passages]]:
    """Yield groups of sheet keys, each with all passages of these sheets, until the last sheet."""
    keys = list(Sheet.objects.order_by("pk").values_list("pk", flat=True))
    for some in batches(keys, CHUNK):
        yield some, passages_of(some)


def passages_of(sheets: Sequence[int]) -> Passages:
    """Return all that the index should hold of some sheets; ten queries."""
    passages = _of_notes(sheets) | _of_members(sheets) | _of_names(sheets)
    for section in SECTIONS:
        columns = ("sheet_id", *(question.key for question in section.questions))
        for row in section.model.objects.filter(sheet__in=sheets).only(*columns):
            passages |= _of_answers(row, section.questions)
    return {key: words for key, words in passages.items() if words}
