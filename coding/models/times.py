"""How moments are told: clocks in the zone of the person who reads, days in that of the project.

A revision note, a release, an export and "as of" a day are the same for everybody, so their days
are those of one zone, ``TIME_ZONE``. A page shows a moment in the zone that ``ReaderZone`` found,
with its name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, tzinfo

from django.utils import timezone

_zone: ContextVar[tzinfo | None] = ContextVar("zone", default=None)


@contextmanager
def told_in(zone: tzinfo | None) -> Iterator[None]:
    """Tell moments in a zone, the project's own where it is None, as long as the block runs.

    It is kept beside Django's, since to ask that took most of the time of telling a moment.
    """
    with timezone.override(zone):
        before = _zone.set(timezone.get_current_timezone())
        try:
            yield
        finally:
            _zone.reset(before)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(_zone.get() or timezone.get_current_timezone())


def told(moment: datetime) -> str:
    """Return a moment on the reader's clock: "14:05 CET" of today, else with its day."""
    local = _local(moment)
    is_today = local.date() == _local(timezone.now()).date()
    return f"{local:%H:%M %Z}" if is_today else told_in_full(moment)


def told_in_full(moment: datetime) -> str:
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
