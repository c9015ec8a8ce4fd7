"""Is the text wrapped, and how wide is a full line? Read off the questions, whose text is known.

Where a wording goes on in the next line, the line was full. The fonts' widths then tell of any
other line whether the next line's first word would still have fitted. In the samples, set in
10-point Times, full lines are 427–547 points wide and no word that would have fitted under 551
was wrapped; answers are indented by half an inch, some by more.

Answers may be wrapped at a width of their own. Then the lines tell that end inside a sentence and
go on in small letters.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from reportlab.pdfbase.pdfmetrics import stringWidth

from coding.sheets.document import Document, Line
from coding.sheets.locate import Placed

FONTS = ("Times-Roman", "Helvetica", "Courier")
FEWEST = 8  # line ends inside sentences, from which the answers' own width is told
# Room left on a full line, in shares of the measure: answers are indented by half an inch (0.07 in
# 4235), passages quoted inside them by more (0.11 in 4235, Q32).
INDENT = 0.08
_OVERHANG = 0.15  # measures: by no more than so much most next words stand out
_ENDS = (".", "!", "?", ":", ";", ")", "]", "”", '"')


@dataclass(frozen=True)
class Break:
    """A line end inside a sentence: the line, the next one, and the blank lines between."""

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
    """Choose the font and the width that best explain where wordings and answers were wrapped."""
    breaks = [one for placed in chosen.values() for one in _breaks_inside(document, placed)]
    fitting = [_Fit(font, breaks) for font in FONTS]
    best = min(fitting, key=lambda fit: fit.unexplained)
    if not breaks or best.unexplained > len(breaks) / 2:
        return Layout(is_wrapped=False)
    blanks = sorted(each.blanks for each in breaks)
    layout = Layout(True, best.font, best.measure, blanks[len(blanks) // 2])
    return _with_measure_of_answers(layout, list(_breaks_of_answers(document, chosen)))


def _breaks_inside(document: Document, placed: Placed) -> list[Break]:
    """Return the line ends inside a wording; an answer behind it counts as the next words do."""
    rows = document.lines[placed.line : placed.end_line + 1]
    return list(_breaks(rows))


def _breaks(lines: Iterable[Line]) -> Iterable[Break]:
    rows = [(n, line.text) for n, line in enumerate(lines) if line.text and not line.is_bare_url]
    return (Break(a, b, n - m - 1) for (m, a), (n, b) in pairwise(rows))


def _breaks_of_answers(document: Document, chosen: dict[int, Placed]) -> Iterable[Break]:
    """Yield the line ends in answers that are inside a sentence beyond doubt."""
    places = sorted(chosen.values(), key=lambda placed: placed.line)
    ends = [*(placed.line for placed in places[1:]), len(document.lines)]
    for placed, end in zip(places, ends, strict=True):
        for one in _breaks(document.lines[placed.end_line + 1 : end]):
            if one.following[0].islower() and not one.line.endswith(_ENDS):
                yield one


def _with_measure_of_answers(layout: Layout, breaks: list[Break]) -> Layout:
    """Return the layout with the answers' own measure, where that of the questions fails them."""
    if len(breaks) < FEWEST:
        return layout
    slacks = (layout.slack(one.line, one.following) for one in breaks)
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
        """The width that explains most line ends; of several the greatest.

        It is not the widest line's, which may be one that was not wrapped at all.
        """
        return max(self._widths, key=lambda width: (-self._against(width), width), default=1.0)

    @cached_property
    def unexplained(self) -> int:
        """Count the lines that the measure does not explain."""
        return self._against(self.measure)

    @cached_property
    def _widths(self) -> list[float]:
        return [stringWidth(one.line, self.font, 10) for one in self.breaks]

    @cached_property
    def _widths_with_next(self) -> list[float]:
        return [_width_with_next(one.line, one.following, self.font) for one in self.breaks]

    def _against(self, measure: float) -> int:
        """Count the lines that are wider, and those on which the next word would have fitted."""
        wider = sum(width > measure for width in self._widths)
        return wider + sum(width <= measure for width in self._widths_with_next)


def _width_with_next(line: str, following: str, font: str) -> float:
    space = "" if line.endswith(("-", "—")) else " "
    return float(stringWidth(line + space + following.split(" ", 1)[0], font, 10))
