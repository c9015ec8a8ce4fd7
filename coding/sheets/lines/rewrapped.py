"""Join lines that were wrapped twice: first where the sheet was written, then at a narrower column,
as by editors that print and programs that send mail.

Such a line is followed by its short rest. Two things show this: some line ends inside sentences are
at the column and some are not; and once the lines at the column are joined with their rests,
(nearly) all remaining line ends are at one measure.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from coding.sheets.document import Document, PageLine, Repair
from coding.sheets.lines.layout import FONTS, Break, Layout, measure_of
from coding.sheets.lines.paragraphs import LIST_MARK, URL_GOES_ON, begins_anew, ends_in_address
from coding.sheets.lines.sentences import breaks_off, ends_sentence

FEWEST = 16  # line ends inside sentences; fewer show nothing
_SHARE = 0.15  # of them, at least, are at the column, and as many are not
_ONCE = 0.9  # of line ends have one measure where the lines were wrapped once; 0.94 in the samples
_TWICE = 0.8  # of line ends have one measure after joining
_BETTER = 0.05  # more than before
_QUESTION = re.compile(r"\d{1,2}\s?[.,:;)]\s*[A-Z]|SECTION\b")
_MANY = 0.65  # of lines at the column, where they are wrapped by letters
_HYPHEN = re.compile(r"[^\W\d_][-‐]$")
_CONJUNCTION = re.compile(r"(?:and|or|to)\b")


def join_rests(document: Document) -> Document:
    """Return the document with the lines that it had before it was wrapped again."""
    column = max((len(line.text) for line in document.lines if " " in line.text), default=0)
    ends = list(_inside_sentences(document.lines))
    full = sum(_is_full(line_break.line, line_break.following, column) for line_break in ends)
    if len(ends) < FEWEST or not _SHARE * len(ends) <= full <= (1 - _SHARE) * len(ends):
        return document
    before = _share_of_one_measure(ends)
    if before >= _ONCE:
        return document
    lines = tuple(_joined(document.lines, column))
    after = _share_of_one_measure(list(_inside_sentences(lines)))
    if after < max(_TWICE, before + _BETTER):
        return _doubted(document) if full >= _MANY * len(ends) else document
    first = next(a for a, b in zip(document.lines, lines, strict=False) if a.text != b.text)
    what = f"Lines that were wrapped twice joined again, {len(document.lines) - len(lines)} of them"
    repair = Repair(first.number, what, first.text, doubtful=True)
    return replace(document, lines=lines, repairs=(*document.repairs, repair))


def _doubted(document: Document) -> Document:
    """Return the document with a doubt: its lines seem to be wrapped twice, and stay so."""
    what = "Lines seem to be wrapped twice; paragraphs may begin elsewhere than on the page"
    first = next(line for line in document.lines if line.text)
    repair = Repair(first.number, what, first.text, doubtful=True)
    return replace(document, repairs=(*document.repairs, repair))


def _inside_sentences(lines: tuple[PageLine, ...]) -> Iterator[Break]:
    """Yield line ends inside sentences, across blank lines too: 6070 has one after every line."""
    for line, after in pairwise(line for line in lines if line.text):
        if breaks_off(line.text, after.text):
            yield Break(line.text, after.text, 0)


def _share_of_one_measure(ends: list[Break]) -> float:
    """Return the share of these lines that are full at one measure, in the font that fits best."""
    layouts = (Layout(True, font, measure_of(font, ends)[0]) for font in FONTS)
    return max(sum(map(layout.is_full, ends)) for layout in layouts) / max(len(ends), 1)


def _is_full(text: str, following: str, column: int) -> bool:
    return len(text) + 1 + len(following.split(" ", 1)[0]) > column


def _joined(lines: tuple[PageLine, ...], column: int) -> Iterator[PageLine]:
    """Yield the lines, each joined with its rests and numbered as its beginning."""
    whole: PageLine | None = None
    last = ""
    for line in lines:
        is_here = whole and (whole.page == line.page or line.text[:1].islower())
        if whole and is_here and _goes_on(last, line.text, column):
            whole = replace(whole, text=f"{whole.text}{_between(last, line.text)}{line.text}")
        else:
            if whole:
                yield whole
            whole = line
        last = line.text
    if whole:
        yield whole


def _between(last: str, text: str) -> str:
    """Return "" if a word or address goes on: mail programs wrap at hyphens and divide no word."""
    if ends_in_address(last) and URL_GOES_ON.match(text):
        return ""
    is_hyphen = _HYPHEN.search(last) and text[0].isalpha() and not _CONJUNCTION.match(text)
    return "" if is_hyphen or last.endswith("—") else " "


def _goes_on(last: str, text: str, column: int) -> bool:
    if not last or not text or not _is_full(last, text, column) or _QUESTION.match(text):
        return False
    begins = LIST_MARK.match(text) or begins_anew(last, text, slack=-1, hangs=False)
    return not (ends_sentence(last) and begins)
