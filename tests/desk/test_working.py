"""The desk from files to the record: each is read, let in, kept; nothing twice, nothing lost."""

import hashlib

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from coding.desk import reading, worker
from coding.desk.adding_files import Incoming
from coding.desk.file_actions import put_aside, read_again
from coding.desk.outcomes import outcome_of
from coding.desk.worker import alone, work_on_next
from coding.models import DeskFile, ImportRequest, Original, Revision, Sheet
from coding.workflow.import_requests import confirm, turn_down
from coding.workflow.refusals import NotAllowed, Refused
from tests.desk.on_the_desk import LETTER, let_in_all, printed, sheet_file, states, work
from tests.factories import make_sheet


def test_a_new_sheet_enters_once_a_second_admin_confirmed_and_its_file_is_kept(
    put, cast, second_admin
):
    batch = put(sheet_file())
    assert states(batch) == ["ready"]
    assert not Sheet.objects.exists()
    asked = let_in_all(batch, cast.admin)
    work()
    assert not Sheet.objects.exists()
    confirm(asked, by=second_admin)
    work()
    sheet = Sheet.objects.get()
    assert states(batch) == ["entered"]
    assert sheet.history.get().history_change_reason == "Imported from 4765.txt, as Ada Admin asked"
    original = sheet.originals.get()
    assert bytes(original.content) == printed()
    assert original.sha256 == hashlib.sha256(printed()).hexdigest()
    assert (original.name, original.by, original.by_name) == ("4765.txt", cast.admin, "Ada Admin")


def test_nobody_confirms_what_they_asked_for(put, cast):
    asked = let_in_all(put(sheet_file()), cast.admin)
    with pytest.raises(NotAllowed, match="A second admin"):
        confirm(asked, by=cast.admin)


@pytest.mark.parametrize("way", ["made", "link", "password", "email"])
def test_nobody_confirms_for_who_made_or_opened_their_account(put, client, cast, second_admin, way):
    """Or else one person, with two accounts, fills the record alone."""
    client.force_login(cast.admin)
    page = f"/admin/auth/user/{second_admin.pk}"
    if way == "made":
        sent = {"username": "admin3", "usable_password": "false", "is_staff": "on"}
        client.post("/admin/auth/user/add/", sent)
        second_admin = User.objects.get(username="admin3")
        second_admin.groups.add(Group.objects.get(name="admin"))
    elif way == "link":
        client.post(f"{page}/link/")
    elif way == "password":
        new = {f"password{n}": "Long enough, and new" for n in (1, 2)}
        client.post(f"{page}/password/", {"usable_password": "true", **new})
    else:
        _change(client, second_admin, email="mine@example.org")
    asked = let_in_all(put(sheet_file()), cast.admin)
    with pytest.raises(NotAllowed, match="Ada Admin asked for this import, and made your account"):
        confirm(asked, by=User.objects.get(pk=second_admin.pk))


def test_a_name_that_was_corrected_keeps_nobody_from_confirming(put, client, cast, second_admin):
    client.force_login(cast.admin)
    _change(client, second_admin, last_name="New")
    confirm(let_in_all(put(sheet_file()), cast.admin), by=User.objects.get(pk=second_admin.pk))


def _change(client, person, **said):
    """Change an account in Django admin."""
    stays = {"username": person.username, "is_active": "on", "is_staff": "on"}
    roles = [group.pk for group in person.groups.all()]
    client.post(f"/admin/auth/user/{person.pk}/change/", {**stays, "groups": roles, **said})


def test_what_is_turned_down_is_on_the_desk_again(put, cast, second_admin):
    batch = put(sheet_file())
    turn_down(let_in_all(batch, cast.admin), by=second_admin)
    assert states(batch) == ["ready"]
    assert ImportRequest.objects.get().decided_by == second_admin


def test_differences_are_filed_under_the_name_of_who_let_them_in(put, second_admin):
    sheet = make_sheet(4765)
    batch = put(sheet_file(q14="Ended."))
    assert DeskFile.objects.get().differs_in == [14]
    assert not Revision.objects.exists()
    assert let_in_all(batch, second_admin) is None
    work()
    assert states(batch) == ["filed"]
    assert Revision.objects.get().author == second_admin
    original = sheet.originals.get()
    assert (original.by_name, original.said["let_in_by"]) == ("Ada Admin", "Alma Second")


def test_a_file_that_says_what_the_record_says_is_let_in_only_where_its_sheet_has_none(put, cast):
    sheet = make_sheet(4765)
    batch = put(sheet_file())
    assert states(batch) == ["ready"]
    assert not sheet.originals.exists(), "One admin alone writes nothing by sending a file."
    assert let_in_all(batch, by=cast.admin) is None
    work()
    assert states(batch) == ["unchanged"]
    assert sheet.originals.get().said == {"let_in_by": "Ada Admin", "brought_later": True}
    assert states(put(sheet_file())) == ["unchanged"]
    assert sheet.originals.count() == 1


