"""The forms of a revision note: what was revised, by whom, when, for which version.

"Version 4.0: Q14 revised by NAME on December 27, 2017" is the printed form. People also write
"v4.0 – Q14 updated by NAME, 12/27/2017" and "Revised by NAME on DATE: Question 14 (v. 4.0)". A form
is read only if each word of it is accounted for.
"""

import datetime
import re
from typing import NamedTuple

from coding.models.questionnaire import BY_NUMBER
from coding.sheets.notes.dates import FIND_DATE, MONTH_NAME, NoteRemark, read_date

LONGEST = 2000  # letters; a longer line is no note

_VERB = (
    r"(?:revised|updated|changed|amended|corrected|modified|edited|recoded|revision|update|"
    r"correction|change|amendment)"
)
# Words that stand for "revised" only below a version: "Checked by NAME" alone is of the office.
_DONE = rf"(?:{_VERB}|added|rewritten|reworded|checked|reviewed|expanded|completed)"
_IN_BRACKETS = re.compile(r"(?<=\d)\s*\((?!(?:by|not)\b)[a-z][a-z ,’'/-]{2,60}\)")
_BRACKETS = NoteRemark("Words in brackets in a revision note, kept in its text alone")
_NUMBER = r"(?P<version>\d+(?:\.\d+)*)"
_DECOR = re.compile(r"^[\s•·▪◦‣●*\-–—(\[]+|(?<=\d)[\s)\].]+$")
_HEAD = re.compile(
    rf"(?:ATOP\s+)?(?:(?:version|ver|release|revision|rev)\.?|v\.?(?=\s*\d)|(?=\d+\.\d+\s*[:–—-]))\s*{_NUMBER}"
    r"\)?\s*[:;,.–—-]*\s*",
    re.IGNORECASE,
)
_VERSION = re.compile(
    rf"[(\[,;]?\s*\b(?:(?:for|in|of|with)\s+)?(?:ATOP\s+)?(?:(?:version|ver|release)\b\.?|v\.?(?=\s*\d))\s*{_NUMBER}(?![.\d]*\d)\s*[)\]]?",
    re.IGNORECASE,
)
_ONE = r"(?:Q(?:uestion)?s?\.?\s*)?#?\d{1,2}(?!\d|[/.]\d)"
_QUESTIONS = re.compile(
    r"\b(?:the\s+)?(?:answers?\s+to\s+)?(?:Questions?\b|Qs?\b|Q(?=\d))\.?\s*#?\d{1,2}(?!\d)"
    rf"(?:(?:\s*(?:[,;&–-]|\b(?:and|to|through)\b)\s*)+{_ONE}(?!\s*{MONTH_NAME}))*",
    re.IGNORECASE,
)
_HAS_VERB = re.compile(rf"\b{_VERB}\b", re.IGNORECASE)
_HAS_DONE = re.compile(rf"\b{_DONE}\b", re.IGNORECASE)
_BY = re.compile(rf"\b{_VERB}\b.{{0,80}}?\bby\b", re.IGNORECASE)
_STARTS = re.compile(rf"{_VERB}\b", re.IGNORECASE)
_QUESTION = re.compile(r"(?:Q(?:uestion)?s?\.?|#)?\s*#?(\d{1,2})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,\s*and\b|,\s*&|,|;|&|\band\b)\s*", re.IGNORECASE)
_RANGE = re.compile(
    r"(?:Q(?:uestion)?s?\.?)?\s*(\d{1,2})\s*(?:[–-]|to|through)\s*Q?(\d{1,2})", re.IGNORECASE
)
_PRINTED = re.compile(
    rf"(?P<questions>\D{{0,12}}\d[^a-z]{{0,3}}.{{0,300}}?)\s*:?\s+(?:(?:was|were)\s+)?{_DONE}\s+by\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_NEXT_NOTE = re.compile(r"(?<=[\d.,;)])\s+(?=(?:Version\s+|ver\.?\s*|v\.?\s?)\d)", re.IGNORECASE)
_NEXT_REVISION = re.compile(
    r"\s*[.,;&)]*\s*(?:\band\s+)?(?=\b(?:Questions?|Qs?\.?)\s*#?\d)", re.IGNORECASE
)
_NAME_GAP = re.compile(r"\s*,?\s+on\s+|\s*,\s*|\s*\(|\s+", re.IGNORECASE)
_PLAIN_NAME = re.compile(
    r"(?:(?:[^\W\d_a-z][\w.’'-]*(?:/[^\W\d_a-z][\w.’'-]*)*|/|de|del|van|von|der|da|di|al|el|bin|and|&|jr|sr|et)(?:\s*,\s*|\s+|$)){1,9}"
)
# Where two people share a name, the user name stands behind it (models/people_names.py).
_SIGNED = re.compile(rf"{_PLAIN_NAME.pattern}(?:\([\w.@+-]{{1,150}}\))?")
_CONNECTS = re.compile(
    r"^[\s:;,.()\[\]–—-]+|[\s:;,(\[–—-]+$|^(?:by|on|for|in|of|dated|was|were|been|has|have|the|to)\b",
    re.IGNORECASE,
)


class ReportedRevision(NamedTuple):
    """One revision that a note reports; ``version`` is "" where the note names none."""

    version: str
    questions: list[int]
    name: str
    date: datetime.date
    remarks: tuple[NoteRemark, ...]


class UnreadableNote(ValueError):
    """A note that cannot be read; the message is the unreadable part."""


