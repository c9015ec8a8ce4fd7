"""Each member's time in a phase, comparable even where a day is unknown or is no calendar day."""

from datetime import date, timedelta
from typing import NamedTuple

from coding.codebook.cells import Codes
from coding.codebook.derived import DateInParts, entry_date, exit_date

Parts = tuple[int, int, int]

_AFTER_EVERY_EXIT = (9999, 1, 1)


class Spell(NamedTuple):
    """From the day of entry to the day of exit, taken as long as unknown days allow.

    An unknown day of entry is the first of its month, an unknown day of exit the last (reference
    5.4); without an exit it lasts for ever.
    """

    entry: Parts
    exit: Parts

    def overlaps(self, other: "Spell") -> bool:
        """Whether both were members for longer than a single day."""
        return self.entry < other.exit and other.entry < self.exit


def spell_of(codes: Codes) -> Spell | None:
    """Return a member's spell; None while a part of its entry or exit is not coded."""
    entry, left = entry_date(codes), exit_date(codes)
    if entry is None or left is None:
        return None
    return Spell(first_day(entry), last_day(left) if left.year else _AFTER_EVERY_EXIT)


def first_day(day: DateInParts) -> Parts:
    """Return the date, the first of the month where its day is unknown."""
    return day.year, day.month, 1 if day.day is None else day.day


def last_day(day: DateInParts) -> Parts:
    """Return the date, the 31st where its day is unknown."""
    return day.year, day.month, 31 if day.day is None else day.day


def follows(ended: DateInParts, begun: DateInParts) -> bool:
    """Whether something began on the day on which something else ended, or on the next day."""
    if ended == begun:
        return True
    try:
        return date(*ended) + timedelta(days=1) == date(*begun)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False  # a day is unknown, or the end is still to come


def may_be_the_same(one: DateInParts, other: DateInParts) -> bool:
    """Whether two dates may be one day: they are, or a day of the same month is unknown.

    Without a year both are still to come, whatever stands as month and day.
    """
    if not one.year:
        return not other.year
    same_day = one.day == other.day or None in (one.day, other.day)
    return same_day and (one.year, one.month) == (other.year, other.month)
