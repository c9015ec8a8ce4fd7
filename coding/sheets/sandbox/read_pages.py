"""What the import desk learns of a file: plain values, which a separate process can return."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coding.codebook.problems import FileRefused, Problem
from coding.sheets.document import PageLine, Repair, Unread
from coding.sheets.parser import understand_file
from coding.sheets.understanding.corrections import PageCorrection
from coding.sheets.understanding.page import Understanding
from coding.sheets.understanding.parsed import ParsedSheet
from coding.sheets.understanding.parts import Part


@dataclass(frozen=True)
class ReadPage:
    """One sheet of a file: its lines, what each part of them is, the answers that follow.

    ``sheet`` is None if there are ``problems``. ``doubts`` lists what may differ from the page,
    ``unread`` what is in no line.
    """

    lines: tuple[PageLine, ...]
    parts: tuple[Part, ...]
    answers: Mapping[int, str]
    sheet: ParsedSheet | None
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Repair, ...] = ()
    unread: tuple[Unread, ...] = ()


def read_pages(
    name: str, content: bytes, part: int = 0, corrections: Sequence[PageCorrection] = ()
) -> list[ReadPage]:
    """Read all sheets of a file, or only the one numbered ``part``, with a person's corrections.

    Raises FileRefused if the file cannot be read at all.
    """
    pages = understand_file(name, content, recognise=True)  # people compare what is doubtful
    if part:
        pages = pages[part - 1 : part] or pages[-1:]
    return [_read_page(page.assigned(corrections) if corrections else page) for page in pages]


def _read_page(page: Understanding) -> ReadPage:
    sheet, problems = None, page.problems
    try:
        sheet = page.sheet()
    except FileRefused as refused:
        problems = refused.problems
    return ReadPage(
        page.page.lines, page.parts, page.answers, sheet, problems, page.doubts, page.page.unread
    )
