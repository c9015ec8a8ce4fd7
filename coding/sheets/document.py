"""What a reader hands on: the lines of a file, and later the pieces of an answer."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from coding.sheets.repairs import Repair

# A link annotation that a PDF text extractor dumped: a bare address with its scheme (6070, 4235).
_BARE_URL = re.compile(r"(?:https?|ftp|mailto|file):\S+", re.IGNORECASE)
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_WITH_LIGATURE = re.compile(r"\S*[\ufb00-\ufb04]\S*")
# "obli\xadga\xad‐": browsers set a hyphen where a soft one ends the line, and keep the soft one.
_SHOWN_SOFT_HYPHEN = re.compile(r"[\w\xad]*\xad[-‐]$")


@dataclass(frozen=True)
class Line:
    """One line of the file; ``text`` has its white space collapsed, "" for a blank line.

    A ``verbatim`` line is one paragraph of an answer in a sheet printed by this site.
    """

    number: int
    text: str
    page: int = 1
    verbatim: bool = False

    @property
    def is_bare_url(self) -> bool:
        """Whether the line is an address and nothing else."""
        return not self.verbatim and bool(_BARE_URL.fullmatch(self.text))


@dataclass(frozen=True)
class Link:
    """A link annotation of a PDF, known exactly."""

    page: int
    url: str


@dataclass(frozen=True)
class Document:
    """A file as its reader found it. ``links`` is None where annotations cannot be known."""

    file: str
    lines: tuple[Line, ...]
    links: tuple[Link, ...] | None = None
    repairs: tuple[Repair, ...] = ()

    @property
    def has_pages(self) -> bool:
        """Whether page breaks are known from the file itself."""
        return bool(self.lines) and self.lines[-1].page > self.lines[0].page


def spell_out(document: Document) -> Document:
    """Return a document in plain letters, without ligatures and hyphens shown for soft ones.

    Ligatures may stand in every line, so they are listed once; a hyphen is listed with its word.
    """
    lines = tuple(replace(line, text=_spelled_out(line.text)) for line in document.lines)
    found = [
        (line, match[0]) for line in document.lines if (match := _WITH_LIGATURE.search(line.text))
    ]
    if not found:
        return replace(document, lines=lines)
    first, word = found[0]
    what = f"Ligatures spelled out in letters on {len(found)} of {len(lines)} lines"
    repair = Repair(first.number, what, word, _spelled_out(word))
    return replace(document, lines=lines, repairs=(*document.repairs, repair))


def _spelled_out(text: str) -> str:
    text = text.translate(_LIGATURES)
    return _SHOWN_SOFT_HYPHEN.sub(lambda word: word[0][:-1].replace("\xad", "") + "\xad", text)


@dataclass
class Piece:
    """The part of a line that belongs to an answer, with what surrounds it on the page.

    ``whole`` is the complete printed line, by which one can tell whether it was full. For a line
    put together from two, it is the last of them, because the next word had to follow on that.
    """

    line: Line
    text: str
    whole: str
    blanks_before: int = 0
    blanks_after: int = 0
    after_page_break: bool = False
    at_page_end: bool = False
    inside_wording: bool = False

    @property
    def is_bare_url(self) -> bool:
        """Whether the piece is a whole line with nothing but an address on it."""
        return self.line.is_bare_url and self.text == self.line.text


@dataclass
class Cut:
    """The answers as pieces of lines, by question number, and what was repaired on the way."""

    answers: dict[int, list[Piece]]
    repairs: list[Repair] = field(default_factory=list)

    def pieces(self) -> Iterable[Piece]:
        """All pieces in the order of the sheet."""
        for number in sorted(self.answers):
            yield from self.answers[number]
