"""Read the dates printed in revision notes. Years have four digits; nothing is guessed."""

import datetime
import re
from calendar import month_name

from coding.codebook.months import month_number

_MONTH = r"(?P<month>[A-Za-z]{3,9})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_COMMA = r"(?:\s*,\s*|\s+)"  # "27, 2017", "27 2017" and, where the space was forgotten, "27,2017"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_MONTH}(?:\.\s*|\s+){_DAY}{_COMMA}(?P<year>\d{{4}})",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH}\.?{_COMMA}(?P<year>\d{{4}})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
        rf"{_MONTH}\.?{_COMMA}(?P<year>\d{{4}})",
    )
)

MONTH_NAME = "(?:" + "|".join(name[:3] for name in month_name[1:]) + r")[a-z]{0,6}\.?"
# A date inside a text, in one of the forms above.
FIND_DATE = re.compile(
    rf"\(?(?<!\d)(?:{MONTH_NAME}\s*\d{{1,2}}(?:st|nd|rd|th)?(?:\s*,\s*|\s+)\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH_NAME}(?:\s*,\s*|\s+)\d{{4}}"
    rf"|{MONTH_NAME}(?:\s*,\s*|\s+)\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{4}}-\d\d-\d\d)(?!\d)\)?",
    re.IGNORECASE,
)


def read_date(text: str) -> tuple[datetime.date, bool] | None:
    """Return (date, whether a day is printed), or None if the text is no date.

    Without a day, the date is the first of the month.
    """
    for form in _FORMS:
        match = form.fullmatch(text.strip())
        if match:
            parts = match.groupdict()
            year, month, day = parts["year"], month_number(parts["month"]), parts.get("day", "1")
            try:
                return datetime.date(int(year), month, int(day)), "day" in parts
            except ValueError:
                return None
    return None
