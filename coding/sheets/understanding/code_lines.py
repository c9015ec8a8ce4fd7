"""Tell the lines of numeric codes that this site prints below a sheet from other lines there.

A line begins with a question's number or a variable's name, and has nothing but names of variables
and states, numbers, and labels of codes. It may be wrapped.
"""

import re
from calendar import month_abbr
from collections.abc import Iterator, Sequence
from functools import cache

from coding.models.variables import VARIABLES
from coding.sheets.printing.printable import CODES_HEADING, CODES_NOTE
from coding.sheets.questions.wording import letters

WRAPPED = 70  # letters; a shorter line is not wrapped
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_PRINTED = "entry exit owes toward missing not coded yet derived all others and in effect time"
# "365 Russia": the names of states are the record's own.
_STATE = re.compile(
    r"\b\d{1,4}(?:\.\d)?\s[A-Z][\w.’'()/-]*(?:\s(?:[A-Z][\w.’'()/-]*|(?:of|and|the)\b|&)){0,7}"
)
_BEGIN = re.compile(r"(?P<number>\d{1,2}\s+)?(?P<name>[a-z_]\w*)\b")


def other_lines(texts: Sequence[str]) -> Iterator[int]:
    """Yield the places of the lines that are none of the codes, nor their heading and note."""
    note, before = letters(CODES_NOTE), ""
    for place, text in enumerate(texts):
        signs = letters(text)
        if text == CODES_HEADING or not signs:
            continue
        if note.startswith(signs):
            note = note[len(signs) :]
            continue
        is_wrapped = len(before) >= WRAPPED and not _begins_with_number(text)
        if not (_begins(text) or is_wrapped) or not _says_codes(text, before if is_wrapped else ""):
            yield place
            text = ""
        before = text


def _begins(text: str) -> bool:
    match = _BEGIN.match(text)
    return bool(match and match["name"].casefold() in _names())


def _begins_with_number(text: str) -> bool:
    match = _BEGIN.match(text)
    return bool(match and match["number"])


def _says_codes(text: str, before: str) -> bool:
    """Whether a line has only words of codes; a name may begin on the line above."""
    whole = f"{before[-WRAPPED:]} {text}" if before else text
    rest = _STATE.sub(lambda name: " " * len(name[0]), whole)[-len(text) :]
    return all(word.casefold() in _words() for word in _WORD.findall(rest))


@cache
def _names() -> frozenset[str]:
    return frozenset({"entry", "exit", "owes", *(variable.name for variable in VARIABLES)})


@cache
def _words() -> frozenset[str]:
    labels = " ".join((*(label for code in VARIABLES for label in code.codes.values()), _PRINTED))
    units = (variable.unit for variable in VARIABLES)
    words = _WORD.findall(" ".join((labels, *units, *month_abbr)))
    return _names() | {word.casefold() for word in words}
