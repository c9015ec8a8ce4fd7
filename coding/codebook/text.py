"""The form in which text is stored, and the invisible characters in it.

Text comes from keyboards, PDF viewers, Word files and web pages, and brings characters that show
nothing: soft hyphens, zero-width spaces, direction marks, letters in two parts. Those that can be
removed without changing what is read are removed on entry; all others are kept and listed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from coding.codebook.blank import with_one_mark

_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# What PDF viewers put for the hyphen at the end of a line.
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])[\ufffe\x02](?=[^\W\d_])")
# Control characters and lone surrogates, which neither a database nor a PDF can hold.
_CONTROLS = r"\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
_UNPRINTABLE = re.compile(f"[{_CONTROLS}]")
# Soft hyphen, grapheme joiner, vowel separator, zero-width spaces and joiners, byte order mark,
# tags, and variation selectors, which choose a form of a sign, such as black or in colour.
_WITHOUT_WIDTH = r"\u00ad\u034f\u180e\u200b\u2060-\u2064\ufeff\ufe00-\ufe0f\U000e0000-\U000e007f"
_LEFT_OUT = re.compile(f"[{_CONTROLS}{_WITHOUT_WIDTH}\ufffe\uffff]")
# They separate or join letters of Arabic, Persian and Indian scripts; elsewhere they do nothing.
_ZERO_WIDTH_JOINERS = re.compile(
    r"(?<![\u0590-\u1cff\u200c\u200d])[\u200c\u200d]+(?![\u0590-\u1cff\u200c\u200d])"
)
# They order the words of a line that is written from right to left; elsewhere they do nothing.
_DIRECTIONS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# These reverse the text up to their end mark; without one, everything that follows on the page.
_END_OF_TURN = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c")
_END_OF_TURN |= dict.fromkeys("\u2066\u2067\u2068", "\u2069")
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Letters and signs that Unicode counts as visible but that show as blank, and variation selectors
# of Khmer, Mongolian and Chinese letters, which are part of the spelling there.
_SHOW_NOTHING = re.compile(
    "[\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\uffa0\ufffd\U000e0100-\U000e01ef]"
)
# Characters that always show as themselves. Most answers have no others.
_USUAL = "À-ÖØ-öø-ÿ‘’“”–—"
SHOWS_ITSELF = re.compile(f"[\x00-\x7f{_USUAL}]*")
# Words of such characters, with one space or line feed between them, are canonical already. A page
# of a section needs the form of each answer several times, and a full check takes 17 µs.
_IS_CANONICAL = re.compile(f"(?:[!-~{_USUAL}]+(?:[ \n][!-~{_USUAL}]+)*)?")


def without_invisible(text: str) -> str:
    """Return a text without the invisible characters that are safe to remove.

    Accents and their letters become one character (Unicode's form NFC). Line ends stay.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_END_HYPHEN.sub("-", text)
    text = _ZERO_WIDTH_JOINERS.sub("", _LEFT_OUT.sub("", text))
    if _DIRECTIONS.search(text):
        text = _turned(text) if _is_right_to_left(text) else _DIRECTIONS.sub("", text)
    return unicodedata.normalize("NFC", text)


def _turned(text: str) -> str:
    """Remove direction marks from the lines where one of them has no end mark."""
    lines = text.splitlines(keepends=True)
    return "".join(line if _ends_each_turn(line) else _TURNS.sub("", line) for line in lines)


def _ends_each_turn(line: str) -> bool:
    to_end: list[str] = []
    for mark in _TURNS.findall(line):
        if mark in _END_OF_TURN:
            to_end.append(_END_OF_TURN[mark])
        elif not to_end or to_end.pop() != mark:
            return False
    return not to_end


def _is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def as_typed(text: str) -> str:
    """Return typed text in its stored form: its lines end with a line feed."""
    return without_invisible(_LINE_ENDS.sub("\n", text)).strip()


def on_one_line(text: str) -> str:
    """Return a name in its stored form: visible, without line ends or doubled spaces."""
    return " ".join(without_invisible(text).split())


def canonical(text: str) -> str:
    """Return an answer in its stored form.

    Paragraphs are separated by a single newline; inside a paragraph, runs of white space are one
    space; empty paragraphs and invisible characters are gone. Words and their order never change.
    A reason for a blank answer has one spelling.
    """
    is_kept_so = _IS_CANONICAL.fullmatch(text)
    return with_one_mark(text if is_kept_so else paragraphs_of(without_invisible(text)))


def paragraphs_of(text: str) -> str:
    """Return a text with one line feed between paragraphs and one space between words.

    Soft hyphens stay: on a printed sheet they show which words were split at a line end.
    """
    lines = (_UNPRINTABLE.sub("", line) for line in _LINE_ENDS.split(text))
    paragraphs = (_SPACES.sub(" ", line).strip() for line in lines)
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


@dataclass(frozen=True)
class Unseen:
    """A character that is invisible or may not show as itself: its name, and the word around it."""

    name: str
    around: str


def unseen(text: str) -> Iterator[Unseen]:
    """Yield the characters of a stored text that are invisible or may not show, in order."""
    if SHOWS_ITSELF.fullmatch(text):
        return
    for place, letter in enumerate(text):
        if is_unseen(letter):
            yield Unseen(name_of_character(letter), _word_at(text, place))


def is_unseen(letter: str) -> bool:
    """Whether a character is formatting, for private use, unassigned, or shows as blank."""
    if letter.isascii():
        return False
    is_formatting = unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cn", "Cs")
    return is_formatting or bool(_SHOW_NOTHING.match(letter))


def name_of_character(letter: str) -> str:
    """Return a character's name in Unicode, or its number: "soft hyphen", "U+E000"."""
    return unicodedata.name(letter, "").lower() or f"U+{ord(letter):04X}"


def _word_at(text: str, place: int) -> str:
    start = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place)) + 1
    end = re.compile(r"\s|$").search(text, place + 1)
    return text[start : end.start() if end else len(text)][:60]
