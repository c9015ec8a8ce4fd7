"""The queue as a list: filtered by its address, oldest first, page by page by key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from coding.codebook.sheet import key_of
from coding.forms.review import QueueFilter
from coding.models import Revision
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import RevisionQuerySet
from coding.workflow.visibility import visible_to

Values = QuerySet[Revision, Any]
PAGE = 25
MOST = 200
BEHIND = 10  # how many of those behind a change are listed beside it


@dataclass(frozen=True)
class Waiting:
    """One line of the queue."""

    pk: int
    key: str
    question: int
    author: str
    submitted_at: datetime
    address: str

    @property
    def name(self) -> str:
        """What the change is about, as in "4765 · Q14 Termination dates"."""
        return f"{self.key} · Q{self.question} {BY_NUMBER[self.question].label}"


def filtered(user: Any, query: QueryDict) -> tuple[QueueFilter, RevisionQuerySet]:
    """Return the filter that the address holds, and the pending revisions it lets through."""
    coders = User.objects.filter(groups__name="coder").order_by("first_name", "username")
    form = QueueFilter(query, coders=coders)
    return form, form.apply(visible_to(user).pending())


def page_of(revisions: RevisionQuerySet, user: Any, query: QueryDict) -> dict[str, Any]:
    """Return one page, read by key, so that a long queue costs no more than a short one."""
    size = MOST if query.get("show") == str(MOST) else PAGE
    after = query.get("after", "")
    if after.isdecimal():
        start = visible_to(user).filter(pk=after).values_list("submitted_at", "pk").first()
        revisions = _behind(revisions, *start) if start else revisions
    listed = _lines(_values(revisions)[: size + 1], query)
    more = query.copy()
    if len(listed) > size:
        more["after"] = str(listed[size - 1].pk)
    return {
        "listed": listed[:size],
        "more": more.urlencode() if len(listed) > size else "",
        "first_page": not after,
        "size": size,
        "most": MOST,
    }


def around(revision: Revision, user: Any, query: QueryDict) -> list[Waiting]:
    """Return what stands beside one change: the one before it, itself, and the next few."""
    place = revision.submitted_at or revision.saved_at, revision.pk
    found = _let_through(user, query)
    return _lines([*_before(found, *place)[:1], *_from(found, *place)[: 1 + BEHIND]], query)


def next_for(user: Any, revision: Revision, query: QueryDict) -> int | None:
    """Return the next change behind this one that the reviewer may decide on, if there is one."""
    behind = _behind(_let_through(user, query), revision.submitted_at, revision.pk)
    return behind.exclude(author_id=user.pk).values_list("pk", flat=True).first()


def _let_through(user: Any, query: QueryDict) -> RevisionQuerySet:
    """Return the pending revisions that the address lets through; no form is made without one."""
    return filtered(user, query)[1] if query else visible_to(user).pending()


def _behind(
    revisions: RevisionQuerySet, submitted_at: datetime | None, pk: int
) -> RevisionQuerySet:
    """Return those that stand behind one place in the queue.

    The bound by time stands alone, here as below, so that a database begins to read there.
    """
    return revisions.filter(
        Q(submitted_at__gt=submitted_at) | Q(pk__gt=pk), submitted_at__gte=submitted_at
    )


def _before(revisions: RevisionQuerySet, at: datetime, pk: int) -> Values:
    earlier = revisions.filter(Q(submitted_at__lt=at) | Q(pk__lt=pk), submitted_at__lte=at)
    return _values(earlier.order_by("-submitted_at", "-id"))


def _from(revisions: RevisionQuerySet, at: datetime, pk: int) -> Values:
    later = revisions.filter(Q(submitted_at__gt=at) | Q(pk__gte=pk), submitted_at__gte=at)
    return _values(later)


def _values(revisions: RevisionQuerySet) -> Values:
    return revisions.values_list(
        "pk", "sheet__atop_id", "sheet__phase", "question", "author_name", "submitted_at"
    )


def _lines(found: Iterable[tuple[Any, ...]], query: QueryDict) -> list[Waiting]:
    room = reverse("coding:review-queue")
    written = f"?{query.urlencode()}" if query else ""
    return [
        Waiting(pk, key_of(atop_id, phase), question, author, submitted_at, f"{room}{pk}/{written}")
        for pk, atop_id, phase, question, author, submitted_at in found
    ]
