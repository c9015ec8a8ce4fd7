"""Words through which a line is drawn: they are not read, as if they were deleted in Word.

Words that are crossed in another way – by a slanting line, from corner to corner – are read, and
listed as doubtful.
"""

from collections.abc import Iterator
from dataclasses import replace

from coding.sheets.files.pdfs.extras import Extra
from coding.sheets.files.pdfs.lines import Glyph, Place, PrintedLine
from coding.sheets.files.pdfs.reading_order import PageRows
from coding.sheets.files.pdfs.strokes import Strokes
from coding.sheets.files.pdfs.visible_words import extra_of, without_words, words_of

_THICKEST = 0.5  # of the letters' height
_LOWEST, _HIGHEST = 0.12, 0.45  # of the letters' height, above the line on which they stand
_COVERED = 0.6  # of a word's letters
_CORE = 0.1, 0.6  # of the letters' height, where what crosses a word crosses its letters

STRUCK = "words struck out"
CROSSED = "Words that a line crosses, perhaps struck out"


def without_struck(
    lines: list[PrintedLine], strokes: Strokes
) -> tuple[list[PrintedLine], list[Extra], list[PrintedLine]]:
    """Return the lines without the words that are struck out, those words, and crossed ones."""
    through = _through(lines, strokes)
    kept, struck = [], []
    for line in lines:
        here = through.get(id(line), ())
        words = [word for word in words_of(line) if _is_covered(word, here)] if here else []
        if words:
            struck.append(extra_of(line, words, STRUCK))
            line = without_words(line, words)
        if not words or line.shown:
            kept.append(line)
    return kept, struck, list(_crossed(kept, strokes))


def _through(lines: list[PrintedLine], strokes: Strokes) -> dict[int, list[Place]]:
    """Return the strokes that go through each line, if any do."""
    rows = PageRows(lines)
    through: dict[int, list[Place]] = {}
    for stroke in strokes.level:
        middle = (stroke.up + stroke.down) / 2
        for line in rows.between(middle, middle):
            height = line.down - middle
            is_thin = stroke.down - stroke.up <= _THICKEST * line.size
            if is_thin and _LOWEST * line.size < height < _HIGHEST * line.size:
                through.setdefault(id(line), []).append(stroke)
    return through


def _is_covered(word: tuple[Glyph, ...], strokes: list[Place] | tuple[()]) -> bool:
    centres = [(glyph.start + glyph.end) / 2 for glyph in word]
    covered = sum(any(s.start <= x <= s.end for s in strokes) for x in centres)
    return any(glyph.text.isalnum() for glyph in word) and covered >= _COVERED * len(word)


def _crossed(lines: list[PrintedLine], strokes: Strokes) -> Iterator[PrintedLine]:
    rows = PageRows(lines)
    seen: set[int] = set()
    for (x, y), (to_x, to_y) in strokes.slanting:
        for line in rows.between(min(y, to_y), max(y, to_y)):
            for word in words_of(line):
                if id(word[0]) not in seen and _crosses((x, y), (to_x, to_y), word, line):
                    seen.add(id(word[0]))
                    yield replace(line, glyphs=word)


def _crosses(
    point: tuple[float, float],
    other: tuple[float, float],
    word: tuple[Glyph, ...],
    line: PrintedLine,
) -> bool:
    """Whether a line from one point to another goes through the letters of a word."""
    (x, y), (to_x, to_y) = point, other
    up, down = (line.down - share * line.size for share in reversed(_CORE))
    shares = sorted(((up - y) / (to_y - y), (down - y) / (to_y - y)))
    first, last = max(shares[0], 0.0), min(shares[1], 1.0)
    if first >= last:
        return False
    left, right = sorted(x + share * (to_x - x) for share in (first, last))
    return left < word[-1].end and right > word[0].start
