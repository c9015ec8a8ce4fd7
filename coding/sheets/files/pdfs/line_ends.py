"""Tell the line ends that a program made from those that a writer made, by the letters' places.

Some programs leave the space at which they broke a line. If all lines that certainly go on have it,
a line without it was ended by its writer. Otherwise a line goes on if the next word had no room.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median_low

from coding.sheets.document import Repair
from coding.sheets.files.pdfs.lines import PrintedLine
from coding.sheets.lines.hyphens import RIGHT, Lexicon, left_half
from coding.sheets.lines.paragraphs import (
    PARTED,
    URL_GOES_ON,
    begins_address,
    begins_anew,
    ends_in_address,
)
from coding.sheets.lines.sentences import breaks_off, ends_sentence, ends_with_stop
from coding.sheets.questions.locate import LONGEST_WORDING, WHOLE_WORDINGS
from coding.sheets.questions.wording import letters

_FEWEST = 5  # lines that went on for certain
_ROOM = 1.0  # points by which programs differ
_SPACE, _LETTER = 0.3, 0.7  # of the letters' height, at most
_NEAR = 60  # points between lines of one column, some of them indented
_WIDEST = 1.5  # of the usual width of a full line
_FEWEST_TOLD, _MOST_ASTRAY = 10, 0.1
_LONG_WORD = 20  # letters
_AT_EDGE = 3  # full lines that show where the edge is
_APART = 1.2  # of the usual distance of lines
TWO_LINES = "Two lines of a table read as one paragraph, although a sentence may end between them"


@dataclass(frozen=True)
class Wraps:
    """How lines of a column were broken: at which edge, how far apart, whether spaces tell."""

    edge: float  # 0 where it is unknown
    widest: float
    pitch: float
    by_spaces: bool
    lexicon: Lexicon
    joins: list[tuple[PrintedLine, Repair]] = field(default_factory=list)

    def goes_on(self, line: PrintedLine, following: PrintedLine) -> bool:
        is_apart = self.pitch and following.down - line.down > _APART * self.pitch
        if is_apart and line.page == following.page:
            return False
        is_address = ends_in_address(line.text) and URL_GOES_ON.match(following.text)
        if self.by_spaces and not is_address and not _is_full(line, self.edge):
            return line.text.endswith((" ", "-"))
        if begins_anew(line.text.strip(), following.text.strip(), -1.0, hangs=False):
            return False
        if not self.edge:
            is_open = is_address or not ends_sentence(line.text)
            return bool(is_open) and following.text.lstrip()[:1].islower()
        return line.end + _SPACE / 2 * line.size + _first_word(following) > self.edge - _ROOM

    def paragraphs(self, lines: list[PrintedLine]) -> list[PrintedLine]:
        """Return a cell's lines with one line for each paragraph."""
        parts: list[list[PrintedLine]] = []
        for line in lines:
            if parts and self.goes_on(parts[-1][-1], line):
                self._look_at_join(parts[-1][-1], line)
                parts[-1].append(line)
            else:
                parts.append([line])
        return [self.one_line(part) for part in parts]

    def _look_at_join(self, line: PrintedLine, following: PrintedLine) -> None:
        """List lines that are read as one paragraph, although a sentence or a bracket had ended."""
        above, below = line.text.strip(), following.text.strip()
        is_told = self.by_spaces and line.text.endswith(" ")
        if ends_sentence(above) and below[:1].isupper() and not is_told:
            self._list(following, TWO_LINES, f"{above} | {below}", doubtful=True)

    def _list(
        self, line: PrintedLine, what: str, found: str, became: str = "", doubtful: bool = False
    ) -> None:
        self.joins.append((line, Repair(None, what, found, became, doubtful=doubtful)))

    def one_line(self, lines: list[PrintedLine]) -> PrintedLine:
        text = lines[0].text.strip()
        for before, line in pairwise(lines):
            text = self._with_next(text, before, line)
        aside = next((line.aside for line in lines if line.aside), "")
        return replace(lines[0], words=text, aside=aside)

    def _with_next(self, text: str, before: PrintedLine, line: PrintedLine) -> str:
        following = line.text.strip()
        if ends_in_address(text) and URL_GOES_ON.match(following):
            return text + following
        parted = f"{text.split()[-1]} | {following.split()[0]}"
        if self._is_parted_word(before, line):
            self._list(line, PARTED, parted, parted.replace(" | ", ""))
            return text + following
        word = None if before.text.endswith("- ") else self.lexicon.rejoin(text, following)
        if word is not None:
            self._list(line, PARTED, parted, word)
            return text.removesuffix(left_half(text)) + word + RIGHT.sub("", following, count=1)
        return f"{text} {following}"

    def _is_parted_word(self, line: PrintedLine, following: PrintedLine) -> bool:
        """Whether a word was longer than a line, and was split where the line was full."""
        if not self._is_full_to_the_letter(line) or begins_address(following.text):
            return False
        word, rest = line.text.split()[-1], following.text.split()
        is_whole_line = line.text == word or (
            len(rest) == 1 and self._is_full_to_the_letter(following)
        )
        return is_whole_line or len(word) >= _LONG_WORD

    def _is_full_to_the_letter(self, line: PrintedLine) -> bool:
        edge = self.edge or self.widest
        return not line.text.endswith(" ") and line.end + _LETTER * line.size > edge


