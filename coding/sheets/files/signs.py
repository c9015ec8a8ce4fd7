"""Write the signs of symbol fonts as the signs that they show.

Word stores bullets, arrows and ticks of such fonts as private-use characters (U+F020 to U+F0FF). In
text and PDF the font is lost. A sign is written as what it shows in Wingdings, or else in Symbol;
the rest is left out and listed.
"""

import re
from dataclasses import replace

from coding.sheets.document import Document, PageLine, Repair, Unread
from coding.sheets.files.word.symbols import UNKNOWN, letter_of

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_FONTS = ("wingdings", "symbol")

WRITTEN = "Signs of symbol fonts written as what they show"
NO_LETTER = "A sign of a symbol font that has no letter, left out"


def write_signs(document: Document) -> Document:
    """Return the document without private-use characters, and list what became of them."""
    with_signs = [line for line in document.lines if _has_signs(line)]
    first = _PRIVATE.search(with_signs[0].text) if with_signs else None
    if first is None:
        return document
    lines = tuple(
        replace(line, text=_signs_in_words(line.text)) if _has_signs(line) else line
        for line in document.lines
    )
    unread = tuple(
        Unread(line.number, NO_LETTER, _PRIVATE.sub(lambda sign: _sign(sign) or "□", line.text))
        for line in with_signs
        if any(not _sign(sign) for sign in _PRIVATE.finditer(line.text))
    )
    what = f"{WRITTEN}, on {len(with_signs)} of {len(lines)} lines"
    repair = Repair(with_signs[0].number, what, f"U+{ord(first[0]):04X}", _sign(first))
    return replace(
        document,
        lines=lines,
        repairs=(*document.repairs, repair),
        unread=(*document.unread, *unread),
    )


def _has_signs(line: PageLine) -> bool:
    return not line.as_printed and bool(_PRIVATE.search(line.text))


def _sign(private: re.Match[str]) -> str:
    shown = (letter_of(ord(private[0]), font) for font in _FONTS)
    return next((sign for sign in shown if sign != UNKNOWN), "")


def _signs_in_words(text: str) -> str:
    return " ".join(_PRIVATE.sub(_sign, text).split())
