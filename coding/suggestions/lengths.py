"""Read lengths of time in prose, and tell terms, renewals and notices apart.

"5 years (Article 10), automatically renewed for five-year periods unless denounced with 6 months'
notice" has all three. A length that is not surely one of them is OTHER, and nothing is suggested.
"""

import re
from dataclasses import dataclass
from enum import Enum

_UNITS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {word: number for number, word in enumerate(_UNITS, 1)}
_NUMBERS |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_NUMBERS |= {
    f"{ten}-{unit}": _NUMBERS[ten] + _NUMBERS[unit] for ten in _TENS for unit in _UNITS[:9]
}
_NUMBER = "|".join(sorted(_NUMBERS, key=len, reverse=True)).replace("-", r"[-\s]")
_MONTHS_IN = {"year": 12, "month": 1}
_CONTEXT = 80  # characters on either side that show the purpose of a length

# "120 months", "ten years", "five-year", "ten (10) years", "10 (ten) years"
_LENGTH = re.compile(
    rf"(?<![\w.,/-])(?P<number>\d{{1,3}}|{_NUMBER})(?:\s*\((?P<again>\d{{1,3}}|{_NUMBER})\))?"
    r"[\s-]+(?P<unit>year|month)s?\b",
    re.IGNORECASE | re.ASCII,  # no letters but those of the number words
)

# "ten or twenty years", "5 - 10 years", "two and a half years", "3 1/2 years"
_ONE_OF_SEVERAL_BEFORE = re.compile(
    rf"(?:\b(?:or|and|to|a half)|(?:\d|[½¼¾]|\b(?:{_NUMBER}))\s*[/–—-]?)\s*$", re.IGNORECASE
)

# "ten years or more", "two years and six months", "5 years to ten"
_ONE_OF_SEVERAL_AFTER = re.compile(
    r"\s*(?:or\s+(?:more|less|longer)"
    rf"|(?:,\s*)?(?:or|and|to|[/–—-])\s*(?:a half|\d|(?:{_NUMBER})\b))",
    re.IGNORECASE,
)

