"""Nothing that was saved can be removed or rewritten, not even past the workflow."""

import ast
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from coding.models import (
    Formation,
    Membership,
    PairObligation,
    Release,
    ReleasedSheet,
    Revision,
    Sheet,
    protection,
)
from coding.models.revision import Status
from coding.models.tracking import WriteRefused
from coding.workflow.release_import import import_release
from tests.factories import pending, revision_at
from tests.published_phases import release_of, varying

ENDED = (Status.APPROVED, Status.RETURNED, Status.WITHDRAWN)


def _refused(sql):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.acceptance(11)
@pytest.mark.parametrize(
    "table", [model._meta.db_table for model in (*protection.TRACKED, Revision)]
)
def test_rows_of_the_record_cannot_be_deleted(cast, sheet, table):
    pending(sheet, 14, "Ended.", by=cast.coder)
    _refused(f"DELETE FROM {table}")


@pytest.mark.acceptance(11)
@pytest.mark.parametrize(
    "table", [model.history.model._meta.db_table for model in protection.TRACKED]
)
def test_history_rows_are_written_once(cast, sheet, table):
    Release.objects.get().save()
    _refused(f"DELETE FROM {table}")
    _refused(f"UPDATE {table} SET author_name = 'somebody else'")


def test_the_steps_of_a_revision_are_written_once(cast, sheet):
    pending(sheet, 14, "Ended.", by=cast.coder)
    _refused("DELETE FROM coding_revisionevent")
    _refused("UPDATE coding_revisionevent SET comment = 'never said'")


@pytest.mark.acceptance(8)
@pytest.mark.parametrize("status", ENDED)
def test_a_revision_that_has_ended_never_changes(cast, sheet, status):
    revision_at(status, sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    _refused("UPDATE coding_revision SET text = 'never said'")


@pytest.fixture
def published(db):
    """A release with members, and what one of them owes another."""
    import_release(release_of(varying()))


@pytest.mark.parametrize(
    "table", [model.history.model._meta.db_table for model in protection.ROSTER]
)
def test_the_history_of_members_and_pairs_is_written_once(published, table):
    _refused(f"DELETE FROM {table}")
    _refused(f"UPDATE {table} SET author_name = 'somebody else'")


def test_the_codes_of_a_release_are_written_once(published):
    _refused("DELETE FROM coding_releasedsheet")
    _refused("UPDATE coding_releasedsheet SET phase = 2")
    kept = ReleasedSheet.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleasedSheet.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleasedSheet.objects.update(cells={})


@pytest.mark.parametrize("model", protection.ROSTER)
def test_members_and_pairs_are_taken_off_by_the_workflow_alone(published, model):
    for refused in (model.objects.all().delete, model.objects.first().delete):
        with pytest.raises(WriteRefused):
            refused()
    with pytest.raises(WriteRefused):
        model.objects.update(defense=1)
    with pytest.raises(WriteRefused):
        model.objects.bulk_create([])


def test_what_the_guards_keep_cannot_be_taken_off_either(published):
    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        Sheet.objects.get().take_off()
    with pytest.raises(IntegrityError), transaction.atomic():
        Formation.objects.get().take_off()


def test_a_member_is_not_taken_off_while_pairs_name_it(published):
    with pytest.raises(ProtectedError), transaction.atomic():
        Membership.objects.get(member_id=200).take_off()
    assert PairObligation.objects.exists()


@pytest.mark.acceptance(11)
@pytest.mark.parametrize("write", ["update", "delete", "bulk_create", "bulk_update"])
def test_writes_that_leave_no_history_are_refused(cast, sheet, write):
    arguments = {
        "update": {"answered": 0},
        "delete": {},
        "bulk_create": {"objs": []},
        "bulk_update": {"objs": [], "fields": ["answered"]},
    }[write]
    with pytest.raises(WriteRefused):
        getattr(Formation.objects.all(), write)(**arguments)


def test_objects_of_the_record_do_not_delete_themselves(cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    for kept in (sheet, sheet.formation, revision, Revision.objects, Sheet.objects.all()):
        with pytest.raises(WriteRefused):
            (kept.all() if kept is Revision.objects else kept).delete()


def test_people_who_wrote_or_decided_cannot_be_deleted(cast, sheet):
    revision_at(Status.APPROVED, sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    for person in (cast.coder, cast.reviewer):
        with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
            person.delete()


def test_only_the_workflow_writes_sheets_and_revisions():
    writes = {"save", "create", "bulk_create", "bulk_update", "update", "get_or_create", "delete"}
    allowed = ("accounts", "workflow", "migrations", "models", "management")
    root = Path(protection.__file__).parent.parent
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
