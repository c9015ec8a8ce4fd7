"""What was saved cannot be changed past the workflow, whichever door of the database is tried."""

import ast
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

import coding
from coding.models import (
    Annotation,
    AssignmentEvent,
    Comment,
    Formation,
    ImportRequest,
    Membership,
    Original,
    PairObligation,
    Release,
    ReleasedSheet,
    Revision,
    RevisionEvent,
    SecurityEvent,
    Sheet,
    State,
)
from coding.models import guarded_tables as tables
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import Status
from coding.models.tracking import WriteRefused
from coding.protection.guards_in_place import first_gap
from coding.workflow import citation_corrections
from coding.workflow.annotations import annotate
from coding.workflow.assigning import assign
from coding.workflow.import_requests import turn_down
from coding.workflow.original_files import PrintedFile, keep_original
from coding.workflow.release_import import import_release
from tests.desk.on_the_desk import asked_for
from tests.factories import approved_change, draft, keep, pending, revision_at, said
from tests.published_phases import release_of, varying
from tests.shared_rows import shared

FLUSH = type(connection.ops).execute_sql_flush  # as it is without the tests' own emptying
DOI = {"citation": "", "doi": "10.5281/zenodo.1", "url": "", "licence": ""}
ENDED = (Status.APPROVED, Status.RETURNED, Status.WITHDRAWN)
MODELS = [pytest.param(model, id=model.__name__) for model in tables.GUARDED]
FOLLOWING = [pytest.param(model, id=model.__name__) for model in tables.FOLLOWING]

only_on = {
    vendor: pytest.mark.skipif(f"connection.vendor != '{vendor}'", reason=f"a door of {vendor}")
    for vendor in ("sqlite", "postgresql")
}


def refused(sql, *values, match=None):
    with (
        pytest.raises(DatabaseError, match=match),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)


