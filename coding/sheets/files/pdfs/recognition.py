"""Recognise the words in pictures of pages by Tesseract, where it is installed.

The words found are a proposal: each line is marked as not drawn, hard words are marked, and nothing
enters the record before somebody has compared it on the import desk.
"""

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import groupby
from time import monotonic
from typing import Any, NamedTuple

from coding.codebook.problems import UnreadableFile
from coding.low_priority import patience
from coding.sheets.files.pdfs.lines import Box, Glyph, PrintedLine

_DOTS = 200  # to the inch
_LARGEST = 3400  # pixels of a page's longer side
_SECONDS = 45  # for all pages; the process that reads the file has 60. patience() extends both
_MOST_PAGES = 15
_SURE = 60  # of 100; less may be another word
_WORD = "5"  # the level of words in Tesseract's table


class _Word(NamedTuple):
    line: tuple[str, str, str]  # block, paragraph, line
    left: float
    top: float
    width: float
    height: float
    sure: float
    text: str


def is_installed() -> bool:
    return shutil.which("tesseract") is not None


def recognised(pdf: Any) -> list[PrintedLine]:
    """Return the lines that can be recognised on the pages. Raises UnreadableFile."""
    if len(pdf) > _MOST_PAGES:
        raise _too_long(f"it has {len(pdf)} pages")
    until = monotonic() + _SECONDS * patience()
    return [line for number, page in enumerate(pdf, start=1) for line in _page(page, number, until)]


def _page(page: Any, number: int, until: float) -> list[PrintedLine]:
    scale = min(_DOTS / 72, _LARGEST / max(page.get_size()))
    picture = io.BytesIO()
    page.render(scale=scale, grayscale=True).to_pil().save(picture, "PNG")
    try:
        table = subprocess.run(
            ["tesseract", "-", "-", "-l", "eng", "--dpi", str(_DOTS), "tsv"],
            input=picture.getvalue(),
            capture_output=True,
            check=True,
            timeout=max(until - monotonic(), 0.1),
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        ).stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        raise _too_long(
            f"page {number} was not done after {_SECONDS * patience()} seconds"
        ) from None
    except subprocess.CalledProcessError:
        raise _too_long(f"Tesseract breaks off at page {number}") from None
    words = list(_words(table, scale))
    return [_line(list(line), number) for _, line in groupby(words, key=lambda word: word.line)]


def _too_long(why: str) -> UnreadableFile:
    return UnreadableFile(
        "The PDF is a picture of text, and its words could not be recognised here: " + why + ".",
        "Let another program for text recognition (OCR) read it, or type it in: import the words.",
    )


def _words(table: str, scale: float) -> Iterator[_Word]:
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == _WORD and cells[11].strip():
            left, top, width, height = (float(cell) / scale for cell in cells[6:10])
            line = (cells[2], cells[3], cells[4])
            yield _Word(line, left, top, width, height, float(cells[10]), cells[11])


def _line(words: list[_Word], page: int) -> PrintedLine:
    down = max(word.top + word.height for word in words)
    glyphs: list[Glyph] = []
    for word in words:
        step = word.width / len(word.text)
        box = Box(word.left, -down, word.left + word.width, -word.top)
        for n, letter in enumerate(word.text):
            start = word.left + n * step
            known = word.sure >= _SURE
            glyphs.append(Glyph(letter, start, start + step, down, word.height, box, known))
        end = word.left + word.width
        glyphs.append(Glyph(" ", end, end, down, 0.0, box))
    return PrintedLine(page, tuple(glyphs), drawn=False)
