"""Readers of plain no and plain yes.

"No" is 0 for nearly every code. "Yes" is 1 only for a code that knows no more than no and yes; of
milcon or base it does not say which value, so the row in the table does not read it.
"""

import re
from collections.abc import Iterator

from coding.suggestions.given import Given, Places
from coding.suggestions.plain import bare, is_no, is_yes, leading_no, leading_yes, phrase
from coding.suggestions.suggestion import Reader, Suggestion, suggest_codes

SYMMETRY = 24  # "Are the treaty obligations symmetric?"


def says_no(places: Places, meaning: str, *also: int) -> Reader:
    """Read a bare "No"; with ``also``, only where those questions are answered "No" as well."""

    def read(given: Given, question: int) -> Iterator[Suggestion]:
        text = given.text(question)
        if is_no(text) and all(is_no(given.text(other)) for other in also):
            yield from suggest_codes(given, question, places, text, meaning)

    return read


def says_yes(places: Places, meaning: str, *not_also: int) -> Reader:
    """Read a "Yes" that nothing takes back; with ``not_also``, only where those say "No".

    What every member would owe is read only where members owe the same.
    """

    def read(given: Given, question: int) -> Iterator[Suggestion]:
        word = leading_yes(given.text(question))
        alike = places.whom == "alliance" or members_owe_the_same(given)
        if word and alike and all(is_no(given.text(other)) for other in not_also):
            yield from suggest_codes(given, question, places, word, meaning)

    return read


def says_only_yes(places: Places, meaning: str) -> Reader:
    """Read a bare "Yes"; an explanation might take it back in words that no list foresees."""

    def read(given: Given, question: int) -> Iterator[Suggestion]:
        text = given.text(question)
        if is_yes(text):
            yield from suggest_codes(given, question, places, text, meaning)

    return read


def begins_with_no(places: Places, meaning: str) -> Reader:
    """Read a "No" that an explanation may follow, where the question asks for one."""

    def read(given: Given, question: int) -> Iterator[Suggestion]:
        word = leading_no(given.text(question))
        if word:
            yield from suggest_codes(given, question, places, word, meaning)

    return read


def says_yes_naming(pattern: re.Pattern[str], places: Places, meaning: str) -> Reader:
    """Read a "Yes" that is bare or names what the code is about; the question asks for more."""

    def read(given: Given, question: int) -> Iterator[Suggestion]:
        text = given.text(question)
        word = leading_yes(text)
        if word and (is_yes(text) or pattern.search(text)):
            yield from suggest_codes(given, question, places, word, meaning)

    return read


def says_one_of(phrases: dict[str, tuple[Places, str]]) -> Reader:
    """Read an answer that is one of some phrases, such as "Treaty" or "Public"."""

    def read(given: Given, question: int) -> Iterator[Suggestion]:
        text = given.text(question)
        places, meaning = phrases.get(phrase(text), (None, ""))
        if places:
            yield from suggest_codes(given, question, places, bare(text), meaning)

    return read


def members_owe_the_same(given: Given) -> bool:
    """Whether nothing says that members owe different things: question 24 is blank, or yes."""
    text = given.text(SYMMETRY)
    return not text or bool(leading_yes(text))
