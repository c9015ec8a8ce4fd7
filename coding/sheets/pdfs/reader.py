"""Read PDF files: text by PDFium, order and blank lines from the geometry, notes from annotations.

PDFium omits blank lines, which separate paragraphs; they are restored where lines are further apart
than usual.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median_low

from coding.sheets.document import Link, Repair, Unread
from coding.sheets.pdfs.columns import in_order
from coding.sheets.pdfs.extras import Extra, attached_to, extras_of, links_of
from coding.sheets.pdfs.fields import fill_in
from coding.sheets.pdfs.lines import PrintedLine, lines_of
from coding.sheets.pdfs.opening import opened
from coding.sheets.unreadable import Unreadable

FEWEST_LETTERS = 200  # a sheet's wording alone has seven thousand
_MOST_BLANKS = 6  # blank lines between two
_WIDE = 1.25  # of the usual distance of lines


_Place = Callable[[int, float], int]


@dataclass(frozen=True)
class PdfRead:
    """The rows of a PDF, each with its page; its links; what was put right, and what not read."""

    rows: tuple[tuple[int, str], ...]
    links: tuple[Link, ...]
    repairs: tuple[Repair, ...]
    unread: tuple[Unread, ...]


def read_pdf(content: bytes) -> PdfRead:
    """Read a PDF. Raises Unreadable."""
    with opened(content) as pdf:
        pages: list[list[PrintedLine]] = []
        links: list[Link] = []
        extras: list[Extra] = []
        for number, page in enumerate(pdf, start=1):
            textpage = page.get_textpage()
            pages.append(lines_of(textpage, number))
            links += links_of(pdf, page, number)
            extras += extras_of(pdf, page, textpage, number)
        files = [name for name, _ in attached_to(pdf)]
    return _put_together(pages, tuple(links), extras, files)


def _put_together(
    pages: list[list[PrintedLine]], links: tuple[Link, ...], extras: list[Extra], files: list[str]
) -> PdfRead:
    lines = [line for page in pages for line in page]
    if sum(len(line.text) for line in lines) < FEWEST_LETTERS:
        raise Unreadable(
            "The PDF is a picture of text, as from a scanner: there is next to no text in it.",
            "Let a program for text recognition (OCR) read it, or type it in: import the words.",
        )
    lines, rest = fill_in(lines, extras)
    columns = in_order(lines)
    rows, place = _rows(columns.lines)
    repairs = [
        Repair(place(line.page, line.down), what, line.text.strip(), doubtful=doubtful)
        for listed, doubtful in ((columns.left_out, False), (columns.doubtful, True))
        for line, what in listed
    ]
    unread = [
        Unread(place(each.page, -each.box.top), f"On page {each.page}, {each.what}", each.words)
        for each in rest
    ]
    unread += [Unread(None, "A file attached to the PDF", name) for name in files]
    return PdfRead(tuple(rows), links, tuple(repairs), tuple(unread))


def _rows(lines: list[PrintedLine]) -> tuple[list[tuple[int, str]], _Place]:
    """Return the rows with blank ones between, and a way from places of pages to rows."""
    rows: list[tuple[int, str]] = []
    starts: list[tuple[int, float]] = []  # where each row stands
    pitches = {page: _pitch(list(group)) for page, group in groupby(lines, lambda line: line.page)}
    before: PrintedLine | None = None
    for line in lines:
        blanks = _blanks(before, line, pitches[line.page]) if before else 0
        rows += [(line.page, "")] * blanks + [(line.page, line.text)]
        starts += [(line.page, line.down)] * (blanks + 1)
        before = line

    def place(page: int, down: float) -> int:
        """Return the number of the last row above a place, or the page's first one."""
        above = [
            n for n, (p, d) in enumerate(starts, start=1) if p < page or (p == page and d <= down)
        ]
        return max(above, default=1)

    return rows, place


def _pitch(lines: list[PrintedLine]) -> float:
    """Return the usual distance of a page's lines; 0 if that is unknown."""
    gaps = [b.down - a.down for a, b in pairwise(lines) if a.shown and b.shown]
    usual = min((gap for gap in gaps if gap > 2), default=0.0)
    return median_low([gap for gap in gaps if 2 < gap < _WIDE * usual]) if usual else 0.0


def _blanks(before: PrintedLine, line: PrintedLine, pitch: float) -> int:
    gap = line.down - before.down
    is_known = pitch and before.page == line.page and before.shown and line.shown
    if not is_known or gap <= _WIDE * pitch:
        return 0
    return min(max(round(gap / pitch) - 1, 1), _MOST_BLANKS)
