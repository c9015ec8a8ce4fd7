"""Recognise a question in completely other words, by its number between its neighbours.

A short label, such as "61. Coded by:", may say anything. A longer question has to share words with
ours, so that a question of another questionnaire is not taken for it.
"""

import re
from collections.abc import Iterator

from coding.models.questionnaire import ALWAYS_ASKED, Question
from coding.sheets.questions.placed import NUMBER, Placed
from coding.sheets.questions.wording import Match, Stream
from coding.sheets.questions.wording_ends import end_of_wording, words_in

LONGEST = 400  # letters of a wording
_WORD = re.compile(r"[^\W_]{2,}")
_STOP = words_in(
    "the of and or to in is are was were be any by for with this that it its on at an as if from "
    "does do did has have there which what who how treaty alliance"
)
_END = re.compile(r"[?:](?![^(]*\))")
_STEM = 4  # letters that "coder" and "coded" share


def add_reworded(stream: Stream, chosen: dict[int, Placed]) -> None:
    """Add the questions that are missing where a line has their number, or part of their words."""
    numbered = sum(placed.number is not None for placed in chosen.values())
    for question in ALWAYS_ASKED:
        if question.number in chosen or not chosen:
            continue
        candidates = list(
            _candidates(stream, chosen, question, is_numbered=numbered > len(chosen) / 2)
        )
        if len(candidates) == 1:
            chosen[question.number] = candidates[0]


def _candidates(
    stream: Stream, chosen: dict[int, Placed], question: Question, *, is_numbered: bool
) -> Iterator[Placed]:
    """Yield the lines between a question's neighbours that may be the question."""
    before = max((p.end_line for n, p in chosen.items() if n < question.number), default=-1)
    after = min((p.line for n, p in chosen.items() if n > question.number), default=None)
    for index, text in stream.lines.items():
        if index <= before or len(text) > LONGEST:
            continue
        if after is not None and index >= after:
            return
        number = NUMBER.match(text)
        if is_numbered and not (number and int(number["number"]) == question.number):
            continue
        start = number.end() if number else 0
        end = _END.search(text, start)
        if _may_be(question, text[start : end.end() if end else len(text)], is_numbered):
            yield _placed(stream, index, question, number, end.end() if end else len(text))


def _placed(
    stream: Stream, index: int, question: Question, number: re.Match[str] | None, column: int
) -> Placed:
    match = Match(stream.starts[index], len(question.wording), 0, 0)
    printed = int(number["number"]) if number else None
    mark = number["mark"] or "" if number else ""
    end = end_of_wording(question, [stream.lines[index]], column)
    column = end.column if end else column
    return Placed(question, index, index, column, match, printed, mark, is_reworded=True)


def _may_be(question: Question, text: str, is_numbered: bool) -> bool:
    given, wanted = _stems(text), _stems(question.wording)
    shared = len(given & wanted)
    if ":" in question.wording:
        return text.endswith(":") and (is_numbered or shared > 0)
    return shared >= 2 and shared >= 0.5 * min(len(given), len(wanted))


def _stems(text: str) -> set[str]:
    words = (word.casefold() for word in _WORD.findall(text))
    return {word[:_STEM] for word in words if word not in _STOP}
