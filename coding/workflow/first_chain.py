"""Begins the chain for a record that is older than the chain, in the order it was written."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from coding.models.chain import head, last_contents
from coding.models.covered_rows import Covered
from coding.models.revision import Status
from coding.workflow.chaining import seal, write

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_SEALED_AT_A_TIME = 500


def begin_chain(
    once: Sequence[Covered],
    others: Iterable[Covered],
    revisions: Covered,
    connection: BaseDatabaseWrapper,
) -> None:
    """Link the rows that have a time, in that order, then the other rows as they are now."""
    now = timezone.now()
    if head(connection.alias).sequence:
        return
    dated_kinds = [covered for covered in once if covered.tells_when]
    dated = (_dated(covered, place, connection) for place, covered in enumerate(dated_kinds))
    write(
        ((name, key, content, at) for at, _, key, name, content in heapq.merge(*dated)), connection
    )
    for covered in (*(covered for covered in once if not covered.tells_when), *others):
        link_all(covered, connection)
    write(_standing(revisions, now, connection), connection)


def link_all(covered: Covered, connection: BaseDatabaseWrapper) -> None:
    """Link all rows as they are now; also used when a migration changed their content."""
    now, rows = timezone.now(), covered.rows(connection)
    standing = ((key, row) for key, row in rows if not covered.is_blank(row))
    write(((covered.name, key, covered.content(row), now) for key, row in standing), connection)


def link_anew(covered: Covered, connection: BaseDatabaseWrapper) -> None:
    """Link the rows whose last link is not of their content, as where a migration covers more."""
    last = last_contents(covered.name, connection.alias)
    now, rows = timezone.now(), covered.rows(connection)
    contents = ((key, row, covered.content(row)) for key, row in rows)
    changed = (
        (covered.name, key, content, now)
        for key, row, content in contents
        if last.get(key) != content and not (covered.is_blank(row) and key not in last)
    )
    write(changed, connection)


def _dated(covered: Covered, place: int, connection: Any) -> Iterator[tuple[Any, ...]]:
    """Yield rows with their times; a time earlier than the row before is raised to that one's."""
    at = _LONG_AGO
    for key, row in covered.rows(connection):
        at = max(at, datetime.fromisoformat(row[covered.tells_when]).replace(tzinfo=UTC))
        yield at, place, key, covered.name, covered.content(row)


def _standing(
    covered: Covered, now: datetime, connection: Any
) -> Iterator[tuple[str, int, str, datetime]]:
    """Yield revisions that are no drafts; seal those that are."""
    drafts: dict[int, str] = {}
    for key, row in covered.rows(connection):
        if row["status"] != Status.DRAFT:
            yield covered.name, key, covered.content(row), now
            continue
        drafts[key] = covered.content(row)
        if len(drafts) == _SEALED_AT_A_TIME:
            seal(drafts, connection)
            drafts = {}
    seal(drafts, connection)
