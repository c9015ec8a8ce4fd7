"""Upload printed sheets: nothing is saved before it was seen, and then just what was seen."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from coding.models import Formation, ImportRequest, Revision, Sheet
from coding.sheets.printable import PrintableSheet
from coding.sheets.readers import LARGEST_FILE
from coding.sheets.text import print_text
from tests.factories import content, make_person, make_sheet
from tests.member_files import BELARUS, RUSSIA, alliance, write_member_file

ADDRESS = reverse("coding:sheets-import")


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.admin)
    return client


def _printed(atop_id=4765, phase=0, **answers):
    said = content(atop_id, phase, **answers).answers
    text = print_text(PrintableSheet(atop_id, phase, said, ()))
    return SimpleUploadedFile(f"{atop_id}.txt", text.encode())


def _upload(client, *files):
    return client.post(ADDRESS, {"sheets": list(files)})


def _save(client, page, **said):
    sealed = re.findall(r'name="sealed" value="([^"]+)"', page.content.decode())
    return client.post(ADDRESS, {"sealed": sealed, **said}, follow=True)


@pytest.fixture
def second():
    """Another admin, signed in."""
    person = make_person("admin2", "Alma Second", "admin", is_staff=True)
    client = Client()
    client.force_login(person)
    return client


def _decide(client, decision="confirm", **said):
    sent = {"request": ImportRequest.objects.latest("pk").pk, "decision": decision, **said}
    return html.unescape(client.post(ADDRESS, sent, follow=True).content.decode())


def test_a_new_sheet_is_shown_and_enters_the_record_when_a_second_admin_confirms(admin, second):
    page = _upload(admin, _printed())
    assert "enters the record" in page.content.decode()
    assert "4765: a second admin confirms" in _save(admin, page).content.decode()
    assert not Sheet.objects.exists()
    offered = second.get(ADDRESS).content.decode()
    assert "asked for by Ada Admin" in offered
    assert "Confirm: it enters the record" in offered
    assert "4765 imported" in _decide(second)
    sheet = Sheet.objects.get()
    assert sheet.printed_from == "4765.txt"
    entered = sheet.history.get()
    assert entered.history_user.username == "admin2"
    assert entered.history_change_reason == "Imported from 4765.txt, as Ada Admin asked"


def test_nobody_confirms_what_they_asked_for(admin):
    shown = _save(admin, _upload(admin, _printed())).content.decode()
    assert "Confirm: it enters the record" not in shown
    assert "You asked for this import" in _decide(admin)
    assert not Sheet.objects.exists()
    asked = ImportRequest.objects.get()
    asked.decided_by, asked.decided_at, asked.is_confirmed = asked.asked_by, asked.asked_at, True
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save()


def test_an_import_is_decided_once(admin, second):
    _save(admin, _upload(admin, _printed()))
    assert "stay out of the record" in _decide(admin, "turn-down")
    assert "Already decided by Ada Admin" in _decide(second)
    assert not Sheet.objects.exists()


def test_a_sheet_that_came_meanwhile_is_compared_and_who_asked_files_what_differs(
    admin, second, cast
):
    _save(admin, _upload(admin, _printed(q14="Ended.")))
    make_sheet(4765)
    assert "Q14 filed for review" in _decide(second)
    assert Revision.objects.get().author == cast.admin


def test_a_changed_sheet_shows_its_differences_and_files_them(admin):
    sheet = make_sheet(4765)
    page = _upload(admin, _printed(q14="Ended."))
    assert "<ins>Ended.</ins>" in page.content.decode()
    assert not Revision.objects.exists()
    assert "Q14 filed for review" in _save(admin, page).content.decode()
    assert Formation.objects.get(sheet=sheet).termination_dates == "Answer 14."


def test_an_unchanged_sheet_offers_nothing_to_save(admin):
    make_sheet(4765)
    page = _upload(admin, _printed()).content.decode()
    assert "says the same" in page
    assert "Save what is shown" not in page


def test_a_refused_file_holds_no_other_file_up(admin):
    letter = SimpleUploadedFile("letter.txt", b"Dear colleague, thank you for the sheets.")
    page = _upload(admin, letter, _printed())
    shown = page.content.decode()
    assert "Refused; nothing of it will be saved." in shown
    assert "letter.txt" in shown
    _save(admin, page)
    assert len(ImportRequest.objects.get().sheets) == 1


def test_no_file_is_explained(admin):
    page = admin.post(ADDRESS, {})
    assert page.status_code == 400
    assert "Choose at least one file" in page.content.decode()


def test_an_empty_file_is_refused_by_name_and_holds_no_other_up(admin):
    page = _upload(admin, SimpleUploadedFile("empty.txt", b""), _printed())
    assert "empty.txt: The file is empty." in page.content.decode()
    _save(admin, page)
    assert len(ImportRequest.objects.get().sheets) == 1


def test_a_file_too_large_is_refused_by_name_and_holds_no_other_up(admin):
    huge = SimpleUploadedFile("huge.txt", b"x" * (LARGEST_FILE + 3 * 2**19))
    page = _upload(admin, huge, _printed())
    refusal = "huge.txt: A sheet is smaller than 20 MB. Found: “21.5 MB”."
    assert refusal in page.content.decode()
    _save(admin, page)
    assert len(ImportRequest.objects.get().sheets) == 1


def test_a_preview_that_was_tampered_with_is_not_carried_out(admin):
    page = admin.post(ADDRESS, {"sealed": ["made:up"]}, follow=True)
    assert "Upload it again" in page.content.decode()
    assert not Sheet.objects.exists()


@pytest.mark.parametrize("who", ["coder", "reviewer", "outsider"])
def test_only_admins_import(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(ADDRESS).status_code == 403
    assert _upload(client, _printed()).status_code == 403


@pytest.fixture
def published(cast, tmp_path):
    """An alliance of two that is in the dataset files."""
    member_file = write_member_file(tmp_path, alliance(4765, RUSSIA, BELARUS, nonagg=1))
    call_command("import_dataset", str(member_file), as_is=True, verbosity=0, skip_checks=True)


def test_a_new_phase_that_takes_its_alliance_out_of_the_datasets_is_confirmed_first(
    admin, second, published
):
    page = _upload(admin, _printed(phase=2))
    shown = html.unescape(page.content.decode())
    leaving = "Alliance 4765 leaves the datasets: all of its 2 member rows of atop6_0m"
    assert leaving in shown
    _save(admin, page)
    offered = html.unescape(second.get(ADDRESS).content.decode())
    assert leaving in offered
    assert "Nothing was imported" in _decide(second)
    assert Sheet.objects.get().phase == 0
    (token,) = re.findall(r'name="confirm" value="(\w+)"', offered)
    assert "4765.2 imported" in _decide(second, confirm=token)
    assert {one.phase for one in Sheet.objects.all()} == {1, 2}


def test_a_new_phase_of_an_alliance_that_is_in_no_file_asks_nothing(admin, second):
    make_sheet(4765)
    _save(admin, _upload(admin, _printed(phase=2)))
    assert 'name="confirm"' not in second.get(ADDRESS).content.decode()
    assert "4765.2 imported" in _decide(second)
