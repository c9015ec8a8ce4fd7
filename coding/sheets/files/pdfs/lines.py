"""The lines of a PDF's page as PDFium finds them, each letter with its place.

PDFium joins a word hyphenated at a line end and marks the spot with U+FFFE or U+0002. The line end
is restored, so that one rule decides about hyphens in all kinds of files.
"""

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import cos, degrees, hypot, radians, sin
from typing import Any, NamedTuple

LINE_END, HYPHENS = 0x0A, (0x02, 0xFFFE)
_WITHOUT_LETTER = (0x00, 0x0D)
_LONGEST_NAME = 200  # of a font


class Box(NamedTuple):
    """A rectangle of the page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


class Place(NamedTuple):
    """Where something lies as people read the page: along its lines, and down the page."""

    start: float
    end: float
    up: float
    down: float


class Glyph(NamedTuple):
    """A letter: where it starts and ends along its line, how far down it stands, and its height.

    These are as people read the page, whichever way it is turned. ``box`` and ``origin``, the point
    where the letter stands on its line, are in the file's coordinates. ``ink`` is how far its shape
    reaches below and above the line. A letter is not ``known`` if the file has only a font sign.
    """

    text: str
    start: float
    end: float
    down: float
    size: float
    box: Box
    known: bool = True
    origin: tuple[float, float] = (0.0, 0.0)
    ink: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class PrintedLine:
    """A line of a page. One without glyphs is blank; ``angle`` is how far it leans, in degrees.

    Letters that text recognition puts over the picture of a page are not ``drawn``. Joined lines
    have ``words``, which replace the letters of the first line. ``aside`` says why the line may be
    no part of the text.
    """

    page: int
    glyphs: tuple[Glyph, ...]
    angle: int = 0
    drawn: bool = True
    words: str = ""
    aside: str = ""
    font: str = ""  # of its first letter
    type_size: float = 0.0  # of its first letter, in points as in a word processor

    @cached_property
    def text(self) -> str:
        return self.words or "".join(glyph.text for glyph in self.glyphs)

    @cached_property
    def shown(self) -> tuple[Glyph, ...]:
        """The letters without spaces."""
        return tuple(glyph for glyph in self.glyphs if glyph.text.strip())

    @cached_property
    def start(self) -> float:
        return min((glyph.start for glyph in self.shown), default=0.0)

    @cached_property
    def end(self) -> float:
        return max((glyph.end for glyph in self.shown), default=0.0)

    @property
    def down(self) -> float:
        return self.shown[0].down if self.shown else 0.0

    @cached_property
    def size(self) -> float:
        return max((glyph.size for glyph in self.shown), default=0.0)


def lines_of(textpage: Any, page: int) -> tuple[list[PrintedLine], int]:
    """Return a page's lines, turned so that most of them run level, and the angle of the turn."""
    lines = list(_leaning(textpage, page))
    usual = Counter[int]()
    for line in lines:
        usual[line.angle] += len(line.shown)
    turned = usual.most_common(1)[0][0] if usual else 0
    return [_turned(line, turned) for line in lines], turned


def _leaning(textpage: Any, page: int) -> Iterator[PrintedLine]:
    glyphs: list[Glyph] = []
    first: int | None = None
    for index in range(textpage.count_chars()):
        code = _code(textpage, index)
        if code not in (LINE_END, *_WITHOUT_LETTER):
            letter = "-" if code in HYPHENS else chr(code)
            glyphs.append(_glyph(textpage, index, letter))
            first = index if first is None and letter.strip() else first
        if code == LINE_END or code in HYPHENS:
            yield _line(textpage, page, glyphs, first)
            glyphs, first = [], None
    yield _line(textpage, page, glyphs, first)


def _code(textpage: Any, index: int) -> int:
    import pypdfium2.raw as pdfium

    return int(pdfium.FPDFText_GetUnicode(textpage, index))


def _glyph(textpage: Any, index: int, text: str) -> Glyph:
    import pypdfium2.raw as pdfium

    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
    whole = Box(box.left, box.bottom, box.right, box.top)
    known = text.isspace() or pdfium.FPDFText_HasUnicodeMapError(textpage, index) != 1
    size, origin = whole.top - whole.bottom, (x.value, y.value)
    ink = _ink(textpage, index, y.value)
    return Glyph(text, whole.left, whole.right, -y.value, size, whole, known, origin, ink)


def _ink(textpage: Any, index: int, line: float) -> tuple[float, float]:
    """Return how far below and above its line a letter reaches."""
    import pypdfium2.raw as pdfium

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    return bottom.value - line, top.value - line


def _line(textpage: Any, page: int, glyphs: list[Glyph], first: int | None) -> PrintedLine:
    import pypdfium2.raw as pdfium

    if first is None:
        return PrintedLine(page, tuple(glyphs))
    angle = (
        -round(degrees(pdfium.FPDFText_GetCharAngle(textpage, first))) % 360
    )  # PDFium counts clockwise
    text = pdfium.FPDFText_GetTextObject(textpage, first)
    drawn = pdfium.FPDFTextObj_GetTextRenderMode(text) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    size = _type_size(textpage, first)
    return PrintedLine(page, tuple(glyphs), angle, drawn, font=_font(text), type_size=size)


def _type_size(textpage: Any, index: int) -> float:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    return float(pdfium.FPDFText_GetFontSize(textpage, index)) * hypot(matrix.c, matrix.d)


def _font(text: Any) -> str:
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(_LONGEST_NAME)
    pdfium.FPDFFont_GetBaseFontName(pdfium.FPDFTextObj_GetFont(text), name, _LONGEST_NAME)
    return name.value.decode("utf-8", "replace")


def _turned(line: PrintedLine, turned: int) -> PrintedLine:
    """Return the line as seen when the page is turned so that most lines run level."""
    if not turned:
        return line

    def seen(glyph: Glyph) -> Glyph:
        place = as_seen(glyph.box, turned)
        size = place.down - place.up
        _, down = point_as_seen(*glyph.origin, turned)
        return glyph._replace(start=place.start, end=place.end, down=down, size=size)

    return replace(line, glyphs=tuple(map(seen, line.glyphs)), angle=(line.angle - turned) % 360)


def as_seen(box: Box, turned: int) -> Place:
    """Return where a rectangle of the page lies when the page is turned."""
    corners = [
        point_as_seen(x, y, turned) for x in (box.left, box.right) for y in (box.bottom, box.top)
    ]
    starts, downs = zip(*corners, strict=True)
    return Place(min(starts), max(starts), min(downs), max(downs))


def point_as_seen(x: float, y: float, turned: int) -> tuple[float, float]:
    """Return how far along the lines and how far down a point of the page lies."""
    along, across = cos(radians(turned)), sin(radians(turned))
    return x * along + y * across, x * across - y * along
