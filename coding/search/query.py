"""Reads what somebody typed into the box, and says what each part of it may mean.

Whatever is typed can be read. A part that means several things, such as "1893", means them all; all
parts together say which sheets are looked for.
"""

import operator
import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from coding.codebook.cells import MISSING
from coding.codebook.variables import Variable
from coding.search.state_names import MOST_WORDS, StateNames
from coding.search.words import Words, folded_words

MOST_PARTS = 12  # of a query; what is typed behind them is left out, and said so
LONGEST = 400  # characters that are read
FIRST_YEAR, LAST_YEAR = 1800, 2100
_ATOP_IDS = range(1000, 10000)
_PASSED_OVER = frozenset(
    ["a", "an", "and", "the", "of", "in", "on", "to", "for", "with", "between", "by", "or"]
)

_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge, "≥": operator.ge, "<=": operator.le, "≤": operator.le,
    "!=": operator.ne, "<>": operator.ne, "≠": operator.ne,
    "==": operator.eq, "=": operator.eq, ">": operator.gt, "<": operator.lt,
}  # fmt: skip
_QUOTES = '"“”„«»'
_PART = re.compile(
    rf"""
      (?P<code>[A-Za-z][A-Za-z0-9]{{1,11}})\s*(?P<sign>{"|".join(map(re.escape, _SIGNS))})
        \s*(?P<value>-?\d{{1,5}})(?!\d)
    | \bq(?P<question>\d{{1,3}})\s*:\s*
        (?:[{_QUOTES}](?P<said>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<word>[^\s,;{_QUOTES}]*))
    | [{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?
    | \b(?P<list>atop(?:\s?id)?|cow)\s*[\#:]?\s*(?P<number>\d{{1,4}}(?:\.\d)?)\b
    | (?P<from>1[89]\d\d|20\d\d)\s?[-–—]\s?(?P<to>1[89]\d\d|20\d\d)(?!\d)
    | (?P<plain>[^\s,;{_QUOTES}]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class CodeTest:
    """A code as a filter: "milcon ≥ 2"."""

    variable: Variable
    sign: str
    value: int

    def holds(self, given: int) -> bool:
        """Whether a value is meant; a missing one only where it is asked for by its number."""
        return (given != MISSING or self.value == MISSING) and _SIGNS[self.sign](given, self.value)

    def __str__(self) -> str:
        return f"{self.variable.name} {self.sign} {self.value}"


@dataclass(frozen=True)
class Part:
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
    parts: tuple[Part, ...] = ()
    codes: tuple[CodeTest, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def side_by_side(self) -> Words | None:
        """All words that were typed, as they would stand in a text; None for a single one."""
        plain = [one for one in self.parts if one.question is None and not one.words.is_beginning]
        words = tuple(word for one in plain for word in one.words.words)
        return Words(words, is_exact=True) if len(plain) > 1 else None


@dataclass
class _Reading:
    """What was read so far."""

    names: StateNames
    variables: Mapping[str, Variable]
    questions: Container[int]
    parts: list[Part] = field(default_factory=list)
    codes: list[CodeTest] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    run: list[str] = field(default_factory=list)  # plain words, not yet understood


def read_query(
    typed: str, names: StateNames, variables: Mapping[str, Variable], questions: Container[int]
) -> Query:
    """Read what was typed, given the codes and the questions that there are."""
    reading = _Reading(names, variables, questions)
    for match in _PART.finditer(typed[:LONGEST]):
        if match["plain"] is not None:
            reading.run.append(match["plain"])
            continue
        _end_run(reading)
        _read_marked(reading, match)
    _end_run(reading)
    if len(reading.parts) > MOST_PARTS or len(typed) > LONGEST:
        left = f"The first {MOST_PARTS} words were looked for; the rest was left out."
        reading.hints.append(left)
    parts = tuple(reading.parts[:MOST_PARTS])
    if len(parts) == 1:
        parts = (replace(parts[0], is_alone=True),)
    return Query(typed, parts, tuple(reading.codes[:MOST_PARTS]), tuple(reading.hints))


def _read_marked(reading: _Reading, match: "re.Match[str]") -> None:
    """Read a part that says by a sign what it is."""
    typed = match.group().strip()
    if match["code"] is not None:
        _read_code(reading, match)
    elif match["question"] is not None:
        _read_question(reading, match)
    elif match["phrase"] is not None:
        words = _as_words(match["phrase"], is_exact=True)
        if words.words:
            reading.parts.append(Part(typed, words))
    elif match["number"] is not None:
        reading.parts.append(_of_list(typed, match["list"].lower(), match["number"]))
    else:
        first, last = sorted((int(match["from"]), int(match["to"])))
        reading.parts.append(Part(typed, _as_words(typed), years=(first, last)))


def _read_question(reading: _Reading, match: "re.Match[str]") -> None:
    number, is_exact = int(match["question"]), match["said"] is not None
    words = _as_words(match["said"] if is_exact else match["word"], is_exact=is_exact)
    if number in reading.questions:
        reading.parts.append(Part(match.group().strip(), words, question=number))
        return
    reading.hints.append(f"There is no question {number}, so all questions were looked through.")
    if words.words:
        reading.parts.append(Part(match.group().strip(), words))


def _read_code(reading: _Reading, match: "re.Match[str]") -> None:
    variable = reading.variables.get(match["code"].lower())
    if variable is not None:
        reading.codes.append(CodeTest(variable, match["sign"], int(match["value"])))
        return
    reading.hints.append(f"There is no code “{match['code']}”, so it was looked for as words.")
    reading.parts.append(Part(match.group(), _as_words(match.group())))


def _as_words(text: str, *, is_exact: bool = False) -> Words:
    words = tuple(folded_words(text))
    is_beginning = not is_exact and len(words) == 1 and text.endswith("*")
    return Words(words, is_exact=is_exact, is_beginning=is_beginning)


def _of_list(typed: str, which: str, number: str) -> Part:
    """Read a number that says whose it is: "ATOP 3180", "COW 365"."""
    if which == "cow":
        code = int(number.partition(".")[0])
        return Part(typed, Words(()), states=frozenset({code}), cow_alliance=code)
    return Part(typed, Words(()), sheet=_sheet_named(number), begins=number)


def _sheet_named(number: str) -> tuple[int, int | None] | None:
    atop_id, _, phase = number.partition(".")
    return (int(atop_id), int(phase) if phase else None) if len(atop_id) == 4 else None


def _end_run(reading: _Reading) -> None:
    """Understand the plain words since the last part: names of states, numbers, all others."""
    run, reading.run = reading.run, []
    understood = list(_understood(run, reading.names))
    meant = [one for one in understood if one.words.words[0] not in _PASSED_OVER or one.states]
    reading.parts += meant or understood


def _understood(run: list[str], names: StateNames) -> Iterator[Part]:
    place = 0
    while place < len(run):
        taken = _state_at(run, place, names) or _single(run[place], names)
        if taken is not None:
            yield taken[0]
        place += taken[1] if taken else 1


def _state_at(run: list[str], place: int, names: StateNames) -> tuple[Part, int] | None:
    """Return the longest name of states that begins here, with the number of chunks it takes."""
    for number in range(min(MOST_WORDS, len(run) - place), 0, -1):
        typed = " ".join(run[place : place + number])
        words = folded_words(typed)
        if states := names.meant(words, typed):
            return Part(typed, Words(tuple(words)), states=states), number
    return None


def _single(typed: str, names: StateNames) -> tuple[Part, int] | None:
    if re.fullmatch(r"[0-9]{4}\.[0-9]", typed):
        return Part(typed, _as_words(typed), sheet=_sheet_named(typed)), 1
    words = _as_words(typed)
    if not words.words:
        return None
    if re.fullmatch(r"[0-9]{1,4}", typed):
        return _number(typed, words, names), 1
    begun = names.begun(words.words[0]) if len(words.words) == 1 else frozenset()
    return Part(typed, words, states=begun, is_begun_name=bool(begun)), 1


def _number(typed: str, words: Words, names: StateNames) -> Part:
    """Read a number: an ATOP ID or its beginning, a year, or a COW number."""
    number = int(typed)
    is_year = FIRST_YEAR <= number <= LAST_YEAR and len(typed) == 4
    return Part(
        typed,
        words,
        states=frozenset({number} & names.names.keys()),
        years=(number, number) if is_year else None,
        sheet=(number, None) if len(typed) == 4 and number in _ATOP_IDS else None,
        begins=typed if typed[0] != "0" else "",
        cow_alliance=number,
    )


def is_year(typed: str) -> bool:
    """Whether what was typed is a year, and no number for a new sheet."""
    number = typed.strip()
    return re.fullmatch(r"[0-9]{4}", number) is not None and (
        FIRST_YEAR <= int(number) <= LAST_YEAR
    )
