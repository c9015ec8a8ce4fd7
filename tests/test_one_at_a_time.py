"""Jobs of which one runs at a time, whichever database the site has."""

from contextlib import suppress
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, connections

from coding.one_at_a_time import Job, one_at_a_time
from coding.workflow.refusals import Refused
from tests.management.official_files import write

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("job", Job, ids=lambda job: job.name.lower())
def test_a_job_that_runs_is_not_begun_once_more(job):
    with (
        one_at_a_time(job, CommandError),
        pytest.raises(CommandError, match=f"Another {job.name.lower()} is running"),
        one_at_a_time(job, CommandError),
    ):
        pass
    with one_at_a_time(job, CommandError):
        pass


@pytest.mark.skipif(connection.vendor != "postgresql", reason="On SQLite a file is locked.")
def test_the_next_one_begins_though_the_server_has_not_noticed_that_the_last_hung_up(monkeypatch):
    create, made = connections.create_connection, []

    def never_closed(alias):
        made.append(create(alias))
        monkeypatch.setattr(made[-1], "close", lambda: None)
        return made[-1]

    monkeypatch.setattr(connections, "create_connection", never_closed)
    for _ in range(2):
        with suppress(Refused), one_at_a_time(Job.IMPORT, CommandError):
            raise Refused("No.")
    with one_at_a_time(Job.IMPORT, CommandError):
        pass
    with one_at_a_time(Job.IMPORT, CommandError):
        pass
    monkeypatch.undo()
    for service in made:
        service.close()


def test_imports_wait_for_each_other_and_so_do_those_that_only_say_what_would_be(tmp_path):
    with one_at_a_time(Job.IMPORT, CommandError):
        for arguments in (
            ("import_dataset", write(tmp_path), "--dry-run"),
            ("load_reference", write(tmp_path), "--dry-run"),
        ):
            with pytest.raises(CommandError, match="Another import is running"):
                call_command(*arguments, skip_checks=True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks no file.")
def test_a_folder_that_cannot_be_written_is_named(monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ImproperlyConfigured, match=r"desk.lock cannot be written \(Permission den"):
        call_command("run_desk", once=True, skip_checks=True)
