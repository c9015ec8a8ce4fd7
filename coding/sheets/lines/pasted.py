"""Text that somebody pastes into an answer: wrapped lines, split words, and the treaty's articles.

Lines are joined, and words that were split at line ends made whole, by the rules for reading
printed sheets. Nothing else is changed. A pasted article is also offered in the form in which
answers quote it: ``Article 5. “…”``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from coding.sheets.document import AnswerPiece, PageLine
from coding.sheets.lines.hyphens import Lexicon
from coding.sheets.lines.layout import FONTS, Layout
from coding.sheets.lines.paragraphs import PARTED, join_pieces
from coding.sheets.lines.sentences import ends_with_stop

_FULL = 0.8  # of the widest line
_HEADING = re.compile(r"(?:ARTICLE|Article|ART\.|Art\.)\s+(\d{1,3}|[IVXLC]+)\b\s*[.:–—-]*\s*(.*)")


@dataclass(frozen=True)
class Pasted:
    """The text that replaces the pasted lines, and how it was made."""

    text: str
    parted: list[tuple[str, str]] = field(default_factory=list)  # "obli- | gation", "obligation"
    lines: int = 1
    quoted: str = ""  # the articles as answers quote them, if the text begins with one

    @property
    def paragraphs(self) -> int:
        return len(self.text.split("\n"))


def read_pasted(text: str, around: str = "") -> Pasted:
    """Return the text with its lines joined; ``around`` is what the answer says already."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    numbered = [PageLine(number, line) for number, line in enumerate(lines, 1) if line]
    texts = [line.text for line in numbered]
    layout = _layout_of(texts)
    pieces = [
        AnswerPiece(line, line.text, line.text, _gap_before(lines, line)) for line in numbered
    ]
    lexicon = Lexicon([*texts, *around.splitlines()])
    paragraphs, repairs = join_pieces(pieces, layout, lexicon, _begins(lines, numbered))
    joined = [paragraph.text for paragraph in paragraphs]
    parted = [(repair.found, repair.became) for repair in repairs if repair.what == PARTED]
    return Pasted("\n".join(joined), parted, len(texts), _quoted(joined))


def _gap_before(lines: Sequence[str], line: PageLine) -> int:
    return int(line.number > 1 and not lines[line.number - 2])


def _begins(lines: Sequence[str], numbered: list[PageLine]) -> dict[int, bool]:
    """Return the lines where a blank line or the heading of an article begins a paragraph."""
    is_spaced = sum(_gap_before(lines, line) for line in numbered) >= len(numbered) - 1
    begins = {line.number: True for line in numbered if _HEADING.fullmatch(line.text)}
    if not is_spaced:  # else there is one after each line
        begins |= {line.number: True for line in numbered if _gap_before(lines, line)}
    behind = [
        piece for piece, last in zip(numbered[1:], numbered, strict=False) if _is_bare(last.text)
    ]
    return begins | {line.number: True for line in behind}


def _is_bare(text: str) -> bool:
    """Whether a line is no more than "ARTICLE 5"."""
    heading = _HEADING.fullmatch(text)
    return heading is not None and not heading[2]


def _layout_of(lines: Sequence[str]) -> Layout:
    """Return how the lines are set: wrapped if a full line breaks off inside a sentence."""
    layout = Layout(True, FONTS[0])
    widest = max((layout.width(line) for line in lines), default=0.0)
    if not widest:
        return Layout(False)
    layout = Layout(True, FONTS[0], widest)
    for line, following in pairwise(lines):
        is_inside = not ends_with_stop(line) and following[0].islower()
        if is_inside and layout.width(line) > _FULL:
            return layout
    return Layout(False)


def _quoted(paragraphs: Sequence[str]) -> str:
    """Return the paragraphs with each article as ``Article 5. “…”``, if the first is one."""
    if not paragraphs or not _HEADING.fullmatch(paragraphs[0]):
        return ""
    articles: list[tuple[str, list[str]]] = []
    for paragraph in paragraphs:
        if heading := _HEADING.fullmatch(paragraph):
            articles.append((heading[1], [heading[2]] if heading[2] else []))
        else:
            articles[-1][1].append(paragraph)
    parts = [(number, "\n".join(words)) for number, words in articles]
    return "\n".join(_as_quotation(number, words) for number, words in parts if words)


def _as_quotation(number: str, words: str) -> str:
    """Return the words in quotation marks; marks already around them are not doubled."""
    is_quoted = words[0] in '“"' and words[-1] in '”"'
    return f"Article {number}. “{words[1:-1] if is_quoted else words}”"
