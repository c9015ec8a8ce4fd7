"""Read PDF files: text by PDFium, order and blank lines from the geometry, notes from annotations.

PDFium omits blank lines, which separate paragraphs; they are restored where lines are further apart
than usual.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from statistics import median_low
from typing import Any, NamedTuple

from coding.codebook.problems import UnreadableFile
from coding.sheets.document import RECOGNISED, PdfLink, Repair, Unread
from coding.sheets.files.pdfs.columns import PageColumns, in_order
from coding.sheets.files.pdfs.extras import Extra, attached_to
from coding.sheets.files.pdfs.form_fields import fill_in
from coding.sheets.files.pdfs.letter_shapes import MISNAMED, lines_misnamed
from coding.sheets.files.pdfs.likely_words import UNLIKELY, lines_unlikely
from coding.sheets.files.pdfs.line_ends import line_ends_by_place
from coding.sheets.files.pdfs.lines import Place, PrintedLine
from coding.sheets.files.pdfs.opening import opened
from coding.sheets.files.pdfs.outside_text import set_aside
from coding.sheets.files.pdfs.own_prints import CHANGED, says_the_same, text_of_own_print
from coding.sheets.files.pdfs.page import Page, read_page
from coding.sheets.files.pdfs.recognition import is_installed, recognised

MOST_LINES = 30_000
FEWEST_LETTERS = 200  # a sheet's wording alone has seven thousand
HARD = "Words that were hard to recognise"
UNKNOWN_LETTERS = "Letters that the PDF has only as signs of its font"
_MOST_BLANKS = 6  # blank lines between two
_WIDE = 1.25  # of the usual distance of lines
_NOWHERE = Place(0.0, 0.0, 0.0, 0.0)  # of pages whose words were recognised


_Place = Callable[[int, float], int]


class PdfRow(NamedTuple):
    """A row with its page, whether its paragraph goes on, and why it may be no part of the text."""

    page: int
    text: str = ""
    goes_on: bool | None = None
    aside: str = ""


@dataclass(frozen=True)
class PdfRead:
    """The rows of a PDF, its links, what was corrected, and what was not read.

    ``is_wrapped_once`` is True if the places of the letters show it.
    """

    rows: tuple[PdfRow, ...]
    links: tuple[PdfLink, ...]
    repairs: tuple[Repair, ...]
    unread: tuple[Unread, ...]
    is_wrapped_once: bool = False


def read_pdf(content: bytes, *, recognise: bool = False) -> PdfRead:
    """Read a PDF; recognise the words in pictures only if asked to. Raises UnreadableFile."""
    with opened(content) as pdf:
        pages = list(_pages(pdf))
        if sum(len(line.shown) for page in pages for line in page.lines) < FEWEST_LETTERS:
            pages = [Page(_NOWHERE, _recognised(pdf, recognise=recognise))]
        own = text_of_own_print(pdf)
        files = [name for name, _ in attached_to(pdf)]
    if own is not None and says_the_same(own, (line for page in pages for line in page.lines)):
        return _own_print(own, pages)
    set_aside(pages)
    lines = [line for page in pages for line in page.lines]
    _require_letters(lines)
    lines, rest = fill_in(lines, (extra for page in pages for extra in page.extras))
    columns = in_order(lines)
    ends = line_ends_by_place(columns.lines)
    rows, place = _rows(columns.lines, ends.go_on)
    doubts = (*_doubtful_lines(columns), *_doubtful(lines, pages), *_drawn_again(pages))
    repairs = [*_repairs(doubts, columns, place)]
    if own is not None:
        repairs.append(Repair(1, CHANGED, lines[0].text.strip(), doubtful=True))
    unread = [
        Unread(place(first.page, -first.box.top), f"{where}, {first.what}", first.words)
        for where, first in _by_page(rest)
    ]
    unread += [Unread(None, "A file attached to the PDF", name) for name in files]
    links = tuple(link for page in pages for link in page.links)
    return PdfRead(tuple(rows), links, tuple(repairs), tuple(unread), ends.are_wrapped_once)


def _repairs(
    doubts: Iterable[tuple[PrintedLine, str, bool]], columns: PageColumns, place: _Place
) -> Iterator[Repair]:
    for line, what, doubtful in doubts:
        yield Repair(place(line.page, line.down), what, line.text.strip(), doubtful=doubtful)
    for line, join in columns.joins:
        yield replace(join, line=place(line.page, line.down))


def _pages(pdf: Any) -> Iterator[Page]:
    """Yield the pages. Raises UnreadableFile where they have more lines than a sheet can have."""
    lines = 0
    for number, page in enumerate(pdf, start=1):
        yield (read := read_page(pdf, page, number))
        lines += len(read.lines) + len(read.again) + len(read.extras)
        if lines > MOST_LINES:
            rule = f"The PDF has more than {MOST_LINES:,} lines; a coding sheet has about 300."
            raise UnreadableFile(
                rule, "Print the pages of the sheet to a PDF, and import that file."
            )


def _own_print(text: str, pages: list[Page]) -> PdfRead:
    """Return a print of this site as it was printed, with what somebody put onto it since."""
    rows = tuple(PdfRow(1, row) for row in text.split("\n"))
    extras = [extra for page in pages for extra in page.extras]
    unread = tuple(Unread(None, f"{where}, {e.what}", e.words) for where, e in _by_page(extras))
    return PdfRead(rows, (), (), unread)


def _recognised(pdf: Any, *, recognise: bool) -> list[PrintedLine]:
    """Return the words in the pictures of pages. Raises UnreadableFile if there are none."""
    lines = recognised(pdf) if recognise and is_installed() else []
    if sum(len(line.shown) for line in lines) < FEWEST_LETTERS:
        desk = "" if recognise or not is_installed() else "Put it on the import desk, "
        otherwise = "or let" if desk else "Let"
        raise UnreadableFile(
            "The PDF is a picture of text, as from a scanner: there is next to no text in it.",
            f"{desk}{otherwise} a program for text recognition (OCR) read it, or type it in.",
        )
    return lines


def _require_letters(lines: list[PrintedLine]) -> None:
    letters = [glyph for line in lines if line.drawn for glyph in line.shown]
    if sum(not glyph.known for glyph in letters) > len(letters) / 2:
        raise UnreadableFile(
            "The PDF does not say which letters its signs are, so its words cannot be read.",
            "Print the sheet anew from the program in which it was written, or save it as .txt or "
            ".docx; else a program for text recognition (OCR) can read the page.",
            found=lines[0].text.strip(),
        )


def _doubtful_lines(columns: PageColumns) -> Iterator[tuple[PrintedLine, str, bool]]:
    yield from ((line, what, False) for line, what in columns.left_out)
    yield from ((line, what, True) for line, what in columns.doubtful)


def _doubtful(
    lines: list[PrintedLine], pages: list[Page]
) -> Iterator[tuple[PrintedLine, str, bool]]:
    """Yield the lines whose letters are uncertain."""
    yield from ((line, what, True) for page in pages for line, what in page.doubtful)
    wrong = list(lines_misnamed(lines))
    yield from ((line, MISNAMED, True) for line in wrong)
    if not wrong:
        yield from ((line, UNLIKELY, True) for line in lines_unlikely(lines))
    first = next((line for line in lines if line.shown and not line.drawn), None)
    if first:
        yield first, RECOGNISED, True
    for line in lines:
        if not all(glyph.known for glyph in line.shown):
            yield line, UNKNOWN_LETTERS if line.drawn else HARD, True


def _by_page(extras: list[Extra]) -> Iterator[tuple[str, Extra]]:
    """Yield the extras of pages; one on more than two pages, such as a watermark, only once."""
    alike: dict[tuple[str, str], list[Extra]] = defaultdict(list)
    for extra in extras:
        alike[extra.what, extra.words].append(extra)
    for repeated in alike.values():
        pages = list(dict.fromkeys(str(extra.page) for extra in repeated))
        if len(pages) > 2:
            yield f"On pages {', '.join(pages[:-1])} and {pages[-1]}", repeated[0]
        else:
            yield from ((f"On page {extra.page}", extra) for extra in repeated)


def _drawn_again(pages: list[Page]) -> Iterator[tuple[PrintedLine, str, bool]]:
    again = [line for page in pages for line in page.again]
    if again:
        yield again[0], f"Words drawn again at their place, read once, on {len(again)} lines", False


def _rows(lines: list[PrintedLine], ends: Iterable[bool | None]) -> tuple[list[PdfRow], _Place]:
    """Return the rows with blank ones between, and a function from places to rows."""
    rows: list[PdfRow] = []
    starts: list[tuple[int, float]] = []  # where each row stands
    pitches = {page: _pitch(list(group)) for page, group in groupby(lines, lambda line: line.page)}
    before: PrintedLine | None = None
    for line, goes_on in zip(lines, ends, strict=True):
        blanks = _blanks(before, line, pitches[line.page]) if before else 0
        row = PdfRow(line.page, line.text, goes_on, line.aside)
        rows += [*([PdfRow(line.page)] * blanks), row]
        starts += [(line.page, line.down)] * (blanks + 1)
        before = line
    return rows, way_to_rows(starts)


def way_to_rows(starts: list[tuple[int, float]]) -> _Place:
    """Return a function that gives the number of the last row above a place, or 1."""
    numbers = sorted(range(1, len(starts) + 1), key=lambda number: starts[number - 1])
    starts = [starts[number - 1] for number in numbers]
    last = [1, *accumulate(numbers, max)]
    return lambda page, down: last[bisect_right(starts, (page, down))]


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
