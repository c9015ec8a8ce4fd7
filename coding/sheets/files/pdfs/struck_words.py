"""Words through which a line is drawn: they are not read, as if they were deleted in Word.

Where a tracked change was printed, what is new often stands right behind what is deleted, as one
word: only the letters under the line are left out, and the line is doubtful.
Words that are crossed in another way – by a slanting line, from corner to corner – are read, and
listed as doubtful.
"""

from collections.abc import Iterator, Sequence
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
PARTED = "Letters of a word are struck out, the others are read"


def without_struck(
    lines: list[PrintedLine], strokes: Strokes
) -> tuple[list[PrintedLine], list[Extra], list[tuple[PrintedLine, str]]]:
    """Return the lines without the words that are struck out, those words, and doubtful lines."""
    through = _through(lines, strokes)
    kept, struck, doubtful = [], [], []
    for line in lines:
        here = through.get(id(line), ())
        words = [(word, _struck(word, here)) for word in words_of(line)] if here else []
        gone = [letters for _, letters in words if letters]
        if gone:
            struck.append(extra_of(line, gone, STRUCK))
            line = without_words(line, gone)
        if any(0 < len(letters) < len(word) for word, letters in words):
            doubtful.append((line, PARTED))
        if not gone or line.shown:
            kept.append(line)
    return kept, struck, [*doubtful, *((line, CROSSED) for line in _crossed(kept, strokes))]


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


def _struck(word: tuple[Glyph, ...], strokes: Sequence[Place]) -> tuple[Glyph, ...]:
    """Return the letters of a word that are struck out: all of them where most are."""
    covered = tuple(glyph for glyph in word if _is_covered(glyph, strokes))
    if not any(glyph.text.isalnum() for glyph in covered):
        return ()
    return word if len(covered) >= _COVERED * len(word) else covered


def _is_covered(glyph: Glyph, strokes: Sequence[Place]) -> bool:
    centre = (glyph.start + glyph.end) / 2
    return any(stroke.start <= centre <= stroke.end for stroke in strokes)


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
