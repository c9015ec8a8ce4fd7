"""All words of an element of a Word file, as a quotation: for what is listed and not read."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from coding.sheets.files.word.names import (
    ALTERNATIVES,
    CHOICE,
    FALLBACK,
    LETTERS,
    PARTING,
    SIGN,
    TEXT,
    V,
    W,
    is_machines,
)
from coding.sheets.files.word.symbols import letter_of
from coding.sheets.files.word.tally import LineTally

_LINE_END = re.compile(r"\s*[\r\n]\s*")
TEXT_PATH = f"{V}textpath"  # WordArt and watermarks


def words_of(element: Any, tally: LineTally) -> str:
    """Return the words in an element, and account for each."""
    return " ".join("".join(_pieces(element, tally)).split())


def plain(element: Any) -> str:
    """Return the words in an element, without accounting for them."""
    return words_of(element, LineTally())


def beginning(element: Any, letters: int) -> str:
    """Return the first words in an element, about so many letters, without accounting for them."""
    words, pieces = "", _pieces(element, LineTally())
    while len(words) < letters and (piece := next(pieces, None)) is not None:
        words += piece
    return " ".join(words.split())


def _pieces(element: Any, tally: LineTally) -> Iterator[str]:
    waiting = [(element, True)]
    while waiting:
        piece, is_start = waiting.pop()
        if not is_start:
            yield piece
            continue
        if not isinstance(piece.tag, str):  # a comment of the XML
            continue
        if piece.tag == ALTERNATIVES:
            piece = chosen(piece, tally)
        if piece.tag in PARTING:
            yield " "
        if piece.tag == SIGN:
            yield _added(letter_of(*sign(piece)), tally)
        elif piece.tag == TEXT_PATH:
            yield _added(f" {piece.get('string', '')} ", tally)
        elif piece.tag in LETTERS:
            yield LETTERS[piece.tag]
        if not is_machines(piece.tag):
            yield piece.text or ""
        for child in reversed(piece):
            tail = child.tail or ""
            if tail:
                waiting.append((tail, False))
            waiting.append((child, True))


def _added(text: str, tally: LineTally) -> str:
    tally.added.append(text)
    return text


def sign(element: Any) -> tuple[int, str]:
    """Return (number, font) of an inserted sign."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        code = 0
    return code, element.get(f"{W}font", "")


def chosen(alternatives: Any, tally: LineTally, line: int | None = None) -> Any:
    """Return the alternative form that has words; list what the other forms add."""
    forms = [form for form in alternatives if form.tag in (CHOICE, FALLBACK)]
    if not forms:
        return alternatives
    best = next((form for form in forms[:-1] if any(_texts(form))), forms[-1])
    for form in forms:
        if form is not best:
            _leave_out_repeated(form, best, tally, line)
    return best


def _leave_out_repeated(form: Any, best: Any, tally: LineTally, line: int | None) -> None:
    texts = list(_texts(form))
    if not texts:
        return
    further = Counter(" ".join(texts).split()) - Counter(" ".join(_texts(best)).split())
    if further:
        tally.leave_out(line, "Another form of the same, for older programs", " ".join(texts))
    else:
        tally.again += texts


def _texts(element: Any) -> Iterator[str]:
    for part in element.iter(etree.Element):
        if not is_machines(part.tag) and part.text and part.text.strip():
            yield part.text


def text_of(element: Any) -> str:
    """Return the text of a w:t; line ends in it were put there to lay out the XML.

    With xml:space="preserve" a line end is a space, also at the beginning and the end.
    """
    text = element.text or ""
    if element.tag != TEXT or not ("\n" in text or "\r" in text):
        return text
    spaces = element.xpath("string((ancestor-or-self::*/@xml:space)[last()])")
    return _LINE_END.sub(" ", text) if spaces == "preserve" else " ".join(text.split())
