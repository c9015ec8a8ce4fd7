"""Nobody brings words in and lets them into the record alone, and what was confirmed enters."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction

from coding.desk.correcting_pages import accept, correct, hash_of_page, page_of
from coding.models import DeskFile, Original, Revision, Sheet
from coding.record.verification import verify
from coding.sheets.understanding.corrections import Act, PageCorrection
from coding.workflow import rules
from coding.workflow.import_differences import ImportSource, file_differences
from coding.workflow.import_requests import confirm, turn_down
from coding.workflow.original_files import PrintedFile
from coding.workflow.refusals import NotAllowed
from coding.workflow.sheet_import import import_sheet
from tests.desk.on_the_desk import let_in_all, printed, put_on_the_desk, sheet_file, states, work
from tests.factories import approve, content, make_person, make_sheet


@pytest.fixture
def third():
    """An admin who touched nothing."""
    return make_person("admin3", "Anton Third", "admin", is_staff=True)


def _put_right(file, by):
    """Somebody puts something right, and accepts the reading."""
    correct(file, PageCorrection(Act.IDENTIFY, atop_id=file.atop_id), by=by)
    file.refresh_from_db()
    page = page_of(file)
    accept(file, page, by=by, seen=hash_of_page(page))


@pytest.fixture
def filed(cast, second_admin, third):
    """A difference that one admin brought, another put right, and a third let in."""
    make_sheet(4765)
    batch = put_on_the_desk(sheet_file(q14="Ended."), by=cast.admin)
    _put_right(batch.files.get(), second_admin)
    let_in_all(batch, by=third)
    work()
    return Revision.objects.get()


def _reviewing(username):
    """An account that reviews, too."""
    person = User.objects.get(username=username)
    person.groups.add(Group.objects.get(name="reviewer"))
    return person


@pytest.mark.parametrize("who", ["admin", "admin2"])
def test_who_brought_or_corrected_an_imported_difference_does_not_approve_it(
    filed, who, monkeypatch
):
    person = _reviewing(who)
    assert filed.author.username == "admin3"
    with pytest.raises(NotAllowed, match="brought these words to the import desk"):
        approve(filed, by=person)
    monkeypatch.setattr(rules, "why_not_take", lambda *given: None)
    with pytest.raises(IntegrityError, match="not this person's to take"), transaction.atomic():
        approve(filed, by=person)


def test_a_reviewer_who_had_no_hand_in_it_approves_it(filed, cast):
    assert approve(filed, by=cast.reviewer).status == "approved"


@pytest.mark.parametrize("who", ["admin", "admin2"])
def test_who_brought_a_file_or_put_something_right_in_it_is_not_the_second_admin(
    cast, second_admin, third, who
):
    batch = put_on_the_desk(sheet_file(), by=cast.admin)
    _put_right(batch.files.get(), second_admin)
    asked = let_in_all(batch, by=third)
    with pytest.raises(NotAllowed, match="You put one of the files on the desk"):
        confirm(asked, by=User.objects.get(username=who))


def test_who_made_the_account_of_the_second_admin_may_not_have_brought_the_files(
    cast, second_admin, third, client
):
    client.force_login(cast.admin)
    client.post(f"/admin/auth/user/{third.pk}/link/")
    asked = let_in_all(put_on_the_desk(sheet_file(), by=cast.admin), by=second_admin)
    with pytest.raises(NotAllowed, match="Ada Admin brought its files, and made your account"):
        confirm(asked, by=third)


@pytest.mark.parametrize("way", ["made", "link", "address"])
def test_what_was_taken_out_of_admins_log_is_known_from_the_security_log(
    cast, third, client, django_capture_on_commit_callbacks, way
):
    client.force_login(cast.admin)
    page = f"/admin/auth/user/{third.pk}"
    with django_capture_on_commit_callbacks(execute=True):
        if way == "made":
            sent = {"username": "admin4", "usable_password": "false", "is_staff": "on"}
            client.post("/admin/auth/user/add/", sent)
            third = User.objects.get(username="admin4")
            third.groups.add(Group.objects.get(name="admin"))
        elif way == "link":
            client.post(f"{page}/link/")
        else:
            sent = {"username": third.username, "email": "a@example.org", "is_active": "on"}
            client.post(f"{page}/change/", sent | {"groups": Group.objects.get(name="admin").pk})
    LogEntry.objects.all().delete()
    asked = let_in_all(put_on_the_desk(sheet_file(), by=cast.admin), by=cast.admin)
    with pytest.raises(NotAllowed, match="Ada Admin asked for this import, and made your account"):
        confirm(asked, by=User.objects.get(pk=third.pk))


def test_what_was_turned_down_enters_by_no_hand_edit_of_the_desk(cast, second_admin):
    batch = put_on_the_desk(sheet_file(), by=cast.admin)
    asked = let_in_all(batch, by=cast.admin)
    turn_down(asked, by=second_admin)
    DeskFile.objects.update(state="entering", request=asked, let_in_by=cast.admin)
    work()
    assert states(batch) == ["ready"]
    assert "a second admin confirms it" in DeskFile.objects.get().remark
    assert not Sheet.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"content": printed(q14="Another."), "size": len(printed(q14="Another."))},
        {"name": "another.txt"},
        {"sha256": "0" * 64},
    ],
)
def test_no_other_file_enters_than_the_one_that_was_confirmed(cast, second_admin, changed):
    batch = put_on_the_desk(sheet_file(), by=cast.admin)
    confirm(let_in_all(batch, by=cast.admin), by=second_admin)
    DeskFile.objects.update(**changed)
    work()
    assert states(batch) == ["ready"]
    assert not Original.objects.exists()


def test_verify_finds_a_new_sheet_that_nobody_confirmed(cast, second_admin):
    batch = put_on_the_desk(sheet_file(), by=cast.admin)
    confirm(let_in_all(batch, by=cast.admin), by=second_admin)
    work()
    assert verify().holds
    import_sheet(content(4766), by=second_admin, asked_by="Ada Admin")
    (fault,) = verify().faults
    assert "which nobody confirmed" in str(fault)


def test_verify_finds_that_another_file_is_kept_than_the_one_that_was_confirmed(cast, second_admin):
    batch = put_on_the_desk(sheet_file(), by=cast.admin)
    confirm(let_in_all(batch, by=cast.admin), by=second_admin)
    other = PrintedFile("4765.txt", b"Another.", cast.admin)
    says = DeskFile.objects.get().says
    import_sheet(says, by=second_admin, asked_by="Ada Admin", original=other)
    (fault,) = verify().faults
    assert "The file that was confirmed is not kept with it" in str(fault)


def test_what_an_import_takes_over_from_one_that_waited_is_not_approved_by_who_brought_that(
    filed, cast, second_admin
):
    source = ImportSource("atop6_0m.csv", "Imported", second_admin, filed.created_at)
    (again,) = file_differences(filed.sheet, {"ineffect": 1}, {}, source)
    assert (again.text, again.author) == ("Ended.", second_admin)
    assert set(again.brought_by) == {cast.admin.pk, filed.author_id}


def test_what_was_asked_for_before_files_were_kept_is_let_in_without_one(cast, second_admin):
    batch = put_on_the_desk(sheet_file(), by=cast.admin)
    batch.files.update(content=b"", size=0)
    confirm(let_in_all(batch, by=cast.admin), by=second_admin)
    work()
    assert states(batch) == ["entered"]
    assert not Original.objects.exists()
    assert verify().holds
