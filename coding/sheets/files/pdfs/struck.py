"""Words through which a line is drawn: they are not read, as if they were deleted in Word."""

from typing import Any

from coding.sheets.files.pdfs.extras import Extra
from coding.sheets.files.pdfs.lines import Box, Glyph, PrintedLine
from coding.sheets.files.pdfs.seen import listed, without, words_of

_THICKEST, _SHORTEST = 2.0, 4.0  # points
_LOWEST, _HIGHEST = 0.12, 0.45  # of the letters' height, above the line on which they stand
_COVERED = 0.6  # of a word's letters
_MOST = 20_000  # objects of a page

STRUCK = "words struck out"


def strokes_of(page: Any) -> list[Box]:
    """Return the thin level strokes on a page."""
    import pypdfium2.raw as pdfium

    strokes = []
    for place, drawn in enumerate(
        page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=3)
    ):
        if place > _MOST:
            break
        box = Box(*drawn.get_bounds())
        if box.top - box.bottom <= _THICKEST and box.right - box.left >= _SHORTEST:
            strokes.append(box)
    return strokes


def without_struck(
    lines: list[PrintedLine], strokes: list[Box]
) -> tuple[list[PrintedLine], list[Extra]]:
    """Return the lines without the words that are struck out, and those words."""
    kept, struck = [], []
    for line in lines:
        through = [stroke for stroke in strokes if _goes_through(stroke, line)]
        words = [word for word in words_of(line) if _is_covered(word, through)] if through else []
        if words:
            struck.append(listed(line, words, STRUCK))
            line = without(line, words)
        if not words or line.shown:
            kept.append(line)
    return kept, struck


def _goes_through(stroke: Box, line: PrintedLine) -> bool:
    height = (stroke.top + stroke.bottom) / 2 + line.down  # above the line
    return _LOWEST * line.size < height < _HIGHEST * line.size


def _is_covered(word: tuple[Glyph, ...], strokes: list[Box]) -> bool:
    centres = [(glyph.box.left + glyph.box.right) / 2 for glyph in word]
    covered = sum(any(s.left <= x <= s.right for s in strokes) for x in centres)
    return any(glyph.text.isalnum() for glyph in word) and covered >= _COVERED * len(word)
