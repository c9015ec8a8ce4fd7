"""Read dates of signature (question 3) and of termination (questions 14 and 15).

Only signature dates count, and the first two signatories get the later of their dates (codebook,
coding procedure). An alliance in effect has exit 0/0/0; only a day may be unknown.
"""

import datetime
import re
from calendar import month_name
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coding.codebook.cells import MISSING, Codes
from coding.codebook.months import month_number
from coding.suggestions.given import Given, of_alliance, of_founders, of_last_spells
from coding.suggestions.plain import has_doubt, is_not_applicable, without_source
from coding.suggestions.suggestion import Reading

TERMINATION = 14
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_NOT_INSIDE_A_NUMBER = r"(?<![\w/.-])", r"(?![\w/]|[.-]\d)"

_TAKEN = "#"  # replaces a date that was read, so that no other form reads a part of it

# In this order, so that "25 May 1992" is not read as "May 1992"
_FORMS = tuple(
    re.compile(form.join(_NOT_INSIDE_A_NUMBER))
    for form in (
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",  # May 25, 1992
        rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",  # 25 May 1992
        rf"(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/{_YEAR}",  # 5/25/1992, month first as on 6070
        rf"{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})",  # 1992-05-25
        rf"{_MONTH},?\s+{_YEAR}",  # May 1992: the day is not known
    )
)

# "Signed on May 25, 1992": words before the date that only repeat the question
_SIGNED = re.compile(r"signed:?\s+(?:on\s+)?", re.IGNORECASE)

# "Still in effect …", "The treaty remains in force …", "In effect as of …"
_IN_EFFECT = re.compile(
    r"(?:(?:the )?(?:treaty|alliance|agreement|pact|it) (?:is |remains )?)?"
    r"(?:still |currently |remains )?in (?:effect|force)\b",
    re.IGNORECASE,
)

# Words that contradict the beginning, for a member or the alliance
_NO_LONGER = re.compile(
    r"\b(?:until|till|was|were|withdr\w+|left|suspend\w*|terminated|expired|abrogated|ended"
    r"|dissolved|denounced|lapsed|replaced|superseded|ceased"
    r"|no longer|not (?:been )?renewed|may be|for all)\b",
    re.IGNORECASE,
)

# "Terminated on December 26, 1991", "Expired: …", before the date that is the answer
_ENDED = re.compile(
    r"(?:(?:was )?(?:terminated|ended|expired|abrogated|denounced|dissolved)(?: on| in)?:?\s+)?",
    re.IGNORECASE,
)

# Words that make it the date of something else, or one of several
_OTHER_DATE = re.compile(
    r"\b(?:effect|force|ratif\w+|renew\w*|extend\w*|prolong\w*|suspend\w*|notice|circa"
    r"|approximate(?:ly)?|either|or|phase)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DateInText:
    """A date in a text. ``day`` is None if only the month is printed."""

    year: int
    month: int
    day: int | None
    start: int
    end: int

    @property
    def shown(self) -> str:
        month = month_name[self.month]
        return f"{self.day} {month} {self.year}" if self.day else f"{month} {self.year}, no day"

    def codes(self, ending: str) -> Codes:
        """Return the codes yr…, mo… and day… with the ending "ent" or "exit"."""
        day = MISSING if self.day is None else self.day
        return {f"yr{ending}": self.year, f"mo{ending}": self.month, f"day{ending}": day}


def find_dates(text: str) -> list[DateInText]:
    dates: list[DateInText] = []

    def take(match: re.Match[str]) -> str:
        date = _read_parts(match.groupdict(), *match.span())
        dates.extend([date] if date else [])
        return _TAKEN * len(match[0]) if date else match[0]

    for form in _FORMS:
        text = form.sub(take, text)
    return sorted(dates, key=lambda date: date.start)


def _read_parts(parts: Mapping[str, str], start: int, end: int) -> DateInText | None:
    month, day = month_number(parts["month"]), parts.get("day")
    try:
        datetime.date(int(parts["year"]), month, int(day or 1))
    except ValueError:
        return None
    year = int(parts["year"])
    return DateInText(year, month, int(day) if day else None, start, end) if year > 1800 else None


def read_signature(text: str, _: Given) -> Iterator[Reading]:
    """Read a single date of signature as the entry of every founder."""
    words = without_source(text)
    if lead := _SIGNED.match(words):
        words = words[lead.end() :]
    dates = find_dates(words)
    if len(dates) == 1 and words == words[dates[0].start : dates[0].end]:
        meaning = f"signed on {dates[0].shown}, the only date"
        yield Reading(words, of_founders(**dates[0].codes("ent")), meaning)


def read_termination(text: str, given: Given) -> Iterator[Reading]:
    """Read "Still in effect …" as exit 0/0/0, or the one date when the alliance ended."""
    if words := in_effect(text):
        places = of_last_spells(yrexit=0, moexit=0, dayexit=0)
        yield Reading(words, places, "no exit, in effect")
    elif ended := _end(given, text):
        places = of_last_spells(**ended.codes("exit"))
        yield Reading(text[ended.start : ended.end], places, f"ended on {ended.shown}")


def in_effect(text: str) -> str:
    """Return the words at the start that say the alliance is in effect, or ""."""
    words = _IN_EFFECT.match(text)
    plain = words and not has_doubt(text) and not _NO_LONGER.search(text)
    return words[0] if words and plain else ""


def _end(given: Given, text: str) -> DateInText | None:
    """Return the date when the alliance ended for all, if the answer begins with it."""
    dates = find_dates(text)
    lead = _ENDED.match(text)
    if not lead or len(dates) != 1 or dates[0].start != lead.end():
        return None
    rest = text[dates[0].end :]
    if has_doubt(rest) or _OTHER_DATE.search(rest) or _names_a_member(given, rest):
        return None
    return dates[0]


def _names_a_member(given: Given, text: str) -> bool:
    """Whether a text names one of three or more members, since that member may have left alone."""
    states = {codes["member"] for codes in given.roster.members.values() if "member" in codes}
    names = [name for state in states for name in (str(state), *given.states.get(state, ()))]
    return len(states) > 2 and any(
        re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in names if name
    )


def read_cause_of_end(text: str, given: Given) -> Iterator[Reading]:
    """Read "N/A" as "none, in effect", if question 14 says that the alliance is in effect."""
    if is_not_applicable(text) and in_effect(given.text(TERMINATION)):
        meaning = "nothing ended it, and question 14 says that it is in effect"
        for places in (of_alliance(term=0), of_last_spells(termmode=0, termcaus=0)):
            yield Reading(text, places, meaning)
