"""What comes and goes is as the site wrote it last, or is named; whatever writes it, seals it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.cache import cache
from django.utils import timezone

from coding.accounts import limits
from coding.conversation import notices
from coding.conversation.presence import note_presence
from coding.desk import clearing
from coding.desk.adding_files import Incoming, add_files
from coding.models import (
    Assignment,
    CheckCount,
    ExportRun,
    Kept,
    Notice,
    Presence,
    SharedCache,
    SignedIn,
    SignInAttempts,
)
from coding.workflow import kept_results
from coding.workflow.assigning import assign
from tests.factories import approve, make_person, pending, send_back
from tests.record.rich_record import run, told
from tests.shared_rows import shared

pytestmark = pytest.mark.django_db


@shared
def rows(cast, sheet):
    """A row or more in each table whose rows come and go."""
    send_back(pending(sheet, 20, "Too short.", by=cast.coder), by=cast.reviewer)
    send_back(pending(sheet, 21, "Too short.", by=cast.coder), by=cast.reviewer)
    approve(pending(sheet, 22, "New.", by=cast.coder), by=cast.reviewer)
    assign([sheet.pk], to=cast.coder, by=cast.admin)
    note_presence(sheet.pk, 5, by=cast.coder)
    limits.count([(limits.NAME, "coder", "")])
    for name in ("a", "b"):
        cache.set(name, [1], 3600)
    kept_results.keep_result("worked out", "of this", {"a": 1})
    kept_results.note_run("run", "mark", {"done": 1})
    ExportRun.objects.create(output="/srv/exports", started_at=timezone.now()).tell("half")
    add_files([Incoming("4765.txt", b"1. ATOP ID: 4765")], by=cast.admin, name="b")
    SignedIn.objects.create(
        session_key="a" * 40, session_data="signed", expire_date=timezone.now(), user=cast.coder
    )


TABLES = {
    "coding_notice": "by_name = 'Forged'",
    "coding_presence": "question = 6",
    "coding_signinattempts": "failures = 0",
    "shared_cache": "value = '[2]'",
    "coding_kept": "content = '[]'",
    "coding_checkcount": "changed = changed + 7",
    "coding_batch": "name = 'forged'",
    "coding_deskfile": "state = 'entering'",
    "coding_signedin": "address = '192.0.2.9'",
    "coding_assignment": "id = id + 1000",
    "coding_exportrun": "progress = 'all'",
    "auth_user_groups": "id = id + 1000",
    "auth_group_permissions": "id = id + 1000",
    "django_migrations": "applied = '2020-01-01'",
}


@pytest.mark.parametrize(("table", "change"), TABLES.items())
def test_a_row_that_somebody_changed(rows, table, change):
    assert told() == []
    run(f"UPDATE {table} SET {change}")
    assert f"/{table} " in told()[0] or told()[0].startswith(f"{table} ")


@pytest.mark.parametrize(
    "table", sorted({*TABLES} - {"django_migrations", "coding_batch", "coding_deskfile"})
)
def test_rows_that_somebody_took_away(rows, table):
    run(f"DELETE FROM {table}")
    assert "gone" in " ".join(told()) or "not as it was" in " ".join(told())


def test_a_notice_that_somebody_put_in(rows):
    names = ", ".join(
        field.column for field in Notice._meta.local_concrete_fields if not field.primary_key
    )
    run(f"INSERT INTO coding_notice ({names}) SELECT {names} FROM coding_notice LIMIT 1")
    assert told() == [
        f"coding_notice {Notice.objects.latest('id').pk}: It has no seal: it was written past the "
        "site. It should be no row."
    ]


def test_a_seal_that_somebody_changed_or_put_in(rows):
    run("UPDATE coding_seal SET content = 'x' WHERE place LIKE 'coding_notice %%'")
    assert "coding_notice" in told()[0]
    run("DELETE FROM coding_seal WHERE place LIKE 'coding_notice %%'")
    run("INSERT INTO coding_seal (place, content) VALUES ('coding_notice 999999', 'x')")
    assert "has no seal" in told()[0]


class TestWhatTheSiteWrites:
    """All at once, or by what a library does: a seal stands for it."""

    def test_rows_that_are_changed_all_at_once(self, cast, rows):
        assert notices.mark_read(Notice.objects.filter(person=cast.coder)) == 4
        SignInAttempts.objects.update(failures=3)
        Kept.objects.filter(name="run").update(content={"done": 2})
        SignedIn.objects.filter(user=cast.coder).update(last_seen_at=timezone.now())
        assert Notice.objects.filter(sheet__atop_id=1).update(by_name="nobody") == 0
        assert told() == []

    def test_rows_that_are_written_again_or_removed(self, cast, sheet, rows):
        Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
        note_presence(sheet.pk, 5, by=cast.coder)
        cache.set("a", [2], 3600)
        cache.delete("b")
        limits.let_in_again("coder")
        ExportRun.objects.get().tell("all")
        assert not SignInAttempts.objects.exists()
        assert told() == []

    def test_rows_that_have_expired(self, rows):
        SharedCache.objects.update(expires=timezone.now() - timedelta(days=1))
        Notice.objects.update(at=timezone.now() - timedelta(days=400), read_at=timezone.now())
        Notice.objects.update(by_mail=False)
        cache.set("c", 1, 3600)
        assert notices.delete_old() == 4
        assert SharedCache.objects.count() == 1
        assert told() == []

    def test_a_batch_that_is_cleared(self, cast, rows):
        batch = add_files([Incoming("x.txt", b"")], by=cast.admin, name="c")
        batch.files.update(state="dropped")
        clearing.clear(batch, by=cast.admin)
        assert told() == []

    def test_what_is_counted_anew_after_an_approval(self, cast, sheet, rows):
        changed = CheckCount.objects.get(sheet=sheet).changed
        approve(pending(sheet, 23, "New.", by=cast.coder), by=cast.reviewer)
        assert CheckCount.objects.get(sheet=sheet).changed == changed + 1
        assert told() == []

    def test_roles_and_rights_that_are_given_and_taken(self, cast, rows):
        somebody = make_person("nobody", "No Body", "reader")
        somebody.groups.set(Group.objects.all())
        Group.objects.get(name="coder").user_set.remove(somebody)
        somebody.user_permissions.set(Group.objects.get(name="admin").permissions.all()[:2])
        Group.objects.get(name="reader").permissions.clear()
        Group.objects.get(name="coder").user_set.clear()
        Permission.objects.get(codename="decide_revision").group_set.clear()
        assert told() == []
        User.groups.through.objects.filter(user=somebody).first().delete()
        assert f"auth_user {somebody.pk}" in told()[0]

    def test_an_assignment_that_ends(self, rows):
        Assignment.objects.all()[0].delete()
        assert "coding_seal" not in " ".join(told())
        assert told()[0].startswith("coding_assignment: The assignment")
