"""What stands around the record, and is not the site's, is named; no export waits for it."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from coding.desk.adding_files import Incoming, add_files
from coding.models import Batch, CheckCount, DeskFile
from coding.workflow.check_counts import count_all
from tests.export.conftest import light
from tests.factories import approved_change
from tests.record.rich_record import run, told

__all__ = ["light"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(cast, sheet):
    """A sheet in the index of the search, whose findings are counted."""
    approved_change(sheet, 14, "Ended in 1989.", by=cast.coder, reviewer=cast.reviewer)
    count_all()
    assert told() == []
    return sheet


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("CREATE TABLE approved_later (id integer)", "the table approved_later"),
        ("CREATE VIEW coding_answers AS SELECT id FROM coding_sheet", "the table coding_answers"),
        ("ALTER TABLE coding_presence ADD COLUMN secret integer", "the table coding_presence"),
        ("ALTER TABLE coding_batch DROP COLUMN remark", "the table coding_batch"),
        ("DROP TABLE shared_cache", "the table shared_cache"),
    ],
)
def test_a_table_or_column_too_many_or_too_few(db, statement, said):
    run(statement)
    assert told()[0].startswith(said)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE django_content_type SET model = 'sheets' WHERE model = 'sheet'",
            "“coding.sheets”",
        ),
        ("UPDATE auth_permission SET name = 'Can do' WHERE codename = 'add_user'", "“Can do”"),
        ("UPDATE auth_permission SET codename = 'x' WHERE codename = 'add_session'", "“x” of"),
        (
            "UPDATE django_migrations SET app = 'x' WHERE app = 'sessions'",
            "sessions.0001_initial w",
        ),
        (
            "INSERT INTO django_migrations (app, name, applied) SELECT 'x', name, applied "
            "FROM django_migrations WHERE app = 'sessions'",
            "x.0001_initial is noted",
        ),
        (
            "INSERT INTO django_migrations (app, name, applied) SELECT app, name, applied "
            "FROM django_migrations WHERE app = 'coding' AND name = '0001_initial'",
            "is noted, 2 times",
        ),
        (
            "INSERT INTO django_session (session_key, session_data, expire_date) "
            "VALUES ('k', 'forged', '2030-01-01')",
            "django_session k: The site writes no such rows.",
        ),
        ("UPDATE coding_passage SET text = 'forged' WHERE id - id / 1000 * 1000 = 14", "(Q14)"),
        ("DELETE FROM coding_passage WHERE id - id / 1000 * 1000 = 14", "(Q14)"),
        ("UPDATE coding_checkcount SET errors = errors + 1", "not those of its findings"),
        ("UPDATE coding_checkcount SET findings = '[1]'", "not those of its findings"),
        ("UPDATE coding_checkcount SET counted = counted + 1", "not those of its findings"),
    ],
)
def test_a_row_that_nothing_declares_or_that_does_not_follow(counted, statement, said):
    run(statement)
    assert said in " ".join(told())


def test_findings_that_are_to_be_counted_anew_are_not_compared(cast, counted):
    approved_change(counted, 14, "Ended in 1990.", by=cast.coder, reviewer=cast.reviewer)
    CheckCount.objects.update(errors=7)
    assert told() == []


def test_a_file_on_the_desk_that_was_changed(cast):
    batch = Batch.objects.create(by=cast.admin, at=timezone.now(), name="b")
    content = b"1. ATOP ID: 4765"
    checksum = "3f" * 32
    file = DeskFile.objects.create(
        batch=batch, name="4765.txt", content=content, sha256=checksum, size=len(content)
    )
    assert told()[0].startswith(f"coding_deskfile {file.pk}: The file has 16 bytes")


def test_a_file_on_the_desk_that_was_emptied(cast):
    batch = add_files([Incoming("4765.txt", b"1. ATOP ID: 4765")], by=cast.admin, name="b")
    assert told() == []
    run("UPDATE coding_deskfile SET content = %s", b"")
    assert told()[0].startswith(f"coding_deskfile {batch.files.get().pk}: The file is gone.")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL sees to it by itself")
def test_a_reference_to_a_row_that_is_gone(counted):
    run("PRAGMA defer_foreign_keys = ON")
    run("UPDATE auth_permission SET content_type_id = 9999 WHERE codename = 'add_user'")
    assert "refers to a row of django_content_type" in " ".join(told())
    run(
        "UPDATE auth_permission SET content_type_id = (SELECT id FROM django_content_type "
        "WHERE app_label = 'auth' AND model = 'user') WHERE codename = 'add_user'"
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such table")
@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'coding_sheet'", "coding_sheet"),
        ("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'auth_user'", "auth_user"),
        ("DELETE FROM sqlite_sequence WHERE name = 'coding_historicalsheet'", "coding_historical"),
    ],
)
def test_numbers_of_rows_that_would_be_taken_or_left_out(counted, statement, table):
    run(statement)
    assert told()[0].startswith(f"sqlite_sequence {table}")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such table")
def test_words_of_the_index_that_do_not_fit_its_passages(counted):
    run("UPDATE coding_passage_words_data SET block = block || x'00' WHERE id > 10")
    assert told() == [
        "the index of the search: Its words do not fit. It should be as approved: "
        "manage.py rebuild_search makes the index anew."
    ]


def test_no_export_waits_for_what_it_is_not_made_of(counted, tmp_path, light):
    run("CREATE TABLE approved_later (id integer)")
    with pytest.raises(CommandError, match="does not verify"):
        call_command("verify", skip_checks=True)
    call_command("nightly_export", output=tmp_path / "out", skip_checks=True)
    assert (tmp_path / "out/latest").exists()
