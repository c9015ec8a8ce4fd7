"""Approvals and returns by day, with reviewer and author."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from coding.models.revision import DECIDED, Status
from coding.models.times import day_of
from coding.pages.kept_counts import once_for_each_state
from coding.workflow.visibility import whole_record

K = TypeVar("K")
WEEKS, MONTHS = 26, 24  # how many are shown


@dataclass(frozen=True)
class Decided:
    """Decisions of one kind on one day, by one person on another's changes, for one release."""

    day: date
    status: str
    author: int | None
    reviewer: int
    release: str


@once_for_each_state
def decided_by_day() -> Counter[Decided]:
    """Count all decisions taken on the site; printed revision notes have no reviewer."""
    decided = whole_record().filter(status__in=DECIDED, decided_by__isnull=False).order_by()
    columns = ("decided_at", "status", "author_id", "decided_by_id", "version")
    rows = decided.values_list(*columns).iterator(chunk_size=2000)
    return Counter(Decided(day_of(at), *rest) for at, *rest in rows)


@dataclass(frozen=True)
class Period:
    """A week or month with the numbers of changes approved and returned."""

    first: date
    last: date
    approved: int
    returned: int


def over_time(by: str, decisions: Counter[Decided]) -> list[Period]:
    """Return the last weeks or months, the oldest first."""
    first_of = _FIRST_DAYS[by]
    counted = count_by(lambda decided: (first_of(decided.day), decided.status), decisions.items())
    days = _weeks() if by == "week" else _months()
    return [
        Period(
            day,
            first_of(day + timedelta(days=31 if by == "month" else 7)) - timedelta(days=1),
            counted[day, Status.APPROVED],
            counted[day, Status.RETURNED],
        )
        for day in days
    ]


def count_by(key: Callable[[Decided], K], decisions: Iterable[tuple[Decided, int]]) -> Counter[K]:
    """Count decisions by the key that a function returns."""
    counted: Counter[K] = Counter()
    for decided, number in decisions:
        counted[key(decided)] += number
    return counted


def since(day: date, decisions: Counter[Decided]) -> list[tuple[Decided, int]]:
    return [(decided, number) for decided, number in decisions.items() if decided.day >= day]


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _first_of_month(day: date) -> date:
    return day.replace(day=1)


_FIRST_DAYS: dict[str, Callable[[date], date]] = {"week": _monday_of, "month": _first_of_month}


def _weeks() -> list[date]:
    last = _monday_of(day_of(None))
    return [last - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def _months() -> list[date]:
    today = day_of(None)
    last = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last - MONTHS + 1, last + 1)]
