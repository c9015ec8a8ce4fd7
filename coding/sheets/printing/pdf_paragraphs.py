"""Paragraphs of a PDF whose lines are broken once, since most of them stand on many sheets.

reportlab breaks the lines. By itself it would do so for every sheet, and draw each paragraph in
coordinates of its own, which takes twice as long in all (docs/benchmarks.md).
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from reportlab.lib.enums import TA_CENTER
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph
from reportlab.platypus.flowables import Flowable


class FontRun(NamedTuple):
    """The part of a line that is set in one font."""

    font: str
    text: str


class SetLine(NamedTuple):
    """A line, and how far it is from the left edge of the frame."""

    indent: float
    pieces: tuple[FontRun, ...]


class SetParagraph(Flowable):
    """A paragraph with its lines; ``number`` stands before the first."""

    def __init__(self, style: Any, lines: tuple[SetLine, ...], number: str = "") -> None:
        super().__init__()
        self.style, self.lines, self.number = style, lines, number

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return width, len(self.lines) * self.style.leading

    def split(self, width: float, height: float) -> list["SetParagraph"]:
        """Continue on the next page, if more than one line fits on this one."""
        fit = int(height / self.style.leading)
        if fit < 2:
            return []
        first = SetParagraph(self.style, self.lines[:fit], self.number)
        return [first, SetParagraph(self.style, self.lines[fit:])]

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:
        style, text, font = self.style, canvas.beginText(), ""
        first = y + self.wrap(0, 0)[1] - style.fontSize
        for line, down in self._places():
            text.setTextOrigin(x + line.indent, first - down)
            for piece in line.pieces:
                if piece.font != font:
                    font = piece.font
                    text.setFont(font, style.fontSize, style.leading)
                text.textOut(piece.text)
        canvas.drawText(text)

    def _places(self) -> Iterator[tuple[SetLine, float]]:
        """Yield the number and each line, and how far below the first line it is."""
        style = self.style
        if self.number:
            width = stringWidth(self.number, style.fontName, style.fontSize)
            yield SetLine(style.bulletIndent - width, (FontRun(style.fontName, self.number),)), 0
        for n, line in enumerate(self.lines):
            yield line, n * style.leading


def lines_of(markup: str, style: Any, width: float) -> Iterator[SetLine]:
    """Yield the lines of a paragraph in a frame of this width."""
    broken = Paragraph(markup, style).breakLines(width - style.leftIndent)
    for line in broken.lines:
        if broken.kind:  # there are several fonts
            left, pieces = line.extraSpace, [FontRun(run.fontName, run.text) for run in line.words]
        else:
            left, pieces = line[0], [FontRun(broken.fontName, " ".join(line[1]))]
        indent = left / 2 if style.alignment == TA_CENTER else 0
        yield SetLine(style.leftIndent + indent, tuple(pieces))
