"""When each member belonged to a phase, comparable even if a day is unknown or impossible."""

from datetime import date, timedelta
from typing import NamedTuple

from coding.codebook.derived import DateInParts

DateParts = tuple[int, int, int]

_AFTER_EVERY_EXIT = (9999, 1, 1)


class MemberSpell(NamedTuple):
    """A membership from entry to exit, as long as unknown days allow.

    An unknown day of entry is the first of its month, an unknown day of exit the last (reference
    5.4). Without an exit, the spell has no end.
    """

    entry: DateParts
    exit: DateParts

    def overlaps(self, other: "MemberSpell") -> bool:
        """Whether both were members for longer than a single day."""
        return self.entry < other.exit and other.entry < self.exit


def spell_between(entry: DateInParts | None, left: DateInParts | None) -> MemberSpell | None:
    """Return a member's spell, or None while its entry or exit is not coded."""
    if entry is None or left is None:
        return None
    return MemberSpell(first_day(entry), last_day(left) if left.year else _AFTER_EVERY_EXIT)


def first_day(day: DateInParts) -> DateParts:
    return day.year, day.month, 1 if day.day is None else day.day


def last_day(day: DateInParts) -> DateParts:
    return day.year, day.month, 31 if day.day is None else day.day


def follows(ended: DateInParts, begun: DateInParts) -> bool:
    """Whether ``begun`` is the day ``ended`` or the next day."""
    if ended == begun:
        return True
    try:
        return date(*ended) + timedelta(days=1) == date(*begun)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False  # a day is unknown, or the phase is in effect


def may_be_the_same(day: DateInParts, other: DateInParts) -> bool:
    """Whether two dates may be one day: one of them may lack the day of the month.

    Two dates without a year may be one: both are in the future, whatever their month and day say.
    """
    if not day.year:
        return not other.year
    same_day = day.day == other.day or None in (day.day, other.day)
    return same_day and (day.year, day.month) == (other.year, other.month)
