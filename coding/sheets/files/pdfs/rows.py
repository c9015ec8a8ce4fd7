"""The rows of a page: what stands at one height, in parts where there are wide gaps between words.

A column begins where many rows go on at the same place after a gap, and no row runs across it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from coding.sheets.files.pdfs.lines import Glyph, PrintedLine

_GAP = 0.45  # of the letters' height; a space is half of that
SAME = 2.0  # points between what stands at the same place
_FEWEST_IN_STRETCH, _FEWEST = 3, 5  # rows in two columns, one below the other and in all
_MOST = 20  # columns
_WORDS = 4  # letters; fewer before a gap are a number or a mark


@dataclass
class PageRow:
    """What stands at one height of a page, from left to right."""

    parts: list[PrintedLine]

    def at(self, column: float) -> tuple[list[PrintedLine], list[PrintedLine]] | None:
        """Return what is left and right of a column's edge; None if something crosses it."""
        left = [part for part in self.parts if part.end < column]
        right = [part for part in self.parts if part.start > column - SAME]
        return (left, right) if len(left) + len(right) == len(self.parts) else None

    @property
    def begins(self) -> Iterator[float]:
        """Where the parts begin that follow words and a gap."""
        for before, part in zip(self.parts, self.parts[1:], strict=False):
            if sum(map(str.isalpha, before.text)) >= _WORDS:
                yield part.start

    def begins_at(self, column: float) -> bool:
        return any(abs(place - column) <= SAME for place in self.begins)

    @property
    def text(self) -> str:
        return text_of(self.parts)

    def as_line(self) -> PrintedLine:
        """Return the row as one line again."""
        glyphs = tuple(glyph for part in self.parts for glyph in part.glyphs)
        return replace(self.parts[0], glyphs=glyphs, words=self.text)


def text_of(lines: Iterable[PrintedLine]) -> str:
    return " ".join(line.text.strip() for line in lines)


def rows_of(lines: list[PrintedLine]) -> list[PageRow]:
    """Return the rows of a page, from top to bottom."""
    parts = sorted(
        (part for line in lines for part in parts_of(line)),
        key=lambda part: (part.down, part.start),
    )
    rows: list[PageRow] = []
    for part in parts:
        above = rows[-1].parts[0] if rows else None
        if above and part.down - above.down < min(part.size, above.size) * 0.4:
            rows[-1].parts.append(part)
        else:
            rows.append(PageRow([part]))
    for row in rows:
        row.parts.sort(key=lambda part: part.start)
    return rows


def parts_of(line: PrintedLine) -> Iterator[PrintedLine]:
    """Yield the parts of a line between wide gaps."""
    part: list[Glyph] = []
    last: Glyph | None = None
    for glyph in line.glyphs:
        if last and glyph.start - last.end > _GAP * line.size:
            yield replace(line, glyphs=tuple(part))
            part = []
        part.append(glyph)
        last = glyph if glyph.text.strip() or glyph.end > glyph.start else last
    if any(glyph.text.strip() for glyph in part):
        yield replace(line, glyphs=tuple(part))


def columns_of(pages: list[list[PageRow]]) -> list[float]:
    """Return where columns begin on the pages of a document."""
    places = sorted(place for rows in pages for row in rows for place in row.begins)
    clusters = sorted(_clusters(places), key=len, reverse=True)[:_MOST]
    return [
        place
        for place in sorted(cluster[0] for cluster in clusters)
        if sum(count for rows in pages for count in _stretches(rows, place)) >= _FEWEST
    ]


def _clusters(places: list[float]) -> Iterator[list[float]]:
    cluster: list[float] = []
    for place in [*places, float("inf")]:
        if cluster and place - cluster[-1] > SAME:
            if len(cluster) >= _FEWEST:
                yield cluster
            cluster = []
        cluster.append(place)


def _stretches(rows: list[PageRow], column: float) -> Iterator[int]:
    """Yield how many rows have both columns, in each stretch that nothing crosses."""
    for start, end in _uncrossed(rows, column):
        both = sum(row.begins_at(column) for row in rows[start:end])
        yield both if both >= _FEWEST_IN_STRETCH else 0


def column_by_row(
    rows: list[PageRow], columns: list[float], before: float | None
) -> list[float | None]:
    """Return the column of each row of a page, by the nearest row that shows one.

    ``before`` is the column at the end of the previous page: it may go on although no row shows it.
    """
    chosen: list[float | None] = [None] * len(rows)
    nearest = [len(rows) + 1] * len(rows)
    for column in columns:
        for start, end in _uncrossed(rows, column):
            shown = [row.begins_at(column) for row in rows[start:end]]
            if not any(shown) and not (start == 0 and column == before):
                continue
            for n, distance in enumerate(_distances(shown), start=start):
                if distance < nearest[n]:
                    chosen[n], nearest[n] = column, distance
    return chosen


def _distances(shown: list[bool]) -> list[int]:
    """Return how far each place is from the nearest one marked; len(shown) if none is."""
    distances = [0 if is_shown else len(shown) for is_shown in shown]
    for places in (range(1, len(distances)), range(len(distances) - 2, -1, -1)):
        for n in places:
            distances[n] = min(distances[n], distances[n - places.step] + 1)
    return distances


def _uncrossed(rows: list[PageRow], column: float) -> Iterator[tuple[int, int]]:
    """Yield the stretches of rows that nothing crosses, as (start, end)."""
    start = 0
    for n, row in enumerate(rows):
        if row.at(column) is None:
            if n > start:
                yield start, n
            start = n + 1
    if len(rows) > start:
        yield start, len(rows)
