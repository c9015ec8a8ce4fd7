"""An untouched record verifies; what was done past the site is found and named."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from coding import protection
from coding.export.nightly import export
from coding.models import (
    ExportRun,
    Link,
    Original,
    Release,
    Revision,
    RevisionEvent,
    Sheet,
    State,
)
from coding.models.questionnaire import BY_NUMBER
from coding.record import guards
from coding.record.verification import verify
from coding.workflow.assigning import assign
from coding.workflow.original_files import PrintedFile, keep_original
from coding.workflow.reference_import import save_by_hand
from coding.workflow.refusals import Refused
from coding.workflow.release_steps import describe
from tests.costly import on_the_gate
from tests.desk.on_the_desk import asked_for
from tests.export.conftest import light
from tests.factories import approve, approved_change, pending
from tests.record.rich_record import fill, run
from tests.releases.record_to_freeze import release
from tests.shared_rows import shared
from tests.whole_chain import link_everything

__all__ = ["light", "release"]
pytestmark = pytest.mark.django_db
only_on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL holds text in a column of text"
)
Q12, Q14 = (BY_NUMBER[number].key for number in (12, 14))


@shared
def record(cast, release, second_admin):
    fill(cast, release, second_admin)


def told() -> list[str]:
    """What is found in the rows, whether the guards stand or not."""
    return [str(fault) for fault in verify().faults if not fault.place.startswith("the guard")]


def sheet_revised() -> Sheet:
    return Sheet.objects.get(atop_id=4235, phase=1)


def test_an_untouched_record_verifies(record):
    assert told() == []


def test_the_guards_of_the_database_hold_the_chain_shut(record):
    for statement in ("DELETE FROM coding_link", "UPDATE coding_link SET content = 'x'"):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            run(statement)


_OF_STEP = (
    *("at", "text", "base", "codes", "base_codes", "comment"),
    *("suggestion", "warnings", "version", "batch"),
)


class TestPastTheSite:
    """What is changed with SQL, once the guards are gone, is named with what it should be."""

    @pytest.fixture(autouse=True)
    def _unguarded(self, record):
        protection.remove()

    @pytest.mark.acceptance(35)
    def test_an_approved_answer(self, record):
        key = sheet_revised().formation.pk
        run(f"UPDATE coding_formation SET {Q14} = 'Forged.' WHERE id = %s", key)
        was, now = "“Ended in 1991.”", "“Forged.”"
        assert told() == [f"coding_formation {key}, {Q14}: It is {now}. It should be {was}."]

    def test_a_change_that_somebody_saved_over_follows_from_no_revision(self, cast, record):
        """The site takes the forged answer for approved, and writes it into history."""
        sheet = sheet_revised()
        run(f"UPDATE coding_formation SET {Q12} = 'Forged.' WHERE sheet_id = %s", sheet.pk)
        protection.install()
        approved_change(sheet, 14, "Ended in 1992.", by=cast.coder, reviewer=cast.reviewer)
        assert f"{Q12} became “Forged.”, which nothing that was approved says" in told()[0]

    def test_what_no_revision_accounts_for_is_not_saved_over(self, cast, record):
        state, release = State.objects.get(code=370), Release.objects.get(label="6.1")
        run("UPDATE coding_state SET name = 'Forged' WHERE code = 370")
        run("UPDATE coding_release SET licence = 'Forged' WHERE id = %s", release.pk)
        protection.install()
        state.abbreviation = "BLR2"
        for save in (
            lambda: save_by_hand(state, by=cast.admin, reason="Another abbreviation."),
            lambda: describe(release, by=cast.admin),
        ):
            with pytest.raises(Refused, match="past the site, and is not saved over"):
                save()
        assert [fault.partition(":")[0] for fault in told()] == [
            f"coding_release {release.pk}, licence",
            f"coding_state {state.pk}, name",
        ]

    @pytest.mark.acceptance(7)
    def test_an_author_who_is_moved_away_to_approve_their_own(self, cast, record):
        protection.install()
        own, other = pending(sheet_revised(), 27, "Mine.", by=cast.coder), cast.second_coder
        protection.remove()
        run("UPDATE coding_revision SET author_id = %s WHERE id = %s", other.pk, own.pk)
        protection.install()
        cast.coder.groups.add(Group.objects.get(name="reviewer"))
        approve(own, by=type(cast.coder).objects.get(pk=cast.coder.pk))
        assert told()[0].startswith(f"coding_revision/begun {own.pk}: It is not as it was")

    def test_a_decision_that_nobody_took(self, cast, record):
        revision = Revision.objects.pending().first()
        columns = ", ".join(["step", "by_name", *_OF_STEP])
        run(
            f"INSERT INTO coding_revisionevent (revision_id, by_id, {columns}) SELECT revision_id, "
            f"%s, 'approve', {columns.removeprefix('step, ')} FROM coding_revisionevent "
            "WHERE revision_id = %s",
            *(cast.reviewer.pk, revision.pk),
        )
        assert "It is not in the chain: it was written past the site." in told()[0]

    def test_the_words_of_a_step_are_known_from_its_revision(self, record):
        step = RevisionEvent.objects.filter(step="approve").latest("id")
        was = step.text
        run("UPDATE coding_revisionevent SET text = 'Forged.' WHERE id = %s", step.pk)
        (fault,) = told()
        assert fault.startswith(f"coding_revisionevent {step.pk}:")
        assert f"text “{was}”" in fault

    def test_a_role_that_nobody_gave(self, cast, record):
        reviewers = Group.objects.get(name="reviewer").pk
        given = (cast.coder.pk, reviewers)
        run("INSERT INTO auth_user_groups (user_id, group_id) VALUES (%s, %s)", *given)
        assert told()[0].startswith(f"auth_user {cast.coder.pk}: It is not as it was")

    def test_a_sheet_of_a_frozen_release(self, record):
        run("UPDATE coding_releasedsheet SET notes = '[\"Forged.\"]' WHERE atop_id = 4765")
        assert told()[0].startswith("coding_releasedsheet")

    def test_a_link_that_is_gone(self, record):
        run("DELETE FROM coding_link WHERE sequence = 20")
        assert told() == ["link 20: It is missing; 21 comes next. It should be there."]

    def test_a_draft_and_its_older_copy(self, cast, record):
        revision = Revision.objects.drafts().filter(author=cast.coder).first()
        run("UPDATE coding_revision SET text = 'Forged.' WHERE id = %s", revision.pk)
        assert "The draft is not as its author saved it last." in told()[0]


def test_a_hash_that_was_kept_is_in_the_chain_or_it_is_said(record):
    kept = Link.objects.get(sequence=30).hash
    assert verify(kept=[kept]).holds
    (fault,) = verify(kept=["f" * 64]).faults
    assert "No link has the hash ffff" in str(fault)


def test_a_release_that_history_does_not_lead_to_is_named(cast, record, monkeypatch):
    """As where the program wrote another release than the record had."""
    release = Release.objects.get(label="6.0")
    protection.remove()
    kept = release.sheets.get(atop_id=4765)
    kept.cells = {**kept.cells, "base": 3}
    kept.save()
    run("DELETE FROM coding_link")
    run("DELETE FROM coding_draftseal")
    link_everything()
    (fault,) = told()
    assert fault == (
        "release 6.0, sheet 4765, base: The code is “3”. It should be “1”, as it stood then."
    )


def test_an_export_keeps_the_head_and_is_compared_with_its_manifest(record, tmp_path, light):
    place = export(tmp_path).place
    assert verify(export=place).holds
    (place / "sheets.json").write_text("[]")
    (fault,) = verify(export=place).faults
    assert "sheets.json is not as it was written." in str(fault)


def test_an_import_that_was_confirmed_past_the_site(cast, second_admin):
    asked = asked_for(4235, by=cast.admin)
    assert verify().holds
    run(
        "UPDATE coding_importrequest SET decided_by_id = %s, decided_at = asked_at, "
        "is_confirmed = %s",
        *(second_admin.pk, True),
    )
    (fault,) = told()
    assert fault.startswith(f"coding_importrequest {asked.pk}: It is not as it was when")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM coding_assignment", "is gone"),
        ("UPDATE coding_assignment SET coder_id = {other}", "Nobody assigned the sheet"),
        (
            "INSERT INTO coding_assignment (sheet_id, coder_id, assigned_at) "
            "SELECT sheet_id, {other}, assigned_at FROM coding_assignment",
            "Nobody assigned the sheet",
        ),
    ],
)
def test_an_assignment_that_no_admin_made_or_ended(cast, sheet, statement, said):
    assign([sheet.pk], to=cast.coder, by=cast.admin)
    assert verify().holds
    run(statement.format(other=cast.second_coder.pk))
    assert said in told()[0]


@only_on_sqlite
@pytest.mark.parametrize(
    ("table", "column", "as_kind"),
    [
        ("coding_historicalformation", "members", "blob"),
        ("coding_historicalformation", "history_date", "blob"),
        ("coding_historicalmembership", "own", "blob"),
        ("coding_formation", "members", "blob"),
        ("coding_link", "content", "blob"),
        ("auth_user", "username", "blob"),
        ("coding_historicalformation", "members", "text"),
        ("coding_formation", "members", "text"),
        ("coding_comment", "text", "text"),
    ],
)
def test_bytes_in_the_place_of_text_are_named(record, table, column, as_kind):
    """SQLite holds any bytes in a column of text: as such, or taken for text that they are not."""
    protection.remove()
    more = " || CAST(x'ff' AS blob)" if as_kind == "text" else ""
    changed = f"CAST({column}{more} AS {as_kind})"
    run(f"UPDATE {table} SET {column} = {changed} WHERE rowid = (SELECT max(rowid) FROM {table})")
    protection.install()
    assert told()[0].startswith("link " if table == "coding_link" else table)


def test_a_file_that_is_not_as_it_came(cast, sheet):
    keep_original(sheet, PrintedFile("4765.txt", b"1. ATOP ID: 4765"))
    assert verify().holds
    original = Original.objects.get()
    protection.remove()
    run("UPDATE coding_original SET content = %s", b"1. ATOP ID: 4766")
    (fault,) = told()
    assert fault.startswith(f"coding_original {original.pk}: The file has the SHA-256 ")
    assert f"the file of {original.sha256}" in fault


@pytest.mark.acceptance(35)
def test_the_command_names_what_does_not_fit_and_ends_with_1(record, capsys):
    call_command("verify", skip_checks=True)
    assert capsys.readouterr().out.startswith("The record verifies")
    protection.remove()
    run("UPDATE coding_sheet SET printed_from = 'forged.txt' WHERE atop_id = 4235")
    protection.install()
    with pytest.raises(CommandError, match="does not verify: 2 places above"):
        call_command("verify", skip_checks=True)
    assert "printed_from: It is “forged.txt”." in capsys.readouterr().out


@on_the_gate
def test_whether_an_export_was_looked_at_is_said(record, settings, tmp_path, capsys):
    settings.EXPORT_DIR = tmp_path / "none"
    call_command("verify", skip_checks=True)
    said = capsys.readouterr().out
    assert said.startswith("The record verifies (no export was there to look at in /")
    (tmp_path / "file").touch()
    for name in ("none", "file"):
        with pytest.raises(CommandError, match=f"{name} holds no export: there is no “latest” in"):
            call_command("verify", "--export", str(tmp_path / name), skip_checks=True)


def test_an_export_that_is_gone_from_where_the_newest_is_said_to_be_is_a_fault(record, tmp_path):
    (tmp_path / "latest").symlink_to(tmp_path / "gone")
    (fault,) = verify(export=tmp_path / "latest").faults
    assert "its manifest cannot be read (FileNotFoundError)" in str(fault)


def test_a_migration_that_waits_is_told_before_guards_that_cannot_stand_yet(record, monkeypatch):
    protection.remove()
    monkeypatch.setattr(guards, "known_migrations", lambda: {"coding.9999_to_come"})
    (fault,) = verify().faults
    assert "The migration coding.9999_to_come waits." in str(fault)


@pytest.mark.acceptance(35)
def test_no_export_is_made_of_a_record_that_does_not_verify(record, tmp_path, capsys):
    protection.remove()
    run("UPDATE coding_sheet SET printed_from = 'forged.txt' WHERE atop_id = 4235")
    protection.install()
    with pytest.raises(CommandError, match=r"No export was made\. The record does not verify"):
        call_command("nightly_export", output=tmp_path / "out", skip_checks=True)
    assert not (tmp_path / "out/latest").exists()
    run_of_export = ExportRun.objects.latest("id")
    assert not run_of_export.succeeded
    assert "printed_from" in run_of_export.message
