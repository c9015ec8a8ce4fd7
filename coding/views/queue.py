"""The queue as a list: filtered by its address, oldest first, page by page by key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from coding.forms.review import QueueFilter
from coding.models import Revision
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import RevisionQuerySet
from coding.models.sheet import key_of

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
    submitted_at: datetime | None
    address: str

    @property
    def name(self) -> str:
        """What the change is about, as in "4765 · Q14 Termination dates"."""
        return f"{self.key} · Q{self.question} {BY_NUMBER[self.question].label}"


def filtered(query: QueryDict) -> tuple[QueueFilter, RevisionQuerySet]:
    """Return the filter that the address holds, and the pending revisions it lets through."""
    coders = User.objects.filter(groups__name="coder").order_by("first_name", "username")
    form = QueueFilter(query, coders=coders)
    return form, form.apply(Revision.objects.pending())


def waiting(query: QueryDict) -> RevisionQuerySet:
    """Return the pending revisions that the address lets through, where no form is shown."""
    return filtered(query)[1] if query else Revision.objects.pending()


def behind(revisions: RevisionQuerySet, submitted_at: datetime | None, pk: int) -> RevisionQuerySet:
    """Return those that stand behind one place in the queue."""
    return revisions.filter(
        Q(submitted_at__gt=submitted_at) | Q(submitted_at=submitted_at, pk__gt=pk)
    )


def page_of(revisions: RevisionQuerySet, query: QueryDict) -> dict[str, Any]:
    """Return one page, read by key, so that a long queue costs no more than a short one."""
    size = MOST if query.get("show") == str(MOST) else PAGE
    after = query.get("after", "")
    if after.isdecimal():
        start = Revision.objects.filter(pk=after).values_list("submitted_at", "pk").first()
        revisions = behind(revisions, *start) if start else revisions
    listed = _lines(revisions, size + 1, query.urlencode())
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


def around(revisions: RevisionQuerySet, revision: Revision, query: QueryDict) -> dict[str, Any]:
    """Return what stands beside one change: the one before it, itself, and the next few."""
    at, pk = revision.submitted_at or revision.saved_at, revision.pk
    earlier = revisions.filter(Q(submitted_at__lt=at) | Q(submitted_at=at, pk__lt=pk))
    later = revisions.filter(Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gte=pk))
    written = query.urlencode()
    before = _lines(earlier.order_by("-submitted_at", "-id"), 1, written)
    return {"listed": before + _lines(later, 1 + BEHIND, written)}


def _lines(revisions: RevisionQuerySet, most: int, query: str) -> list[Waiting]:
    room = reverse("coding:review-queue")
    behind_address = f"?{query}" if query else ""
    found = revisions.values_list(
        "pk", "sheet__atop_id", "sheet__phase", "question", "author_name", "submitted_at"
    )
    return [
        Waiting(
            pk,
            key_of(atop_id, phase),
            question,
            author,
            submitted_at,
            f"{room}{pk}/{behind_address}",
        )
        for pk, atop_id, phase, question, author, submitted_at in found[:most]
    ]
