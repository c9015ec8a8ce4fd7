"""Read a page of a PDF: its lines in their order, and what else stands on it."""

from dataclasses import dataclass, field
from typing import Any

from coding.sheets.document import Link
from coding.sheets.files.pdfs.extras import Extra, extras_of, links_of
from coding.sheets.files.pdfs.lines import PrintedLine, lines_of
from coding.sheets.files.pdfs.order import from_the_top, level_lines, once
from coding.sheets.files.pdfs.seen import HIDDEN, PagePicture, around, drawn_beside, seen
from coding.sheets.files.pdfs.struck import strokes_of, without_struck

ACROSS = "words across the page or along its edge"


@dataclass
class Page:
    """The lines of a page, those drawn again on the same words, its links, and all else on it."""

    lines: list[PrintedLine]
    again: list[PrintedLine] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)


def read_page(pdf: Any, page: Any, number: int) -> Page:
    textpage = page.get_textpage()
    lines, is_turned = lines_of(textpage, number)
    level, across = level_lines(lines)
    shown, again = once(level)
    drawn, under = _without_layer(shown)
    picture = PagePicture(page)
    visible, hidden = seen(picture, drawn)
    kept, struck = (visible, []) if is_turned else without_struck(visible, strokes_of(page))
    extras = [
        *(_extra(line, ACROSS) for line in across),
        *(_extra(line, HIDDEN) for line in under),
        *hidden,
        *struck,
        *extras_of(pdf, page, textpage, number),
    ]
    if all(line.drawn for line in kept):  # else the page is a picture with its words over it
        extras += drawn_beside(picture, lines, number)
    return Page(from_the_top(kept), again, list(links_of(pdf, page, number)), extras)


def _extra(line: PrintedLine, what: str) -> Extra:
    return Extra(line.page, around(line.shown), what, line.text.strip())


def _without_layer(lines: list[PrintedLine]) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """Part lines that are not drawn and stand over words that are: text recognition of a text."""
    drawn = [line for line in lines if line.drawn and line.shown]
    under = [
        line for line in lines if not line.drawn and any(_overlap(line, other) for other in drawn)
    ]
    return [line for line in lines if line not in under], under


def _overlap(line: PrintedLine, other: PrintedLine) -> bool:
    shared = min(line.end, other.end) - max(line.start, other.start)
    is_level = abs(line.down - other.down) < line.size / 2
    return is_level and shared > (line.end - line.start) / 2
