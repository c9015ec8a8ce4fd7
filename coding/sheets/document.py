"""What file readers return: lines, links and repairs. Later steps cut the lines into pieces."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from coding.codebook.problems import quoted, quoted_whole

# A link annotation that a PDF text extractor dumped: a bare address with its scheme (6070, 4235).
_BARE_URL = re.compile(r"(?:https?|ftp|mailto|file):\S+", re.IGNORECASE)


RECOGNISED = "The words are those that a program recognised in a picture; compare them with it"


@dataclass(frozen=True)
class Repair:
    """Something the importer corrected or left out, listed so that nothing is guessed silently.

    A ``doubtful`` repair names an answer that may differ from the page. If ``left_out``, what was
    found is in no answer and no note. Both quote all words.
    """

    line: int | None
    what: str
    found: str
    became: str = ""
    question: int | None = None  # named instead of the line where a file has no lines
    doubtful: bool = False
    left_out: bool = False
    page: int | None = None  # named above the first question of a PDF

    def __str__(self) -> str:
        where = _place(self.line, self.question, self.page)
        is_whole = self.left_out or self.doubtful
        found = quoted_whole(self.found) if is_whole else quoted(self.found)
        became = f" → {quoted(self.became)}" if self.became else ""
        return f"{where}{self.what}: {found}{became}"


def is_recognised(repairs: Iterable[Repair]) -> bool:
    """Whether a program read the words from a picture, so that somebody has to compare them."""
    return any(repair.what == RECOGNISED for repair in repairs)


def doubtful(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    """Return the repairs that may differ from the page, and should be looked at."""
    return tuple(repair for repair in repairs if repair.doubtful)


@dataclass(frozen=True)
class Unread:
    """Words of the file that are part of no answer and no note: what they are, and where.

    A notice is marked by the file itself as no part of an answer, such as the head of the pages.
    """

    line: int | None
    what: str
    words: str
    question: int | None = None
    is_notice: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        where = _place(None if self.question else self.line, self.question)
        return f"{where}{self.what}: {quoted_whole(self.words)}"


def _place(line: int | None, question: int | None, page: int | None = None) -> str:
    places = [
        "" if page is None else f"page {page}",
        "" if line is None else f"line {line}",
        "" if question is None else f"question {question}",
    ]
    where = ", ".join(filter(None, places))
    return f"{where}: " if where else ""


@dataclass(frozen=True)
class PageLine:
    """One line of the file, with white space collapsed; "" is a blank line.

    In a sheet printed by this site, a line is ``as_printed``; a ``verbatim`` line is a paragraph of
    an answer. A line ``outside`` is no part of the sheet, like the words of a reply that quotes it.
    ``goes_on`` is whether its paragraph goes on in the next line; None if the file does not tell.
    ``aside`` says why the line may be no part of the text, such as "in the margin".
    """

    number: int
    text: str
    page: int = 1
    verbatim: bool = False
    outside: bool = False
    goes_on: bool | None = None
    aside: str = ""
    as_printed: bool = False

    @property
    def is_bare_url(self) -> bool:
        return not self.verbatim and bool(_BARE_URL.fullmatch(self.text))


@dataclass(frozen=True)
class PdfLink:
    """A link annotation of a PDF."""

    page: int
    url: str


@dataclass(frozen=True)
class Document:
    """A file as it was read. ``links`` is None for files without annotations.

    ``unread`` has the words of the file that are in no line. ``has_line_numbers`` is False if
    people see no numbered lines, as in Word and PDF: messages then name the question.
    ``is_wrapped_once`` is True if the file shows that no line was wrapped again.
    """

    file: str
    lines: tuple[PageLine, ...]
    links: tuple[PdfLink, ...] | None = None
    repairs: tuple[Repair, ...] = ()
    unread: tuple[Unread, ...] = ()
    has_line_numbers: bool = True
    is_wrapped_once: bool = False

    @property
    def is_recognised(self) -> bool:
        return is_recognised(self.repairs)

    @property
    def has_pages(self) -> bool:
        """Whether the file itself has page breaks."""
        return bool(self.lines) and self.lines[-1].page > self.lines[0].page


@dataclass
class AnswerPiece:
    """The part of a line that belongs to an answer, with its surroundings on the page.

    ``whole`` is the complete printed line; its width tells whether the line was full. If two lines
    were merged, it is the second one. If ``settled``, a person decided where the piece belongs.
    """

    line: PageLine
    text: str
    whole: str
    blanks_before: int = 0
    blanks_after: int = 0
    after_page_break: bool = False
    at_page_end: bool = False
    inside_wording: bool = False
    settled: bool = False

    @property
    def is_bare_url(self) -> bool:
        return self.line.is_bare_url and self.text == self.line.text


@dataclass
class Cut:
    """The pieces of each answer by question number, and what was repaired in cutting.

    ``notes`` has the pieces that are revision notes by their place or by a person's decision.
    """

    answers: dict[int, list[AnswerPiece]]
    notes: list[AnswerPiece] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
