"""The chain of the record: one link for each row that was written, in the order of writing.

A link holds the hash of a row's content and, in its own hash, that of the link before it: whoever
keeps one hash can tell later whether anything before it was changed. Links are written by
``coding.workflow.chaining``, at the end of each transaction, and compared by ``coding.record``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from django.db import connections, models

from coding.models.revision import Revision

NOTHING_BEFORE = ""  # stands for the hash before that of the first link


class Link(models.Model):
    """A row was written: when, which one, and the hash of its content. Written once.

    ``sequence`` has no gaps. ``name`` is the name of the table or rows in
    ``coding.models.covered_by_chain``. A row that changes, such as a revision, has a link for each
    change; the last one has its present content.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    name = models.CharField(max_length=64)
    row = models.BigIntegerField()
    content = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"Link {self.sequence}: {self.name} {self.row}"


class DraftSeal(models.Model):
    """The hash of a draft as its author saved it last.

    Drafts are no part of the record yet and are saved every few seconds, so their saves are not
    links. A draft has a seal as long as it is one.
    """

    revision = models.OneToOneField(
        Revision, primary_key=True, on_delete=models.PROTECT, related_name="seal"
    )
    content = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"Seal of {self.revision_id}"


class Head(NamedTuple):
    """The last link of the chain; ``at`` is None where there is none yet."""

    sequence: int = 0
    hash: str = NOTHING_BEFORE
    at: datetime | None = None

    def follow(self, name: str, row: int, content: str, *, at: datetime) -> Head:
        """Return the head once a row is linked to it; its moment is never before this one's."""
        at, sequence = max(self.at, at) if self.at else at, self.sequence + 1
        return Head(sequence, link_hash(self.hash, sequence, as_kept(at), name, row, content), at)


def as_kept(moment: datetime) -> str:
    """Return a moment as SQLite stores it: in UTC, without a time zone."""
    return str(moment.astimezone(UTC).replace(tzinfo=None))


def head(using: str = "default") -> Head:
    """Return the last link, as this transaction sees it."""
    with connections[using].cursor() as cursor:  # raw SQL: every step runs it
        cursor.execute("SELECT sequence, hash, at FROM coding_link ORDER BY sequence DESC LIMIT 1")
        last = cursor.fetchone()
    if last is None:
        return Head()
    sequence, hashed, at = last  # SQLite tells no zone
    return Head(sequence, hashed, at if at.tzinfo else at.replace(tzinfo=UTC))


def last_contents(name: str, using: str = "default") -> dict[int, str]:
    """Return the content of each row of this name, by its key, as it was linked last."""
    links = Link.objects.using(using).filter(name=name).order_by("sequence")
    return dict(links.values_list("row", "content"))


def link_hash(before: str, sequence: int, at: str, name: str, row: int, content: str) -> str:
    """Return the hash of all that a link says, and of the link before it."""
    text = "\n".join(map(str, (before, sequence, at, name, row, content)))
    return sha256(text.encode()).hexdigest()
