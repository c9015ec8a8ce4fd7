"""Find out whether the text is wrapped, and how wide a full line is.

The wordings of the questions are known, so where one continues on the next line, the line was full.
Font widths then tell of any other line whether the next line's first word would have fitted. In the
samples, set in 10-point Times, full lines are 427–547 points wide and no word that would have
fitted under 551 was wrapped. Answers are indented by half an inch, some by more.

Answers may be wrapped at a width of their own. It is measured on lines that end inside a sentence
and continue in lower case.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from reportlab.pdfbase.pdfmetrics import stringWidth

from coding.sheets.document import Document, Line
from coding.sheets.locate import Placed

FONTS = ("Times-Roman", "Helvetica", "Courier")
FEWEST = 8  # line ends inside sentences needed to measure answers
# Room left on a full line, in shares of the measure: answers are indented by half an inch (0.07 in
# 4235), passages quoted inside them by more (0.11 in 4235, Q32).
INDENT = 0.08
_OVERHANG = 0.15  # measures; most next words overhang by less
_ENDS = (".", "!", "?", ":", ";", ")", "]", "”", '"')


@dataclass(frozen=True)
class Break:
    """A line end inside a sentence, with the number of blank lines after it."""

    line: str
    following: str
    blanks: int


@dataclass(frozen=True)
class Layout:
    """How the document is set. ``measure`` is the width of a full line in its font."""

    is_wrapped: bool
    font: str = FONTS[0]
    measure: float = 1.0
    pitch: int = 0

    def slack(self, line: str, following: str) -> float:
        """Return the room left after adding the next word; below 0, the line was full.

        The unit is the measure, so the size of the letters does not matter.
        """
        return (self.measure - _width_with_next(line, following, self.font)) / self.measure

    def width(self, line: str) -> float:
        return stringWidth(line, self.font, 10) / self.measure


def read_layout(document: Document, chosen: dict[int, Placed]) -> Layout:
    """Choose the font and width that explain most line ends."""
    breaks = [
        line_end
        for placed in chosen.values()
        for line_end in _breaks(document.lines[placed.line : placed.end_line + 1])
    ]
    fitting = [_Fit(font, breaks) for font in FONTS]
    best = min(fitting, key=lambda fit: fit.unexplained)
    if not breaks or best.unexplained > len(breaks) / 2:
        return Layout(is_wrapped=False)
    blanks = sorted(each.blanks for each in breaks)
    layout = Layout(True, best.font, best.measure, blanks[len(blanks) // 2])
    return _with_measure_of_answers(layout, list(_breaks_of_answers(document, chosen)))


def _breaks(lines: Iterable[Line]) -> Iterable[Break]:
    rows = [(n, line.text) for n, line in enumerate(lines) if line.text and not line.is_bare_url]
    return (Break(a, b, n - m - 1) for (m, a), (n, b) in pairwise(rows))


def _breaks_of_answers(document: Document, chosen: dict[int, Placed]) -> Iterable[Break]:
    """Yield the line ends in answers that are certainly inside a sentence."""
    places = sorted(chosen.values(), key=lambda placed: placed.line)
    ends = [*(placed.line for placed in places[1:]), len(document.lines)]
    for placed, end in zip(places, ends, strict=True):
        for line_end in _breaks(document.lines[placed.end_line + 1 : end]):
            if line_end.following[0].islower() and not line_end.line.endswith(_ENDS):
                yield line_end


def _with_measure_of_answers(layout: Layout, breaks: list[Break]) -> Layout:
    """Use the answers' own measure where the questions' one does not fit them."""
    if len(breaks) < FEWEST:
        return layout
    slacks = (layout.slack(line_end.line, line_end.following) for line_end in breaks)
    failed = sum(not -_OVERHANG < slack <= INDENT for slack in slacks)
    own = _Fit(layout.font, breaks)
    if failed <= len(breaks) / 2 or own.unexplained > len(breaks) / 4:
        return layout
    return replace(layout, measure=own.measure)


@dataclass(frozen=True)
class _Fit:
    """How well a font explains the line ends."""

    font: str
    breaks: list[Break]

    @cached_property
    def measure(self) -> float:
        """The width that explains most line ends; the greatest, if several do.

        It is not the widest line's width: that line may not be wrapped at all.
        """
        return max(self._widths, key=lambda width: (-self._against(width), width), default=1.0)

    @cached_property
    def unexplained(self) -> int:
        return self._against(self.measure)

    @cached_property
    def _widths(self) -> list[float]:
        return [stringWidth(line_end.line, self.font, 10) for line_end in self.breaks]

    @cached_property
    def _widths_with_next(self) -> list[float]:
        return [
            _width_with_next(line_end.line, line_end.following, self.font)
            for line_end in self.breaks
        ]

    def _against(self, measure: float) -> int:
        """Count the lines that are too wide, and those where the next word would have fitted."""
        wider = sum(width > measure for width in self._widths)
        return wider + sum(width <= measure for width in self._widths_with_next)


def _width_with_next(line: str, following: str, font: str) -> float:
    space = "" if line.endswith(("-", "—")) else " "
    return float(stringWidth(line + space + following.split(" ", 1)[0], font, 10))
