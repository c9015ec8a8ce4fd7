"""What is written down of each run of the export, and what an admin is told of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from coding.export import runs
from coding.export.runs import RunState, notices, state_of
from coding.models import ExportRun
from tests.releases.exports_on_disk import make_export

pytestmark = pytest.mark.django_db


def run(*, ago: timedelta, output="/srv/exports", succeeded=None, **said) -> ExportRun:
    """A run of that time; one that neither succeeded nor failed has no end."""
    begun = timezone.now() - ago
    ended = {} if succeeded is None else {"succeeded": succeeded, "ended_at": begun}
    return ExportRun.objects.create(output=str(output), started_at=begun, **ended, **said)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def days(number: float) -> timedelta:
    return timedelta(days=number)


def test_a_run_is_written_down_as_it_begins_and_as_it_ends(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    begun = runs.begin(tmp_path / "link", None)
    kept = ExportRun.objects.get()
    assert (kept.output, kept.release, kept.ended_at) == (str(tmp_path.resolve()), "", None)
    assert runs.end(begun, "Exported 3 sheets.", succeeded=True) is None
    kept.refresh_from_db()
    assert (kept.succeeded, kept.message) == (True, "Exported 3 sheets.")
    assert kept.started_at <= kept.ended_at


def test_what_could_not_be_written_down_at_first_is_made_up_for_at_the_end(tmp_path, monkeypatch):
    with monkeypatch.context() as away:
        away.setattr(ExportRun, "save", fail)
        begun = runs.begin(tmp_path, "5.1")
    assert not ExportRun.objects.exists()
    assert runs.end(begun, "Exported release 5.1.", succeeded=True) is None
    kept = ExportRun.objects.get()
    assert (kept.release, kept.started_at) == ("5.1", begun.started_at)


def fail(*args, **kwargs):
    raise RuntimeError("the database\nis away")


def test_a_run_that_cannot_be_written_down_tells_why_on_one_line(tmp_path, monkeypatch):
    begun = runs.begin(tmp_path, None)
    monkeypatch.setattr(ExportRun, "save", fail)
    assert runs.end(begun, "Done.", succeeded=True) == "RuntimeError: the database is away"


def test_a_missing_table_leaves_the_transaction_usable(tmp_path):
    begun = runs.begin(tmp_path, None)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE coding_exportrun RENAME TO somewhere_else")
    assert "coding_exportrun" in runs.end(begun, "Done.", succeeded=True)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE somewhere_else RENAME TO coding_exportrun")
    assert ExportRun.objects.count() == 1


@pytest.mark.parametrize(
    ("ago", "succeeded", "state"),
    [
        (days(3), True, RunState.SUCCEEDED),
        (days(3), False, RunState.FAILED),
        (hours(2.9), None, RunState.NOT_ENDED),
        (hours(3.1), None, RunState.KILLED),
    ],
)
def test_a_run_that_never_ended_is_given_up_after_hours(ago, succeeded, state):
    assert state_of(run(ago=ago, succeeded=succeeded)) == state


def test_nothing_is_said_while_all_is_well():
    assert notices() == []
    run(ago=days(1), succeeded=False)
    run(ago=hours(5), succeeded=True)
    run(ago=hours(1))
    assert notices() == []


def test_a_failure_is_told_with_time_folder_reason_and_what_is_served(tmp_path):
    make_export(tmp_path, day=9)
    (tmp_path / "latest").symlink_to("20260109T023000Z")
    run(ago=days(2) - hours(1), output=tmp_path, succeeded=True)
    failed = run(ago=days(1), output=tmp_path, succeeded=False, message="No export was made.")
    (notice,) = notices()
    when = f"{failed.started_at.day} {failed.started_at:%b %Y, %H:%M}"
    assert notice.run == failed
    assert notice.sentence == (
        f"The export of {when} UTC into {tmp_path} failed. No export was made. "
        "The export of 9 Jan 2026, 02:30 UTC is still offered."
    )


def test_a_fault_without_a_point_at_its_end_gets_one():
    run(ago=hours(1), succeeded=False, message="By a fault: it fell over")
    assert "failed. By a fault: it fell over. No export" in notices()[0].sentence


def test_a_killed_run_is_told_once_it_is_given_up():
    run(ago=hours(4))
    (notice,) = notices()
    assert "never came to its end" in notice.sentence
    assert "No export is offered." in notice.sentence


@pytest.mark.parametrize("link", ["gone", "by-hand", "20260109T023000Z"])
def test_a_link_that_leads_to_no_export_is_not_said_to_be_served(tmp_path, link):
    (tmp_path / "by-hand").mkdir()
    (tmp_path / "by-hand" / "manifest.json").write_text("{}")
    (tmp_path / "latest").symlink_to(link)
    run(ago=hours(1), output=tmp_path, succeeded=False)
    assert "No export is offered." in notices()[0].sentence


def test_only_the_newest_run_of_each_folder_counts():
    for output in ("/one", "/two", "/three"):
        run(ago=days(1.5), output=output, succeeded=output == "/one", message=output)
    run(ago=hours(9), output="/three", succeeded=True)
    run(ago=hours(8), output="/one", succeeded=False)
    assert [notice.run.output for notice in notices()] == ["/one", "/two"]


def test_a_failure_is_news_for_two_weeks():
    run(ago=days(13.9), output="/new", succeeded=False)
    run(ago=days(14.1), output="/old", succeeded=False)
    assert [notice.run.output for notice in notices()] == ["/new"]


@pytest.mark.parametrize(("ago", "is_told"), [(days(1.9), False), (days(2.1), True)])
def test_nights_without_an_export_are_told(ago, is_told):
    last = run(ago=ago, succeeded=True)
    assert [notice.run for notice in notices()] == [last] * is_told


def test_the_export_of_a_release_is_not_that_of_a_night():
    run(ago=days(3), succeeded=True)
    run(ago=hours(1), succeeded=True, release="5.1")
    assert "whether the timer" in notices()[0].sentence


def test_the_notices_cost_the_same_for_many_runs(django_assert_num_queries):
    for number in range(40):
        run(ago=hours(number), output=f"/{number % 3}", succeeded=True)
    with django_assert_num_queries(2):
        notices()


@pytest.mark.parametrize("name", ["latest", "", "20260101", "20261301T000000Z", ".writing-x"])
def test_only_a_stamp_tells_a_moment(name):
    assert runs.made_at(name) is None
    assert runs.made_at("20260102T030405Z") == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_the_folder_of_a_run_is_absolute(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    runs.begin(Path("export"), None)
    assert ExportRun.objects.get().output == str(tmp_path.resolve() / "export")
