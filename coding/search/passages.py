"""What the index should hold of each sheet: the approved words of the record, place by place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from coding.models import Formation, Membership, Sheet
from coding.models.answer_fields import Members
from coding.models.compiled_queries import CompiledQuery
from coding.models.passage import MEMBERS, NAMES, NOTES, key_of
from coding.models.questionnaire import QUESTIONS, SECTIONS, Question
from coding.search.full_text import token_of
from coding.search.state_names import StateNames, state_names
from coding.search.words import folded
from coding.workflow.visibility import visible_to_all

Passages = dict[int, str]  # by their keys; "" where a place has no words
ROSTER = next(one for one in QUESTIONS if isinstance(one.kind, Members))
CHUNK = 200  # sheets read at a time
_NOTES = ("sheet_id", "question", "note", "printed_note")
_AT = CompiledQuery(
    lambda sheet, question: (
        visible_to_all().filter(sheet=sheet, question=question).order_by("id").values_list(*_NOTES)
    )
)


def of_answers(row: Any, questions: Iterable[Question]) -> Passages:
    """Return the answers of a section's row, or of its history."""
    said = {one.number: getattr(row, one.key) for one in questions}
    return {key_of(row.sheet_id, number): _words(text) for number, text in said.items()}


def _words(answer: str) -> str:
    """Return the words of an answer; a mark where it has none, and is answered all the same."""
    return folded(answer) or ("-" if answer else "")


def of_names(sheet: int, names: str) -> Passages:
    return {key_of(sheet, NAMES): folded(names)}


def of_notes(sheets: Iterable[int]) -> Passages:
    """Return the notes of approved changes; one query."""
    return _told(visible_to_all().filter(sheet__in=sheets).order_by("id").values_list(*_NOTES))


def of_notes_at(sheet: int, question: int) -> Passages:
    """Return the notes of approved changes of one question; one query."""
    return _told(_AT.rows(sheet, question))


def _told(rows: Iterable[Sequence[Any]]) -> Passages:
    said: dict[int, list[str]] = defaultdict(list)
    for sheet, number, *notes in rows:
        said[key_of(sheet, number + NOTES)] += notes
    return {key: folded(" ".join(notes)) for key, notes in said.items()}


def of_members(sheets: Sequence[int]) -> Passages:
    """Return the states that are members, by roster or by the printed answer; three queries."""
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


def of_all() -> Iterator[tuple[list[int], Passages]]:
    """Yield the keys of some sheets with all that the index should hold of them, until the end."""
    keys = list(Sheet.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        yield some, of_sheets(some)


def of_sheets(sheets: Sequence[int]) -> Passages:
    """Return all that the index should hold of some sheets; ten queries."""
    found = of_notes(sheets) | of_members(sheets)
    named: QuerySet[Any] = Sheet.objects.filter(pk__in=sheets).exclude(usual_names="")
    for sheet, names in named.values_list("pk", "usual_names"):
        found |= of_names(sheet, names)
    for section in SECTIONS:
        columns = ("sheet_id", *(one.key for one in section.questions))
        for row in section.model.objects.filter(sheet__in=sheets).only(*columns):
            found |= of_answers(row, section.questions)
    return {key: words for key, words in found.items() if words}
