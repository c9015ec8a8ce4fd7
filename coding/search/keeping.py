"""Keeps the index in step with the record: what is approved is in it when the transaction ends.

It follows the rows of history and the steps that are written, in the transaction that writes them.
"""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, router, transaction
from django.db.models.signals import post_save

from coding.models import Membership, Passage, Revision, RevisionEvent, Sheet, State
from coding.models.guarded import history_of
from coding.models.passage import MEMBERS, key_of, range_of
from coding.models.questionnaire import BY_NUMBER, MODELS, SECTIONS, Section
from coding.models.revision import Status
from coding.search import passages
from coding.search.full_text import token_of
from coding.search.passages import Passages
from coding.workflow.transitions import step_named

_TABLE = Passage._meta.db_table
_AT_ONCE = 200  # passages written by one statement
READ = (Passage, Sheet, Membership, State, Revision, *MODELS)  # what the index is made of


def write(wanted: Passages) -> int:
    """Make these passages say so; return how many did not. Where words are "", none is kept."""
    with transaction.atomic(using=_using(), savepoint=False):
        standing = _standing([*wanted])
        differ = {key: words for key, words in wanted.items() if standing.get(key, "") != words}
        _take_out({key: standing[key] for key in differ if key in standing}, differ)
        _put_in({key: words for key, words in differ.items() if words})
    return len(differ)


def _using() -> str:
    return router.db_for_write(Passage)


def _standing(keys: Sequence[int]) -> Passages:
    found = Passage.objects.using(_using()).filter(pk__in=keys)
    return dict(found.values_list("pk", "text"))


def _take_out(old: Passages, new: Passages) -> None:
    """Take the old words out; the row of a passage that has new ones is written over."""
    if _has_words_apart():
        _each(
            f"INSERT INTO {_TABLE}_words({_TABLE}_words, rowid, text) VALUES ('delete', %s, %s)",
            old,
        )
    if gone := [key for key in old if not new[key]]:
        Passage.objects.using(_using()).filter(pk__in=gone).delete()


def _put_in(new: Passages) -> None:
    rows = [Passage(pk=key, text=words) for key, words in new.items()]
    Passage.objects.using(_using()).bulk_create(
        rows, _AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=["text"]
    )
    if _has_words_apart():
        _each(f"INSERT INTO {_TABLE}_words(rowid, text) VALUES (%s, %s)", new)


def _each(statement: str, rows: Passages) -> None:
    if rows:
        with connections[_using()].cursor() as cursor:
            cursor.executemany(statement, [*rows.items()])


def _has_words_apart(using: str = "") -> bool:
    """Whether the database has the index in a table of its own, which is written here too."""
    return connections[using or _using()].vendor == "sqlite"


def follow_section(section: Section, row: Any) -> None:
    """Take over the answers that a row of history brings: all, or that of its revision."""
    questions = section.questions
    if row.revision_id:
        questions = (BY_NUMBER[row.revision.question],)
    wanted = passages.of_answers(row, [one for one in questions if one.section is section])
    if row.history_type == "+":
        wanted = {key: words for key, words in wanted.items() if words}
    changed = write(wanted)
    if changed and passages.ROSTER in questions:
        write(passages.of_members([row.sheet_id]))


def follow_member(row: Any) -> None:
    """Take over who is a member. What else a membership says is no part of the index."""
    if row.history_type == "-":
        write(passages.of_members([row.sheet_id]))
    elif row.history_type == "+":
        key = key_of(row.sheet_id, MEMBERS)
        there = set(_standing([key]).get(key, "").split())
        write({key: " ".join(sorted(there | {token_of(row.member_id)}))})


def follow_sheet(row: Any) -> None:
    """Take over the names; all words of a sheet that is put aside go, and come with it."""
    before = type(row).objects.filter(id=row.id, history_id__lt=row.history_id).order_by("-pk")
    was_aside = row.history_type == "~" and before.values_list("put_aside", flat=True).first()
    if row.put_aside:
        kept = Passage.objects.using(_using()).filter(pk__range=range_of(row.id))
        write(dict.fromkeys(kept.values_list("pk", flat=True), ""))
    elif was_aside:
        write(passages.of_sheets([row.id]))
    else:
        write(passages.of_names(row.id, row.usual_names))


def follow_step(event: RevisionEvent) -> None:
    """Take over the note of a change that is approved."""
    if step_named(event.step).target == Status.APPROVED:
        revision = event.revision
        write(passages.of_notes_at(revision.sheet_id, revision.question))


def listen() -> None:
    """Keep the index in step from now on; the app calls it when it is ready."""
    for section in SECTIONS:
        _follow(history_of(section.model), _of_section(section))
    _follow(history_of(Membership), follow_member)
    _follow(history_of(Sheet), follow_sheet)
    _follow(RevisionEvent, follow_step)


def _of_section(section: Section) -> Any:
    return lambda row: follow_section(section, row)


def _follow(model: Any, act: Any) -> None:
    def saved(sender: type, instance: Any, **kwargs: Any) -> None:
        act(instance)

    uid = f"coding.search.{model._meta.db_table}"
    post_save.connect(saved, sender=model, dispatch_uid=uid, weak=False)


def rebuild() -> int:
    """Make the index anew from the record, in one transaction; return how many passages it has.

    What is approved meanwhile waits, and is written behind it.
    """
    number = 0
    with transaction.atomic(using=_using()):
        _keep_others_waiting()
        empty(_using())
        for _, wanted in passages.of_all():
            _put_in(wanted)
            number += len(wanted)
    return number


def _keep_others_waiting() -> None:
    connection = connections[_using()]
    if connection.vendor == "postgresql":  # SQLite has only one writer anyway
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {_TABLE} IN EXCLUSIVE MODE")


def empty(using: str) -> None:
    """Take everything out of the index."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"DELETE FROM {_TABLE}")
        if _has_words_apart(using):
            cursor.execute(f"INSERT INTO {_TABLE}_words({_TABLE}_words) VALUES ('delete-all')")


def index_again(using: str) -> None:
    """Make SQLite's table of words anew from the passages, which were copied past it."""
    if _has_words_apart(using):
        with connections[using].cursor() as cursor:
            cursor.execute(f"INSERT INTO {_TABLE}_words({_TABLE}_words) VALUES ('rebuild')")


def index_tables(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the tables of the index that no model describes; none on PostgreSQL."""
    with connections[using].cursor() as cursor:
        names = connections[using].introspection.table_names(cursor)
    return [name for name in names if name.startswith(f"{_TABLE}_words")]


def after_migrating(using: str) -> None:
    """Fill an index that is empty: it is new, or the database was emptied."""
    if using == _using() and not Passage.objects.using(using).exists():
        empty(using)
        if Sheet.objects.using(using).exists():
            rebuild()
