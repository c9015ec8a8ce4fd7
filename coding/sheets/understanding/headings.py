"""Recognise what is between the answers: the title block, section headings, heads of tables."""

import re

from rapidfuzz.distance import Levenshtein

from coding.models.questionnaire import SECTIONS, Section
from coding.sheets.document import Repair
from coding.sheets.printing.printable import MARK, TITLE, read_identity
from coding.sheets.questions.wording import letters

_HEADING = re.compile(
    r"\W{0,3}(?P<word>[A-Za-z]{3,9})\W{1,3}"
    r"(?P<numeral>[IVX]+|\d+|[A-E]|one|two|three|four|five|(?:fir|1)st|(?:seco|2)nd)\b\W*(?P<title>.*)",
    re.IGNORECASE,
)
_WORDS = ("section", "part", "chapter")
_MARKED = re.compile(r"\W{0,3}(?:[IVX]+|\d|[A-E])\W{1,4}(?P<title>\D+)")
_NUMBERED_LAST = re.compile(
    r"(?P<title>\D+?)\W{1,4}(?:section|part)\W{1,3}(?:[IVX]+|\d|[A-E])\W{0,2}", re.IGNORECASE
)
_NUMERALS = {
    "I": ("I", "1", "A", "ONE", "FIRST", "1ST"),
    "II": ("II", "2", "B", "TWO", "SECOND", "2ND"),
    "III": ("III", "3", "C", "THREE"),
    "IV": ("IV", "4", "D", "FOUR"),
    "V": ("V", "5", "E", "FIVE"),
}
_ALIKE = 0.7
_ALIKE_ALONE = 0.8
LONGEST_HEADING = 3  # lines
LONGEST_LINE = 200  # letters; no line of a heading or title is longer

# The title block of 6070, line by line; its version and date differ between printings.
_TITLE_BLOCK = (
    *map(letters, TITLE),
    letters(
        "Brett Ashley Leeds with Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long"
    ),
    letters(
        "Department of Political Science, Rice University, P.O. Box 1892-MS 24, "
        "Houston, TX 77251-1892"
    ),
)
_FORM_VERSION = re.compile(r"Version\s+\d+(\.\d+)*\s*[;,:]?\s*\w+\W*\d{4}", re.IGNORECASE)
_TITLES = tuple(letters(section.title) for section in SECTIONS)
_HEAD_OF_TABLE = re.compile(
    r"(?:(?:no|nr|number|item|q)?\|?)(?:questions?|wording|variable)\|?(?:and)?"
    r"(?:answers?|coding|responses?|answersandcoding)"
)
_HEAD_OF_NUMBERS = ("no", "nr", "number", "item", "")


def split_preamble(texts: list[str]) -> tuple[set[int], set[int]]:
    """Return which lines before the first question are title block, and which a heading."""
    count = heading_at_end(texts, SECTIONS[0])
    headings = set(range(len(texts) - count, len(texts)))
    titles = {n for n, text in enumerate(texts) if n not in headings and is_title(text)}
    wrapped = {n for n in titles if _ends_title(texts[n], texts[n + 1 : n + 2])}
    return titles | {n + 1 for n in wrapped} - headings, headings


def _ends_title(text: str, following: list[str]) -> bool:
    """Whether the next line is the end of a line of the title block that was wrapped."""
    end = letters(following[0]) if following and len(following[0]) < LONGEST_LINE else ""
    return bool(end) and any(letters(text) + end in known for known in _TITLE_BLOCK)


def heading_at_end(texts: list[str], section: Section) -> int:
    """Return how many lines at the end of an answer are the heading of the section after it.

    Headings are looked for only there: answers contain lines such as "Section 3 – …" (6070, Q18)
    from the treaty. A heading with a wrong number or title is one too, and a title by itself.
    """
    for count in range(1, min(LONGEST_HEADING, len(texts)) + 1):
        text = " ".join(texts[-count:])
        if is_heading(text, section) or _is_alone(text, section):
            return count
    return 0


def is_heading(text: str, section: Section) -> bool:
    """Whether a text is a section's heading, even with a wrong number or spelling."""
    match = _HEADING.fullmatch(text) if len(text) < LONGEST_LINE else None
    if not match or not _is_word(match["word"]):
        return False
    title = letters(match["title"])
    is_numbered = match["numeral"].upper() in _NUMERALS[section.numeral]
    if not title or (is_numbered and _shares_word(match["title"], section)):
        return is_numbered
    return any(Levenshtein.normalized_similarity(title, each) >= _ALIKE for each in _TITLES)


def has_title(text: str) -> bool:
    """Whether a text is a heading that gives the title of one of the sections."""
    match = _HEADING.fullmatch(text) if len(text) < LONGEST_LINE else None
    is_titled = match and letters(match["title"]) and _is_word(match["word"])
    return bool(is_titled) and any(is_heading(text, section) for section in SECTIONS)


def is_in_capitals(text: str) -> bool:
    """Whether a text is set as a heading, whatever its title: "SECTION IX: CYBER"."""
    match = _HEADING.fullmatch(text) if len(text) < LONGEST_LINE and text.isupper() else None
    return match is not None and _is_word(match["word"])


def _shares_word(title: str, section: Section) -> bool:
    """Whether a short title has a word of the section's: "Institutions"."""
    words = {word[:5] for word in section.title.lower().split() if len(word) > 5}
    found = title.lower().split()
    return len(found) <= 6 and any(word.strip("():.,")[:5] in words for word in found)


def _is_word(word: str) -> bool:
    return any(Levenshtein.distance(word.lower(), each) <= len(each) // 4 for each in _WORDS)


def _is_alone(text: str, section: Section) -> bool:
    """Whether a text is the section's title alone, or after a number: "II. Obligations"."""
    if len(text) >= LONGEST_LINE:
        return False
    wanted = letters(section.title)
    found = {letters(text)}
    for pattern in (_MARKED, _NUMBERED_LAST):
        if match := pattern.fullmatch(text):
            found.add(letters(match["title"]))
    return any(Levenshtein.normalized_similarity(each, wanted) >= _ALIKE_ALONE for each in found)


def heading_repair(line: int, text: str, section: Section) -> Repair | None:
    if letters(text) == letters(section.heading):
        return None
    return Repair(line, "Section heading put right", text, section.heading)


def heads_at_end(texts: list[str]) -> int:
    """Return how many lines at the end of an answer are the head of a table: Question, Answer.

    A "No." above them is the head of a third column only if an answer stands above it.
    """
    cells = [letters(text[:LONGEST_LINE]) for text in texts]
    for count in (1, 2):
        if _HEAD_OF_TABLE.fullmatch("|".join(cells[-count:])):
            above = cells[:-count]
            return count + (len(above) > 1 and above[-1] in _HEAD_OF_NUMBERS)
    return 0


def is_title(text: str) -> bool:
    if text.startswith(MARK) or read_identity(text) or _FORM_VERSION.fullmatch(text[:LONGEST_LINE]):
        return True
    found = letters(text[:LONGEST_LINE])
    if len(found) < 8:  # a rule of dashes, or too short to be part of the title
        return not found
    if len(found) >= LONGEST_LINE:
        return False
    return any(found in known or found.startswith(known) for known in _TITLE_BLOCK)
