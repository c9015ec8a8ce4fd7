"""A guard that is gone from the database is named, by verify, the nightly export and /health/."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from coding.health import VITAL
from coding.models import Formation
from coding.protection.constraints import deviations
from coding.protection.triggers import guards
from coding.record import guards as of_record
from coding.record.verification import verify
from tests.factories import approved_change

pytestmark = pytest.mark.django_db
ROW = "coding_historicalformation_no_after_insert"  # makes the row that history tells of


def run(statement: str) -> None:
    connection.check_constraints()  # as at the end of a transaction: nothing waits any more
    with connection.cursor() as cursor:
        cursor.execute(statement)


def drop(name: str = ROW) -> None:
    on = " ON coding_historicalformation" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER {name}{on}")


def lacking() -> set[str]:
    return {part for _, part, is_missing in deviations() if is_missing}


def made(name: str = ROW) -> str:
    """The statement that makes the trigger itself."""
    return next(guard.statements[-1] for guard in guards() if guard.name == name)


@pytest.mark.acceptance(11, 35)
def test_a_guard_that_was_dropped_is_named_with_what_came_of_it(cast, sheet):
    assert verify().holds
    drop()
    approved_change(sheet, 14, "Told, and not followed.", by=cast.coder, reviewer=cast.reviewer)
    guard, row = map(str, verify().faults)
    assert guard == (
        f"the guard {ROW} of coding_historicalformation: It is missing. It should be there, as the "
        "site made it (manage.py migrate puts all back, manage.py verify tells what came of it)."
    )
    assert row.startswith(f"coding_formation {Formation.objects.get(sheet=sheet).pk}, ")
    assert "“Told, and not followed.”" in row


def test_no_export_is_made_without_a_guard(sheet, tmp_path):
    drop()
    with pytest.raises(CommandError, match=rf"No export was made.* the guard {ROW}.*missing"):
        call_command("nightly_export", output=tmp_path, skip_checks=True)


def test_a_probe_is_told_of_the_guard_until_migrate_has_put_it_back(db):
    assert VITAL["guards"]() is None
    drop()
    assert VITAL["guards"]().startswith(f"the guard {ROW} of coding_historicalformation: It is")
    call_command("migrate", verbosity=0)
    assert VITAL["guards"]() is None
    assert verify().holds


def test_a_guard_that_does_something_else_is_found(db):
    drop()
    if connection.vendor == "sqlite":
        run(made().replace("NEW.history_type = '+'", "1 = 0"))
    else:
        run(made().replace("FOR EACH ROW", "FOR EACH ROW WHEN (false)"))
    (fault,) = verify().faults
    assert str(fault).startswith(f"the guard {ROW} of coding_historicalformation: It is switched")


def test_a_trigger_that_writes_other_words_is_found(db):
    """Whatever it does: the chain would have its words for those that people said."""
    if connection.vendor == "sqlite":
        run("CREATE TRIGGER other AFTER INSERT ON coding_revision BEGIN SELECT 1; END")
    else:
        run("CREATE RULE other AS ON INSERT TO coding_revision DO ALSO NOTHING")
    (fault,) = verify().faults
    assert str(fault).startswith("other of coding_revision: It is no guard of the site's.")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="doors of PostgreSQL")
@pytest.mark.parametrize(
    "statement",
    [
        f"ALTER TABLE coding_historicalformation DISABLE TRIGGER {ROW}",
        f"ALTER FUNCTION {ROW}() SECURITY INVOKER",
        f"ALTER FUNCTION {ROW}() SET search_path = elsewhere",
        f"CREATE OR REPLACE FUNCTION {ROW}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
        "SET search_path = public, pg_temp AS 'BEGIN RETURN NEW; END'",
    ],
)
def test_a_guard_that_is_switched_off_is_found(db, statement):
    run(statement)
    (fault,) = verify().faults
    assert "It is switched off, or not as the site made it." in str(fault)


def test_between_two_migrations_only_the_one_that_waits_is_told(db, monkeypatch):
    drop()
    known = {*of_record.applied_migrations(), "coding.9999_new"}
    monkeypatch.setattr(of_record, "known_migrations", lambda: known)
    (fault,) = verify().faults
    assert "The migration coding.9999_new waits." in str(fault)


def test_an_older_version_leaves_the_database_of_a_newer_one_as_it_is(db):
    """Its guards are its own: to put those of here in their place would open it."""
    drop()
    MigrationRecorder(connection).record_applied("coding", "9999_to_come")
    with pytest.raises(CommandError, match=r"a newer version of .* coding\.9999_to_come"):
        call_command("migrate", verbosity=0)
    assert VITAL["guards"]()  # nothing was put back
    (fault,) = verify().faults
    assert "It is of a newer version of the site" in str(fault)
    with pytest.raises(CommandError, match="Move it with that version"):
        call_command("move_database", "sqlite:////nonexistent/x", skip_checks=True)


def rewrite(table: str, before: str, after: str) -> None:
    """Change the words that SQLite has of a table, as somebody may who has the file."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA writable_schema = ON")
        cursor.execute(
            "UPDATE sqlite_master SET sql = replace(sql, %s, %s) WHERE name = %s",
            [before, after, table],
        )
        cursor.execute("PRAGMA writable_schema = OFF")


