"""Reads what somebody typed into the box, and says what each part of it may mean.

Whatever is typed can be read.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace

from coding.codebook.text import without_invisible
from coding.codebook.variables import Variable
from coding.search.query import FIRST_YEAR, LAST_YEAR, SIGNS, CodeTest, Query, QueryPart
from coding.search.state_names import MOST_WORDS, StateNames
from coding.search.words import Words, folded_words

MOST_PARTS = 12  # of a query; what is typed behind them is left out, and said so
LONGEST = 400  # characters that are read
_BETWEEN_NAMES = ("[/&+]", "[‒–—―]", "[-‐‑−]")  # the wider separator first
_AROUND = ".,:;!?#'’‘"  # what may stand around a number or a word
_BRACKETS = dict.fromkeys(map(ord, "()[]{}"), " ")  # ignored
_ATOP_IDS = range(1000, 10000)
_SIGN = "|".join(map(re.escape, SIGNS))
_SIGN_ALONE = re.compile(r"([A-Za-z][A-Za-z0-9]*)\s*[=≠<>≤≥!]+(?![=≠<>≤≥!]|\s*[-–−]?\d)")
# Operators that join or exclude words in other search boxes.
_JOINING = re.compile(r"(?<!\S)(?:(?:OR|NOT)(?!\S)|NEAR(?=[\s(/])|-(?=[^\W\d]))")
_QUOTES = '"“”„«»'
_DASHES = "-‐‑‒–—―−"  # as typed on keyboards or copied from Word and PDF
_MARKED = rf"q\d{{1,3}}\s*:|[A-Za-z][A-Za-z0-9]*\s*(?:{_SIGN})\s*[{_DASHES}]?\d"
_PART = re.compile(
    rf"""
      (?P<code>[A-Za-z][A-Za-z0-9]{{1,11}})\s*(?P<sign>{_SIGN})
        \s*(?P<value>[{_DASHES}]?\d{{1,5}})(?:\.0+\b)?(?!\d)
    | \bq(?P<question>\d{{1,3}})\s*:\s*
        (?:[{_QUOTES}](?P<said>[^{_QUOTES}]*)[{_QUOTES}]?
        | (?P<word>(?:(?!{_MARKED})[^\s,;{_QUOTES}]+)?))
    | [{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?
    | \b(?P<list>atop(?:\s?id)?|cow)\s*[\#:]?\s*(?P<number>\d{{4}}\.\d|\d{{1,4}})(?!\.?\w)
    | (?P<from>1[89]\d\d|20\d\d)\s?(?:[{_DASHES}]|to\b)\s?(?P<to>1[89]\d\d|20\d\d|\d\d)
        (?!\d|[{_DASHES}/.]\d)
    | (?P<plain>[^\s,;{_QUOTES}]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass
class _Reading:
    """The state of parsing."""

    names: StateNames
    variables: Mapping[str, Variable]
    questions: Container[int]
    parts: list[QueryPart] = field(default_factory=list)
    codes: list[CodeTest] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    run: list[str] = field(default_factory=list)  # plain words that are not interpreted yet


def read_query(
    typed: str, names: StateNames, variables: Mapping[str, Variable], questions: Container[int]
) -> Query:
    """Parse what was typed, given the variables and questions that exist."""
    reading = _Reading(names, variables, questions)
    for match in _PART.finditer(without_invisible(typed[:LONGEST]).translate(_BRACKETS)):
        if match["plain"] is not None:
            reading.run.append(match["plain"])
            continue
        _end_run(reading)
        _read_marked(reading, match)
    _end_run(reading)
    parts_kept = [part for part in reading.parts if not part.is_small]
    if not parts_kept and not reading.codes:
        parts_kept = reading.parts
    reading.hints += _misread(typed[:LONGEST], reading)
    if len(parts_kept) > MOST_PARTS or len(typed) > LONGEST:
        left = f"The first {MOST_PARTS} words were looked for; the rest was left out."
        reading.hints.append(left)
    parts = tuple(parts_kept[:MOST_PARTS])
    if len(parts) == 1:
        parts = (replace(parts[0], is_alone=True),)
    return Query(typed, parts, tuple(reading.codes[:MOST_PARTS]), tuple(reading.hints))


def _misread(typed: str, reading: _Reading) -> Iterator[str]:
    """Yield hints for what means something in other search boxes, or is nearly an operator here."""
    if (joining := _JOINING.search(typed)) and not typed.isupper():
        text = f"“{joining.group()}” joins and leaves out nothing here"
        yield f"{text}: a sheet has to meet every part of what is typed."
    for code in _SIGN_ALONE.findall(typed):
        if code.lower() in reading.variables:
            yield f"A code is looked for by a number behind the sign: “{code} = 1”."
    number = re.fullmatch(r"[Qq](\d{1,3})", typed.strip())
    if number and int(number[1]) in reading.questions:
        yield f"Looked for as a word. “{typed.strip()}:” finds what is answered at that question."


def _read_marked(reading: _Reading, match: "re.Match[str]") -> None:
    """Parse a part with an explicit sign or prefix."""
    typed = match.group().strip()
    if match["code"] is not None:
        _read_code(reading, match)
    elif match["question"] is not None:
        _read_question(reading, match)
    elif match["phrase"] is not None:
        words = _as_words(match["phrase"], is_exact=True)
        if words.words:
            reading.parts.append(QueryPart(typed, words))
    elif match["number"] is not None:
        reading.parts.append(_of_list(typed, match["list"].lower(), match["number"]))
    else:
        reading.parts.append(
            QueryPart(typed, _as_words(typed), years=_span(match["from"], match["to"]))
        )


def _span(first: str, last: str) -> tuple[int, int] | None:
    """Return the first and last year, in either order; 1914–18 is within one century."""
    if len(last) == 2 and last <= first[2:]:
        return None  # a month: "1893-12"
    years = sorted((int(first), int(first[: 4 - len(last)] + last)))
    return years[0], years[1]


def _number_of(value: str) -> int:
    """Return a number; any kind of dash is a minus."""
    digits = value.lstrip(_DASHES)
    return int(digits) if digits == value else -int(digits)


def _read_question(reading: _Reading, match: "re.Match[str]") -> None:
    number, is_exact = int(match["question"]), match["said"] is not None
    words = _as_words(match["said"] if is_exact else match["word"], is_exact=is_exact)
    if number in reading.questions:
        reading.parts.append(QueryPart(match.group().strip(), words, question=number))
        return
    if not words.words:
        reading.hints.append(f"There is no question {number}.")
        return
    reading.hints.append(f"There is no question {number}, so all questions were looked through.")
    reading.parts.append(QueryPart(match.group().strip(), words))


def _read_code(reading: _Reading, match: "re.Match[str]") -> None:
    variable = reading.variables.get(match["code"].lower())
    if variable is not None:
        reading.codes.append(CodeTest(variable, match["sign"], _number_of(match["value"])))
        return
    reading.hints.append(f"There is no code “{match['code']}”, so it was looked for as words.")
    reading.parts.append(QueryPart(match.group(), _as_words(match.group())))


def _as_words(text: str, *, is_exact: bool = False) -> Words:
    words = tuple(folded_words(text))
    is_beginning = not is_exact and len(words) == 1 and text.endswith("*")
    return Words(words, is_exact=is_exact, is_beginning=is_beginning)


def _of_list(typed: str, which: str, number: str) -> QueryPart:
    """Read a number that says whose it is: "ATOP 3180", "COW 365"."""
    if which == "cow":
        code = int(number.partition(".")[0])
        return QueryPart(typed, Words(()), states=frozenset({code}), cow_alliance=code)
    return QueryPart(typed, Words(()), sheet=_sheet_named(number), begins=number)


def _sheet_named(number: str) -> tuple[int, int | None] | None:
    atop_id, _, phase = number.partition(".")
    return (int(atop_id), int(phase) if phase else None) if len(atop_id) == 4 else None


def _end_run(reading: _Reading) -> None:
    """Interpret the plain words since the last part: names of states, numbers, other words."""
    run, reading.run = reading.run, []
    apart = [piece for chunk in run for piece in _split_states(chunk, reading.names)]
    reading.parts += _understood(apart, reading.names)


def _split_states(chunk: str, names: StateNames) -> list[str]:
    """Split names of states joined by a dash: "Germany–Japan", but not "Guinea-Bissau"."""
    if names.meant(folded_words(chunk), chunk):
        return [chunk]
    for marks in _BETWEEN_NAMES:
        pieces = [piece for piece in re.split(marks, chunk) if piece]
        if len(pieces) > 1 and all(names.meant(folded_words(piece), piece) for piece in pieces):
            return pieces
    return [chunk]


def _understood(run: list[str], names: StateNames) -> Iterator[QueryPart]:
    place = 0
    while place < len(run):
        taken = _state_at(run, place, names) or _single(run[place], names)
        if taken is not None:
            yield taken[0]
        place += taken[1] if taken else 1


def _state_at(run: list[str], place: int, names: StateNames) -> tuple[QueryPart, int] | None:
    """Return the longest name of states that begins here, with the number of chunks it takes."""
    for number in range(min(MOST_WORDS, len(run) - place), 0, -1):
        typed = " ".join(run[place : place + number])
        words = folded_words(typed)
        if states := names.meant(words, typed):
            return QueryPart(typed, Words(tuple(words)), states=states), number
    return None


def _single(chunk: str, names: StateNames) -> tuple[QueryPart, int] | None:
    typed = chunk.strip(_AROUND)
    if re.fullmatch(r"[0-9]{4}\.[0-9]", typed):
        return QueryPart(typed, _as_words(typed), sheet=_sheet_named(typed)), 1
    words = _as_words(typed)
    if not words.words:
        return None
    if re.fullmatch(r"[0-9]{1,4}", typed):
        return _number(typed, words, names), 1
    begun = names.begun(words.words[0]) if len(words.words) == 1 else frozenset()
    return QueryPart(typed, words, states=begun, is_begun_name=bool(begun)), 1


def _number(typed: str, words: Words, names: StateNames) -> QueryPart:
    """Read a number: an ATOP ID or its beginning, a year, or a COW number."""
    number = int(typed)
    is_year = FIRST_YEAR <= number <= LAST_YEAR and len(typed) == 4
    return QueryPart(
        typed,
        words,
        states=frozenset({number} & names.names.keys()),
        years=(number, number) if is_year else None,
        sheet=(number, None) if len(typed) == 4 and number in _ATOP_IDS else None,
        begins=typed if typed[0] != "0" else "",
        cow_alliance=number,
    )
