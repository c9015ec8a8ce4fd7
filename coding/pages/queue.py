"""The queue as a list: filtered by its address, oldest first, paginated by key."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from coding.codebook.sheet import key_of
from coding.conversation.comment_threads import number_open
from coding.forms.places_in_lists import read_place, written_place
from coding.forms.queue_filter import MOST_CODERS, QueueFilter
from coding.models import Revision
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import Origin, RevisionQuerySet
from coding.workflow.visibility import VisibleQuery, visible_to

Values = QuerySet[Revision, Any]
PAGE = 25
MOST = 200  # the most that are listed, and decided on, at once
BEHIND = 10  # how many changes after the shown one are listed


@dataclass(frozen=True)
class QueueLine:
    """One line of the queue. ``author`` includes the user name where people share a name."""

    pk: int
    key: str
    question: int
    threads: int  # open threads of comments on its question
    author: str
    submitted_at: datetime
    address: str
    leads_others: bool  # whether it is the first of several changes of its sheet in the list

    @property
    def name(self) -> str:
        """The change, as in "4765 · Q14 Termination dates"."""
        return f"{self.key} · Q{self.question} {BY_NUMBER[self.question].label}"


@dataclass(frozen=True)
class Queue:
    """A page of the queue, or the neighbours of one change."""

    filter: QueueFilter | None  # None for the neighbours of one change
    query: str  # the filter's parameters, for links to the same queue
    listed: list[QueueLine]
    waiting: int = 0  # how many match the filter
    more: str = ""  # the query of the next page
    is_first: bool = True
    is_behind_last: bool = False  # nothing follows the last change seen: starts over
    size: int = PAGE
    most: int = MOST


def address_of(page: str, query: QueryDict, *where: int) -> str:
    """Return the address of one of the reviewer's pages under the same filter."""
    address = reverse(f"coding:{page}", args=where)
    return f"{address}?{query.urlencode()}" if query else address


def filter_in(query: QueryDict, user: Any) -> QueueFilter:
    """Return the filter of the address; its coders are those with changes in the queue."""
    return QueueFilter(query, coders=partial(_CODERS.rows, user))


def let_through(query: QueryDict, user: Any) -> RevisionQuerySet:
    """Return the pending revisions that match the address."""
    return filter_in(query, user).apply(visible_to(user).pending())


def load_page(user: Any, query: QueryDict) -> Queue:
    """Return one page, read by key: the length of the queue does not matter."""
    form = filter_in(query, user)
    part = form.apply(visible_to(user).pending()) if query else None
    size = MOST if query.get("show") == str(MOST) else PAGE
    place = read_place(query.get("after", ""))
    read = _first_lines(part, size, place, user)
    is_behind_last = place is not None and not read
    if is_behind_last:
        place, read = None, _first_lines(part, size, None, user)
    more, listed = query.copy(), read[:size]
    if len(read) > size:
        pk, *_, submitted_at = listed[-1]
        more["after"] = written_place(submitted_at, pk)
    return Queue(
        form,
        query.urlencode(),
        _lines(listed, query),
        waiting=sum(number for (number,) in _COUNT.rows(user, part)),
        more=more.urlencode() if len(read) > size else "",
        is_first=place is None,
        is_behind_last=is_behind_last,
        size=size,
    )


def _first_lines(
    part: RevisionQuerySet | None, size: int, behind: tuple[datetime, int] | None, user: Any
) -> list[tuple[Any, ...]]:
    """Return the first lines of the queue or of its filtered part, and one more if any."""
    if part is None:
        return _first_of_all(size).rows(user)
    return list(_values(_after_place(part, *behind) if behind else part)[: size + 1])


@cache
def _first_of_all(size: int) -> VisibleQuery:
    return VisibleQuery(lambda revisions: _values(revisions.pending())[: size + 1])


def load_beside(revision: Revision, user: Any, query: QueryDict) -> Queue:
    """Return the neighbours of one change: the one before it, itself, and the next few."""
    place = revision.submitted_at or revision.saved_at, revision.pk
    part = let_through(query, user) if query else None
    listed = [*_BEFORE.rows(user, part, *place), *_FROM.rows(user, part, *place)]
    return Queue(None, query.urlencode(), _lines(listed, query))


