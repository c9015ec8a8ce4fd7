"""Find out whether the text is wrapped, and how wide a full line is.

The wordings of the questions are known, so where one continues on the next line, the line was full.
Font widths then show for other lines whether the next line's first word would have fitted. In the
samples, set in 10-point Times, full lines are 427–547 points wide and no word that would have
fitted under 551 was wrapped. Answers are indented by half an inch, some by more.

Answers may be wrapped at a width of their own. It is measured on lines that end inside a sentence
and continue in lower case.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from reportlab.pdfbase.pdfmetrics import stringWidth

from coding.sheets.document import Document, PageLine
from coding.sheets.lines.sentences import breaks_off, ends_sentence, ends_with_stop
from coding.sheets.questions.placed import Placed

FONTS = ("Times-Roman", "Helvetica", "Courier")
FEWEST = 8  # line ends inside sentences needed to measure answers
_FEWEST_ENDS = 4  # paragraphs that certainly end, with a gap after each
# Room left on a full line, in shares of the measure: answers are indented by half an inch (0.07 in
# 4235), passages quoted inside them by more (0.11 in 4235, Q32).
INDENT = 0.08
DEEP_INDENT = 0.2
_OVERHANG = 0.15  # measures; most next words overhang by less


class Break(NamedTuple):
    """A line end inside a sentence, with the number of blank lines after it."""

    line: str
    following: str
    blanks: int


@dataclass(frozen=True)
class Layout:
    """How the document is set. ``measure`` is the width of a full line in its font.

    ``pitch`` is the number of blank lines between lines of a paragraph; if the text ``has_gaps``,
    there are more between paragraphs, always.
    """

    is_wrapped: bool
    font: str = FONTS[0]
    measure: float = 1.0
    pitch: int = 0
    has_gaps: bool = False

    def slack(self, line: str, following: str) -> float:
        """Return the room left after adding the next word; below 0, the line was full.

        The unit is the measure, so the size of the letters does not matter.
        """
        return (self.measure - _width_with_next(line, following, self.font)) / self.measure

    def is_full(self, line_end: Break) -> bool:
        """Whether the next word would not have fitted, give or take an indent."""
        return -_OVERHANG < self.slack(line_end.line, line_end.following) <= INDENT

    def width(self, line: str) -> float:
        return stringWidth(line, self.font, 10) / self.measure


def read_layout(document: Document, chosen: dict[int, Placed]) -> Layout:
    """Choose the font and width that explain most line ends."""
    breaks = [
        line_end
        for placed in chosen.values()
        for line_end in _breaks(document.lines[placed.line : placed.end_line + 1])
        if not _is_new_sentence(line_end)
    ]
    fits = {font: measure_of(font, breaks) for font in FONTS}
    font, (measure, unexplained) = min(fits.items(), key=lambda fit: fit[1][1])
    if not breaks or unexplained > len(breaks) / 2:
        return Layout(is_wrapped=False)
    blanks = sorted(line_break.blanks for line_break in breaks)
    layout = Layout(True, font, measure, blanks[len(blanks) // 2])
    of_answers = list(_breaks_of_answers(document, chosen))
    inside = [end for end in of_answers if breaks_off(end.line, end.following)]
    layout = _with_measure_of_answers(layout, inside)
    return replace(layout, has_gaps=_has_gaps(layout, of_answers))


def _breaks(lines: Iterable[PageLine]) -> Iterable[Break]:
    rows = [(n, line.text) for n, line in enumerate(lines) if line.text and not line.is_bare_url]
    return (Break(a, b, n - m - 1) for (m, a), (n, b) in pairwise(rows))


def _is_new_sentence(line_end: Break) -> bool:
    """Whether each sentence of a wording may have a line of its own: "(Yes, No)"."""
    is_end = ends_sentence(line_end.line)
    return is_end and not line_end.following[0].islower()


def _breaks_of_answers(document: Document, chosen: dict[int, Placed]) -> Iterable[Break]:
    places = sorted(chosen.values(), key=lambda placed: placed.line)
    ends = [*(placed.line for placed in places[1:]), len(document.lines)]
    for placed, end in zip(places, ends, strict=True):
        yield from _breaks(document.lines[placed.end_line + 1 : end])


def _has_gaps(layout: Layout, breaks: Iterable[Break]) -> bool:
    """Whether each short line that ends a paragraph of an answer has a gap after it."""
    gaps = [
        line_break.blanks > layout.pitch
        for line_break in breaks
        if ends_with_stop(line_break.line)
        and not line_break.following[0].islower()
        and layout.slack(line_break.line, line_break.following) > DEEP_INDENT
    ]
    return len(gaps) >= _FEWEST_ENDS and all(gaps)


def _with_measure_of_answers(layout: Layout, breaks: list[Break]) -> Layout:
    """Use the answers' own measure where the questions' one does not fit them."""
    if len(breaks) < FEWEST:
        return layout
    failed = sum(not layout.is_full(line_end) for line_end in breaks)
    measure, unexplained = measure_of(layout.font, breaks)
    if failed <= len(breaks) / 2 or unexplained > len(breaks) / 4:
        return layout
    return replace(layout, measure=measure)


def measure_of(font: str, breaks: list[Break]) -> tuple[float, int]:
    """Return the width that explains most line ends, and how many it does not explain.

    If several do, it is the greatest. It is not the widest line's: that may not be wrapped at all.
    """
    widths = sorted(stringWidth(line_break.line, font, 10) for line_break in breaks)
    with_next = sorted(_width_with_next(end.line, end.following, font) for end in breaks)

    def unexplained(measure: float) -> int:
        """Count the lines that are too wide, and those where the next word would have fitted."""
        too_wide = len(widths) - bisect_right(widths, measure)
        return too_wide + bisect_right(with_next, measure)

    measure = max(widths, key=lambda width: (-unexplained(width), width), default=1.0)
    return measure, unexplained(measure)


def _width_with_next(line: str, following: str, font: str) -> float:
    space = "" if line.endswith(("-", "—")) else " "
    return float(stringWidth(line + space + following.split(" ", 1)[0], font, 10))
