"""Read the dates printed in revision notes. What can be read in two ways is told, or not read."""

import datetime
import re
from calendar import month_name
from typing import NamedTuple

from coding.codebook.months import month_number


class NoteRemark(NamedTuple):
    """What is listed of a note that was read."""

    what: str
    doubtful: bool = False


_WITHOUT_DAY = NoteRemark("A revision note without a day, dated the first of its month")
_TWO_DIGITS = NoteRemark("A revision note whose year has two digits")
_TWO_WAYS = NoteRemark(
    "A revision note whose date can be read in two ways, read month first", doubtful=True
)
_OTHER_WEEKDAY = NoteRemark("A revision note whose date was another day of the week", doubtful=True)

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS)})(?:[a-z]{{0,3}}day|[a-z]{{0,2}})\.?(?:\s*,\s*|\s+)"
_BEGINS_WITH_WEEKDAY = re.compile(_WEEKDAY, re.IGNORECASE)
_MONTH = r"(?P<month>[A-Za-z]{3,9})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_COMMA = r"(?:\s*,\s*|\s+)"  # "27, 2017", "27 2017" and, where the space was forgotten, "27,2017"
_TIME = r"(?:[T\s]\s?\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:\s?(?:Z|UTC|[+-]\d\d:?\d\d))?)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_MONTH}(?:\.\s*|\s+){_DAY}{_COMMA}(?P<year>\d{{4}})",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH}\.?{_COMMA}(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}}){_TIME}",
        rf"{_MONTH}\.?{_COMMA}(?P<year>\d{{4}})",
    )
)
_FIGURES = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})")

MONTH_NAME = "(?:" + "|".join(name[:3] for name in month_name[1:]) + r")[a-z]{0,6}\.?"
# A date inside a text, in one of the forms above.
FIND_DATE = re.compile(
    rf"\(?(?<!\d)(?<!\d[/.])(?:\b{_WEEKDAY})?(?:{MONTH_NAME}\s*\d{{1,2}}(?:st|nd|rd|th)?(?:\s*,\s*|\s+)\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH_NAME}(?:\s*,\s*|\s+)\d{{4}}"
    rf"|{MONTH_NAME}(?:\s*,\s*|\s+)\d{{4}}|\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}}|\d{{2}})|\d{{4}}-\d\d-\d\d{_TIME})(?![\d/])\)?",
    re.IGNORECASE,
)


def read_date(text: str) -> tuple[datetime.date, tuple[NoteRemark, ...]] | None:
    """Return the date and what is listed of it, or None if the text is no date.

    Without a day, the date is the first of the month.
    """
    text = text.strip()
    weekday = _BEGINS_WITH_WEEKDAY.match(text)
    read = _read_plain(text[weekday.end() :] if weekday else text)
    if read is None or not weekday:
        return read
    date, remarks = read
    is_that_day = _WEEKDAYS[date.weekday()] == weekday[0][:3].lower()
    return date, remarks if is_that_day else (*remarks, _OTHER_WEEKDAY)


def _read_plain(text: str) -> tuple[datetime.date, tuple[NoteRemark, ...]] | None:
    if figures := _FIGURES.fullmatch(text):
        return _read_figures(*figures.groups())
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            parts = match.groupdict()
            month, day = month_number(parts["month"]), parts.get("day", "1")
            date = _date(int(parts["year"]), month, int(day))
            return (date, () if "day" in parts else (_WITHOUT_DAY,)) if date else None
    return None


def _read_figures(
    first: str, mark: str, second: str, year: str
) -> tuple[datetime.date, tuple[NoteRemark, ...]] | None:
    """Read 12/27/2017, as the project writes it, and 27/12/2017, which can be nothing else.

    With points people write the day first or the month: what may be either is not read.
    """
    has_century = len(year) > len("17")
    full = int(year) if has_century else datetime.datetime.strptime(year, "%y").year
    readings = (_date(full, int(first), int(second)), _date(full, int(second), int(first)))
    possible = list(dict.fromkeys(date for date in readings if date))
    if not possible or (mark == "." and len(possible) > 1):
        return None
    if has_century:
        return possible[0], ()
    return possible[0], (_TWO_WAYS if len(possible) > 1 else _TWO_DIGITS,)


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
