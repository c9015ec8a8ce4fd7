"""Recognise what is between the answers: the title block and section headings."""

import re

from rapidfuzz.distance import Levenshtein

from coding.models.questionnaire import SECTIONS, Section
from coding.sheets.document import Repair
from coding.sheets.printable import MARK, TITLE, read_identity
from coding.sheets.wording import letters

_HEADING = re.compile(r"SECTION\s+(?P<numeral>[IVX]+|\d+)\b\W*(?P<title>.*)", re.IGNORECASE)
_ALIKE = 0.7
LONGEST_HEADING = 3  # lines

# The title block of 6070, line by line; its version and date differ between printings.
_TITLE_BLOCK = (
    *map(letters, TITLE),
    letters("Brett Ashley Leeds with Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G."),
    letters("Department of Political Science, Rice University, P.O. Box 1892"),
    letters("Houston, TX 77251-1892"),
)
_FORM_VERSION = re.compile(r"Version\s+\d+(\.\d+)*\s*[;,:]?\s*\w+\W*\d{4}", re.IGNORECASE)


def split_preamble(texts: list[str]) -> tuple[set[int], set[int]]:
    """Return which lines before the first question are title block, and which a heading."""
    count = _heading_lines(texts, SECTIONS[0])
    headings = set(range(len(texts) - count, len(texts)))
    titles = {n for n, text in enumerate(texts) if n not in headings and is_title(text)}
    return titles, headings


def _heading_lines(texts: list[str], section: Section) -> int:
    for count in range(1, min(LONGEST_HEADING, len(texts)) + 1):
        if is_heading(" ".join(texts[-count:]), section):
            return count
    alone = bool(texts) and texts[-1].isupper() and letters(texts[-1]) == letters(section.title)
    return 1 if alone else 0


def is_heading(text: str, section: Section) -> bool:
    """Whether a text is a section's heading, even with a wrong number or spelling."""
    match = _HEADING.fullmatch(text)
    if not match:
        return False
    title = letters(match["title"])
    if not title:
        return match["numeral"].upper() == section.numeral and text.startswith("SECTION")
    titles = (letters(each.title) for each in SECTIONS)
    return any(Levenshtein.normalized_similarity(title, each) >= _ALIKE for each in titles)


def heading_repair(line: int, text: str, section: Section) -> Repair | None:
    if letters(text) == letters(section.heading):
        return None
    return Repair(line, "Section heading put right", text, section.heading)


def heading_at_end(texts: list[str], section: Section) -> int:
    """Return how many lines at the end of an answer are the heading of the section after it.

    Headings are looked for only there: answers contain lines such as "Section 3 – …" (6070, Q18)
    from the treaty. A heading with a wrong number or title is one too.
    """
    return _heading_lines(texts, section)


def is_title(text: str) -> bool:
    if text.startswith(MARK) or read_identity(text) or _FORM_VERSION.fullmatch(text):
        return True
    found = letters(text)
    if len(found) < 8:  # a rule of dashes, or too short to be part of the title
        return not found
    return any(known.startswith(found) or found.startswith(known) for known in _TITLE_BLOCK)
