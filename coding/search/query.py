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
        """Whether a value is meant; a missing one only where it is asked for by its number."""
        return (given != MISSING or self.value == MISSING) and SIGNS[self.sign](given, self.value)

    def __str__(self) -> str:
        return f"{self.variable.name} {self.sign} {self.value}"


@dataclass(frozen=True)
class QueryPart:
    """A part of a query, with all that it may mean. ``typed`` is as the person wrote it."""

    typed: str
    words: Words
    question: int | None = None  # the only one that is meant
    states: frozenset[int] = frozenset()
    years: tuple[int, int] | None = None
    sheet: tuple[int, int | None] | None = None  # ATOP ID and phase
    begins: str = ""  # what an ATOP ID begins with
    cow_alliance: int | None = None
    is_begun_name: bool = False  # of the states: the words are meant as well
    is_alone: bool = False  # and so no number of an article, say

    @property
    def is_small(self) -> bool:
        """Whether it says nothing beside others: "and", in capitals too, though AND is Andorra."""
        is_plain = self.question is None and not self.words.is_exact
        return is_plain and len(self.words.words) == 1 and self.words.words[0] in _PASSED_OVER

    @property
    def is_whole_question(self) -> bool:
        """Whether all that say anything at a question are meant: "Q25:"."""
        return self.question is not None and not self.words.words

    @property
    def means_its_words(self) -> bool:
        """Whether texts with its words are meant, whatever else it may be."""
        if self.typed.isdecimal() and not self.years:
            return not self.is_alone
        return self.is_begun_name or not (self.states or self.years)


@dataclass(frozen=True)
class Query:
    """What is looked for. ``hints`` say what could not be read as it was probably meant."""

    typed: str
    parts: tuple[QueryPart, ...] = ()
    codes: tuple[CodeTest, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def side_by_side(self) -> Words | None:
        """All words that were typed, as they would stand in a text; None for a single one."""
        plain = [one for one in self.parts if one.question is None and not one.words.is_beginning]
        words = tuple(word for one in plain for word in one.words.words)
        return Words(words, is_exact=True) if len(plain) > 1 else None


def is_year(typed: str) -> bool:
    """Whether what was typed is a year, and no number for a new sheet."""
    number = typed.strip()
    return re.fullmatch(r"[0-9]{4}", number) is not None and (
        FIRST_YEAR <= int(number) <= LAST_YEAR
    )
