"""Find the letters of a PDF that are above or below the line on which the others stand.

PDFium splits a line at such letters; its parts are joined again.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from coding.sheets.files.pdfs.lines import Glyph, PrintedLine
from coding.sheets.files.raised_signs import written_raised

_LEAST, _HIGH, _MOST = 0.1, 0.22, 0.8  # of the letters' height, above or below the line
_NEAREST, _FURTHEST = -0.2, 0.6  # of the height: the gap before a part that continues a line
_SPACE = 0.15  # of the height: a gap that is a space
_SMALLER = 0.93  # of the height of the others


def with_raised(lines: list[PrintedLine]) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """Return whole lines with raised digits written so, and the lines with other raised letters."""
    whole = [_raised(line) if _leaps(line) else (line, False) for line in _joined(lines)]
    return [line for line, _ in whole], [line for line, is_odd in whole if is_odd]


def _joined(lines: list[PrintedLine]) -> Iterator[PrintedLine]:
    """Yield the lines, joining those that PDFium split at raised or lowered letters."""
    parts: list[PrintedLine] = []
    for line in lines:
        if parts and not _goes_on(parts[-1], line):
            yield _one_line(parts)
            parts = []
        parts.append(line)
    if parts:
        yield _one_line(parts)


def _goes_on(line: PrintedLine, following: PrintedLine) -> bool:
    if not line.shown or not following.shown or line.drawn != following.drawn:
        return False
    last, first = line.shown[-1], following.shown[0]
    height = max(last.size, first.size)
    gap, leap = (first.start - last.end) / height, abs(first.down - last.down) / height
    is_odd = min(last.size, first.size) < _SMALLER * height
    return _NEAREST < gap < _FURTHEST and is_odd and _LEAST < leap < _MOST


def _one_line(parts: list[PrintedLine]) -> PrintedLine:
    if len(parts) == 1:
        return parts[0]
    glyphs: list[Glyph] = []
    for part in parts:
        first = part.shown[0]
        last = next((glyph for glyph in reversed(glyphs) if glyph.text.strip()), None)
        is_apart = glyphs and glyphs[-1].text.strip() and part.glyphs[0].text.strip()
        if last and is_apart and first.start - last.end > _SPACE * max(last.size, first.size):
            glyphs.append(last._replace(text=" ", start=last.end, end=first.start))
        glyphs += part.glyphs
    size = max(part.type_size for part in parts)
    return replace(parts[0], glyphs=tuple(glyphs), type_size=size)


def _leaps(line: PrintedLine) -> bool:
    downs = [glyph.down for glyph in line.shown]
    return bool(downs) and max(downs) - min(downs) > _LEAST * line.size


def _raised(line: PrintedLine) -> tuple[PrintedLine, bool]:
    """Return the line with raised digits as such, and whether it has other raised letters."""
    usual = Counter((round(g.down), round(g.size)) for g in line.shown).most_common(1)[0][0]
    level = next(g for g in line.shown if (round(g.down), round(g.size)) == usual)
    glyphs: list[Glyph] = []
    is_odd = False
    for place, glyphs_there in groupby(line.glyphs, key=lambda glyph: _place(glyph, level)):
        letters = list(glyphs_there)
        if place and _is_meant(letters[0], glyphs[-1:], level):
            before = "".join(glyph.text for glyph in glyphs[-1:])
            words, other = written_raised("".join(g.text for g in letters), place, before)
            is_odd = is_odd or other
            letters = [
                glyph._replace(text=text, down=level.down, size=level.size)
                for glyph, text in zip(letters, words, strict=True)
            ]
        glyphs += letters
    return replace(line, glyphs=tuple(glyphs)), is_odd


def _is_meant(first: Glyph, before: list[Glyph], level: Glyph) -> bool:
    """Whether letters are raised or lowered on purpose, not just words slightly off the line."""
    leap = (level.down - first.down) / level.size
    is_small = first.size < _SMALLER * level.size
    is_close = any(g.text.strip() and first.start - g.end < _SPACE * level.size for g in before)
    return (is_small or abs(leap) > _HIGH) if is_close else (is_small and leap > _HIGH)


def _place(glyph: Glyph, level: Glyph) -> int:
    """Return 1 for a letter above the line, -1 for one below it, 0 for one that stands on it."""
    leap = (level.down - glyph.down) / level.size
    is_away = bool(glyph.text.strip()) and abs(leap) > _LEAST
    return (leap > 0) - (leap < 0) if is_away else 0
