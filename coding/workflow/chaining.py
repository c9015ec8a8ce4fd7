"""Links what a transaction wrote to the chain of the record, when the transaction ends.

Every action that writes to the record is ``recorded``. Rows are noted as they are saved; at the end
of the outermost action they are read back from the database and linked. The end of the chain is
locked last, so that it adds no deadlock and links follow the order of commits. A row written in any
other way has no link, and ``manage.py verify`` finds it.

Writers of data beside the record, such as notices, run ``at_end``: once for each action, in its
transaction.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, Self, TypeVar

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from coding.models.chain import DraftSeal, Link, head
from coding.models.covered_by_chain import (
    ACCEPTED,
    BEGUN,
    GONE,
    STANDS,
    WAS,
    every,
)
from coding.models.covered_rows import Covered
from coding.models.inserts import CHUNK, delete, insert
from coding.models.last_write import last_moment
from coding.models.revision import Revision, Status
from coding.workflow.retrying import retry

_LOCK = 0x41544F50  # for the end of the chain, on PostgreSQL
_JUST_AFTER = timedelta(microseconds=1)

Passed = ParamSpec("Passed")
Result = TypeVar("Result")
Row = tuple[str, int]  # the name of its kind in links, and its key
Finish = Callable[[list[Any]], None]


class _Recording(threading.local):
    """What the running action noted: the rows it wrote, and the last moment it was given.

    ``was`` are the contents that rows had before, of those that have to be as they were linked;
    ``accepted`` are those that somebody changed past the site, and answers for.
    ``no_drafts`` are the keys of revisions that were drafts until now. ``at_end`` maps each
    function to be called at the end to what it is called with.
    """

    depth = 0
    moment: datetime | None = None

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew, once an action has ended."""
        self.moment = None
        self.rows: dict[Row, None] = {}
        self.was: dict[Row, str] = {}
        self.accepted: dict[Row, str] = {}
        self.no_drafts: set[int] = set()
        self.at_end: dict[Finish, list[Any]] = {}

    def given(self) -> dict[Finish, int]:
        """Return how many items each ``at_end`` function has so far."""
        return {finish: len(given) for finish, given in self.at_end.items()}

    def take_back(self, to: Mapping[Finish, int]) -> None:
        """Drop the items that were added since ``given`` returned this."""
        for finish, given in self.at_end.items():
            del given[to.get(finish, 0) :]


_now = _Recording()


class recorded(ExitStack):
    """One transaction, as a context manager or a decorator; at its end, what it wrote is linked.

    A function that is decorated with it is tried again where another action is in its way.
    """

    def __enter__(self) -> Self:
        self.enter_context(_linked())
        return self

    def __call__(self, action: Callable[Passed, Result]) -> Callable[Passed, Result]:
        @wraps(action)
        def act(*given: Passed.args, **named: Passed.kwargs) -> Result:
            def once() -> Result:
                with recorded():
                    return action(*given, **named)

            return retry(once)

        return act


@contextmanager
def _linked() -> Iterator[None]:
    with transaction.atomic():
        _now.depth += 1
        given, stands = _now.given(), False
        try:
            yield
            stands = not transaction.get_rollback()
            if stands and _now.depth == 1:
                _finish()
        finally:
            if not stands:
                _now.take_back(given)
            _now.depth -= 1
            if _now.depth == 0:
                _now.forget()


def _finish() -> None:
    for finish, given in _now.at_end.items():
        if given:
            finish(given)
    if _now.rows or _now.was or _now.accepted:
        _link([*_now.rows])


def at_end(finish: Finish, what: Any) -> None:
    """Call ``finish`` once at the end of the action, with everything that was passed for it.

    If a nested action is undone, what it passed is dropped. ``finish`` must not write to the
    record. Outside of any action it is called at once.
    """
    if _now.depth:
        _now.at_end.setdefault(finish, []).append(what)
    else:
        finish([what])


def moment() -> datetime:
    """Return the time for what is written now, later than anything done with sheets so far.

    The clock of this machine counts only if it is not behind. Call this once the rows are locked;
    otherwise a concurrent action could write a later time first.
    """
    last = _now.moment or last_moment()
    now = timezone.now()
    if last and now <= last:
        now = last + _JUST_AFTER
    if _now.depth:
        _now.moment = now
    return now


