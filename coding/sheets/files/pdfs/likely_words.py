"""Doubt fonts in which hardly any word is one that sheets have.

A font's list of its letters may give one letter for another of the same shape and height: "tha
traety" for "the treaty". In English text a third of the words or more are small words or words of
the questions; 31 % is the least in an answer of the samples.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from coding.sheets.files.pdfs.lines import PrintedLine
from coding.sheets.lines.hyphens import questionnaire_words

UNLIKELY = "Hardly a word of this font is a usual one; compare them with the page"
_FEWEST = 12  # words
_KNOWN = 0.2  # of them
_WORD = re.compile(r"[^\W\d_]+")
_ALONE = re.compile(r"(?<!\S)[^\w\s]*([^\W\d_]+)[^\w\s]*(?!\S)")  # no part of an address
_USUAL = frozenset(
    _WORD.findall(
        "the of and to in by with for that is are was were shall will no yes not this be or as on "
        "which any from at an a it its their each other all if has have had been between under"
    )
)


def lines_unlikely(lines: Iterable[PrintedLine]) -> Iterator[PrintedLine]:
    """Yield the lines in fonts with many words and hardly a usual one among them."""
    by_font: dict[str, list[PrintedLine]] = defaultdict(list)
    for line in lines:
        if line.drawn and line.shown:
            by_font[line.font].append(line)
    known = _USUAL | questionnaire_words()
    for of_font in by_font.values():
        texts = {line.text.casefold() for line in of_font}  # heads of pages once
        words = [word for text in texts for word in _ALONE.findall(text)]
        if len(words) >= _FEWEST and sum(word in known for word in words) < _KNOWN * len(words):
            yield from of_font
