"""Splits and folds words in the same way for the index and for queries.

Capitals, accents and punctuation do not count: "Türkiye" and "turkiye" are one word. Words are
folded here, not by the databases, so that both find the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST_WORD, LONGEST_TEXT = 200, 400_000  # characters; PostgreSQL indexes no more of one text
_WORD = re.compile(r"[^\W_]+")
_IN_A_TEXT = re.compile(r"[^\W_]+(?:[\u0300-\u036f][^\W_]*)*")
_PLAIN = re.compile("[\x00-\x7f‘’“”–—…§]*")  # has no letters that are to be folded
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_SHORTEST_STEM = 3


def folded_words(text: str) -> list[str]:
    """Return the words of a text in their order, folded."""
    if not _PLAIN.fullmatch(text):
        parts = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(part for part in parts if not unicodedata.combining(part))
        text = unicodedata.normalize("NFC", text.casefold()).translate(_LETTERS)
    return [word[:LONGEST_WORD] for word in _WORD.findall(text.lower())]


def folded(text: str) -> str:
    """Return a text as the index keeps it."""
    return " ".join(folded_words(text[:LONGEST_TEXT]))


@dataclass(frozen=True)
class Words:
    """A word that is searched, or several side by side.

    A single word also matches with other endings, unless it ``is_exact``.
    """

    words: tuple[str, ...]
    is_exact: bool = False
    is_beginning: bool = False  # of a word: "embass*"

    @property
    def choices(self) -> list[tuple[str, ...]]:
        """The forms that each word matches."""
        if self.is_exact or self.is_beginning or len(self.words) > 1:
            return [(word,) for word in self.words]
        return [forms_of_word(word) for word in self.words]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the words stand in an unfolded text."""
        choices = self.choices
        if choices and _PLAIN.fullmatch(text):  # nearly always, and an answer may be long
            yield from (placed.span() for placed in _pattern(self).finditer(text))
            return
        placed = list(_placed(text)) if choices else []
        for start in range(len(placed) - len(choices) + 1 if placed else 0):
            run = placed[start : start + len(choices)]
            if all(self._is(word, meant) for (word, *_), meant in zip(run, choices, strict=True)):
                yield run[0][1], run[-1][2]

    def _is(self, word: str, meant: tuple[str, ...]) -> bool:
        return word.startswith(meant[0]) if self.is_beginning else word in meant


@lru_cache(100)
def _pattern(words: Words) -> re.Pattern[str]:
    """Return a pattern that finds the words in a text without letters to fold."""
    sides = ("(?:" + "|".join(map(re.escape, forms)) + ")" for forms in words.choices)
    end = "[a-z0-9]*" if words.is_beginning else "(?![a-z0-9])"
    return re.compile("(?<![a-z0-9])" + "[^a-z0-9]+".join(sides) + end, re.ASCII | re.IGNORECASE)


def _placed(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _IN_A_TEXT.finditer(text):
        written = match.group()
        for word in [written.lower()] if written.isascii() else folded_words(written):
            yield word[:LONGEST_WORD], match.start(), match.end()


@lru_cache(1000)
def forms_of_word(word: str) -> tuple[str, ...]:
    """Return a word with the usual English endings: embassy, embassies; consult, consulted.

    Forms that are not words find nothing.
    """
    if len(word) <= _SHORTEST_STEM or not (word.isascii() and word.isalpha()):
        return (word,)
    forms = {word}
    for stem in _stems(word):
        forms |= {stem, f"{stem}s", f"{stem}es", f"{stem}ed", f"{stem}ing"}
        if stem.endswith("e"):
            forms |= {f"{stem}d", f"{stem[:-1]}ing"}
        if stem.endswith("y"):
            forms |= {f"{stem[:-1]}ies", f"{stem[:-1]}ied"}
    return tuple(sorted(forms))


def _stems(word: str) -> set[str]:
    """Return what may be the plain form of the word."""
    stems = {word}
    for ending, plain in (("ies", "y"), ("ied", "y"), ("es", ""), ("ed", ""), ("ing", "")):
        if word.endswith(ending):
            stems |= {word.removesuffix(ending) + plain}
    if word.endswith(("es", "ed", "ing")):
        stems.add(re.sub(r"(?:es|ed|ing)$", "e", word))
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        stems.add(word[:-1])
    return {stem for stem in stems if len(stem) >= _SHORTEST_STEM}
