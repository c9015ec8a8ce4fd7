"""The queue as a list: filtered by its address, oldest first, page by page by key."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from coding.codebook.sheet import key_of
from coding.forms.places import read_place, written_place
from coding.forms.queue_filter import MOST_CODERS, QueueFilter
from coding.models import Revision
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import Origin, RevisionQuerySet
from coding.workflow.visibility import visible_to

Values = QuerySet[Revision, Any]
PAGE = 25
MOST = 200  # as many as are listed, and decided on, at once
BEHIND = 10  # how many of those behind a change are listed beside it


@dataclass(frozen=True)
class Waiting:
    """One line of the queue. ``author`` has the user name too where two people share a name."""

    pk: int
    key: str
    question: int
    author: str
    submitted_at: datetime
    address: str
    leads_others: bool  # whether it is the first of several of its sheet in the list

    @property
    def name(self) -> str:
        """What the change is about, as in "4765 · Q14 Termination dates"."""
        return f"{self.key} · Q{self.question} {BY_NUMBER[self.question].label}"


@dataclass(frozen=True)
class Queue:
    """A part of the queue: a page of it, or what stands beside one change."""

    filter: QueueFilter | None  # None where what is listed stands beside one change
    query: str  # the address's own, by which the next page shows the same queue
    listed: list[Waiting]
    waiting: int = 0  # how many the filter lets through
    more: str = ""  # the query of the next page
    is_first: bool = True
    is_behind_last: bool = False  # the address begins behind the last one, so the list does not
    size: int = PAGE
    most: int = MOST


def address_of(page: str, query: QueryDict, *where: int) -> str:
    """Return the address of one of the reviewer's pages under the same filter."""
    address = reverse(f"coding:{page}", args=where)
    return f"{address}?{query.urlencode()}" if query else address


def filtered(user: Any, query: QueryDict) -> tuple[QueueFilter, RevisionQuerySet]:
    """Return the filter that the address holds, and the pending revisions it lets through."""
    written = visible_to(user).pending().filter(author=OuterRef("pk"), origin=Origin.WRITTEN)
    coders = User.objects.filter(Exists(written.order_by())).order_by("first_name", "username")
    names = coders.values_list("username", "first_name", "last_name")
    form = QueueFilter(query, coders=names[: MOST_CODERS + 1])
    return form, form.apply(visible_to(user).pending())


def load_page(user: Any, query: QueryDict) -> Queue:
    """Return one page, read by key, so that a long queue costs no more than a short one."""
    form, revisions = filtered(user, query)
    size = MOST if query.get("show") == str(MOST) else PAGE
    place = read_place(query.get("after", ""))
    found = list(_values(_behind(revisions, *place) if place else revisions)[: size + 1])
    is_behind_last = place is not None and not found
    if is_behind_last:
        place, found = None, list(_values(revisions)[: size + 1])
    more, listed = query.copy(), found[:size]
    if len(found) > size:
        pk, *_, submitted_at = listed[-1]
        more["after"] = written_place(submitted_at, pk)
    return Queue(
        form,
        query.urlencode(),
        _lines(listed, query),
        waiting=revisions.count(),
        more=more.urlencode() if len(found) > size else "",
        is_first=place is None,
        is_behind_last=is_behind_last,
        size=size,
    )


def load_beside(revision: Revision, user: Any, query: QueryDict) -> Queue:
    """Return what stands beside one change: the one before it, itself, and the next few."""
    place = revision.submitted_at or revision.saved_at, revision.pk
    found = _let_through(user, query)
    listed = [*_before(found, *place)[:1], *_from(found, *place)[: 1 + BEHIND]]
    return Queue(None, query.urlencode(), _lines(listed, query))


def next_for(user: Any, revision: Revision, query: QueryDict) -> int | None:
    """Return the next change behind this one that the reviewer may decide on, if there is one."""
    place = revision.submitted_at or revision.saved_at, revision.pk
    behind = _behind(_let_through(user, query), *place)
    return behind.exclude(author_id=user.pk).values_list("pk", flat=True).first()


def _let_through(user: Any, query: QueryDict) -> RevisionQuerySet:
    """Return the pending revisions that the address lets through; no form is made without one."""
    return filtered(user, query)[1] if query else visible_to(user).pending()


def _behind(revisions: RevisionQuerySet, at: datetime, pk: int) -> RevisionQuerySet:
    """Return those that stand behind one place in the queue.

    The bound by time stands alone, here as below, so that a database begins to read there.
    """
    return revisions.filter(Q(submitted_at__gt=at) | Q(pk__gt=pk), submitted_at__gte=at)


def _before(revisions: RevisionQuerySet, at: datetime, pk: int) -> Values:
    earlier = revisions.filter(Q(submitted_at__lt=at) | Q(pk__lt=pk), submitted_at__lte=at)
    return _values(earlier.order_by("-submitted_at", "-id"))


def _from(revisions: RevisionQuerySet, at: datetime, pk: int) -> Values:
    later = revisions.filter(Q(submitted_at__gt=at) | Q(pk__gte=pk), submitted_at__gte=at)
    return _values(later)


def _values(revisions: RevisionQuerySet) -> Values:
    return revisions.values_list(
        *("pk", "sheet__atop_id", "sheet__phase", "question"),
        *("author_name", "author__username", "submitted_at"),
    )


def _lines(found: Iterable[tuple[Any, ...]], query: QueryDict) -> list[Waiting]:
    rows = list(found)
    room, _, written = address_of("review-queue", query).partition("?")
    written = f"?{written}" if written else ""
    people = Counter(name for name, _ in {(name, user) for *_, name, user, _ in rows})
    sheets = Counter((atop_id, phase) for _, atop_id, phase, *_ in rows)
    lines = []
    for pk, atop_id, phase, question, name, user, submitted_at in rows:
        lines.append(
            Waiting(
                pk,
                key_of(atop_id, phase),
                question,
                f"{name} ({user})" if user and people[name] > 1 else name,
                submitted_at,
                f"{room}{pk}/{written}",
                sheets.pop((atop_id, phase), 0) > 1,
            )
        )
    return lines
