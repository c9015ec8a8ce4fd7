"""Compare the words of a page with what can be seen on it, by a picture of the page.

Invisible words – white, tiny, covered, outside of the page – are listed, not read. What can be
seen and is no word – pictures, drawings, writing by hand – is listed, and so are words struck out.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy

from coding.sheets.files.pdfs.extras import Extra
from coding.sheets.files.pdfs.lines import Box, Glyph, PrintedLine

_LARGEST = 1200  # pixels of a page's longer side; one for each point on usual paper
_FAINTEST = 16  # of 255 shades between letters and what they stand on
_SMALLEST = 2.0  # points of letters that can be read
_INK = 64  # shades between something drawn and the page
_RULE = 20  # pixels; a longer stroke without a gap is a rule or a coloured field
_AROUND = 2  # pixels around letters that belong to them
_CELL = 12  # pixels; what is nearer belongs together
_FEWEST_PIXELS, _SHORTEST = 20, 7  # of something drawn; less is a bullet or dust
_MOST_DRAWN = 8  # on a page; more are listed as one

HIDDEN = "words that cannot be seen"
BEYOND = "words beyond the page's edge, read all the same"
DRAWN = "a picture, a drawing or writing by hand"


class PagePicture:
    """A page as a greyscale picture, and conversions between its pixels and places of the page."""

    def __init__(self, page: Any) -> None:
        turned = page.get_rotation()
        page.set_rotation(0)
        self._left, _, _, self._top = page.get_cropbox()
        self.scale = _LARGEST / max(_LARGEST, *page.get_size())
        drawn = page.render(
            scale=self.scale, grayscale=True, draw_annots=False, may_draw_forms=False
        )
        self.shades = drawn.to_numpy().reshape(drawn.height, drawn.width).astype(numpy.int16)
        page.set_rotation(turned)

    def part(self, box: Box, around: int = 0) -> tuple[slice, slice]:
        """Return the rows and columns of pixels at a place; empty outside of the page."""
        left, right = ((x - self._left) * self.scale for x in (box.left, box.right))
        top, bottom = ((self._top - y) * self.scale for y in (box.top, box.bottom))
        rows = slice(max(int(top) - around, 0), max(int(bottom + 1) + around, 0))
        return rows, slice(max(int(left) - around, 0), max(int(right + 1) + around, 0))

    def box(self, rows: tuple[int, int], columns: tuple[int, int]) -> Box:
        left, right = (self._left + x / self.scale for x in columns)
        top, bottom = (self._top - y / self.scale for y in rows)
        return Box(left, bottom, right, top)

    def is_outside(self, glyphs: tuple[Glyph, ...]) -> bool:
        return not self.shades[self.part(box_of(glyphs))].size

    def shows(self, glyphs: tuple[Glyph, ...]) -> bool:
        """Whether a word stands out from its background."""
        if max(glyph.size for glyph in glyphs) < _SMALLEST:
            return False
        shades = self.shades[self.part(box_of(glyphs))]
        return bool(shades.size) and int(shades.max() - shades.min()) >= _FAINTEST


def box_of(glyphs: tuple[Glyph, ...]) -> Box:
    boxes = [glyph.box for glyph in glyphs]
    return Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


def seen(picture: PagePicture, lines: list[PrintedLine]) -> tuple[list[PrintedLine], list[Extra]]:
    """Return the lines without the words that cannot be seen, and those words.

    A line that runs over the page's edge is read to its end.
    """
    kept, extras = [], []
    for line in lines:
        words = words_of(line)
        gone = [word for word in words if not picture.shows(word)]
        beyond = [word for word in gone if picture.is_outside(word)]
        if len(gone) < len(words) and beyond:
            extras.append(extra_of(line, beyond, BEYOND))
            gone = [word for word in gone if word not in beyond]
        if gone:
            extras.append(extra_of(line, gone, HIDDEN))
            line = without_words(line, gone)
        if not gone or line.shown:
            kept.append(line)
    return kept, extras


def whole_line(line: PrintedLine, what: str) -> Extra:
    return Extra(line.page, box_of(line.shown), what, line.text.strip())


def extra_of(line: PrintedLine, words: list[tuple[Glyph, ...]], what: str) -> Extra:
    text = " ".join("".join(glyph.text for glyph in word) for word in words)
    return Extra(line.page, box_of(tuple(glyph for word in words for glyph in word)), what, text)


def words_of(line: PrintedLine) -> list[tuple[Glyph, ...]]:
    parts = groupby(line.glyphs, key=lambda glyph: bool(glyph.text.strip()))
    return [tuple(word) for is_word, word in parts if is_word]


def without_words(line: PrintedLine, words: list[tuple[Glyph, ...]]) -> PrintedLine:
    gone = {id(glyph) for word in words for glyph in word}
    return replace(line, glyphs=tuple(glyph for glyph in line.glyphs if id(glyph) not in gone))


def drawn_beside(picture: PagePicture, lines: list[PrintedLine], page: int) -> list[Extra]:
    """Return what can be seen on the page where no words stand."""
    shades = picture.shades
    paper = int(numpy.bincount(shades.ravel(), minlength=256).argmax())
    ink = abs(shades - paper) > _INK
    for line in lines:
        for word in words_of(line):
            ink[picture.part(box_of(word), _AROUND)] = False
    ink &= ~(_strokes(ink) | _strokes(ink.T).T)
    drawn = [
        Extra(page, picture.box(rows, columns), DRAWN, _size(picture, rows, columns))
        for rows, columns in _clusters(ink)
    ]
    if len(drawn) > _MOST_DRAWN:
        whole = f"{len(drawn)} of them, on all of the page"
        return [drawn[0]._replace(box=_highest(drawn), words=whole)]
    return drawn


def _highest(drawn: list[Extra]) -> Box:
    return max((extra.box for extra in drawn), key=lambda box: box.top)


def _strokes(ink: Any) -> Any:
    """Return the pixels of level strokes that are longer than those of letters."""
    height, width = ink.shape
    if width <= _RULE:
        return numpy.zeros_like(ink)
    sums = numpy.concatenate(
        [numpy.zeros((height, 1), numpy.int32), ink.cumsum(axis=1, dtype=numpy.int32)], axis=1
    )
    full = sums[:, _RULE:] - sums[:, :-_RULE] == _RULE
    strokes = numpy.zeros_like(ink)
    for shift in range(_RULE):
        strokes[:, shift : shift + full.shape[1]] |= full
    return strokes


def _clusters(ink: Any) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the rows and columns of what was drawn near to each other."""
    height, width = (size + -size % _CELL for size in ink.shape)
    padded = numpy.zeros((height, width), bool)
    padded[: ink.shape[0], : ink.shape[1]] = ink
    by_cell = padded.reshape(height // _CELL, _CELL, width // _CELL, _CELL).sum(axis=(1, 3))
    cells = {(int(row), int(column)) for row, column in numpy.argwhere(by_cell)}
    while cells:
        group = _neighbours(cells)
        top, left = (min(cell[n] for cell in group) * _CELL for n in (0, 1))
        bottom, right = ((max(cell[n] for cell in group) + 1) * _CELL for n in (0, 1))
        pixels = padded[top:bottom, left:right]
        rows, columns = (numpy.flatnonzero(pixels.any(axis=axis)) for axis in (1, 0))
        is_large = min(numpy.ptp(rows), numpy.ptp(columns)) >= _SHORTEST
        if is_large and int(pixels.sum()) >= _FEWEST_PIXELS:
            yield (
                (top + int(rows[0]), top + int(rows[-1])),
                (left + int(columns[0]), left + int(columns[-1])),
            )


def _neighbours(cells: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take a cell out of the set, with all cells connected to it."""
    group, new = [], [cells.pop()]
    while new:
        row, column = new.pop()
        group.append((row, column))
        near = {(row + a, column + b) for a in (-1, 0, 1) for b in (-1, 0, 1)} & cells
        cells -= near
        new += near
    return group


def _size(picture: PagePicture, rows: tuple[int, int], columns: tuple[int, int]) -> str:
    box = picture.box(rows, columns)
    width, height = (points / 72 * 2.54 for points in (box.right - box.left, box.top - box.bottom))
    return f"{width:.1f} by {height:.1f} cm"
