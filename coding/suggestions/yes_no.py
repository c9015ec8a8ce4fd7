"""Read a plain no and a plain yes.

"No" is 0 for nearly every code. "Yes" is read only for codes that are just no or yes; for milcon or
base it does not say which value.
"""

import re
from collections.abc import Iterable

from coding.suggestions.given import CodesFor, Given
from coding.suggestions.plain import is_no, is_yes, leading_no, leading_yes, phrase, without_source
from coding.suggestions.suggestion import Reader, reader

SYMMETRY = 24  # "Are the treaty obligations symmetric?"


def says_no(places: CodesFor, meaning: str, *also: int) -> Reader:
    """Read a bare "No"; with ``also``, only if those questions have "No" too."""

    def words_of(text: str, given: Given) -> str:
        return text if is_no(text) and _all_no(given, also) else ""

    return reader(words_of, places, meaning)


def says_yes(places: CodesFor, meaning: str, *not_also: int) -> Reader:
    """Read a "Yes" that nothing takes back; with ``not_also``, only if those have "No".

    A promise of every member is read only if members owe the same.
    """

    def words_of(text: str, given: Given) -> str:
        alike = places.whom == "alliance" or members_owe_the_same(given)
        return leading_yes(text) if alike and _all_no(given, not_also) else ""

    return reader(words_of, places, meaning)


def _all_no(given: Given, questions: Iterable[int]) -> bool:
    return all(is_no(given.text(question)) for question in questions)


def says_only_yes(places: CodesFor, meaning: str) -> Reader:
    """Read a bare "Yes": no list of words covers all explanations that take it back."""
    return reader(lambda text, _: text if is_yes(text) else "", places, meaning)


def begins_with_no(places: CodesFor, meaning: str) -> Reader:
    """Read a "No", with or without the explanation that the question asks for."""
    return reader(lambda text, _: leading_no(text), places, meaning)


def says_yes_naming(pattern: re.Pattern[str], places: CodesFor, meaning: str) -> Reader:
    """Read a "Yes" that is bare or names what the code is about."""

    def words_of(text: str, given: Given) -> str:
        return leading_yes(text) if is_yes(text) or pattern.search(text) else ""

    return reader(words_of, places, meaning)


def says(pattern: str, places: CodesFor, meaning: str) -> Reader:
    """Read an answer that is a phrase, such as "Treaty" or "Public"."""
    return reader(
        lambda text, _: without_source(text) if re.fullmatch(pattern, phrase(text)) else "",
        places,
        meaning,
    )


def members_owe_the_same(given: Given) -> bool:
    """Whether question 24 is blank or says yes."""
    text = given.text(SYMMETRY)
    return not text or bool(leading_yes(text))