def note(name: str, keys: Iterable[int]) -> None:
    """Note rows that were written, to be linked at the end of the action."""
    if not _now.depth:
        with recorded():
            note(name, keys)
        return
    for key in keys:  # a row that is noted again moves to the end
        _now.rows.pop((name, key), None)
        _now.rows[name, key] = None


def note_rows(rows: Sequence[Model]) -> None:
    """Note rows of one table that were written in bulk, which sends no signal."""
    if rows:
        note(rows[0]._meta.db_table, [row.pk for row in rows])


def note_was(covered: Covered, keys: Iterable[int]) -> None:
    """Note what rows say before they are changed; they are locked until the transaction ends.

    If they are not as they were linked last, somebody changed them past the site, and ``verify``
    finds that, though from now on their content is another.
    """
    if not _now.depth:
        with recorded():
            note_was(covered, keys)
        return
    new = [key for key in keys if (covered.name, key) not in {*_now.rows, *_now.was}]
    hold(covered, new)
    for key, row in covered.rows(connection, new):
        _now.was[covered.name, key] = covered.content(row)


def note_accepted(covered: Covered, key: int) -> None:
    """Note a row that somebody changed past the site as it is now, or that it is gone."""
    hold(covered, [key])
    rows = dict(covered.rows(connection, [key]))
    _now.accepted[covered.name, key] = covered.content(rows[key]) if key in rows else GONE


def hold(covered: Covered, keys: Iterable[int]) -> None:
    """Lock rows until the transaction ends; others may go on to refer to them."""
    held = covered.model._base_manager.select_for_update(no_key=True).filter(pk__in=[*keys])
    list(held.order_by("pk").values_list("pk"))


def note_begun(revisions: Iterable[Revision]) -> None:
    """Note revisions that were written in bulk, which sends no signal."""
    keys = [revision.pk for revision in revisions]
    note(BEGUN, keys)
    note(STANDS, keys)


def note_no_draft(revision: Revision) -> None:
    """Note a revision that is no longer a draft after the step just written."""
    _now.no_drafts.add(revision.pk)


def _link(rows: list[Row]) -> None:
    contents, drafts = _contents(rows)
    ended = [key for name, key in contents if name == STANDS and key in _now.no_drafts]
    delete(DraftSeal, ended, connection)
    seal(drafts, connection)
    before = _named(WAS, _now.was) | _named(ACCEPTED, _now.accepted)
    if contents or before:
        _append({**before, **contents, **_now.accepted})


def _named(suffix: str, contents: Mapping[Row, str]) -> dict[Row, str]:
    return {(f"{name}{suffix}", key): content for (name, key), content in contents.items()}


def _contents(rows: list[Row]) -> tuple[dict[Row, str], dict[int, str]]:
    """Return the content of each row that exists, and separately that of each draft.

    A row may be missing because its savepoint was rolled back.
    """
    by_name: dict[str, list[int]] = {}
    for name, key in rows:
        by_name.setdefault(name, []).append(key)
    read: dict[Row, str] = {}
    drafts = {}
    for name, keys in by_name.items():
        covered = every()[name]
        for key, row in covered.rows(connection, keys):
            if name == STANDS and row["status"] == Status.DRAFT:
                drafts[key] = covered.content(row)
            else:
                read[name, key] = covered.content(row)
    return {row: read[row] for row in rows if row in read}, drafts


def _append(contents: dict[Row, str]) -> None:
    """Link the rows to the end of the chain, which stays locked until the transaction ends."""
    if connection.vendor == "postgresql":  # SQLite has only one writer anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    at = _now.moment or timezone.now()
    write(((name, key, content, at) for (name, key), content in contents.items()), connection)


def write(links: Iterable[tuple[str, int, str, datetime]], connection: Any) -> None:
    """Write links (name, key, content, moment) behind the last one."""
    last, waiting = head(connection.alias), []
    for name, key, content, at in links:
        last = last.follow(name, key, content, at=at)
        kept_at = connection.ops.adapt_datetimefield_value(last.at)
        waiting.append((last.sequence, kept_at, name, key, content, last.hash))
        if len(waiting) == CHUNK:
            insert(Link, waiting, connection)
            waiting = []
    insert(Link, waiting, connection)


def seal(drafts: dict[int, str], connection: Any) -> None:
    """Renew the seals of drafts, given the content of each."""
    insert(DraftSeal, list(drafts.items()), connection, renewing="revision_id")