@shared
def record(cast, sheet):
    """A row in each table: a sheet with answers, members, what they owe, revisions, a release."""
    import_release(release_of(varying()))
    corrected = citation_corrections.ask(
        Release.objects.get(label="5.1"), DOI, by=cast.admin, reason="It has one."
    )
    citation_corrections.turn_down(corrected, by=cast.admin)
    for status in Status:
        number = 14 + [*Status].index(status)
        revision_at(status, sheet, number, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    keep(State.objects.first(), by=cast.admin)
    turn_down(asked_for(4235, by=cast.admin), by=cast.admin)
    keep_original(sheet, PrintedFile("4765.txt", b"1. ATOP ID: 4765"))
    SecurityEvent.objects.create(at=sheet.started_at, kind="signed in")
    said(sheet, 14, "Is this so?", by=cast.coder)
    annotate(BY_NUMBER[14], "Since 2019 we code …", by=cast.admin)
    assign([sheet.pk], to=cast.coder, by=cast.admin)
    return sheet


@pytest.mark.acceptance(11)
@pytest.mark.parametrize("model", MODELS)
def test_no_row_can_be_deleted(record, model):
    assert model._base_manager.exists()
    refused(f"DELETE FROM {model._meta.db_table}", match=model._meta.db_table)
    with pytest.raises((DatabaseError, WriteRefused, ProtectedError)), transaction.atomic():
        model._base_manager.all().delete()


@pytest.mark.acceptance(11)
@pytest.mark.parametrize("model", MODELS)
def test_no_column_can_be_changed_past_the_workflow(record, model):
    """What its author writes in a draft is the one exception."""
    written = {"text", "note", "base", "codes", "base_codes", "warnings", "edits", "saved_at"}
    open_to_author = (
        {*written, "follows", "words_by", "words_also_by"} if model is Revision else set()
    )
    for field in model._meta.concrete_fields:
        if field.name not in open_to_author:
            refused(f"UPDATE {model._meta.db_table} SET {field.column} = {_other(field)}")


def _other(field):
    """Something else in SQL than any row has in the column."""
    if isinstance(field, models.DateTimeField | models.DateField):
        return "'1815-06-09'"
    if isinstance(field, models.JSONField):
        return "'{\"forged\": 1}'"
    if isinstance(field, models.BooleanField):
        return f"NOT {field.column}"
    if isinstance(field, models.CharField | models.TextField):
        return "'~'" if field.max_length == 1 else "'?'"
    return f"coalesce({field.column}, 0) + 1"


@only_on["sqlite"]
@pytest.mark.parametrize("model", MODELS)
def test_no_row_can_be_replaced(record, model):
    """Neither by its key nor by whatever else is unique; ignoring it changes nothing."""
    for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"):
        _no_row_is_replaced(model, verb)


def _no_row_is_replaced(model, verb):
    table, before = model._meta.db_table, list(model._base_manager.values())
    every = ", ".join(column for column in tables.columns(model))
    key = model._meta.pk.column
    refused(f"{verb} INTO {table} ({every}) SELECT {every} FROM {table}", match=table)
    if model in (tables.Link, Original, SecurityEvent, Comment, Annotation, AssignmentEvent):
        return  # nothing else speaks against one more
    others = every.replace(key, f"{key} + 1000", 1)
    refused(f"{verb} INTO {table} ({every}) SELECT {others} FROM {table}")
    assert list(model._base_manager.values()) == before


@only_on["sqlite"]
def test_an_update_replaces_no_other_row(record, cast):
    other = keep(Sheet(atop_id=9000, started_at=record.started_at))
    for table in ("coding_sheet", "coding_historicalsheet"):
        refused(f"UPDATE OR REPLACE {table} SET atop_id = 4765, id = {record.pk}")
    other.atop_id = 4765
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(other)


@only_on["postgresql"]
@pytest.mark.parametrize("model", MODELS)
def test_no_table_can_be_emptied(record, model):
    connection.check_constraints()  # as at the end of a transaction: nothing waits any more
    refused(f"TRUNCATE {model._meta.db_table} CASCADE", match="nothing saved can be removed")


@pytest.mark.parametrize("model", FOLLOWING)
def test_no_row_is_added_without_its_history(record, model):
    row = model._base_manager.first()
    row.pk = row.pk + 5000
    with pytest.raises(IntegrityError, match=r"history|key"), transaction.atomic():
        row.save_base(raw=True)


@pytest.mark.acceptance(11)
@pytest.mark.parametrize("model", FOLLOWING)
def test_every_way_of_django_round_the_workflow_is_refused(record, model):
    row, name = model._base_manager.first(), model._meta.concrete_fields[-1].name
    for way in (
        row.save,
        row.save_without_historical_record,
        row.delete,
        lambda: model.objects.create(),
        lambda: model.objects.update(**{name: None}),
        lambda: model.objects.bulk_create([row]),
        lambda: model.objects.bulk_update([row], [name]),
        model.objects.all().delete,
    ):
        with pytest.raises(WriteRefused):
            way()


def test_raw_ways_of_django_are_refused_by_the_database(record):
    row = record.formation
    row.members = "Forged"
    for way in (
        lambda: row.save_base(raw=True),
        lambda: row.save_base(),
        lambda: Formation._base_manager.update(members="Forged"),
        lambda: Formation._base_manager.bulk_update([row], ["members"]),
    ):
        with pytest.raises(IntegrityError, match="only by its history"), transaction.atomic():
            way()


def test_a_history_row_makes_the_row_that_it_tells_of(record, cast):
    release = Release.objects.get(frozen_at=None)
    release.note = "New."
    keep(release, by=cast.admin)
    assert Release.objects.get(pk=release.pk).note == release.history.first().note == "New."


def _history(row, **changes):
    """A history row as somebody would forge it."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    said = {"history_type": "~", "history_date": row.sheet.started_at, "history_change_reason": ""}
    return row.history.model(**{**values, **said, **changes})


@pytest.mark.parametrize(
    "forged",
    [
        {"members": "Forged"},
        {"history_type": "-"},
        {"history_type": "+"},
        {"history_type": "?"},
        {"history_change_reason": None},
        {"id": 9999},
        {"sheet_id": 9999},
    ],
)
def test_a_history_row_that_does_not_fit_is_refused(record, forged):
    with pytest.raises(IntegrityError, match="coding_historicalformation"), transaction.atomic():
        _history(record.formation, **forged).save()


def test_an_answer_changes_by_the_revision_that_was_approved_just_then(record, cast):
    change = approved_change(record, 20, "New.", by=cast.coder, reviewer=cast.reviewer)
    waiting = pending(record, 21, "New.", by=cast.coder)
    row = Sheet.objects.get(pk=record.pk).obligations
    just_then = {
        "revision_id": change.pk,
        "history_user_id": cast.reviewer.pk,
        "history_date": change.decided_at,
    }
    for wrong in (
        {"revision_id": waiting.pk},
        {"history_user_id": cast.coder.pk},
        {"history_date": change.created_at},
    ):
        with pytest.raises(IntegrityError, match="when and by whom"), transaction.atomic():
            _history(row, **just_then | wrong).save()


def test_a_member_that_was_added_by_mistake_is_taken_off_by_its_history_alone(record):
    pair = PairObligation.objects.first()
    refused(f"DELETE FROM coding_pairobligation WHERE id = {pair.pk}", match="by its history")
    pair._change_reason = "A mistake"
    with pytest.raises(IntegrityError, match="approved revision"), transaction.atomic():
        pair.take_off()


def test_what_the_guards_keep_cannot_be_taken_off(record):
    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        Sheet.objects.first().take_off()
    with pytest.raises(ProtectedError), transaction.atomic():
        Membership.objects.get(member_id=200).take_off()


def test_a_frozen_release_takes_no_more_sheets(record):
    kept = ReleasedSheet.objects.first()
    kept.pk, kept.phase = None, 9
    with pytest.raises(IntegrityError, match="a frozen release stays"), transaction.atomic():
        kept.save(force_insert=True)


# Revisions and their steps


@pytest.mark.acceptance(8)
@pytest.mark.parametrize("status", ENDED)
def test_a_revision_that_has_ended_never_changes(cast, sheet, status):
    revision_at(status, sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    refused("UPDATE coding_revision SET text = 'never said'", match="decided revision")


def test_nobody_changes_what_is_in_review(cast, sheet):
    pending(sheet, 14, "Ended.", by=cast.coder)
    for change in (
        "text = 'never said'",
        "note = ''",
        "codes = '{\"forged\": 1}'",
        "version = '9'",
    ):
        refused(f"UPDATE coding_revision SET {change}", match="in review|by the steps")


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("forged", ["author_id = NULL", "origin = 'printed'", "question = 15"])
def test_whose_and_of_what_a_revision_is_never_changes(cast, sheet, status, forged):
    revision_at(status, sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    refused(f"UPDATE coding_revision SET {forged}")


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("at", [Status.DRAFT, Status.PENDING])
def test_a_status_moves_with_a_step_alone(cast, sheet, at, status):
    revision = revision_at(at, sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    if status == at:
        return
    is_decided = Status(status).is_decided
    refused(
        f"UPDATE coding_revision SET status = '{status}', submitted_at = created_at, "
        f"decided_at = {'created_at' if is_decided else 'NULL'}, "
        f"decided_by_id = {cast.reviewer.pk if is_decided else 'NULL'}, comment = 'Forged.'",
        match="by the steps",
    )
    assert Revision.objects.get().status == revision.status


@pytest.mark.parametrize("status", ["pending", "approved", "returned", "withdrawn"])
def test_a_revision_begins_as_a_draft(cast, sheet, status):
    revision = draft(sheet, 14, "Ended.", by=cast.coder)
    revision.pk, revision.status, revision.origin = None, status, "printed"
    revision.submitted_at = revision.decided_at = revision.created_at
    with pytest.raises(IntegrityError), transaction.atomic():
        revision.save(force_insert=True)


def _step(revision, **said):
    """A step as somebody would forge it."""
    copied = {name: getattr(revision, name) for name in ("text", "base", "codes", "base_codes")}
    step = {"by_name": "Forged", "at": revision.saved_at, "comment": "Forged.", **copied, **said}
    return RevisionEvent(revision=revision, **step)


STEPS = ("submit", "take-back", "discard", "withdraw", "approve", "return", "suggest", "hand-over")
FITS = {
    ("coder", Status.DRAFT): {"submit", "discard"},
    ("coder", Status.PENDING): {"take-back", "withdraw"},
    ("reviewer", Status.DRAFT): {"hand-over"},
    ("reviewer", Status.PENDING): {"approve", "return", "suggest"},
    ("reviewer", Status.RETURNED): {"hand-over"},
}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("who", ["coder", "reviewer", "nobody"])
def test_a_step_is_written_down_only_where_it_leads_on(cast, sheet, who, status):
    revision = revision_at(status, sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    forged = (*STEPS, "file", "record", "freeze")
    written = {step for step in forged if _is_written(revision, step, getattr(cast, who, None))}
    assert written == FITS.get((who, status), set())


def _is_written(revision, step, by):
    """Whether a step is written down for somebody, which is then taken back."""
    before = revision.events.count()
    try:
        with transaction.atomic():
            _step(revision, step=step, by=by).save()
            assert revision.events.count() == before + 1
            transaction.set_rollback(True)
    except IntegrityError as error:
        if "not this person's" not in str(error):
            raise
        return False
    return True


def test_a_step_that_is_written_down_is_taken(cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    _step(revision, step="return", by=cast.reviewer, by_name="Rita Reviewer").save()
    revision.refresh_from_db()
    assert (revision.status, revision.decided_by) == (Status.RETURNED, cast.reviewer)
    assert (revision.decided_by_name, revision.comment) == ("Rita Reviewer", "Forged.")


@pytest.mark.parametrize("forged", [{"text": "Other."}, {"codes": {"a": 1}}, {"version": "9.9"}])
def test_a_step_says_what_its_revision_says(cast, sheet, forged):
    revision = draft(sheet, 14, "Ended.", by=cast.coder)
    with pytest.raises(IntegrityError, match="says what its revision says"), transaction.atomic():
        _step(revision, step="submit", by=cast.coder, **forged).save()


def test_a_return_without_a_comment_is_refused(cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    with pytest.raises(IntegrityError, match="needs a comment"), transaction.atomic():
        _step(revision, step="return", by=cast.reviewer, comment="").save()


# Imports that wait for a second person


@pytest.mark.parametrize(
    ("forged", "why"),
    [
        ("asked_by_id = {second}", "who asked for what"),
        ("sheets = '[]'", "who asked for what"),
        ("asked_at = '1815-06-09'", "who asked for what"),
        ("is_confirmed = {true}, decided_by_id = asked_by_id, decided_at = asked_at", "second"),
    ],
)
def test_who_asked_for_an_import_never_changes_and_does_not_confirm_it(cast, forged, why):
    asked_for(4235, by=cast.admin)
    true = "true" if connection.vendor == "postgresql" else "1"
    said = forged.format(second=cast.reviewer.pk, true=true)
    refused(f"UPDATE coding_importrequest SET {said}", match=why)


def test_an_import_that_was_decided_on_is_not_decided_again_or_added_so(record, cast):
    refused("UPDATE coding_importrequest SET decided_by_id = NULL, decided_at = NULL", match="deci")
    decided = ImportRequest.objects.get()
    decided.pk = None
    with pytest.raises(IntegrityError, match="once it is asked for"), transaction.atomic():
        decided.save_base(raw=True)


# The rest of the house


def test_people_who_wrote_or_decided_cannot_be_deleted(cast, sheet):
    revision_at(Status.APPROVED, sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    for person in (cast.coder, cast.reviewer):
        with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
            person.delete()


def test_a_flush_is_refused_with_a_sentence(record, monkeypatch):
    monkeypatch.setattr(connection.ops, "execute_sql_flush", FLUSH.__get__(connection.ops))
    with pytest.raises(CommandError, match="Nothing that was saved can be removed"):
        call_command("flush", interactive=False)
    assert Sheet.objects.exists()


@pytest.mark.parametrize("target", [("coding", "zero"), ("coding", "0044"), ("auth", "zero")])
def test_no_migration_is_taken_back(record, target):
    with pytest.raises(CommandError, match="is not taken back"):
        call_command("migrate", *target, verbosity=0)
    assert Sheet.objects.exists()
    assert first_gap() is None


def test_only_the_workflow_writes_sheets_and_revisions():
    writes = {"save", "create", "bulk_create", "bulk_update", "update", "get_or_create", "delete"}
    allowed = (
        *("accounts", "backup", "conversation", "desk", "health.py"),  # no record
        *("search", "security"),
        *("workflow", "migrations", "models", "management"),
    )
    root = Path(coding.__file__).parent
    found = []
    for path in root.rglob("*.py"):
        if path.relative_to(root).parts[0] in allowed:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in writes:
                owner = ast.unparse(called.value)
                if "objects" in owner or owner in ("sheet", "revision", "row", "draft"):
                    found.append(f"{path.relative_to(root)}:{node.lineno} {owner}.{called.attr}")
    assert found == []
