"""Who else has a question open; its pages ask every twenty seconds.

The page of a section, and that of the sheet as proposed, ask for all their questions at once; the
person is at the question that has the focus.

An open page writes its row no more often than every forty seconds, and never waits for another
writer: the next poll can write it.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from coding.models import Presence, Sheet
from coding.models.compiled_queries import CompiledQuery
from coding.models.people_names import name_of
from coding.models.revision import Status
from coding.models.times import is_within
from coding.outages import waiting_at_most
from coding.workflow.visibility import whole_record

OPEN_FOR = timedelta(seconds=70)  # since the page's last poll: two polls may be lost
NOTED = timedelta(seconds=40)
KEPT_FOR = timedelta(hours=1)

_SHEET = CompiledQuery(
    lambda atop_id, phase: (
        Sheet.objects.filter(atop_id=atop_id, phase=phase).order_by().values_list("pk")
    )
)
_OPEN = CompiledQuery(
    lambda sheet, first, last, since: (
        Presence.objects.filter(
            sheet=sheet, question__gte=first, question__lte=last, seen_at__gt=since
        )
        .select_related("person")
        .order_by("person__username", "seen_at")
    )
)
_APPROVALS = CompiledQuery(
    lambda sheet, first, last: (
        whole_record()
        .filter(sheet=sheet, question__gte=first, question__lte=last, status=Status.APPROVED)
        .order_by()
        .values_list("pk")
    )
)


@dataclass(frozen=True)
class OthersHere:
    """Who else has a question open, at which question, and how many changes were approved there."""

    others: list[str]
    at: list[int]
    approvals: int


def sheet_of(key: tuple[int, int]) -> int | None:
    """Return the primary key of the sheet, if there is one."""
    return next((pk for (pk,) in _SHEET.rows(*key)), None)


def note_presence(
    sheet: int, question: int, *, by: Any, among: tuple[int, int] | None = None
) -> OthersHere:
    """Note that a person has a question open, and return who else is there; two queries.

    ``among`` are the first and the last question of a page that has several.
    """
    now, (first, last) = timezone.now(), among or (question, question)
    rows = _OPEN.all(sheet, first, last, now - OPEN_FOR)
    own = next((row for row in rows if (row.person_id, row.question) == (by.pk, question)), None)
    if own is None or not is_within(NOTED, own.seen_at):
        with suppress(DatabaseError), waiting_at_most(0), transaction.atomic():
            _note(sheet, question, by, is_new=own is None)
    others = {row.person_id: row for row in rows if row.person_id != by.pk}  # the last row of each
    return OthersHere(
        [name_of(answering.person) for answering in others.values()],
        [answering.question for answering in others.values()],
        len(_APPROVALS.rows(sheet, first, last)),
    )


def _note(sheet: int, question: int, by: Any, *, is_new: bool) -> None:
    now = timezone.now()
    if is_new:
        Presence.objects.filter(seen_at__lt=now - KEPT_FOR).delete()
    Presence.objects.bulk_create(
        [Presence(sheet_id=sheet, question=question, person=by, seen_at=now)],
        update_conflicts=True,
        unique_fields=["sheet", "question", "person"],
        update_fields=["seen_at"],
    )
