"""Find where a question ends if a form words its end differently: "(Yes/No) If yes - please list".

A wording's later parts – the choice of Yes and No, "If Yes, describe", a note in brackets – differ
between forms. Text made only of the words of such instructions belongs to the question; the answer
begins after it.
"""

import re
from functools import cache
from typing import NamedTuple

from coding.models.questionnaire import Question
from coding.sheets.questions.marked_choice import MARK, ONE_LEFT

_LEAD = r"\s?[\])}]?\s?[-–—:;,.]{0,2}\s?"
_CHOICE = re.compile(
    rf"{_LEAD}[(\[{{]\s*(?:please\s+)?(?:(?:answer|circle|check|tick|mark|select)\s+(?:one\s*)?[:,]?\s*)?"
    rf"(?:{MARK}\s*)*(?:y(?:es)?|n(?:o)?)(?:[,/|;&–-]|\bor\b|\band\b|\s|{MARK})+"
    rf"(?:y(?:es)?|n(?:o)?)(?![^\W_])(?:\s*{MARK})*"
    r"(?P<more>[^()\[\]{}]{0,40})[)\]}](?:\s*[.:;?,–—-](?![.\d]))?",
    re.IGNORECASE,
)
_BARE_CHOICE = re.compile(
    rf"{_LEAD}\byes\s*/\s*no\b\s*[.:;?,–—-]?\s*(?=\s*(?:if\b|$))", re.IGNORECASE
)
_MARKED_CHOICE = re.compile(
    rf"{_LEAD}(?:{MARK}\s*)*\b(?:yes|no)(?:[,/|;\s]|{MARK})*{MARK}(?:[,/|;\s]|{MARK})*"
    rf"(?:yes|no)(?:\s*{MARK})*(?=\s*if\s+(?:yes|no|so)\b)",
    re.IGNORECASE,
)
_ONE_LEFT = re.compile(rf"{_LEAD}{ONE_LEFT}", re.IGNORECASE)
_IF = re.compile(
    rf"{_LEAD}\(?\s*\bif\s+(?:the\s+answer\s+is\s+)?[“\"'‘]?(?:yes|no|so|not|any|applicable)\b[”\"'’]?",
    re.IGNORECASE,
)
_NOTE = re.compile(
    rf"{_LEAD}[(\[]\s*(?:please\s+)?(?:note|list|check|use|only|include|do\s+not|don[’']t|e\.\s?g|i\.\s?e|select|"
    r"see|answering|that\s+is|if|may\s+vary|specify|describe|mark|all\s+that|one\s+or\s+more|optional|max|coder)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[’'/-][^\W_]+)*(?:\(s\))?")
_ENDS = re.compile(r"[.?:!]+[)\]”\"]*\s*[:.]*|[)\]]\s*[:.]*")


def words_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


_INSTRUCTS = words_in(
    "please describe list specify explain note give name state identify indicate quote cite "
    "provide elaborate which what who when where how add write enter summarize report detail"
)
_GENERIC = _INSTRUCTS | words_in(
    "if yes no so not any applicable the this these those that them it its they an and or of in to "
    "for on by with then also briefly below here above fully details provision provisions answer "
    "following text article articles relevant such each all as is are was were be been a reference "
    "references treaty agreement conditions condition"
)
_CHOSEN = words_in(
    "n/a na not applicable unknown unclear unsure don’t don't know maybe or and circle check tick "
    "mark select one only please answer choose"
)
LONGEST = 600  # letters of a tail
MOST_LINES = 3
MOST_WORDS = 6  # behind the known part of a sentence


class Tail(NamedTuple):
    """Where a wording ends: at a column of the line that is ``lines`` further down."""

    lines: int
    column: int


def end_of_wording(question: Question, rows: list[str], column: int) -> Tail | None:
    """Return where the wording ends, if more of it stands in these rows from a column on.

    ``rows`` begins with the line on which the known part of the wording ends.
    """
    end = Tail(0, column)
    while further := _further(question, rows, end):
        end = further
    return end if end != Tail(0, column) else None