def begins_note(text: str) -> bool:
    """Whether a line below the last question is a revision note, readable or not."""
    text = _DECOR.sub("", text[:LONGEST])
    if re.match(r"Version\b", text, re.IGNORECASE) or has_version(text):
        return True
    if not _BY.search(text) and not _STARTS.match(text):
        patterns = (_HAS_VERB, _QUESTIONS, FIND_DATE)
        return all(pattern.search(text) for pattern in patterns)
    return bool(_QUESTIONS.search(text) or _VERSION.search(text) or FIND_DATE.search(text))


def has_version(text: str) -> bool:
    """Whether a note begins with the version that it belongs to."""
    return bool(_HEAD.match(_DECOR.sub("", text[:LONGEST])))


def reads_as_note(text: str) -> bool:
    """Whether a line is a revision note that can be read completely."""
    try:
        notes = read_line(text) if begins_note(text) else []
    except UnreadableNote:
        return False
    return bool(notes) and all(revision.version for _, revisions in notes for revision in revisions)


def read_line(text: str, version: str = "") -> list[tuple[str, list[ReportedRevision]]]:
    """Return the notes on a line, each as printed and what it reports. Raises UnreadableNote.

    ``version`` is that of the previous note, for a note that names none.
    """
    if len(text) > LONGEST:
        raise UnreadableNote(text)
    return [(printed, _read_note(printed, version)) for printed in _parted(text, _NEXT_NOTE)]


def _parted(text: str, gap: re.Pattern[str]) -> list[str]:
    """Split a text at gaps, so that each piece says once that something was revised."""
    pieces: list[str] = []
    start = 0
    for match in gap.finditer(text):
        piece, rest = text[start : match.start()], text[match.end() :]
        if _HAS_DONE.search(piece) and _HAS_DONE.search(rest[:LONGEST]):
            pieces.append(piece)
            start = match.end()
    return [*pieces, text[start:]]


def _read_note(text: str, version: str) -> list[ReportedRevision]:
    plain = _DECOR.sub("", text)
    head = _HEAD.match(plain)
    if head:
        version, plain = head["version"], plain[head.end() :]
    pieces = [plain] if len(_HAS_DONE.findall(plain)) < 2 else _parted(plain, _NEXT_REVISION)
    return [_read_revision(piece, version, has_head=bool(head)) for piece in pieces]


def _read_revision(text: str, version: str, *, has_head: bool) -> ReportedRevision:
    plain, brackets = _IN_BRACKETS.subn("", text)
    revision = _printed_form(plain, version)
    if revision is None and not (has_head and _VERSION.search(plain)):
        revision = _other_form(plain, version)
    if revision is None:
        raise UnreadableNote(text)
    return revision._replace(remarks=(*revision.remarks, _BRACKETS)) if brackets else revision


def _printed_form(text: str, version: str) -> ReportedRevision | None:
    match = _PRINTED.fullmatch(text)
    questions = _questions(match["questions"]) if match else None
    person = _name_and_date(match["rest"]) if match else None
    return ReportedRevision(version, questions, *person) if questions and person else None


def _other_form(text: str, version: str) -> ReportedRevision | None:
    """Take date, version, questions and verb out of a text; what is left has to be one name."""
    taken = {}
    for what, pattern in (("date", FIND_DATE), ("version", _VERSION), ("questions", _QUESTIONS)):
        matches = list(pattern.finditer(text))
        if len(matches) > 1 or (not matches and what != "version"):
            return None
        if matches:
            taken[what] = matches[0][0].strip()
            version = matches[0]["version"] if what == "version" else version
            text = f"{text[: matches[0].start()]}\0{text[matches[0].end() :]}"
    date, questions = read_date(taken["date"].strip(" ()")), _questions(taken["questions"])
    pieces = [_bare(piece) for piece in re.split(rf"\0|\b{_DONE}\b", text, flags=re.IGNORECASE)]
    names = [piece for piece in pieces if piece]
    if date is None or not questions or len(names) != 1 or not _PLAIN_NAME.fullmatch(names[0]):
        return None
    return ReportedRevision(version, questions, names[0], *date)


def _bare(text: str) -> str:
    """Return a text without the words and marks that connect it with others."""
    before = ""
    while text != before:
        before, text = text, _CONNECTS.sub("", text.strip())
    return re.sub(r"\s+(?:on|for|in)$", "", text)


def _questions(text: str) -> list[int] | None:
    """Return the numbers in "Q14", "Q14 and Q15", "Questions 14, 15" or "Q14-16"."""
    numbers: list[int] = []
    text = re.sub(r"^(?:the\s+)?answers?\s+to\s+", "", text.strip(" :"), flags=re.IGNORECASE)
    for part in _BETWEEN.split(text):
        if match := _RANGE.fullmatch(part):
            first, last = int(match[1]), int(match[2])
            if first > last:
                return None
            numbers += range(first, last + 1)
        elif match := _QUESTION.fullmatch(part):
            numbers.append(int(match[1]))
        else:
            return None
    return numbers if all(number in BY_NUMBER for number in numbers) else None


def _name_and_date(text: str) -> tuple[str, datetime.date, tuple[NoteRemark, ...]] | None:
    """Split "Nicholas Coulombe, October 15, 2017"; None if no date follows a name."""
    text = text.rstrip(" .,;").rstrip(")") if "(" in text else text.rstrip(" .,;")
    for gap in _NAME_GAP.finditer(text):
        date = read_date(text[gap.end() :])
        name = text[: gap.start()].strip(" ,")
        if date and _SIGNED.fullmatch(name):
            return name, *date
    return None