def drop_constraint(table: str, name: str) -> None:
    if connection.vendor == "postgresql":
        run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    else:
        rewrite(table, f'CONSTRAINT "{name}" CHECK (', f'CONSTRAINT "{name}" CHECK (1 OR ')


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("coding_revision", "revision_not_decided_by_author"),
        ("coding_importrequest", "import_request_confirmed_by_a_second_person"),
        ("coding_release", "release_frozen_by_a_second_person"),
        ("coding_correction", "correction_confirmed_by_a_second_person"),
    ],
)
def test_a_constraint_that_is_gone_or_weakened_is_found(db, table, name):
    drop_constraint(table, name)
    (fault,) = verify().faults
    assert str(fault).startswith(f"the table {table}: It has no “")
    assert name in str(fault)


def test_what_is_unique_under_a_condition_is_missed_too(db):
    run("DROP INDEX revision_one_open_per_author")
    (fault,) = verify().faults
    assert "revision_one_open_per_author" in str(fault)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="doors of PostgreSQL")
@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        (
            "DROP INDEX sheet_once",
            "unique index sheet_once: btree (atop_id, phase) WHERE put_aside = ''::text",
        ),
        (
            "ALTER TABLE coding_membership DROP CONSTRAINT membership_once",
            "unique membership_once: UNIQUE (sheet_id, member, spell)",
        ),
        (
            "ALTER TABLE coding_sheet ALTER started_at DROP NOT NULL",
            "column started_at: timestamp with time zone NOT NULL",
        ),
    ],
)
def test_keys_and_what_must_be_filled_in_are_missed(db, statement, missing):
    run(statement)
    assert missing in lacking()
    assert not verify().holds


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="doors of PostgreSQL")
@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("revision_not_decided_by_author", "CHECK (decided_by_id <> author_id OR author_id > 0)"),
        ("revision_pending_is_submitted", "CHECK (true)"),
    ],
)
def test_a_check_replaced_by_another_of_its_name_is_missed(db, name, instead):
    run(f"ALTER TABLE coding_revision DROP CONSTRAINT {name}")
    run(f"ALTER TABLE coding_revision ADD CONSTRAINT {name} {instead}")
    (fault,) = verify().faults
    assert str(fault).startswith(f"the table coding_revision: It has no “check {name}: CHECK (")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="doors of PostgreSQL")
@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("revision_one_open_per_author", "(sheet_id, question, author_id) WHERE id < 0"),
        ("revision_one_open_import", "(sheet_id, question, id) WHERE origin = 'imported'"),
    ],
)
def test_what_is_unique_under_another_condition_is_missed(db, name, instead):
    run(f"DROP INDEX {name}")
    run(f"CREATE UNIQUE INDEX {name} ON coding_revision {instead}")
    assert [part for part in lacking() if f"unique index {name}: " in part]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="doors of PostgreSQL")
def test_a_key_that_would_take_rows_away_is_missed(db):
    with connection.cursor() as cursor:
        keys = connection.introspection.get_constraints(cursor, "coding_revisionevent")
    name = next(n for n, key in keys.items() if key["foreign_key"] == ("coding_revision", "id"))
    run(f"ALTER TABLE coding_revisionevent DROP CONSTRAINT {name}")
    run(
        f"ALTER TABLE coding_revisionevent ADD CONSTRAINT {name} FOREIGN KEY (revision_id) "
        "REFERENCES coding_revision (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
    )
    assert "foreign key (revision_id) coding_revision" in lacking()


def test_a_key_that_leads_nowhere_any_more_is_missed(db):
    if connection.vendor == "sqlite":
        leads = ' REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED'
        rewrite("coding_revision", leads, "")
    else:
        with connection.cursor() as cursor:
            keys = connection.introspection.get_constraints(cursor, "coding_revision")
        is_author = {"columns": ["author_id"], "foreign_key": ("auth_user", "id")}
        run(
            "ALTER TABLE coding_revision DROP CONSTRAINT "
            + next(name for name, key in keys.items() if is_author.items() <= key.items())
        )
    (fault,) = verify().faults
    assert "author_id" in str(fault)


