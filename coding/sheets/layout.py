"""Is the text wrapped, and how wide is a full line? Read off the questions, whose text is known.

Where a wording goes on in the next line, the line was full. The fonts' widths then tell of any
other line whether the next line's first word would still have fitted. In the samples, set in
10-point Times, full lines are 427–547 points wide and no word that would have fitted under 551
was wrapped; answers are indented by half an inch, some by more.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from reportlab.pdfbase.pdfmetrics import stringWidth

from coding.sheets.document import Document
from coding.sheets.locate import Placed

FONTS = ("Times-Roman", "Helvetica", "Courier")


@dataclass(frozen=True)
class Break:
    """A line end inside a wording: the line, the next one, and the blank lines between."""

    line: str
    following: str
    blanks: int


@dataclass(frozen=True)
class Layout:
    """How the document is set; ``measure`` is the width of a full line in its font."""

    is_wrapped: bool
    font: str = FONTS[0]
    measure: float = 1.0
    pitch: int = 0

    def slack(self, line: str, following: str) -> float:
        """Return how much room was left, had the next word been set too: under 0, it was full.

        In shares of the measure, so that it does not depend on the size of the letters.
        """
        return (self.measure - _width_with_next(line, following, self.font)) / self.measure

    def width(self, line: str) -> float:
        """Return the width of a line as a share of the measure."""
        return stringWidth(line, self.font, 10) / self.measure


def read_layout(document: Document, chosen: dict[int, Placed]) -> Layout:
    """Choose the font whose widths best explain where the wordings were wrapped."""
    breaks: list[Break] = []
    lines: list[str] = []
    for placed in chosen.values():
        rows = [
            (index, document.lines[index].text)
            for index in range(placed.line, placed.end_line + 1)
            if document.lines[index].text and not document.lines[index].is_bare_url
        ]
        lines += [text for _, text in rows]
        breaks += [Break(a, b, n - m - 1) for (m, a), (n, b) in pairwise(rows)]
    fitting = [_Fit(font, lines, breaks) for font in FONTS]
    best = min(fitting, key=lambda fit: fit.unexplained)
    if not breaks or best.unexplained > len(breaks) / 2:
        return Layout(is_wrapped=False)
    blanks = sorted(each.blanks for each in breaks)
    return Layout(True, best.font, best.measure, blanks[len(blanks) // 2])


@dataclass(frozen=True)
class _Fit:
    """How well a font explains the line ends."""

    font: str
    lines: list[str]
    breaks: list[Break]

    @cached_property
    def measure(self) -> float:
        return max((stringWidth(line, self.font, 10) for line in self.lines), default=1.0)

    @cached_property
    def unexplained(self) -> int:
        """Count the line ends at which the next word would still have fitted."""
        widths = (_width_with_next(b.line, b.following, self.font) for b in self.breaks)
        return sum(width <= self.measure for width in widths)


def _width_with_next(line: str, following: str, font: str) -> float:
    space = "" if line.endswith(("-", "—")) else " "
    return float(stringWidth(line + space + following.split(" ", 1)[0], font, 10))