def address_behind(revision: Revision, user: Any, query: QueryDict) -> str:
    """Return the address of the next change that the reviewer may decide on, else of the queue."""
    place = revision.submitted_at or revision.saved_at, revision.pk
    part = let_through(query, user) if query else None
    behind = next((pk for (pk,) in _NEXT.rows(user, part, *place, user.pk)), None)
    if behind is None:
        return address_of("review-queue", query)
    return address_of("revision-review", query, behind)


def _after_place(revisions: RevisionQuerySet, at: datetime, pk: int) -> RevisionQuerySet:
    """Return the revisions after a place in the queue.

    The bound by time is a condition of its own, here and below, so that a database starts reading
    there.
    """
    return revisions.filter(Q(submitted_at__gt=at) | Q(pk__gt=pk), submitted_at__gte=at)


def _before(revisions: RevisionQuerySet, at: datetime, pk: int) -> Values:
    earlier = revisions.filter(Q(submitted_at__lt=at) | Q(pk__lt=pk), submitted_at__lte=at)
    return _values(earlier.order_by("-submitted_at", "-id"))[:1]


def _from(revisions: RevisionQuerySet, at: datetime, pk: int) -> Values:
    later = revisions.filter(Q(submitted_at__gt=at) | Q(pk__gte=pk), submitted_at__gte=at)
    return _values(later)[: 1 + BEHIND]


def _next_key(revisions: RevisionQuerySet, at: datetime, pk: int, reviewer: int) -> Values:
    behind = _after_place(revisions, at, pk).exclude(author_id=reviewer)
    return behind.values_list("pk")[:1]


def _count(revisions: RevisionQuerySet) -> Values:
    """Count them as rows: compiled queries return rows, unlike Django's count()."""
    return revisions.order_by().values("status").annotate(n=Count("pk")).values_list("n")


def _coders(visible: RevisionQuerySet) -> "QuerySet[User, Any]":
    """Return the people with changes in the queue."""
    written = visible.pending().filter(author=OuterRef("pk"), origin=Origin.WRITTEN).order_by()
    coders = User.objects.filter(Exists(written)).order_by("first_name", "username")
    return coders.values_list("username", "first_name", "last_name")[: MOST_CODERS + 1]


def _values(revisions: RevisionQuerySet) -> Values:
    return revisions.values_list(
        *("pk", "sheet__atop_id", "sheet__phase", "question"),
        number_open(sheet="sheet", question="question"),
        *("author_name", "author__username", "submitted_at"),
    )


@cache
def _room() -> str:
    return reverse("coding:review-queue")


def _lines(read: Iterable[tuple[Any, ...]], query: QueryDict) -> list[QueueLine]:
    rows = list(read)
    room, written = _room(), f"?{query.urlencode()}" if query else ""
    people = Counter(name for name, _ in {(name, user) for *_, name, user, _ in rows})
    sheets = Counter((atop_id, phase) for _, atop_id, phase, *_ in rows)
    lines = []
    for pk, atop_id, phase, question, threads, name, user, submitted_at in rows:
        lines.append(
            QueueLine(
                pk=pk,
                key=key_of(atop_id, phase),
                question=question,
                threads=threads or 0,
                author=f"{name} ({user})" if user and people[name] > 1 else name,
                submitted_at=submitted_at,
                address=f"{room}{pk}/{written}",
                leads_others=sheets.pop((atop_id, phase), 0) > 1,
            )
        )
    return lines


class _QueueQuery:
    """A query of the queue: compiled once for all of it, built each time for a filtered part."""

    def __init__(self, build: Callable[..., Values]) -> None:
        self._build = build
        self._of_all = VisibleQuery(
            lambda revisions, *arguments: build(revisions.pending(), *arguments)
        )

    def rows(self, user: Any, part: RevisionQuerySet | None, *arguments: Any) -> list[Any]:
        """Return the rows; ``part`` is the filtered queue, None without a filter."""
        if part is None:
            return self._of_all.rows(user, *arguments)
        return list(self._build(part, *arguments))


_BEFORE, _FROM, _NEXT, _COUNT = (
    _QueueQuery(_before),
    _QueueQuery(_from),
    _QueueQuery(_next_key),
    _QueueQuery(_count),
)
_CODERS = VisibleQuery(_coders)
