"""Compare the letters that a PDF names with the shapes that it draws, as far as that is cheap.

A font's list of its letters may be wrong: the page then shows something else than the file says. In
any font "d" and "T" are higher than "a", and "g" goes lower. If that does not hold for a font, its
words are doubted. Swapped letters of the same height are left to ``likely_words.py``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

from coding.sheets.files.pdfs.lines import Glyph, PrintedLine

_SMALL, _HIGH, _LOW = "acemnorsuvwxz", "bdfhklABDEFGHIKLMNPRSTUVWXYZ", "gpqy"
_FEWEST = 3  # letters of each kind
_RIGHT = 0.85  # of them; Latin text has some 0.7 of one kind

MISNAMED = "Letters that do not have the shape which the PDF draws; compare them with the page"


def lines_misnamed(lines: Iterable[PrintedLine]) -> Iterator[PrintedLine]:
    """Yield the lines in fonts whose letters do not have the shapes that such letters have."""
    by_font: dict[tuple[str, int], list[PrintedLine]] = defaultdict(list)
    for line in lines:
        if line.drawn and line.shown and line.angle == 0:
            by_font[line.font, round(line.type_size)].append(line)
    for of_font in by_font.values():
        glyphs = [glyph for line in of_font for glyph in line.shown]
        if not _is_as_said(glyphs):
            yield from of_font


def _is_as_said(glyphs: list[Glyph]) -> bool:
    heights = [(g.ink[1], g.text in _HIGH) for g in glyphs if g.text in _HIGH + _SMALL]
    depths = [(-g.ink[0], g.text in _LOW) for g in glyphs if g.text in _LOW + _SMALL]
    return _are_apart(heights) and _are_apart(depths)


def _are_apart(measured: list[tuple[float, bool]]) -> bool:
    """Whether all but a few of those marked as larger are larger than the others."""
    larger = sum(is_larger for _, is_larger in measured)
    if min(larger, len(measured) - larger) < _FEWEST:
        return True
    order = sorted(measured)
    # For a cut at each place, count the small ones below it and the large ones above it.
    steps = accumulate((-1 if is_larger else 1 for _, is_larger in order), initial=larger)
    ends = [True, *(a[0] < b[0] for a, b in pairwise(order)), True]
    best = max(right for right, is_end in zip(steps, ends, strict=True) if is_end)
    return best >= _RIGHT * len(measured)
