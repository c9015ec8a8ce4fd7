"""Recognise what is between the answers: section headings, heads of tables."""

import re

from rapidfuzz.distance import Levenshtein

from coding.models.questionnaire import SECTIONS, Section
from coding.sheets.document import Repair
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
LONGEST_LINE = 200  # letters; no line of a heading is longer

_TITLES = tuple(letters(section.title) for section in SECTIONS)
_HEAD_OF_TABLE = re.compile(
    r"(?:(?:no|nr|number|item|q)?\|?)(?:questions?|wording|variable)\|?(?:and)?"
    r"(?:answers?|coding|responses?|answersandcoding)"
)
_HEAD_OF_NUMBERS = ("no", "nr", "number", "item", "")


def heading_at_end(texts: list[str], section: Section) -> int:
    """Return how many lines at the end of an answer are the heading of the section after it.

    Headings are looked for only there: answers contain lines such as "Section 3 – …" (6070, Q18)
    from the treaty. A heading with a wrong number or title is one too, and so is a title alone. If
    number and title are both there, the lines above belong to the answer.
    """
    ends = {n: " ".join(texts[-n:]) for n in range(1, min(LONGEST_HEADING, len(texts)) + 1)}
    heads = (n for n, end in ends.items() if is_heading(end, section) or _is_alone(end, section))
    least = next(heads, 0)
    if not least or is_whole(ends[least]):
        return least
    longer = (n for n in ends if n > least and is_whole(ends[n]) and is_heading(ends[n], section))
    return next(longer, least)


def _parted(text: str) -> re.Match[str] | None:
    """Return word, numeral and title of a text that begins as headings do: "SECTION II"."""
    match = _HEADING.fullmatch(text) if len(text) < LONGEST_LINE else None
    return match if match and _is_word(match["word"]) else None


def is_whole(text: str) -> bool:
    """Whether a heading has both, "SECTION II" and a title."""
    match = _parted(text)
    return bool(match and letters(match["title"]))


def is_heading(text: str, section: Section) -> bool:
    """Whether a text is a section's heading, even with a wrong number or spelling."""
    match = _parted(text)
    if not match:
        return False
    title = letters(match["title"])
    is_numbered = match["numeral"].upper() in _NUMERALS[section.numeral]
    if not title or (is_numbered and _shares_word(match["title"], section)):
        return is_numbered
    return any(Levenshtein.normalized_similarity(title, known) >= _ALIKE for known in _TITLES)


def has_title(text: str) -> bool:
    """Whether a text is a heading that gives the title of one of the sections."""
    return is_whole(text) and any(is_heading(text, section) for section in SECTIONS)


def is_in_capitals(text: str) -> bool:
    """Whether a text is set as a heading, whatever its title: "SECTION IX: CYBER"."""
    return text.isupper() and _parted(text) is not None


def _shares_word(title: str, section: Section) -> bool:
    """Whether a short title has a word of the section's: "Institutions"."""
    words = {word[:5] for word in section.title.lower().split() if len(word) > 5}
    title_words = title.lower().split()
    return len(title_words) <= 6 and any(word.strip("():.,")[:5] in words for word in title_words)


def _is_word(word: str) -> bool:
    return any(Levenshtein.distance(word.lower(), known) <= len(known) // 4 for known in _WORDS)


def _is_alone(text: str, section: Section) -> bool:
    """Whether a text is the section's title alone, or after a number: "II. Obligations"."""
    if len(text) >= LONGEST_LINE:
        return False
    wanted = letters(section.title)
    titles = {letters(text)}
    for pattern in (_MARKED, _NUMBERED_LAST):
        if match := pattern.fullmatch(text):
            titles.add(letters(match["title"]))
    return any(Levenshtein.normalized_similarity(text, wanted) >= _ALIKE_ALONE for text in titles)


def heading_repair(line: int, text: str, section: Section, *, doubtful: bool) -> Repair | None:
    if letters(text) == letters(section.heading):
        return None
    what = "Section heading put right"
    question = section.first - 1 if doubtful else None
    return Repair(line, what, text, section.heading, question, doubtful, left_out=True)


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
