"""A query as it was understood: its parts, with all that each may mean.

A part that means several things, such as "1893", means them all; all parts together say which
sheets are looked for.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coding.codebook.cells import MISSING
from coding.codebook.variables import Variable
from coding.search.words import Words

FIRST_YEAR, LAST_YEAR = 1800, 2100
_PASSED_OVER = frozenset(
    ["a", "an", "and", "the", "of", "in", "on", "to", "for", "with", "between", "by", "or"]
)

SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge, "≥": operator.ge, "=>": operator.ge,
    "<=": operator.le, "≤": operator.le, "=<": operator.le,
    "!=": operator.ne, "<>": operator.ne, "≠": operator.ne,
    "==": operator.eq, "=": operator.eq, ">": operator.gt, "<": operator.lt,
}  # fmt: skip


@dataclass(frozen=True)
class CodeTest:
    """A code as a filter: "milcon ≥ 2"."""

    variable: Variable
    sign: str
    value: int

    def holds(self, given: int) -> bool:
        """Whether the value passes; "missing" passes only if the test is for its number."""
        return (given != MISSING or self.value == MISSING) and SIGNS[self.sign](given, self.value)

    def __str__(self) -> str:
        return f"{self.variable.name} {self.sign} {self.value}"


@dataclass(frozen=True)
class QueryPart:
    """A part of a query, with all that it may mean. ``typed`` is as the person wrote it."""

    typed: str
    words: Words
    question: int | None = None  # only this question is searched
    states: frozenset[int] = frozenset()
    years: tuple[int, int] | None = None
    sheet: tuple[int, int | None] | None = None  # ATOP ID and phase
    begins: str = ""  # what an ATOP ID begins with
    cow_alliance: int | None = None
    is_begun_name: bool = False  # from a partial name: searched as a word too
    is_alone: bool = False  # the whole query, so no article's number, say

    @property
    def is_small(self) -> bool:
        """Whether it is a stop word: "and", even in capitals, although AND is Andorra."""
        is_plain = self.question is None and not self.words.is_exact
        return is_plain and len(self.words.words) == 1 and self.words.words[0] in _PASSED_OVER

    @property
    def is_whole_question(self) -> bool:
        """Whether every answer to the question matches: "Q25:"."""
        return self.question is not None and not self.words.words

    @property
    def means_its_words(self) -> bool:
        """Whether it is searched as words, too, whatever else it means."""
        if self.typed.isdecimal() and not self.years:
            return not self.is_alone
        return self.is_begun_name or not (self.states or self.years)


@dataclass(frozen=True)
class Query:
    """A parsed query. ``hints`` say what was probably meant in another way."""

    typed: str
    parts: tuple[QueryPart, ...] = ()
    codes: tuple[CodeTest, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def side_by_side(self) -> Words | None:
        """All plain words as one phrase; None if there is only one part."""
        plain = [
            part for part in self.parts if part.question is None and not part.words.is_beginning
        ]
        words = tuple(word for part in plain for word in part.words.words)
        return Words(words, is_exact=True) if len(plain) > 1 else None


def is_year(typed: str) -> bool:
    """Whether what was typed is a year, and no number for a new sheet."""
    number = typed.strip()
    return re.fullmatch(r"[0-9]{4}", number) is not None and (
        FIRST_YEAR <= int(number) <= LAST_YEAR
    )
