"""Reads comments: the threads at a question, and how many are open. No other room reads them.

Whoever may read sheets reads all comments; rounds of blind coding will narrow it here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, OuterRef, Q, QuerySet, Subquery

from coding.models import Assignment, Comment, Sheet
from coding.models.comment import CommentQuerySet, Remark
from coding.models.compiled_queries import CompiledQuery
from coding.models.questionnaire import Question

_SHOWN = ("sheet_id", "question", "thread_id", "step", "by_name", "at", "text", "mentions")
_OF_REVISION = ("author_id", "author_name", "status")
_AT_QUESTION = CompiledQuery(
    lambda sheet, question: (
        Comment.objects.filter(sheet=sheet, question=question)
        .select_related("by", "revision")
        .only(*_SHOWN, "by__username", *(f"revision__{column}" for column in _OF_REVISION))
    )
)
_OPEN_ON_SHEET = CompiledQuery(
    lambda sheet: (
        Comment.objects.filter(sheet=sheet)
        .open_threads()
        .order_by("question")
        .values("question")
        .annotate(number=Count("pk"))
        .values_list("question", "number")
    )
)


@dataclass
class Thread:
    """A comment with its replies, in order."""

    first: Comment
    replies: list[Comment] = field(default_factory=list)

    @property
    def remarks(self) -> list[Comment]:
        return [self.first, *self.replies]

    @property
    def is_open(self) -> bool:
        """Whether it was never resolved, or was reopened."""
        ends = [reply.step for reply in self.replies if reply.step != Remark.SAY]
        return not ends or ends[-1] == Remark.REOPEN


def threads_at(sheet: Sheet, question: Question) -> list[Thread]:
    """Return the threads at a question, the oldest first; one query."""
    threads: dict[int, Thread] = {}
    for comment in _AT_QUESTION.all(sheet.pk, question.number):
        if comment.thread_id:
            threads[comment.thread_id].replies.append(comment)
        else:
            threads[comment.pk] = Thread(comment)
    return list(threads.values())


def open_on(sheet: Sheet) -> dict[int, int]:
    """Return the number of open threads at each question that has any; one query."""
    return dict(_OPEN_ON_SHEET.rows(sheet.pk))


def number_open(**where: str) -> Subquery:
    """Return the number of open threads as a column; ``where`` maps fields to outer columns.

    None means no thread.
    """
    outer = {name: OuterRef(column) for name, column in where.items()}
    threads = Comment.objects.filter(**outer).open_threads().order_by()
    columns = dict.fromkeys(where, "")
    counted = threads.values(*columns).annotate(number=Count("pk"))
    return Subquery(counted.values("number"))


def has_open(sheet: str = "pk") -> Exists:
    """Return the condition that a thread is open on a sheet; ``sheet`` is the outer column."""
    return Exists(Comment.objects.filter(sheet=OuterRef(sheet)).open_threads().order_by())


def open_of_record(*, without: Iterable[int] = ()) -> CommentQuerySet:
    """Return the first comments of all open threads by sheet, without those of some alliances."""
    threads = Comment.objects.open_threads().exclude(sheet__atop_id__in=list(without))
    order = ("sheet__atop_id", "sheet__phase", "question", "id")
    return threads.select_related("sheet").order_by(*order)


THREADS_OF_PERSON = 11  # read at once: a page of ten, and whether there are more


def _open_for(person: Any, before: Any) -> "QuerySet[Comment]":
    own = Comment.objects.filter(thread=OuterRef("pk"), by=person).order_by()
    assigned = Assignment.objects.filter(sheet=OuterRef("sheet"), coder=person)
    concerns = Q(by=person) | Exists(own) | Exists(assigned)
    threads = Comment.objects.open_threads().filter(concerns, pk__lt=before)
    return threads.select_related("sheet").order_by("-id")[:THREADS_OF_PERSON]


_OPEN_FOR = CompiledQuery(_open_for)


def open_for(person: Any, before: int | None = None) -> list[Comment]:
    """Return the first comments of open threads that concern a person, newest first; one query.

    They took part in it, or the sheet is assigned to them. ``before`` is the id before which to
    start.
    """
    return _OPEN_FOR.all(person.pk, before or BigIntegerField.MAX_BIGINT)
