"""What an admin is told of backups."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coding.backup import runs
from coding.models import BackupRun

pytestmark = pytest.mark.django_db


def run(*, ago: timedelta, succeeded: bool | None = None, message: str = "") -> BackupRun:
    begun = timezone.now() - ago
    ended = None if succeeded is None else begun
    fields = {"succeeded": bool(succeeded), "ended_at": ended, "message": message}
    return BackupRun.objects.create(output="/srv/backups", started_at=begun, **fields)


def told() -> list[str]:
    return [notice.sentence for notice in runs.notices()]


def test_an_empty_site_needs_no_backup():
    assert told() == []


def test_a_record_that_was_never_backed_up_is_told(sheet):
    assert "No backup has been made yet" in told()[0]


def test_nothing_is_said_while_all_is_well(sheet):
    run(ago=timedelta(hours=20), succeeded=True)
    assert told() == []


def test_a_backup_that_failed_or_was_killed_is_told(sheet):
    run(ago=timedelta(hours=30), succeeded=True)
    run(ago=timedelta(hours=6), succeeded=False, message="No backup was made. The disk is full.")
    assert told()[0].endswith("into /srv/backups failed. No backup was made. The disk is full.")
    run(ago=timedelta(hours=4))
    assert "never came to its end" in told()[0]


def test_a_failure_is_told_though_the_clock_was_set_back_since_the_last_success(sheet):
    run(ago=timedelta(days=-5), succeeded=True)
    run(ago=timedelta(hours=6), succeeded=False, message="The disk is full.")
    ahead, failed = sorted(told(), key=lambda sentence: "failed" in sentence)
    assert failed.endswith("failed. The disk is full.")
    assert ahead.startswith("The last good backup is that of")  # when is not known
    run(ago=timedelta(hours=1), succeeded=True)
    assert told() == []


def test_an_old_backup_is_told(sheet):
    run(ago=timedelta(days=3), succeeded=True)
    assert told()[0].startswith("The last good backup is that of")


def test_the_front_page_of_admin_says_when_the_last_backup_was_made(cast, sheet, client):
    client.force_login(cast.admin)
    assert b"No backup has been made yet" in client.get("/admin/").content
    run(ago=timedelta(hours=1), succeeded=True)
    page = client.get("/admin/").content.decode()
    assert "Last backup: <time" in page
    assert "Backup runs" in page.replace("Backup Runs", "Backup runs")
    assert client.get("/admin/coding/backuprun/").status_code == 200


def test_staff_without_the_role_of_admin_are_not_told(cast, sheet, client):
    cast.coder.is_staff = True
    cast.coder.save()
    client.force_login(cast.coder)
    assert b"backup" not in client.get("/admin/").content.lower()
    assert client.get("/admin/coding/backuprun/").status_code == 403