def test_a_sheet_that_came_meanwhile_is_compared_and_who_asked_files_what_differs(
    put, cast, second_admin
):
    batch = put(sheet_file(q14="Ended."))
    asked = let_in_all(batch, cast.admin)
    make_sheet(4765)
    confirm(asked, by=second_admin)
    work()
    assert states(batch) == ["filed"]
    assert Revision.objects.get().author == cast.admin


def test_who_may_import_no_longer_lets_nothing_in(put, cast, second_admin):
    batch = put(sheet_file())
    confirm(let_in_all(batch, cast.admin), by=second_admin)
    second_admin.groups.clear()
    work()
    assert states(batch) == ["ready"]
    assert "Only admins import" in DeskFile.objects.get().remark
    assert not Sheet.objects.exists()


def test_a_file_of_two_sheets_becomes_two(put, cast, second_admin):
    both = Incoming("both.txt", sheet_file(4765).content + b"\n" + sheet_file(4766).content)
    batch = put(both)
    assert [(file.part, file.key) for file in batch.files.all()] == [(1, "4765"), (2, "4766")]
    confirm(let_in_all(batch, cast.admin), by=second_admin)
    work()
    assert [bytes(original.content) for original in Original.objects.all()] == [both.content] * 2
    assert states(batch) == ["entered", "entered"]


def test_a_refused_file_says_why_and_holds_no_other_up(put):
    batch = put(LETTER, sheet_file())
    assert states(batch) == ["refused", "ready"]
    assert "letter.txt" in batch.files.first().problems[0]


def test_a_file_that_ends_its_reader_twice_is_refused_at_the_third_time(put, monkeypatch):
    batch = put(sheet_file(), sheet_file(4766), read=False)

    class Killed(BaseException):
        """As a signal that nothing catches."""

    def kill(file):
        raise Killed

    monkeypatch.setattr(worker, "read", kill)
    for _ in range(2):
        with pytest.raises(Killed):
            work_on_next()
    monkeypatch.undo()
    work()
    assert states(batch) == ["refused", "ready"]
    assert "begun 2 times, and the last time the worker was ended" in outcome_of(
        batch.files.first()
    )


def test_a_file_at_which_the_site_fails_twice_says_so_and_blames_nobody_else(put, monkeypatch):
    batch = put(sheet_file(), read=False)

    def fail(file):
        raise ValueError("a fault of ours")

    monkeypatch.setattr(worker, "read", fail)
    work()
    assert states(batch) == ["refused"]
    (told,) = batch.files.get().problems
    assert "The site failed at it; the log of the worker has why." in told
    assert "Save the sheet" not in told


def test_what_a_slower_worker_read_of_a_file_is_not_written_over_it(put, monkeypatch):
    batch = put(sheet_file(), read=False)

    def read_slowly(file):
        step = reading.read(file)
        monkeypatch.undo()
        work()  # by another worker, which counts its own try
        return step

    monkeypatch.setattr(worker, "read", read_slowly)
    work_on_next()
    assert states(batch) == ["ready"]
    assert DeskFile.objects.get().tries == 0


def test_what_is_put_aside_says_why_and_can_be_read_again(put, cast):
    batch = put(LETTER)
    file = batch.files.get()
    with pytest.raises(Refused, match="Say why"):
        put_aside(file, by=cast.admin, reason=" ")
    put_aside(file, by=cast.admin, reason="No sheet.")
    file.refresh_from_db()
    assert (file.state, file.remark) == ("dropped", "Put aside by Ada Admin: No sheet.")
    read_again(file, by=cast.admin)
    work()
    assert states(batch) == ["refused"]


def test_only_admins_let_in_and_put_aside(put, cast):
    file = put(sheet_file()).files.get()
    for act in (
        lambda by: let_in_all(file.batch, by=by),
        lambda by: put_aside(file, by=by, reason="No."),
        lambda by: read_again(file, by=by),
    ):
        with pytest.raises(NotAllowed):
            act(cast.coder)


def test_one_worker_works_at_a_time(put):
    put(sheet_file(), read=False)
    with alone(), pytest.raises(CommandError, match="Another worker"):
        call_command("run_desk", once=True, skip_checks=True)
    call_command("run_desk", once=True, skip_checks=True)
    assert DeskFile.objects.get().state == "ready"


def test_an_original_can_neither_be_changed_nor_removed(put, cast, second_admin):
    make_sheet(4765)
    let_in_all(put(sheet_file()), by=cast.admin)
    work()
    for act in (
        lambda: Original.objects.update(name="another.txt"),
        lambda: Original.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
