"""/health/: 200 while people can work, 503 with the reason for a probe on the machine."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, RequestFactory
from django.utils import timezone

from coding import health
from coding.health import Health
from coding.models import BackupRun, ExportRun

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _well(settings, tmp_path, monkeypatch):
    """A site that is well: static files are collected, export and backup were made."""
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]
    settings.VAR_DIR = settings.EXPORT_DIR = tmp_path
    monkeypatch.setattr(health, "LITTLE", 1)
    now = timezone.now()
    for model in (ExportRun, BackupRun):
        model.objects.create(output="/srv", started_at=now, ended_at=now, succeeded=True)


def asked(query: str = "", **headers):
    """The status and what is said, as of now: nothing is kept from before."""
    answer = Health(None)(RequestFactory().get(f"/health/{query}", **headers))
    return answer.status_code, json.loads(answer.content)


def test_a_site_that_is_well_says_so():
    status, report = asked()
    assert (status, report["ok"]) == (200, True)
    assert set(report["checks"].values()) == {"ok"}
    assert set(report["checks"]) == {
        *("writing", "migrations", "guards", "static", "disk"),
        *("replica", "space", "export", "backup", "log", "search"),
    }
    assert asked("?strict")[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": "10.0.0.7"},
    ],
)
def test_strangers_learn_no_details(headers):
    assert asked(**headers) == (200, {"ok": True})


def test_a_local_probe_is_answered_under_https_and_under_any_host_name(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["atop.example.org"]
    for host in ("127.0.0.1:8000", "10.1.2.3", "[::1]:8000"):
        answer = Client(headers={"host": host}).get("/health/")
        assert (answer.status_code, answer.json()["ok"]) == (200, True)
        assert "no-store" in answer.headers["Cache-Control"]


def away():
    raise OperationalError("the server is away")


def test_what_keeps_people_from_working_is_503_with_its_reason(monkeypatch):
    monkeypatch.setitem(health.VITAL, "writing", away)
    status, report = asked()
    assert (status, report["ok"]) == (503, False)
    assert report["checks"]["writing"] == (
        "The site cannot reach its database at the moment. (OperationalError: the server is away)"
    )
    assert report["checks"]["backup"] == "Not asked, since nothing can be written."
    assert asked(REMOTE_ADDR="10.0.0.7") == (503, {"ok": False})


def test_waiting_migrations_are_found(monkeypatch):
    known = {*health.known_migrations(), "coding.9999_new"}
    monkeypatch.setattr(health, "known_migrations", lambda: known)
    assert asked()[1]["checks"]["migrations"] == "1 migrations wait: manage.py migrate."


def test_a_database_that_is_newer_than_the_code_is_told_of():
    MigrationRecorder(connection).record_applied("coding", "9999_to_come")
    status, report = asked()
    assert status == 503
    assert report["checks"]["migrations"] == (
        "The database is of a newer version of the site, which has the migration "
        "coding.9999_to_come: start that version."
    )


def test_static_files_that_are_not_collected_are_found(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    status, report = asked()
    assert status == 503
    assert "is not collected" in report["checks"]["static"]


def test_a_disk_that_is_full_is_503_and_one_that_gets_full_is_to_be_seen_to(monkeypatch, settings):
    monkeypatch.setattr(health, "LITTLE", 2**60)
    assert asked()[0] == 200
    assert f"MB are free in {settings.VAR_DIR}" in asked()[1]["checks"]["space"]
    assert asked("?strict")[0] == 503
    monkeypatch.setattr(health, "TOO_LITTLE", 2**60)
    assert asked()[0] == 503
    settings.VAR_DIR = Path("/nowhere")
    assert "FileNotFoundError" in asked()[1]["checks"]["disk"]


@pytest.mark.parametrize(("what", "model"), [("export", ExportRun), ("backup", BackupRun)])
def test_an_export_or_backup_that_is_old_or_was_never_made_is_to_be_seen_to(what, model):
    before = timezone.now() - timedelta(days=3)
    model.objects.update(started_at=before)
    status, report = asked()
    assert (status, report["ok"]) == (200, True)
    assert report["checks"][what].startswith(f"The last good {what}")
    model.objects.all().delete()
    assert asked()[1]["checks"][what] == f"No {what} has been made yet."
    assert asked("?strict", REMOTE_ADDR="10.0.0.7") == (503, {"ok": False})


def test_many_probes_cost_no_more_than_one(django_assert_num_queries):
    probe, request = Health(None), RequestFactory().get("/health/")
    probe(request)
    with django_assert_num_queries(0):
        probe(request)


def test_a_security_log_that_cannot_be_written_is_to_be_seen_to(settings, tmp_path):
    settings.SECURITY_LOG = str(tmp_path / "gone" / "security.log")
    assert asked()[0] == 200
    status, report = asked("?strict")
    assert status == 503
    assert "there is no folder" in report["checks"]["log"]
