"""Bring the lines of a page into the order in which people read them, each once.

Programs draw the words of a page in any order: forms that were filled in and printed have all
questions first, then all answers. Some draw letters twice to make them bold.
"""

from bisect import bisect_left, bisect_right
from itertools import pairwise

from coding.sheets.files.pdfs.lines import PrintedLine

_SAME = 1.5  # points between words that were drawn on each other
_UP = 1.5  # line heights; less is the same row
_FEWEST = 3  # lines of a column that does not begin at the top
_ACROSS = 3  # degrees; what leans more stands across the page


class PageRows:
    """The lines of a page by how far down they stand."""

    def __init__(self, lines: list[PrintedLine]) -> None:
        self._lines = sorted((line for line in lines if line.shown), key=lambda line: line.down)
        self._downs = [line.down for line in self._lines]
        self._highest = max((line.size for line in self._lines), default=0.0)

    def between(self, up: float, down: float) -> list[PrintedLine]:
        """Return the lines whose letters may reach into a part of the page."""
        first = bisect_left(self._downs, up)
        return self._lines[first : bisect_right(self._downs, down + self._highest)]


def level_lines(lines: list[PrintedLine]) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """Return the lines that run level, and those that stand across the page."""
    level = [line for line in lines if _is_level(line)]
    return level, [line for line in lines if line.shown and not _is_level(line)]


def _is_level(line: PrintedLine) -> bool:
    return min(line.angle, 360 - line.angle) <= _ACROSS


def without_repeats(lines: list[PrintedLine]) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """Return the lines of a page, and those that are drawn again over the same words."""
    kept: list[PrintedLine] = []
    again: list[PrintedLine] = []
    places: dict[tuple[str, int], list[PrintedLine]] = {}
    for line in lines:
        words = line.text.strip()
        near = [other for n in (-1, 0, 1) for other in places.get((words, _row(line) + n), ())]
        if words and any(_is_on(line, other) for other in near):
            again.append(line)
        else:
            kept.append(line)
            places.setdefault((words, _row(line)), []).append(line)
    return kept, again


def _row(line: PrintedLine) -> int:
    return round(line.down / _SAME)


def _is_on(line: PrintedLine, other: PrintedLine) -> bool:
    return abs(line.start - other.start) < _SAME and abs(line.down - other.down) < _SAME


def from_the_top(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Return the lines of a page from top to bottom, unless they are drawn column by column."""
    shown = [line for line in lines if line.shown]
    turns = [n for n, (a, b) in enumerate(pairwise(shown), start=1) if _is_up(a, b)]
    if not turns:
        return lines
    runs = [shown[a:b] for a, b in pairwise([0, *turns, len(shown)])]
    if any(_are_columns(before, run) for before, run in pairwise(runs)):
        return lines
    return sorted(shown, key=lambda line: (line.down, line.start))


def _is_up(line: PrintedLine, following: PrintedLine) -> bool:
    return following.down < line.down - _UP * max(line.size, following.size)


def _are_columns(run: list[PrintedLine], following: list[PrintedLine]) -> bool:
    """Whether the second of two runs stands beside the first, as a column does.

    A line or two that begin further down were put beside an answer later.
    """
    top, bottom = following[0].down, following[-1].down
    if len(following) < _FEWEST and top > run[0].down + run[0].size:
        return False
    beside = [line for line in run if top <= line.down <= bottom]
    return bool(beside) and max(line.end for line in beside) < min(line.start for line in following)