def edge_of(cells: list[list[PrintedLine]]) -> float:
    """Return where full lines end, by lines that went on inside a sentence; 0 if there are few."""
    ends = [
        line.end
        for lines in cells
        for line, following in pairwise(lines)
        if breaks_off(line.text, following.text)
    ]
    return widest(cells) if len(ends) >= _AT_EDGE else 0.0


def widest(cells: list[list[PrintedLine]]) -> float:
    return max((line.end for lines in cells for line in lines), default=0.0)


def pitch_of(certain: list[list[PrintedLine]]) -> float:
    """Return the usual distance of lines that certainly go on; 0 if there are none."""
    gaps = [b.down - a.down for lines in certain for a, b in pairwise(lines) if a.page == b.page]
    return median_low(gaps) if gaps else 0.0


def tells_by_spaces(certain: Iterable[PrintedLine], edge: float) -> bool:
    """Whether each line that certainly went on ends with a space or hyphen, or is full."""
    ends = [line.text.endswith((" ", "-")) or _is_full(line, edge) for line in certain]
    return len(ends) >= _FEWEST and all(ends)


def _is_full(line: PrintedLine, edge: float) -> bool:
    """Whether a line had no room for even a space after it."""
    return edge > 0 and line.end + _SPACE * line.size > edge - _ROOM


@dataclass(frozen=True)
class LineEnds:
    """What the ends of lines show: whether each line's paragraph goes on, None if unknown.

    ``are_wrapped_once`` is True if each line was wrapped as soon as it was full, and never again.
    """

    go_on: list[bool | None]
    are_wrapped_once: bool


def line_ends_by_place(lines: list[PrintedLine]) -> LineEnds:
    """Return what the spaces at line ends show, or else the room left on the lines.

    Spaces are trusted if they are right for all lines of the questions' wordings, which are known.
    """
    went_on, ended = _of_wordings(lines)
    edges = _edges(lines, went_on)
    ends = [
        line.text.endswith((" ", "-")) or _is_full(line, edges[_column(line)]) for line in went_on
    ]
    spaces_at_end = sum(line.text.endswith(" ") for line in ended)
    if len(ends) < _FEWEST_TOLD or not all(ends) or spaces_at_end > len(ended) * _MOST_ASTRAY:
        return _told_by_room(lines, went_on, edges)
    return LineEnds([_told(line, edges[_column(line)]) for line in lines], True)


def _told_by_room(
    lines: list[PrintedLine], full: list[PrintedLine], edges: dict[int, float]
) -> LineEnds:
    """End a paragraph at a line that ends a sentence and had room for the word below.

    Room is trusted if no line that certainly goes on had any.
    """
    certain = {id(line) for line in full}
    pairs = list(pairwise(line for line in lines if line.shown))
    had_room = {id(line) for line, below in pairs if _had_room(line, below, edges[_column(line)])}
    certain |= {id(line) for line, below in pairs if breaks_off(line.text, below.text)}
    if len(certain) < _FEWEST_TOLD or certain & had_room:
        return LineEnds([None] * len(lines), False)
    ended = {id(line) for line, below in pairs if _ends_before(line, below)} & had_room
    return LineEnds([False if id(line) in ended else None for line in lines], True)


def _ends_before(line: PrintedLine, below: PrintedLine) -> bool:
    first = below.text.lstrip()[:1]
    return ends_with_stop(line.text) and not (first.islower() or first == "(")


def _had_room(line: PrintedLine, below: PrintedLine, edge: float) -> bool:
    """Whether the word below would have fitted on a line for certain."""
    is_known = line.shown and not line.words and not below.words and edge
    return bool(is_known) and line.end + _SPACE * line.size + _first_word(below) < edge - _ROOM


def _first_word(line: PrintedLine) -> float:
    """Return how wide the first word of a line is."""
    first = line.shown[: len(line.text.split()[0])] if line.shown else ()
    return first[-1].end - first[0].start if first else 0.0


def _edges(lines: list[PrintedLine], full: list[PrintedLine]) -> dict[int, float]:
    """Return where the lines of each column end; titles across columns do not count."""
    printed = [line for line in lines if line.shown and not line.words]
    usual = median_low([line.end - line.start for line in full]) if full else 0.0
    edges: dict[int, float] = defaultdict(float)
    for line in printed:
        if line.end - line.start <= _WIDEST * usual:
            for column in (_column(line) + n for n in (-1, 0, 1)):
                edges[column] = max(edges[column], line.end)
    return edges


def _column(line: PrintedLine) -> int:
    return round(line.start / _NEAR)


def _told(line: PrintedLine, edge: float) -> bool | None:
    if (
        not line.shown
        or line.words
        or line.text.endswith(("-", "\xad"))
        or ends_in_address(line.text)
    ):
        return None
    if line.text.endswith(" "):
        return True
    return None if _is_full(line, edge) else False


def _of_wordings(lines: list[PrintedLine]) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """Return the lines of wordings that go on, and those that end one."""
    went_on: list[PrintedLine] = []
    ended: list[PrintedLine] = []
    shown = [line for line in lines if line.shown]
    for n, first in enumerate(shown):
        if not first.text.lstrip()[:1].isdigit():
            continue
        asked = letters(first.text).lstrip("0123456789")
        for m, line in enumerate(shown[n + 1 : n + LONGEST_WORDING], start=n + 1):
            if asked in WHOLE_WORDINGS:
                went_on += shown[n : m - 1]
                ended.append(shown[m - 1])
                break
            asked += letters(line.text)
    return went_on, ended
