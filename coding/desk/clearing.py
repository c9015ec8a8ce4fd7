"""Clears finished batches off the desk; what was imported stays in the record, with its files.

Nothing is cleared automatically: an admin does it on the page, or an operator by ``clear_desk``.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from coding.codebook.counted_nouns import counted
from coding.models import Batch, DeskFile
from coding.models.desk import KEPT, FileState
from coding.security.log import record
from coding.workflow import rules
from coding.workflow.refusals import NotAllowed, require

DONE = (*KEPT, FileState.DROPPED, FileState.REFUSED)


def done(batches: "QuerySet[Batch]") -> "QuerySet[Batch]":
    """Return the batches in which no file needs further work."""
    open_files = DeskFile.objects.filter(batch=OuterRef("pk")).exclude(state__in=DONE)
    return batches.exclude(Exists(open_files))


def clear(batch: Batch, *, by: Any) -> None:
    """Take a batch off the desk, with its files. Raises Refused if it is not done."""
    require(rules.why_not_import(by), NotAllowed)
    _clear(batch)


def clear_older(days: int) -> int:
    """Clear the finished batches that are older than this many days; return how many."""
    before = timezone.now() - timedelta(days=days)
    finished = list(done(Batch.objects.filter(at__lt=before)))
    for batch in finished:
        _clear(batch)
    return len(finished)


def why_not_done(batch: Batch) -> rules.Reason:
    is_done = done(Batch.objects.filter(pk=batch.pk)).exists()
    return None if is_done else "It is not done: somebody goes on with a file of it."


@transaction.atomic
def _clear(batch: Batch) -> None:
    files = DeskFile.objects.filter(batch=batch).order_by().defer("content")
    numbers = in_numbers(Counter(files.select_for_update().values_list("state", flat=True)))
    require(why_not_done(batch))
    files.exclude(whole=None).delete()  # further sheets of a file; the first one holds the bytes
    files.delete()
    Batch.objects.filter(pk=batch.pk).delete()
    record("import batch cleared", about=f"{batch}", more=numbers)


def in_numbers(states: "Counter[str]") -> str:
    """Return how many files are in which state, in words."""
    every = ((state.label, states[state]) for state in FileState if states[state])
    listed = ", ".join(f"{number} {label}" for label, number in every)
    return f"{counted(states.total(), 'file')}: {listed}"
