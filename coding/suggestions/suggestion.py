"""A suggestion: codes that an answer says in plain words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from coding.codebook.cells import Cells
from coding.suggestions.given import CodesFor, Given

_SHOWN = 80  # characters of the words that a reading repeats


@dataclass(frozen=True)
class Suggestion:
    """Codes suggested for a question, by their cells, for a person to accept.

    ``words`` are the answer's exact words. They may come from another question, ``words_from``, if
    the answer only says "See 10". ``reading`` says in one sentence what they mean.
    """

    question: int
    cells: Cells
    words: str
    reading: str
    words_from: int


class Reading(NamedTuple):
    """Words of an answer, the codes that they say, and what they mean.

    ``words_from`` is the question whose answer has the words, if it is another one.
    """

    words: str
    places: CodesFor
    meaning: str
    words_from: int | None = None


Reader = Callable[[str, Given], Iterator[Reading]]


def suggestions(read: Reader, given: Given, question: int, text: str) -> Iterator[Suggestion]:
    for words, places, meaning, words_from in read(text, given):
        if cells := places.cells(given):
            yield Suggestion(question, cells, words, _quote(words, meaning), words_from or question)


def reader(words_of: Callable[[str, Given], str], places: CodesFor, meaning: str) -> Reader:
    """Return a reader of the words that ``words_of`` finds in an answer, "" for none."""

    def read(text: str, given: Given) -> Iterator[Reading]:
        if words := words_of(text, given):
            yield Reading(words, places, meaning)

    return read


def _quote(words: str, meaning: str) -> str:
    """Return the reading: “120 months”: a specified period of 120 months."""
    line = " ".join(words.split())
    shown = line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"
    return f"“{shown}”: {meaning}"
