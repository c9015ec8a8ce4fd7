"""Compare text with the questions' printed wordings.

Only letters and digits are compared, as one stream, so line ends, page breaks, hyphens, quotation
marks and spacing make no difference. (All three sample sheets wrap wordings; 6070 doubles spaces,
others straighten quotes.)
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from rapidfuzz.distance import Levenshtein

from coding.models.questionnaire import Question
from coding.sheets.document import Document
from coding.sheets.questions.wording_ends import may_be_chosen

TOLERANCE = 0.15  # share of letters that may differ, by typos or in other printings
SHORTEST_TOLERANT = 12  # labels such as "Coder:" are too short to be recognised with a typo

_CHOICE = "yesno"
_BRACKETS_END = re.compile(r"[^()\[\]{}]{0,40}[)\]}]")
# "Are there … in the treaty? | (Yes, No) | If Yes, describe." – the later parts may be missing.
_PART = re.compile(r"(?<=[?:.)])\s+(?=[A-Z(])")
_CLOSING = re.compile(r"(?:(?<![.:])\?)?[.,:;)\]}]*$")
_CLOSING_APART = re.compile(r"\s[.,:;)\]}]{1,2}$")
_LEADER = re.compile(r"\s*(?:[.…]\s?){4,}$")  # "describe ..........", a line to write on
LABEL_TAIL = re.compile(r"\s*(?:(?:\(s\)|number|no\.?|#)\s*(?=:)|#\s+(?=\d))", re.IGNORECASE)


def letters(text: str) -> str:
    """Return the letters and digits of a text, case-folded and in one width."""
    return "".join(map(_folded, text))


@cache
def _folded(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


class Stream:
    """The letters of the lines that may have questions, each with its place (line, column)."""

    def __init__(self, document: Document) -> None:
        self.lines = {
            index: line.text
            for index, line in enumerate(document.lines)
            if line.text and not (line.verbatim or line.outside or line.is_bare_url)
        }
        self.is_printed_here = any(line.verbatim for line in document.lines)
        self.places: list[tuple[int, int]] = []
        self.starts: dict[int, int] = {}
        parts = []
        for index, text in self.lines.items():
            self.starts[index] = len(self.places)
            for column, char in enumerate(text):
                parts.append(folded := _folded(char))
                self.places += [(index, column)] * len(folded)
        self.text = "".join(parts)

    def is_choice(self, start: int, end: int) -> bool:
        """Whether these letters are the form's "(Yes, No)", and no answer: "Yes. No article"."""
        (line, column), (last, until) = self.places[start], self.places[end - 1]
        (_, yes), (_, no) = self.places[start + 2], self.places[end - 2]
        first, text = self.lines[line], self.lines[last]
        between = text[yes + 1 : no] if line == last else first[yes + 1 :] + text[:no]
        if re.search("[.?!]", between):
            return False
        before, after = first[:column].rstrip(), text[until + 1 :].lstrip()
        if before.endswith(("(", "[", "{")):
            more = _BRACKETS_END.match(after)
            return more is not None and may_be_chosen(more[0])
        return bool(before) and (not letters(after) or after.casefold().startswith("if "))

    def inside(self, wanted: str) -> Iterator[int]:
        """Yield where letters stand inside a line as words of their own."""
        place = self.text.find(wanted)
        while place >= 0:
            column = self.places[place][1]
            if column and self.is_word_end(place) and self.is_word_end(place + len(wanted)):
                yield place
            place = self.text.find(wanted, place + 1)

    def is_word_end(self, position: int) -> bool:
        if position <= 0 or position >= len(self.places):
            return position == len(self.places)
        (line, column), (next_line, next_column) = self.places[position - 1 : position + 1]
        return line != next_line or next_column > column + 1


@dataclass(frozen=True)
class Match:
    """A wording found in the stream, with the letters that differ or are missing."""

    end: int
    distance: int
    missing: int
    closing: int

    @property
    def cost(self) -> float:
        """How far the text is from the wording; 0 if equal."""
        return self.distance + self.missing / 4


@dataclass(frozen=True)
class Wording:
    """A wording of a question, today's or an earlier one, prepared for comparison."""

    question: Question
    text: str

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The letters of each sentence of the wording; the first identifies the question."""
        return tuple(letters(part) for part in _PART.split(self.text))

    @cached_property
    def closings(self) -> tuple[int, ...]:
        """How many marks, such as "):", close each sentence."""
        return tuple(len(part) - len(part.rstrip("?:.)")) for part in _PART.split(self.text))

    @cached_property
    def full(self) -> str:
        return "".join(self.parts)

    @property
    def is_label(self) -> bool:
        """Whether the wording's beginning is too short to tell it from running text."""
        return len(self.parts[0]) < 20

    def match(self, stream: Stream, start: int) -> Match | None:
        """Return where the wording ends, if it begins at this position of the stream."""
        if stream.text.startswith(self.full, start) and stream.is_word_end(start + len(self.full)):
            return Match(start + len(self.full), 0, 0, self.closings[-1])
        plural = start + len(self.full) + 1  # "Coders:"
        if self.is_label and stream.text.startswith(f"{self.full}s", start):
            return Match(plural, 0, 0, self.closings[-1]) if stream.is_word_end(plural) else None
        end, distance, missing, last = start, 0, 0, 0
        for part, closing in zip(self.parts, self.closings, strict=True):
            prefix = _prefix(stream, end, part)
            if prefix and (part != _CHOICE or stream.is_choice(end, prefix[0])):
                end, distance, last = prefix[0], distance + prefix[1], closing
            elif end == start:  # the first sentence identifies the question
                return None
            else:
                missing += len(part)
        return Match(end, distance, missing, last)


def _prefix(stream: Stream, start: int, part: str) -> tuple[int, int] | None:
    """Return (end, letters that differ) of the words at ``start`` most like a part."""
    end = start + len(part)
    if stream.text.startswith(part, start) and stream.is_word_end(end):
        return end, 0
    limit = int(len(part) * TOLERANCE) if len(part) >= SHORTEST_TOLERANT else 0
    if Levenshtein.distance(part, stream.text[start:end], score_cutoff=2 * limit) > 2 * limit:
        return None  # another end within the limit changes the distance by no more
    best: tuple[int, int] | None = None
    for candidate in range(end - limit, min(end + limit, len(stream.text)) + 1) if limit else ():
        if stream.is_word_end(candidate):
            text = stream.text[start:candidate]
            distance = Levenshtein.distance(part, text, score_cutoff=limit)
            if distance <= limit and (best is None or distance < best[1]):
                best = candidate, distance
    return best


def answer_column(text: str, column: int, closing: int) -> int:
    """Return where an answer begins on a line, after the marks that close the wording.

    Only as many marks as the wording has are skipped, so that an answer may begin with "..." (4235,
    Q35). Marks that end the line, as in "describe.:", belong to the wording too, but no "?" after
    them: that may be the answer.
    """
    tail = LABEL_TAIL.match(text, column)  # "Coder(s):", "ATOP ID number:", "ATOP ID#:"
    if tail:
        column = tail.end()
    for _ in range(closing):
        mark = re.compile(r"\s*[.,:;?)]").match(text, column)
        column = mark.end() if mark else column
    rest = _CLOSING.match(text, column)
    return rest.end() if rest else column


def after_marks(text: str, column: int) -> int:
    """Return where a line ends if nothing but marks of the wording follows, else the column."""
    forms = (_CLOSING, _CLOSING_APART, _LEADER)
    return next((rest.end() for form in forms if (rest := form.match(text, column))), column)
