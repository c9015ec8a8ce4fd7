"""How times are shown: times of day in the reader's zone, days in the project's zone.

A revision note, a release, an export and "as of" a day are the same for everybody, so their days
are in one zone, ``TIME_ZONE``. A page shows times in the zone that ``ReaderZone`` found, with the
zone's name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta, tzinfo

from django.utils import timezone

_zone: ContextVar[tzinfo | None] = ContextVar("zone", default=None)


@contextmanager
def show_times_in(zone: tzinfo | None) -> Iterator[None]:
    """Show times in a zone, or in the project's own for None, while the block runs.

    The zone is cached beside Django's, since asking Django took most of the time to format a
    moment.
    """
    with timezone.override(zone):
        before = _zone.set(timezone.get_current_timezone())
        try:
            yield
        finally:
            _zone.reset(before)


def is_within(span: timedelta, moment: datetime) -> bool:
    """Whether a moment is no longer ago than a span, nor as far ahead.

    What lies ahead was written before the clock of this machine was set back, or by another one's.
    """
    return abs(timezone.now() - moment) <= span


def _local(moment: datetime) -> datetime:
    return moment.astimezone(_zone.get() or timezone.get_current_timezone())


def time_in_words(moment: datetime) -> str:
    """Return a moment on the reader's clock: "14:05 CET" of today, else with its day."""
    local = _local(moment)
    is_today = local.date() == _local(timezone.now()).date()
    return f"{local:%H:%M %Z}" if is_today else time_with_day(moment)


def time_with_day(moment: datetime) -> str:
    """Return a moment on the reader's clock with its day: "3 Nov 2026, 14:05 CET"."""
    local = _local(moment)
    return f"{local.day} {local:%b %Y, %H:%M %Z}"


def day_of(moment: datetime | None) -> date:
    """Return the day of a moment, or of now, in the project's zone."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def start_of(day: date) -> datetime:
    """Return the first moment of a day in the project's zone."""
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def end_of(day: date) -> datetime:
    """Return the last moment of a day in the project's zone."""
    return datetime.combine(day, time.max, tzinfo=timezone.get_default_timezone())
