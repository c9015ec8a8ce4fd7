"""What waits: how long, whose changes wait for review, and which coders must act."""

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from coding.forms.queue_filter import AGE_CHOICES, DAYS_WAITING, IMPORTS
from coding.models.people_names import name_in_list, shared_names
from coding.models.revision import CAME_BACK, Origin, RevisionQuerySet
from coding.workflow.visibility import whole_record

AGES = ("today", "this-week", "this-month", "month")  # each change is in one of them


@dataclass(frozen=True)
class Person:
    """A person by the name that pages show, and the user name that addresses use."""

    name: str
    username: str

    @classmethod
    def of(
        cls, shared: Container[str], username: str | None, first: str | None, last: str | None
    ) -> "Person":
        """Return a person by the parts of the name; ``shared`` are names of several people."""
        return cls(name_in_list(shared, username, first, last) or "–", username or "")


@dataclass(frozen=True)
class WaitingChanges:
    """Waiting changes of one coder: for any reviewer or, returned by one, for the coder."""

    coder: Person
    number: int
    since: datetime
    reviewer: Person | None = None


@dataclass(frozen=True)
class Age:
    """How many changes wait so long; ``part`` is a percentage of the longest bar."""

    value: str  # as filters use it
    number: int
    part: int

    @property
    def words(self) -> str:
        return dict(AGE_CHOICES)[self.value]


def ages(since: Sequence[datetime]) -> list[Age]:
    """Count sorted moments, the oldest first, by age."""
    now = timezone.now()
    numbers = [_within(since, now, *DAYS_WAITING[age]) for age in AGES]
    longest = max(*numbers, 1)
    both = zip(AGES, numbers, strict=True)
    return [Age(age, number, round(100 * number / longest)) for age, number in both]


def _within(since: Sequence[datetime], now: datetime, more: int, most: int | None) -> int:
    first = bisect_left(since, now - timedelta(days=most)) if most else 0
    last = bisect_left(since, now - timedelta(days=more)) if more else len(since)
    return last - first


def pending_since() -> list[datetime]:
    """Return when each pending change was submitted, the oldest first; one query."""
    pending = whole_record().pending().values_list("submitted_at", flat=True)
    return [moment for moment in pending if moment]


def coders_waiting() -> list[WaitingChanges]:
    """Return the coders whose changes wait for review, the longest first; two queries."""
    shared = shared_names()
    pending = whole_record().pending()
    imports = Person("imports", IMPORTS)
    return [
        WaitingChanges(
            imports if origin == Origin.IMPORTED else Person.of(shared, *name), number, since
        )
        for *name, origin, number, since in _grouped(
            pending, "submitted_at", *_names("author"), "origin"
        )
    ]


def reviewers_waiting() -> list[WaitingChanges]:
    """Return the coders with returned changes, and who returned them; two queries."""
    shared = shared_names()
    returned = whole_record().filter(CAME_BACK)
    return [
        WaitingChanges(Person.of(shared, *row[:3]), row[6], row[7], Person.of(shared, *row[3:6]))
        for row in _grouped(returned, "decided_at", *_names("author"), *_names("decided_by"))
    ]


def _grouped(changes: RevisionQuerySet, since: str, *columns: str) -> Iterable[tuple[Any, ...]]:
    """Group changes by columns, with their number and the earliest date; the oldest first."""
    grouped = changes.order_by().values_list(*columns)
    return grouped.annotate(number=Count("pk"), since=Min(since)).order_by("since")


def _names(path: str) -> Iterable[str]:
    return (f"{path}__{name}" for name in ("username", "first_name", "last_name"))
