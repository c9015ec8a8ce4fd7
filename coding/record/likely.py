"""What a row was before somebody changed it, if other rows still have its values.

The chain keeps the hash of a row, not the row. But most values stand in several rows: an answer in
the revision, in its steps and in the history. Each is tried, and the hash says which one is right.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from django.db import connection

from coding.models import Revision, RevisionEvent
from coding.models.covered_by_chain import every, histories, stands
from coding.models.covered_rows import Covered
from coding.record.faults import shown

MOST_AT_ONCE = 2  # columns that are tried together
_ALSO = {"decided_by_id": "by_id", "decided_by_name": "by_name", "decided_at": "at"}


def likely(covered: Covered, key: int, row: dict[str, Any], content: str) -> str:
    """Return what the row should be: the old values of the changed columns, or else its hash."""
    for other in _others(covered, key, row):
        changed = {name: value for name, value in other.items() if row.get(name, value) != value}
        for columns in _ways(sorted(changed)):
            was = {name: changed[name] for name in columns}
            if covered.content({**row, **was}) == content:
                return " and ".join(f"{name} {shown(value)}" for name, value in was.items())
    return f"as its content was, {content}"


def _ways(names: list[str]) -> Iterator[tuple[str, ...]]:
    for size in range(1, MOST_AT_ONCE + 1):
        yield from combinations(names, size)
    yield tuple(names)


def _others(covered: Covered, key: int, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield related rows with the same columns as this row."""
    by_table = {history.table: model for model, history in histories().items()}
    if model := by_table.get(covered.table):
        beside = covered.model._base_manager.filter(id=row["id"]).values_list("pk", flat=True)
        yield from _rows(covered, sorted(beside, key=lambda pk: abs(pk - key)), "history_id")
        yield from _rows(Covered.of(model), [row["id"]], "")
    elif covered.model is Revision:
        steps = RevisionEvent.objects.filter(revision=key).order_by("-id")
        events = every()[RevisionEvent._meta.db_table]
        for step in _rows(events, list(steps.values_list("pk", flat=True)), "id"):
            decided = {name: step[at] for name, at in _ALSO.items()}
            yield {**step, **decided, "submitted_at": step["at"]}
    elif covered.model is RevisionEvent:
        for standing in _rows(stands(), [row["revision_id"]], "id"):
            yield {**standing, **{at: standing[name] for name, at in _ALSO.items()}}


def _rows(covered: Covered, keys: list[int], without: str) -> Iterator[dict[str, Any]]:
    for _, row in covered.rows(connection, keys):
        row.pop(without, None)
        yield row
