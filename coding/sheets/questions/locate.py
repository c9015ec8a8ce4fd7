"""Find each question by its number and wording together, in printed order.

Answers contain numbers at line starts ("12. …", "Article 12") and the treaty's section names, so a
number alone never makes a question. A number may be misprinted, so a wording alone does.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from coding.models.questionnaire import BY_NUMBER, QUESTIONS
from coding.sheets.document import Document
from coding.sheets.questions.placed import NUMBER, Located, Placed
from coding.sheets.questions.reworded import add_reworded
from coding.sheets.questions.wording import (
    Match,
    Stream,
    Wording,
    after_marks,
    answer_column,
    letters,
)
from coding.sheets.questions.wording_ends import LONGEST, end_of_wording

FURTHER = 6  # lines in which the end of a wording is looked for, blank ones counted
FIRST_LETTERS = 5  # must match exactly if the number does not identify the question
NO_CHANCE = 3  # fewer right numbers may be chance: the answer "14" to question 13

_MISREAD = re.compile(r"(?!\d+[.,:)])[\dIlOoSBZ|]{1,2}[.,:)](?=\s*\w)")

LONGEST_WORDING = 12  # lines
WORDINGS = tuple(
    Wording(question, wording)
    for question in QUESTIONS
    for wording in (question.wording, *question.kind.formerly.values())
)
WHOLE_WORDINGS = frozenset(wording.full for wording in WORDINGS)


def locate(document: Document) -> Located:
    stream = Stream(document)
    numbered: dict[int, list[Placed]] = defaultdict(list)
    for placed in _numbered_questions(stream):
        numbered[placed.question.number].append(placed)
    taken = {placed.line for places in numbered.values() for placed in places}
    other_numbers = [
        (int(number["number"]), index)
        for index, text in stream.lines.items()
        if index not in taken and (number := NUMBER.match(text))
    ]
    chosen = {number: places[0] for number, places in numbered.items()}
    repeated = {number: places for number, places in numbered.items() if len(places) > 1}
    _add_unnumbered(stream, chosen, repeated)
    _add_run_together(stream, chosen)
    add_reworded(stream, chosen)
    return Located(dict(sorted(chosen.items())), repeated, other_numbers)


def _numbered_questions(stream: Stream) -> list[Placed]:
    placed_or_none = (_numbered_question(stream, index) for index in stream.lines)
    places = [placed for placed in placed_or_none if placed]
    right = [placed for placed in places if placed.number == placed.question.number]
    alone = sum(not number.mark and _stands_alone(stream, number) for number in right)
    return [
        p
        for p in places
        if not _is_answer_above(stream, p, len(right), alone) and not _runs_into(stream, p, places)
    ]


def _runs_into(stream: Stream, placed: Placed, places: list[Placed]) -> bool:
    """Whether a match reaches into a closer one below it: from "22. No" into question 22.

    The tolerance for typos in a long wording has room for the short answer right before it.
    """
    return any(
        other.match.cost < placed.match.cost
        and placed.line < other.line
        and stream.starts[other.line] < placed.match.end
        for other in places
    )


def _is_answer_above(stream: Stream, placed: Placed, right: int, alone: int) -> bool:
    """Whether a number alone on its line is the answer to the question before.

    Where Word numbers the questions, a "2" (years, Q13) precedes the wording of Q14. It is Q14's
    number only if other questions have printed numbers: so many are ``right``. A wrong number
    without a mark counts only if others are set like it: so many stand ``alone``.
    """
    if not _stands_alone(stream, placed):
        return False
    if placed.number == placed.question.number:
        return right - 1 < NO_CHANCE
    return (right if placed.mark else alone) < NO_CHANCE


def _stands_alone(stream: Stream, placed: Placed) -> bool:
    text = stream.lines[placed.line]
    number = NUMBER.match(text)
    return bool(number and not letters(text[number.end() :]))


def _numbered_question(stream: Stream, index: int) -> Placed | None:
    """Return the question whose wording begins on this line, after a number."""
    text = stream.lines[index]
    number = NUMBER.match(text)
    if not number:
        return None
    start = stream.starts[index] + len(letters(text[: number.end()]))
    printed = int(number["number"])
    options = []
    for wording in sorted(WORDINGS, key=lambda known: known.question.number != printed):
        agrees = wording.question.number == printed
        if not agrees and not stream.text.startswith(wording.full[:FIRST_LETTERS], start):
            continue  # a number at the end of an answer, right before the next question
        match = wording.match(stream, start)
        if match and not (wording.is_label and not agrees and match.cost):
            options.append((match.cost, not agrees, wording.question.number, match))
        if match and agrees and not match.cost:
            break
    if not options:
        return None
    _, _, question, match = min(options, key=lambda option: option[:3])
    return _placed(stream, index, question, match, printed, number["mark"])


def _placed(
    stream: Stream, index: int, question: int, match: Match, number: int | None, mark: str = ""
) -> Placed:
    line, column = stream.places[match.end - 1]
    column = answer_column(stream.lines[line], column + 1, match.closing)
    placed = Placed(BY_NUMBER[question], index, line, column, match, number, mark)
    if stream.is_printed_here:
        return placed
    below = [n for n in range(line, line + FURTHER) if n in stream.lines]
    rows = [stream.lines[n][: column + LONGEST] for n in below]
    end = end_of_wording(placed.question, rows, column)
    if end:
        line, column = below[end.lines], end.column
    column = after_marks(stream.lines[line], column)
    tail = " ".join([*rows[: end.lines], rows[end.lines][: end.column]]) if end else ""
    return replace(placed, end_line=line, end_column=column, tail=tail[placed.end_column :])


def _add_run_together(stream: Stream, chosen: dict[int, Placed]) -> None:
    """Add missing questions on a line with the answer above, by number and whole wording."""
    if len(chosen) < len(QUESTIONS) / 2:
        return  # the whole text may stand on one line
    for wording in WORDINGS:
        number = wording.question.number
        if number in chosen:
            continue
        after = max((p.begin for n, p in chosen.items() if n < number), default=(-1, 0))
        until = min(
            (p.begin for n, p in chosen.items() if n > number), default=(len(stream.text), 0)
        )
        starts = [
            place
            for place in stream.inside(f"{number}{wording.full}")
            if after < stream.places[place] < until
        ]
        if len(starts) == 1:
            line, column = stream.places[starts[0]]
            match = wording.match(stream, starts[0] + len(str(number)))
            if match and (not wording.is_label or _has_colon(stream, match)):
                mark = NUMBER.match(stream.lines[line], column)
                printed = _placed(stream, line, number, match, number, mark["mark"] if mark else "")
                chosen[number] = replace(printed, column=column)


def _add_unnumbered(
    stream: Stream, chosen: dict[int, Placed], repeated: dict[int, list[Placed]]
) -> None:
    """Find questions without a printed number (Word adds them) between their neighbours."""
    after = -1
    for wording in WORDINGS:
        number = wording.question.number
        if number not in chosen:
            until = min((p.line for n, p in chosen.items() if n > number), default=None)
            places = [
                _placed(stream, index, number, match, None)
                for index, match in _at_line_starts(stream, wording, after, until)
                if not wording.is_label or _has_colon(stream, match)
            ]
            if places:
                chosen[number] = places[0]
            if len(places) > 1 and not wording.is_label:
                repeated[number] = places
        if number in chosen:
            after = chosen[number].line


def _at_line_starts(
    stream: Stream, wording: Wording, after: int, until: int | None
) -> Iterator[tuple[int, Match]]:
    """Yield the lines of a range that begin with a wording, its first letters exact."""
    for index, first in stream.starts.items():
        if index <= after or (until is not None and index >= until):
            continue
        for start in (first, first + _misread(stream.lines[index])):
            if stream.text.startswith(wording.full[:FIRST_LETTERS], start):
                match = wording.match(stream, start)
                is_sure = match and not (wording.is_label and match.cost)
                if match and is_sure and _is_best(stream, start, match):
                    yield index, match
                    break


def _misread(text: str) -> int:
    """Return how many letters a number has that text recognition misread: "l4." or "S0."."""
    number = _MISREAD.match(text)
    return len(letters(number[0])) if number else 0


def _is_best(stream: Stream, start: int, match: Match) -> bool:
    """Whether no other question is closer to the text; 44, 45 and 46 differ in one word."""
    others = (wording.match(stream, start) for wording in WORDINGS) if match.cost else ()
    return all(other is None or other.cost >= match.cost for other in others)


def _has_colon(stream: Stream, match: Match) -> bool:
    line, column = stream.places[match.end - 1]
    return stream.lines[line][column + 1 :].lstrip(")").startswith(":")
