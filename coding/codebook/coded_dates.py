"""When members entered and left, as coded: in parts, of which the day may be unknown."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from coding.codebook.cells import MISSING, Codes, Coding

ENTRY = ("yrent", "moent", "dayent")
EXIT = ("yrexit", "moexit", "dayexit")

DateParts = tuple[int, int, int]

_AFTER_EVERY_DAY = 32
_AFTER_EVERY_EXIT = (9999, 1, 1)


class DateInParts(NamedTuple):
    """A date as it is coded. ``day`` is None where it is unknown; 0, 0, 0 means not ended yet."""

    year: int
    month: int
    day: int | None

    @property
    def first_day(self) -> DateParts:
        """The date; an unknown day is the first of the month."""
        return self.year, self.month, self.day or 1

    @property
    def last_day(self) -> DateParts:
        """The date; an unknown day is the 31st of the month."""
        return self.year, self.month, 31 if self.day is None else self.day

    @property
    def in_order(self) -> DateParts:
        """A sort key: within a month a known day comes before an unknown one."""
        return self.year, self.month, _AFTER_EVERY_DAY if self.day is None else self.day

    def may_be(self, other: "DateInParts") -> bool:
        """Whether two dates may be one day: one of them may lack the day of the month.

        Two dates without a year may be one: both are to come, whatever their month and day say.
        """
        if not self.year:
            return not other.year
        same_day = self.day == other.day or None in (self.day, other.day)
        return same_day and (self.year, self.month) == (other.year, other.month)


class MemberSpell(NamedTuple):
    """A membership from entry to exit, as long as unknown days allow (reference 5.4).

    Without an exit, the spell has no end.
    """

    entry: DateParts
    exit: DateParts

    def overlaps(self, other: "MemberSpell") -> bool:
        """Whether both were members for longer than a single day."""
        return self.entry < other.exit and other.entry < self.exit


def entry_date(codes: Codes) -> DateInParts | None:
    """Return when a member signed; None while a part is not coded."""
    return _date(*map(codes.get, ENTRY))


def exit_date(codes: Codes) -> DateInParts | None:
    """Return when the agreement ended for a member, 0, 0, 0 if it has not; None while not coded."""
    return _date(*map(codes.get, EXIT))


@lru_cache(maxsize=4096)  # many checks ask for each date, and most members share theirs
def _date(year: int | None, month: int | None, day: int | None) -> DateInParts | None:
    if year is None or month is None or day is None:
        return None
    return DateInParts(year, month, None if day == MISSING else day)


def spell_between(entry: DateInParts | None, left: DateInParts | None) -> MemberSpell | None:
    """Return a member's spell, or None while its entry or exit is not coded."""
    if entry is None or left is None:
        return None
    return MemberSpell(entry.first_day, left.last_day if left.year else _AFTER_EVERY_EXIT)


def begin(coding: Coding) -> DateInParts | None:
    """Return when a phase began: the earliest entry (reference 5.1).

    Where the first two sign on different days, both get the second date (reference 2), so that
    the earliest entry is also the second earliest. None while a member's entry is not coded.
    """
    return earliest(map(entry_date, coding.members.values()))


def end(coding: Coding) -> DateInParts | None:
    """Return when a phase ended: the latest exit; 0, 0, 0 while any member is in (reference 5.1).

    None while a member's exit is not coded.
    """
    return latest(map(exit_date, coding.members.values()))


def earliest(entries: Iterable[DateInParts | None]) -> DateInParts | None:
    """Return the earliest entry; None while any entry is not coded."""
    given = [*entries]
    return min((day for day in given if day), key=_in_order) if all_given(given) else None


def latest(exits: Iterable[DateInParts | None]) -> DateInParts | None:
    """Return the latest exit; 0, 0, 0 is later than all. None while any exit is not coded."""
    given = [*exits]
    return max((day for day in given if day), key=_unended_last) if all_given(given) else None


def all_given(values: Sequence[object]) -> bool:
    return bool(values) and None not in values


def follows(ended: DateInParts, begun: DateInParts) -> bool:
    """Whether ``begun`` is the day ``ended`` or the next day."""
    if ended == begun:
        return True
    try:
        return date(*ended) + timedelta(days=1) == date(*begun)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False  # a day is unknown, or the phase is in effect


def _in_order(day: DateInParts) -> DateParts:
    return day.in_order


def _unended_last(day: DateInParts) -> DateParts:
    return day.in_order if day.year else _AFTER_EVERY_EXIT
