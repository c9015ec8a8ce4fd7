"""Keeps the index in step with the record: an approval updates it in its own transaction.

The history rows and steps that an action writes determine which places change. At the end of the
action, in its transaction, all of these are read again and written at once.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, router, transaction
from django.db.models.signals import post_save

from coding.codebook.batches import batches
from coding.models import Membership, Passage, Revision, RevisionEvent, Sheet, State
from coding.models.guarded_tables import history_of
from coding.models.inserts import insert, placeholders
from coding.models.passage import MEMBERS, NAMES, NOTES, key_of, range_of
from coding.models.questionnaire import BY_NUMBER, MODELS, SECTIONS, Section
from coding.models.revision import Status
from coding.search import passages
from coding.search.passages import Passages
from coding.workflow.chaining import at_end
from coding.workflow.locks import lock_tables
from coding.workflow.transitions import step_named

IndexedPlace = tuple[int, int | None]  # sheet and place; None stands for all places
_TABLE = Passage._meta.db_table
_AT_ONCE = 200  # passages read by one statement
READ = (Passage, Sheet, Membership, State, Revision, *MODELS)  # what the index is made from


def write(wanted: Passages) -> int:
    """Store these passages; return how many differed. A passage without words is deleted."""
    with transaction.atomic(using=_using(), savepoint=False):
        standing = _standing([*wanted])
        differ = {key: words for key, words in wanted.items() if standing.get(key, "") != words}
        _take_out({key: standing[key] for key in differ if key in standing}, differ)
        _put_in({key: words for key, words in differ.items() if words})
    return len(differ)


def _using() -> str:
    return router.db_for_write(Passage)


def _standing(keys: Sequence[int]) -> Passages:
    standing: Passages = {}
    with connections[_using()].cursor() as cursor:  # raw SQL: every approval runs it
        for some in batches(keys, _AT_ONCE):
            where = f"WHERE id IN {placeholders(some)}"
            cursor.execute(f"SELECT id, text FROM {_TABLE} {where}", some)
            standing.update(cursor.fetchall())
    return standing


def _take_out(old: Passages, new: Passages) -> None:
    """Remove the old words; the row of a passage with new words is overwritten."""
    if _has_words_apart():
        _execute_for_rows(
            f"INSERT INTO {_TABLE}_words({_TABLE}_words, rowid, text) VALUES ('delete', %s, %s)",
            old,
        )
    if gone := [key for key in old if not new[key]]:
        Passage.objects.using(_using()).filter(pk__in=gone).delete()


def _put_in(new: Passages) -> None:
    insert(Passage, [*new.items()], connections[_using()], renewing="id")
    if _has_words_apart():
        _execute_for_rows(f"INSERT INTO {_TABLE}_words(rowid, text) VALUES (%s, %s)", new)


def _execute_for_rows(statement: str, rows: Passages) -> None:
    if rows:
        with connections[_using()].cursor() as cursor:
            cursor.executemany(statement, [*rows.items()])


def _has_words_apart(using: str = "") -> bool:
    """Whether the index is a separate table, which has to be written too: on SQLite."""
    return connections[using or _using()].vendor == "sqlite"


def _follow(places: Sequence[IndexedPlace]) -> None:
    """Update these places from the approved data."""
    anew = sorted({sheet for sheet, place in places if place is None})
    keys = {key_of(sheet, place): None for sheet, place in places if place is not None}
    write(passages.passages_at(keys) | _all_of(anew))


def _all_of(sheets: Sequence[int]) -> Passages:
    """Return all passages of some sheets; empty ones for sheets that were put aside."""
    wanted: Passages = {}
    for sheet in sheets:
        kept = Passage.objects.using(_using()).filter(pk__range=range_of(sheet))
        wanted |= dict.fromkeys(kept.values_list("pk", flat=True), "")
    there = Sheet.objects.filter(pk__in=sheets).values_list("pk", flat=True) if sheets else ()
    return wanted | passages.passages_of(list(there)) if there else wanted


def _of_section(section: Section, row: Any) -> Iterator[IndexedPlace]:
    """Yield the places that a history row of a section changes: all answers, or its revision's."""
    questions = section.questions
    if row.revision_id:
        questions = (BY_NUMBER[row.revision.question],)
    for question in questions:
        if question.section is section:
            yield row.sheet_id, question.number
    if passages.ROSTER in questions:
        yield row.sheet_id, MEMBERS


def _of_member(row: Any) -> Iterator[IndexedPlace]:
    """Yield the members if one was added or removed; nothing else of them is indexed."""
    if row.history_type != "~":
        yield row.sheet_id, MEMBERS


def _of_sheet(row: Any) -> Iterator[IndexedPlace]:
    """Yield the place of the names; all places if the sheet was put aside or taken back."""
    before = type(row).objects.filter(id=row.id, history_id__lt=row.history_id).order_by("-pk")
    was_aside = row.history_type == "~" and before.values_list("put_aside", flat=True).first()
    yield row.id, None if row.put_aside or was_aside else NAMES


def _of_step(event: RevisionEvent) -> Iterator[IndexedPlace]:
    """Yield the place of the notes if a change was approved."""
    if step_named(event.step).target == Status.APPROVED:
        yield event.revision.sheet_id, event.revision.question + NOTES


def listen() -> None:
    """Keep the index in step from now on; the app calls it when it is ready."""
    for section in SECTIONS:
        _listen_to(history_of(section.model), partial(_of_section, section))
    _listen_to(history_of(Membership), _of_member)
    _listen_to(history_of(Sheet), _of_sheet)
    _listen_to(RevisionEvent, _of_step)


def _listen_to(model: Any, changed: Callable[[Any], Iterator[IndexedPlace]]) -> None:
    def saved(sender: type, instance: Any, **kwargs: Any) -> None:
        for place in changed(instance):
            at_end(_follow, place)

    uid = f"coding.search.{model._meta.db_table}"
    post_save.connect(saved, sender=model, dispatch_uid=uid, weak=False)


def rebuild() -> int:
    """Rebuild the index from the record in one transaction; return the number of passages.

    Concurrent approvals wait, and are indexed afterwards.
    """
    number = 0
    with transaction.atomic(using=_using()):
        lock_tables(Passage, using=_using())
        empty(_using())
        for _, wanted in passages.all_passages():
            _put_in(wanted)
            number += len(wanted)
    return number


def empty(using: str) -> None:
    """Take everything out of the index."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"DELETE FROM {_TABLE}")
        if _has_words_apart(using):
            cursor.execute(f"INSERT INTO {_TABLE}_words({_TABLE}_words) VALUES ('delete-all')")


def index_again(using: str) -> None:
    """Rebuild SQLite's table of words from the passages, which were copied without it."""
    if _has_words_apart(using):
        with connections[using].cursor() as cursor:
            cursor.execute(f"INSERT INTO {_TABLE}_words({_TABLE}_words) VALUES ('rebuild')")


def index_tables(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the tables of the index that have no model; none on PostgreSQL."""
    with connections[using].cursor() as cursor:
        names = connections[using].introspection.table_names(cursor)
    return [name for name in names if name.startswith(f"{_TABLE}_words")]


def after_migrating(using: str) -> None:
    """Fill an index that is empty: it is new, or the database was emptied."""
    if using == _using() and not Passage.objects.using(using).exists():
        empty(using)
        if Sheet.objects.using(using).exists():
            rebuild()
