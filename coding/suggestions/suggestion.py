"""A suggestion: codes that an answer says in plain words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coding.codebook.cells import Cells
from coding.suggestions.given import Given, Places

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


Reader = Callable[[Given, int], Iterator[Suggestion]]


def suggest_codes(
    given: Given,
    question: int,
    places: Places,
    words: str,
    meaning: str,
    words_from: int | None = None,
) -> Iterator[Suggestion]:
    cells = places.cells(given)
    if cells:
        yield Suggestion(question, cells, words, quote(words, meaning), words_from or question)


def reader(words_of: Callable[[str, Given], str], places: Places, meaning: str) -> Reader:
    """Return a reader of the words that ``words_of`` finds in an answer, "" for none."""

    def read(given: Given, question: int) -> Iterator[Suggestion]:
        if words := words_of(given.text(question), given):
            yield from suggest_codes(given, question, places, words, meaning)

    return read


def quote(words: str, meaning: str) -> str:
    """Return the reading: “120 months”: a specified period of 120 months."""
    line = " ".join(words.split())
    shown = line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"
    return f"“{shown}”: {meaning}"