ADDED = {
    "a default that calls a function": (
        "ALTER TABLE coding_revision ALTER text SET DEFAULT elsewhere.writes()::text",
        "no “column text: text NOT NULL”",
    ),
    "a check that calls a function": (
        "ALTER TABLE coding_revision ADD CHECK (elsewhere.writes() IS NOT NULL) NOT VALID",
        "“check coding_revision_check: CHECK (elsewhere.writes()",
    ),
    "an index that calls a function": (
        "CREATE INDEX beside ON coding_revision (elsewhere.seems_plain(text))",
        "“index beside: btree (elsewhere.seems_plain(text))”",
    ),
    "a further key": (
        "CREATE UNIQUE INDEX beside ON auth_user (first_name)",
        "“unique index beside: btree (first_name)”",
    ),
    "a further key that takes rows away": (
        "ALTER TABLE coding_notice ADD FOREIGN KEY (sheet_id) REFERENCES coding_sheet "
        "ON DELETE CASCADE",
        "“foreign key (sheet_id) coding_sheet FOREIGN KEY (sheet_id) REFERENCES",
    ),
    "another type": (
        "ALTER TABLE coding_signedin ALTER address TYPE varchar(3)",
        "“column address: ",
    ),
    "an order that takes two words for one": (
        "ALTER TABLE auth_user ALTER first_name TYPE varchar(150) COLLATE elsewhere.any_case",
        "“column first_name: character varying(150) NOT NULL",
    ),
    "rows that some do not see": (
        "ALTER TABLE coding_revisionevent ENABLE ROW LEVEL SECURITY",
        "“setting row level security”",
    ),
    "rows of another table": (
        "CREATE TABLE elsewhere.beside () INHERITS (public.coding_formation)",
        "“setting rows of other tables”",
    ),
    "what is gone after a power cut": (
        "ALTER TABLE coding_presence SET UNLOGGED",
        "“setting unlogged”",
    ),
    "a view in place of a table": (
        "ALTER TABLE coding_checkcount SET SCHEMA elsewhere; "
        "CREATE VIEW coding_checkcount AS SELECT * FROM elsewhere.coding_checkcount",
        "the table coding_checkcount: It has no “",
    ),
}


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="doors of PostgreSQL")
@pytest.mark.parametrize(("statement", "said"), ADDED.values(), ids=ADDED)
def test_what_is_added_to_a_table_and_could_change_it_later_is_found(db, statement, said):
    run("CREATE SCHEMA elsewhere")
    run("CREATE FUNCTION elsewhere.writes() RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 1'")
    run(
        "CREATE FUNCTION elsewhere.seems_plain(text) RETURNS text LANGUAGE plpgsql IMMUTABLE "
        "AS 'BEGIN PERFORM elsewhere.writes(); RETURN $1; END'"
    )
    run(
        "CREATE COLLATION elsewhere.any_case "
        "(provider = icu, locale = 'und-u-ks-level2', deterministic = false)"
    )
    run(statement)
    assert said in str(verify().faults[0])


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="doors of SQLite")
@pytest.mark.parametrize(
    ("table", "before", "after"),
    [
        (
            "coding_comment",
            ', CONSTRAINT "',
            ', UNIQUE ("sheet_id") ON CONFLICT REPLACE, CONSTRAINT "',
        ),
        ("coding_presence", '"question" ', '"question" DEFAULT 3 '),
        ("auth_user_groups", "integer NOT NULL REFERENCES", "integer NULL REFERENCES"),
        ("coding_sheet", "CHECK (", "CHECK (1 OR "),
    ],
)
def test_a_table_in_other_words_is_found(db, table, before, after):
    rewrite(table, before, after)
    assert str(verify().faults[0]).startswith(f"the table {table}: It has ")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="doors of SQLite")
def test_a_further_key_is_found_on_sqlite(db):
    run("CREATE UNIQUE INDEX beside ON coding_batch (remark)")
    (fault,) = verify().faults
    assert str(fault).startswith("the table coding_batch: It has “CREATE UNIQUE INDEX beside ON")


@pytest.mark.parametrize("table", ["auth_user", "coding_notice"])
def test_an_index_that_only_makes_reading_quicker_is_the_operators(db, table):
    run(f"CREATE INDEX beside ON {table} (id) WHERE id > 7")
    assert verify().holds


def test_guards_stay_where_putting_them_back_fails(db, monkeypatch):
    """As on a disk that is full: with none of them missing, or some, people would work on."""

    def full(*args):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("coding.models.progress.count_again", full)
    with pytest.raises(OperationalError):
        call_command("migrate", verbosity=0)
    assert VITAL["guards"]() is None
