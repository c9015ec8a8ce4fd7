"""Read a page of a PDF: its lines in their order, and what else stands on it."""

from dataclasses import dataclass, field
from typing import Any

from coding.sheets.document import PdfLink
from coding.sheets.files.pdfs.extras import Extra, extras_of, links_of
from coding.sheets.files.pdfs.lines import Box, Place, PrintedLine, as_seen, lines_of
from coding.sheets.files.pdfs.raised_letters import with_raised
from coding.sheets.files.pdfs.reading_order import (
    PageRows,
    from_the_top,
    level_lines,
    without_repeats,
)
from coding.sheets.files.pdfs.strokes import strokes_of
from coding.sheets.files.pdfs.struck_words import without_struck
from coding.sheets.files.pdfs.visible_words import (
    HIDDEN,
    PagePicture,
    drawn_beside,
    seen,
    whole_line,
)
from coding.sheets.files.raised_signs import RAISED

ACROSS = "words across the page or along its edge"


@dataclass
class Page:
    """A page: its area, its lines, those drawn again over the same words, its links, and all else.

    ``doubtful`` has the lines that may say something else, each with the reason.
    """

    place: Place
    lines: list[PrintedLine]
    again: list[PrintedLine] = field(default_factory=list)
    doubtful: list[tuple[PrintedLine, str]] = field(default_factory=list)
    links: list[PdfLink] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)


def read_page(pdf: Any, page: Any, number: int) -> Page:
    textpage = page.get_textpage()
    lines, turned = lines_of(textpage, number)
    level, across = level_lines(lines)
    whole, raised = with_raised(level)
    shown, again = without_repeats(whole)
    drawn, under = _without_layer(shown)
    picture = PagePicture(page)
    visible, hidden = seen(picture, drawn)
    kept, struck, crossed = without_struck(visible, strokes_of(page, turned))
    extras = [
        *(whole_line(line, ACROSS) for line in across),
        *(whole_line(line, HIDDEN) for line in under),
        *hidden,
        *struck,
        *extras_of(pdf, page, textpage, number),
    ]
    if all(line.drawn for line in kept):  # else the page is a picture with its words over it
        extras += drawn_beside(picture, lines, number)
    doubtful = [*((line, RAISED) for line in raised), *crossed]
    place = as_seen(Box(*page.get_cropbox()), turned)
    links = list(links_of(pdf, page, number))
    return Page(place, from_the_top(kept), again, doubtful, links, extras)


def _without_layer(lines: list[PrintedLine]) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """Separate lines of text recognition (not drawn) that lie over words drawn as text."""
    drawn = PageRows([line for line in lines if line.drawn])
    kept: list[PrintedLine] = []
    under: list[PrintedLine] = []
    for line in lines:
        beside = drawn.between(line.down - line.size, line.down) if not line.drawn else ()
        is_under = any(_overlap(line, other) for other in beside)
        (under if is_under else kept).append(line)
    return kept, under


def _overlap(line: PrintedLine, other: PrintedLine) -> bool:
    shared = min(line.end, other.end) - max(line.start, other.start)
    is_level = abs(line.down - other.down) < line.size / 2
    return is_level and shared > (line.end - line.start) / 2
