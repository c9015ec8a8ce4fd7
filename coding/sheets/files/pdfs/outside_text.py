"""Words whose place or size shows that they may be no part of the sheet's text.

Words in the margin are listed, not read. Footnotes are smaller than the text. Heads and feet of
pages stand apart from the text, beyond where it ends on other pages. If such a line gets into an
answer, a doubt says so.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median_low

from coding.sheets.files.pdfs.lines import PrintedLine
from coding.sheets.files.pdfs.page import Page
from coding.sheets.files.pdfs.rows import parts_of
from coding.sheets.files.pdfs.visible_words import whole_line, without_words

SMALL = "set smaller than the text"
LARGE = "set larger than the text"
MARGIN = "words in the margin"
EDGE = "at the edge of a page, apart from the text"
_SMALLER, _LARGER = 0.87, 1.25
_USUAL_SIZE, _USUAL_START = 0.1, 0.04  # of the letters; of the lines
_FEWEST = 5  # lines that begin at one place
_NEAR = 3.0  # points between them
_APART, _BEYOND = 1.5, 0.3  # of the distance of lines
_WIDEST_MARGIN = 0.3  # of the page's width
_DEEPEST = 3  # rows of a head or foot
_ALIKE, _OFTEN = 0.7, 3  # points between gaps that are alike, and how many are usual


class _Starts:
    """Where the text's lines begin, in one column or several, and where they end."""

    def __init__(self, lines: list[PrintedLine]) -> None:
        self._parts = {id(line): [part for part in parts_of(line) if part.shown] for line in lines}
        parts = [part for parts in self._parts.values() for part in parts]
        self._places = sorted(part.start for part in parts)
        self._fewest = max(_FEWEST, _USUAL_START * len(lines))
        usual = [part for part in parts if self.is_usual(part)]
        self.left = min((part.start for part in usual), default=0.0)
        self.right = max((part.end for part in usual), default=float("inf"))

    def is_usual(self, part: PrintedLine) -> bool:
        return _count_near(self._places, part.start, _NEAR) >= self._fewest

    def outside(self, line: PrintedLine, page: Page) -> list[PrintedLine]:
        """Return the parts of a line that stand in the margins of its page."""
        start, end, *_ = page.place
        width = _WIDEST_MARGIN * (end - start)
        return [
            part
            for part in self._parts.get(id(line), ())
            if (part.end < self.left < start + width) or (part.start > self.right > end - width)
        ]


def set_aside(pages: list[Page]) -> None:
    """Mark the lines that may be no part of the text with the reason; take out words in margins."""
    shown = [line for page in pages for line in page.lines if line.shown and line.drawn]
    if not shown:
        return
    starts = _Starts(shown)
    for page in pages:
        outside = {id(line): parts for line in page.lines if (parts := starts.outside(line, page))}
        page.extras += [whole_line(part, MARGIN) for parts in outside.values() for part in parts]
        lines = (_without_parts(line, outside.get(id(line), ())) for line in page.lines)
        page.lines = [line for line in lines if line.shown or not outside]
    _mark(
        [line for page in pages for line in page.lines if line.shown and line.drawn], pages, starts
    )


def _without_parts(line: PrintedLine, parts: Iterable[PrintedLine]) -> PrintedLine:
    words = [part.glyphs for part in parts]
    return without_words(line, words) if words else line


def _mark(lines: list[PrintedLine], pages: list[Page], starts: _Starts) -> None:
    why = _at_edges(lines, starts) | _of_other_size(lines)
    for page in pages:
        page.lines = [
            replace(line, aside=why[id(line)]) if id(line) in why else line for line in page.lines
        ]


def _of_other_size(lines: list[PrintedLine]) -> dict[int, str]:
    sizes = Counter[int]()
    for line in lines:
        sizes[round(line.type_size)] += len(line.shown)
    usual = [size for size, count in sizes.items() if count >= _USUAL_SIZE * sizes.total()]
    if not usual:
        return {}
    small = {id(line): SMALL for line in lines if line.type_size < _SMALLER * min(usual)}
    return small | {id(line): LARGE for line in lines if line.type_size > _LARGER * max(usual)}


@dataclass
class _Edge:
    """What may be a head or foot of a page, and the place of the text next to it."""

    lines: list[PrintedLine]
    place: float
    text: float


def _at_edges(lines: list[PrintedLine], starts: _Starts) -> dict[int, str]:
    pages = [list(page) for _, page in groupby(lines, key=lambda line: line.page)]
    if len(pages) < 2:
        return {}
    gaps = sorted(gap for page in pages for gap in _gaps(page))
    usual = [gap for gap in gaps if gap > 2]
    if not usual:
        return {}
    pitch = median_low([gap for gap in usual if gap < _APART * usual[len(usual) // 10]] or usual)
    at_edge: dict[int, str] = {}
    for way in (1, -1):
        edges = [_edge(page, way, pitch, gaps, starts) for page in pages]
        text = max(edge.text for edge in edges)
        for edge in edges:
            if edge.lines and edge.place > text + _BEYOND * pitch:
                at_edge |= {id(line): EDGE for line in edge.lines}
    return at_edge


def _gaps(page: list[PrintedLine]) -> Iterator[float]:
    downs = sorted({line.down for line in page})
    return (below - above for above, below in pairwise(downs))


def _edge(
    page: list[PrintedLine], way: int, pitch: float, gaps: list[float], starts: _Starts
) -> _Edge:
    """Return the lines that stand apart at a page's foot, or at its head if ``way`` is -1."""
    rows = sorted(page, key=lambda line: -way * line.down)
    for n, (outer, inner) in enumerate(pairwise(rows[: 2 * _DEEPEST]), start=1):
        gap = way * (outer.down - inner.down)
        if gap > _APART * pitch and (_is_rare(gap, gaps) or not starts.is_usual(outer)):
            return _Edge(rows[:n], way * outer.down, way * inner.down)
        if way * (rows[0].down - outer.down) > _DEEPEST * pitch:
            break
    return _Edge([], 0.0, way * rows[0].down)


def _is_rare(gap: float, gaps: list[float]) -> bool:
    return _count_near(gaps, gap, _ALIKE) < _OFTEN


def _count_near(ordered: list[float], value: float, distance: float) -> int:
    return bisect_left(ordered, value + distance) - bisect_left(ordered, value - distance)