# "at least ten years", "up to 5 years"
_HEDGED = re.compile(
    r"\b(?:at least|at most|up to|about|approximately|around|over|minimum(?: of)?|maximum(?: of)?"
    r"|(?:more|less|longer) than|not exceeding|every|first|after|within|in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)

# "after a period of five years", "at the end of the term of ten years"
_PART_OF_THE_TERM = re.compile(
    r"\b(?:after|within|every|during|before|end of|expir\w+ of)\s+(?:\w+\s+){0,2}"
    r"(?:period|term)\s+of\s+$",
    re.IGNORECASE,
)

# "12 months' notice", "six months before …", "six months’ prior to …", "six months of expiration"
_NOTICE_AFTER = re.compile(
    r"(?:['’]s?)?\s*(?:(?:written|advance|prior|previous)\s+)*"
    r"(?:notice|notification|warning|prior|before|in advance|of\s+(?:its\s+|the\s+)?expir\w+)\b",
    re.IGNORECASE,
)

# "with notice of at least six months"
_NOTICE_BEFORE = re.compile(
    r"\b(?:notice|notification|notifying|notify)(?:\s+\w+){0,4}\s*$", re.IGNORECASE
)

# "renewal for another ", "extended for subsequent ", "renewed automatically every "
_RENEWAL_BEFORE = re.compile(
    r"\b(?:renew\w*|exten\w+|prolong\w*|reconduction)\s+(?:\w+\s+){0,6}?"
    r"(?:for|by|every|of)\s+(?:an?\s+|the\s+)?(?:further\s+|other\s+|same\s+)?(?:\w+\s+)?"
    r"(?:periods?\s+of\s+|terms?\s+of\s+)?$",
    re.IGNORECASE,
)

# "for subsequent five-year", "for another 10 years", "for further periods of five years"
_AGAIN_BEFORE = re.compile(
    r"\b(?:another|additional|further|subsequent|successive|consecutive)\s+"
    r"(?:(?:periods?|terms?)\s+of\s+)?$",
    re.IGNORECASE,
)

# "five-year renewals", "10 year extension"
_RENEWAL_AFTER = re.compile(r"\s*(?:renewals?|extensions?)\b", re.IGNORECASE)

# "concluded for a period of ", "valid for ", "shall remain in force for ", "a term of "
_TERM_BEFORE = re.compile(
    r"\b(?:(?:concluded|made|valid|validity|force|effect)\s+for|lasts?(?:\s+for)?"
    r"|(?:treaty|agreement|pact|alliance)\s+is\s+for"
    r"|(?:duration|validity|length|period|term)(?:\s+is|\s+shall\s+be|\s*:|\s+of))"
    r"(?:\s+an?)?(?:\s+(?:initial|first))?(?:\s+(?:period|term|duration)\s+of)?\s+$",
    re.IGNORECASE,
)

# Nothing but "Yes", an article or an opening word before: "Yes. 120 months", "Article 5: ten years"
_START_BEFORE = re.compile(
    r"(?:yes\b)?[\s.,:;–—-]*(?:(?:article|art\.|section)\s*\w{1,5}\s*[.:,–—-]\s*)?"
    r"(?:for\s+)?(?:an?\s+)?(?:(?:initial\s+)?(?:period|term)\s+of\s+)?",
    re.IGNORECASE,
)

# At the start, but not the term: "5 years after ratification …", "12 months to withdraw"
_CONDITION_AFTER = re.compile(r"[\s,]*(?:after|following|if|ago|later|to)\b", re.IGNORECASE)


class LengthOf(Enum):
    """The purpose of a length of time."""

    TERM = "term"
    RENEWAL = "renewal"
    NOTICE = "notice"
    OTHER = "other"


@dataclass(frozen=True)
class Length:
    """A length in months and its place in a text."""

    months: int
    of: LengthOf
    start: int
    end: int


def find_lengths(text: str) -> list[Length]:
    """Return the lengths of time in a text, in their order; "60 months (5 years)" is one."""
    lengths: list[Length] = []
    for match in _LENGTH.finditer(text):
        months = _number(match["number"]) * _MONTHS_IN[match["unit"].casefold()]
        length = Length(months, _purpose(text, match), *match.span())
        if months and not (lengths and _repeats(text, lengths[-1], length)):
            lengths.append(length)
    return lengths


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBERS["-".join(text.casefold().split())]


def _repeats(text: str, before: Length, length: Length) -> bool:
    return text[before.end : length.start].strip() == "(" and before.months == length.months


def _purpose(text: str, match: re.Match[str]) -> LengthOf:
    before = text[max(0, match.start() - _CONTEXT) : match.start()]
    after = text[match.end() : match.end() + _CONTEXT]
    if _NOTICE_AFTER.match(after) or _NOTICE_BEFORE.search(before):
        return LengthOf.NOTICE
    if match["again"] and _number(match["again"]) != _number(match["number"]):
        return LengthOf.OTHER
    if _ONE_OF_SEVERAL_BEFORE.search(before) or _ONE_OF_SEVERAL_AFTER.match(after):
        return LengthOf.OTHER
    if _AGAIN_BEFORE.search(before) or _RENEWAL_BEFORE.search(before):
        return LengthOf.RENEWAL
    if _RENEWAL_AFTER.match(after):
        return LengthOf.RENEWAL
    if _HEDGED.search(before) or _PART_OF_THE_TERM.search(before):
        return LengthOf.OTHER
    if _TERM_BEFORE.search(before):
        return LengthOf.TERM
    at_start = match.start() < _CONTEXT and _START_BEFORE.fullmatch(before)
    return LengthOf.TERM if at_start and not _CONDITION_AFTER.match(after) else LengthOf.OTHER


def only_length(text: str, purpose: LengthOf) -> Length | None:
    """Return the length for a purpose, if the text has no other length.

    Notices do not count, nor do lengths of OTHER purpose with the same number.
    """
    lengths = find_lengths(text)
    wanted = [length for length in lengths if length.of == purpose]
    months = {length.months for length in wanted}
    months |= {length.months for length in lengths if length.of == LengthOf.OTHER}
    return wanted[0] if wanted and len(months) == 1 else None