def _further(question: Question, rows: list[str], at: Tail) -> Tail | None:
    here = rows[at.lines]
    if not here[at.column :].strip(" .,:;–—-") and at.lines + 1 < min(len(rows), MOST_LINES):
        below = _piece(question, rows, Tail(at.lines + 1, 0))
        return below if below and _is_whole(rows, below) else None
    return _piece(question, rows, at)


def _is_whole(rows: list[str], end: Tail) -> bool:
    """Whether a piece on a line of its own ends with a mark, so that it is no answer."""
    return rows[end.lines][: end.column].rstrip().endswith((".", ":", "?", ")", "]"))


def _piece(question: Question, rows: list[str], at: Tail) -> Tail | None:
    text = rows[at.lines]
    for choice in (_CHOICE, _BARE_CHOICE, _MARKED_CHOICE, _ONE_LEFT):
        match = choice.match(text, at.column)
        if match and may_be_chosen(match.groupdict().get("more", "")):
            return Tail(at.lines, match.end())
    if _IF.match(text, at.column):
        return _instruction(question, rows, at, is_note=False)
    if _NOTE.match(text, at.column):
        return _instruction(question, rows, at, is_note=True)
    return _rest(question, text, at)


def may_be_chosen(more: str) -> bool:
    """Whether the words after "Yes/No" are of the form too: "n/a", not "longer than 5 years"."""
    return all(word in _CHOSEN for word in _words(more))


def _rest(question: Question, text: str, at: Tail) -> Tail | None:
    """Return the end of a sentence that goes on in the words of the form: "describe | below:"."""
    if not at.column or not text[at.column - 1].isalpha():
        return None
    end = _ENDS.search(text, at.column)
    words = _words(text[at.column : end.start()]) if end else []
    is_form = 0 < len(words) <= MOST_WORDS and _known_words(question).issuperset(words)
    is_answer = words[:1] in (["yes"], ["no"])
    return Tail(at.lines, end.end()) if end and is_form and not is_answer else None


def _instruction(question: Question, rows: list[str], at: Tail, *, is_note: bool) -> Tail | None:
    """Return the end of an instruction that is made of the form's words."""
    words = _known_words(question)
    folded: list[str] = []
    for line in range(at.lines, min(len(rows), at.lines + MOST_LINES)):
        column = at.column if line == at.lines else 0
        text = rows[line]
        for match in re.compile(rf"{_WORD.pattern}|{_ENDS.pattern}").finditer(text, column):
            if not _WORD.fullmatch(match[0]):
                if folded and _closes(match[0], is_note=is_note):
                    return _end_if_instruction(folded, Tail(line, match.end()), is_note=is_note)
                continue
            word = match[0].casefold().removesuffix("(s)")
            if word not in words:
                return None
            folded.append(word)
        if line == at.lines and not is_note:
            on_one_line = _end_if_instruction(folded, Tail(line, len(text)), is_note=False)
            if on_one_line and not _goes_on(question, rows, line):
                return on_one_line
    return None


def _closes(mark: str, *, is_note: bool) -> bool:
    return ")" in mark or "]" in mark if is_note else True


def _end_if_instruction(words: list[str], end: Tail, *, is_note: bool) -> Tail | None:
    """Return the end if these words are an instruction: "If yes" alone is none."""
    if is_note or _INSTRUCTS.intersection(words):
        return end
    return None


def _goes_on(question: Question, rows: list[str], line: int) -> bool:
    """Whether the next line ends the sentence in the words of the form."""
    if line + 1 >= len(rows):
        return False
    end = _ENDS.search(rows[line + 1])
    if end is None:
        return False
    words = _words(rows[line + 1][: end.start()])
    is_answer = words[:1] in (["yes"], ["no"])
    return len(words) > 1 and not is_answer and _known_words(question).issuperset(words)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


@cache
def _known_words(question: Question) -> frozenset[str]:
    """Return the form's usual words, those of a question's wordings, and their singulars."""
    wordings = (question.wording, *question.kind.formerly.values())
    words = {word for wording in wordings for word in _words(wording)}
    words |= {word.removesuffix("(s)") for word in words}
    words |= {part for word in words for part in re.split(r"[’'/-]", word)}
    return _GENERIC | words | {word.removesuffix("s") for word in words}
