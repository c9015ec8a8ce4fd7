"""The import desk's pages: files go on, what became of them is told, sheets are let in."""

import csv
import html
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse

from coding.attachments import attachment
from coding.desk.file_actions import read_again
from coding.desk.worker import work_on_next
from coding.models import Batch, DeskFile, Formation, ImportRequest, Revision, Sheet
from coding.models.questionnaire import BY_NUMBER
from coding.sheets.files.readers import LARGEST_FILE
from tests.costly import on_the_gate
from tests.desk.on_the_desk import printed, typed_sheet, work
from tests.desk.test_many_at_once import KIND, REWORDED
from tests.factories import make_person, make_sheet
from tests.member_files import BELARUS, RUSSIA, alliance, write_member_file
from tests.queries import cost_of
from tests.shared_rows import shared

DESK = reverse("coding:sheets-import")


@pytest.fixture
def second():
    """Another admin, signed in."""
    return _signed_in("admin2", "Alma Second")


@pytest.fixture
def third():
    """One more."""
    return _signed_in("admin3", "Anton Third")


def _signed_in(username, name):
    client = Client()
    client.force_login(make_person(username, name, "admin", is_staff=True))
    return client


def _file(atop_id=4765, phase=0, **answers):
    return SimpleUploadedFile(f"{atop_id}.txt", printed(atop_id, phase, **answers))


LETTER = SimpleUploadedFile("letter.txt", b"Dear colleague, thank you for the sheets.")


def _text(answer):
    return html.unescape(answer.content.decode())


def _put(client, *files, read=True):
    for file in files:
        file.seek(0)
    page = client.post(DESK, {"sheets": list(files)}, follow=True)
    if read:
        work()
    return page


def _batch(client, **query):
    return _text(client.get(reverse("coding:desk-batch", args=[Batch.objects.first().pk]), query))


def _page(client, number=-1):
    file = list(DeskFile.objects.all())[number]
    return _text(client.get(reverse("coding:desk-file", args=[file.pk])))


def _let_in(client, page=None):
    """Press the button on the page of the batch, or another page that has one."""
    address = reverse("coding:desk-let-in", args=[Batch.objects.first().pk])
    seen = re.findall(r'name="seen" value="([^"]+)"', page or _batch(client))
    page = _text(client.post(address, {"seen": seen}, follow=True))
    work()
    return page


def _decide(client, decision="confirm", **said):
    address = reverse("coding:desk-decide", args=[ImportRequest.objects.latest("pk").pk])
    page = _text(client.post(address, {"decision": decision, **said}, follow=True))
    work()
    return page


def test_a_new_sheet_is_shown_and_enters_the_record_when_a_second_admin_confirms(admin, second):
    assert "waits to be read" in _text(_put(admin, _file(), read=False))
    work()
    assert "New sheet." in _batch(admin)
    assert "Answer 20." in _page(admin)
    assert "1 new sheet: imported once a second admin confirms" in _let_in(admin)
    offered = _batch(second)
    assert "asked for by Ada Admin" in offered
    assert "Confirm the import" in offered
    assert not Sheet.objects.exists()
    assert "the sheets are being imported" in _decide(second)
    assert Sheet.objects.get().history.get().history_user.username == "admin2"
    assert 'href="/sheets/4765/"' in _batch(admin)


def test_nobody_confirms_what_they_asked_for(admin):
    _put(admin, _file())
    assert "Confirm the import" not in _let_in(admin)
    assert "You asked for this import" in _decide(admin)
    assert not Sheet.objects.exists()
    asked = ImportRequest.objects.get()
    asked.decided_by, asked.decided_at, asked.is_confirmed = asked.asked_by, asked.asked_at, True
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save()


def test_an_import_is_decided_once(admin, second):
    _put(admin, _file())
    _let_in(admin)
    assert "The sheets are not imported" in _decide(admin, "turn-down")
    assert "Already decided by Ada Admin" in _decide(second)
    assert not Sheet.objects.exists()


def test_a_changed_sheet_shows_its_differences_and_files_them(admin):
    sheet = make_sheet(4765)
    _put(admin, _file(q14="Ended."))
    assert "<ins>Ended.</ins>" in _page(admin)
    assert not Revision.objects.exists()
    _let_in(admin)
    assert "differences filed for review" in _batch(admin)
    assert Formation.objects.get(sheet=sheet).termination_dates == "Answer 14."


@pytest.mark.parametrize("seen", ["", "4765", "x.1", "1.-1", "all"])
def test_a_press_that_does_not_say_what_it_was_on_lets_nothing_in(admin, seen):
    make_sheet(4765)
    _put(admin, _file(q14="Ended."))
    address = reverse("coding:desk-let-in", args=[Batch.objects.get().pk])
    assert admin.post(address, {"seen": seen, "file": "1"}).status_code == 400
    assert DeskFile.objects.get().state == "ready"


def test_what_was_read_after_the_page_was_made_is_not_let_in_with_it(admin):
    _put(admin, _file(), _file(4766), read=False)
    work_on_next()
    page = _batch(admin)
    assert "1 new sheet: a second admin is asked" in page
    work()
    _let_in(admin, page)
    assert [file.state for file in DeskFile.objects.all()] == ["asked", "ready"]


def test_what_reads_otherwise_since_the_page_was_made_stays(admin):
    make_sheet(4765)
    _put(admin, _file(q14="Ended."), _file(4766))
    page = _batch(admin)
    reread = DeskFile.objects.first()
    read_again(reread, by=User.objects.get(username="admin"))
    work()
    assert "1 file left" in _let_in(admin, page)
    assert [file.state for file in DeskFile.objects.all()] == ["ready", "asked"]


def test_a_decision_that_is_none_turns_nothing_down(admin):
    _put(admin, _file())
    _let_in(admin)
    address = reverse("coding:desk-decide", args=[ImportRequest.objects.get().pk])
    assert admin.post(address, {"decision": ""}).status_code == 400
    assert ImportRequest.objects.get().decided_by is None


def test_only_who_asked_takes_back_and_others_turn_down(admin, second, third):
    _put(second, _file())
    _let_in(admin)
    assert "Cancel the request" in _batch(admin)
    page = _batch(second)
    assert "You put one of the files on the desk" in page
    assert "Turn down" in page
    assert "Cancel the request" not in page
    assert "Confirm the import" in _batch(third)


@pytest.mark.parametrize("content", [b"", b"x" * (LARGEST_FILE + 1)])
def test_a_file_that_is_empty_or_too_large_can_be_put_aside(admin, content):
    _put(admin, SimpleUploadedFile("4765.txt", content))
    page = _page(admin)
    assert "Put aside" in page
    assert "Read it again" not in page
    assert "the file as it came" not in page


def test_one_file_is_let_in_alone(admin):
    make_sheet(4765)
    make_sheet(4766)
    _put(admin, _file(q14="Ended."), _file(4766, q14="Ended."))
    _let_in(admin, _page(admin, 0))
    assert Revision.objects.get().sheet.atop_id == 4765


def test_of_an_unchanged_sheet_only_the_first_file_is_to_be_let_in(admin):
    make_sheet(4765)
    _put(admin, _file())
    assert "1 the same as the sheet that is here: only the file is kept with it" in _batch(admin)
    assert "Keep the file with the sheet" in _page(admin)
    _let_in(admin)
    assert "It came later" in _text(admin.get(reverse("coding:sheet-originals", args=["4765"])))
    _put(admin, _file())
    page = _batch(admin)
    assert "the same as the sheet" in page
    assert "Import what was read" not in page


def test_a_refused_file_says_why_and_holds_no_other_up(admin):
    huge = SimpleUploadedFile("huge.txt", b"x" * (LARGEST_FILE + 1))
    _put(admin, LETTER, SimpleUploadedFile("empty.txt", b""), huge, _file())
    page = _batch(admin)
    assert "The file is empty." in page
    assert "A sheet is smaller than 20 MB." in page
    for name in ("letter.txt", "empty.txt", "huge.txt"):
        assert page.count(name) == 1, "The reason stands beside the name, and does not repeat it."
    assert "huge.txt: " not in _page(admin, 2)
    assert "1 new sheet: a second admin is asked" in page


def test_a_zip_is_unpacked_and_what_programs_left_in_it_is_named(admin):
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        file.writestr("sheets/4765.txt", printed())
        file.writestr("sheets/.DS_Store", b"x")
        file.writestr("__MACOSX/sheets/._4765.txt", b"x")
        file.writestr("more.zip", b"PK")
    page = _text(_put(admin, SimpleUploadedFile("sheets.zip", packed.getvalue())))
    assert "2 files of other programs left out: __MACOSX/sheets/._4765.txt" in page
    assert [file.state for file in DeskFile.objects.all()] == ["refused", "ready"]
    assert DeskFile.objects.last().name == "sheets/4765.txt"


@pytest.mark.parametrize("content", [b"no zip", b"PK\x03\x04 broken"])
def test_a_zip_that_is_none_is_refused_whole(admin, content):
    page = _put(admin, _file(), SimpleUploadedFile("sheets.zip", content))
    assert page.status_code == 400
    assert "sheets.zip is no ZIP file" in _text(page)
    assert not Batch.objects.exists()


def test_no_file_is_explained(admin):
    page = admin.post(DESK, {})
    assert page.status_code == 400
    assert "Choose at least one file" in _text(page)


def test_the_summary_has_a_row_for_each_file(admin):
    make_sheet(4765)
    _put(admin, _file(q14="Ended."), LETTER)
    answer = admin.get(reverse("coding:desk-summary", args=[Batch.objects.get().pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    changed, letter = csv.DictReader(StringIO(text))
    assert (changed["sheet"], changed["state"], changed["questions"]) == ("4765", "read", "14")
    assert letter["state"] == "refused"
    assert letter["address"].endswith(f"/sheets/import/files/{DeskFile.objects.last().pk}/")


def test_a_batch_shows_files_of_one_state_alone(admin):
    _put(admin, _file(), LETTER)
    page = _batch(admin, state="refused")
    assert "letter.txt" in page
    assert "4765.txt" not in page


def test_nobody_reading_is_said(admin):
    _put(admin, _file(), read=False)
    assert "no worker of the desk is running" in _batch(admin)
    assert "no worker of the desk is running" in _text(admin.get(DESK))
    call_command("run_desk", once=True, skip_checks=True)
    _put(admin, _file(), read=False)
    assert "no worker of the desk is running" not in _batch(admin)


def test_a_file_is_put_aside_with_a_reason(admin):
    _put(admin, LETTER)
    address = reverse("coding:desk-put-aside", args=[DeskFile.objects.get().pk])
    assert "Say why" in _text(admin.post(address, {"reason": ""}, follow=True))
    admin.post(address, {"reason": "A letter."})
    assert "Put aside by Ada Admin: A letter." in _page(admin)


def test_files_are_handed_out_to_be_saved_and_never_run(admin, second):
    _put(admin, SimpleUploadedFile("4765.txt", printed(q14="<script>alert(1)</script>")))
    desk = admin.get(reverse("coding:desk-original", args=[DeskFile.objects.get().pk]))
    _let_in(admin)
    _decide(second)
    listed = admin.get(reverse("coding:sheet-originals", args=["4765"]))
    assert DeskFile.objects.get().sha256 in _text(listed)
    (address,) = re.findall(r'href="(/sheets/4765/originals/\d+/file/)"', _text(listed))
    for answer in (desk, admin.get(address)):
        assert answer.content == printed(q14="<script>alert(1)</script>")
        assert answer["Content-Disposition"] == 'attachment; filename="4765.txt"'
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("sandbox")


def test_the_file_of_another_sheet_is_not_found(admin, second):
    _put(admin, _file())
    _let_in(admin)
    _decide(second)
    make_sheet(4766)
    pk = Sheet.objects.get(atop_id=4765).originals.get().pk
    assert admin.get(reverse("coding:original-file", args=["4766", pk])).status_code == 404


@shared
def published(cast, tmp_path):
    """An alliance of two that is in the dataset files."""
    member_file = write_member_file(tmp_path, alliance(4765, RUSSIA, BELARUS, nonagg=1))
    call_command("import_dataset", str(member_file), as_is=True, verbosity=0, skip_checks=True)


def test_a_new_phase_that_takes_its_alliance_out_of_the_datasets_is_confirmed_first(
    admin, second, published
):
    _put(admin, _file(phase=2))
    leaving = "Alliance 4765 leaves the datasets: all of its 2 member rows of atop6_0m"
    assert leaving in _page(admin)
    _let_in(admin)
    offered = _batch(second)
    assert leaving in offered
    assert "Nothing was imported" in _decide(second)
    assert Sheet.objects.get().phase == 0
    (token,) = re.findall(r'name="confirm" value="(\w+)"', offered)
    _decide(second, confirm=token)
    assert {sheet.phase for sheet in Sheet.objects.all()} == {1, 2}


def test_a_new_phase_of_an_alliance_that_is_in_no_file_asks_nothing(admin, second):
    make_sheet(4765)
    _put(admin, _file(phase=2))
    _let_in(admin)
    assert 'name="confirm"' not in _batch(second)
    _decide(second)
    assert {sheet.phase for sheet in Sheet.objects.all()} == {1, 2}


@pytest.fixture
def unclear(admin):
    """The page of a sheet in which question 14 is not found."""
    text = "\n".join(line.strip() for line in printed(q14="Ended.").decode().splitlines()[1:])
    broken = text.replace(f"14. {BY_NUMBER[14].wording}", "14) ended when?")
    _put(admin, SimpleUploadedFile("4765.txt", broken.encode()))
    return reverse("coding:desk-page", args=[DeskFile.objects.get().pk])


def test_what_was_not_found_is_shown_beside_the_lines_and_corrected(admin, unclear):
    assert unclear in _batch(admin)
    page = _text(admin.get(unclear))
    assert "1 problem to correct" in page
    assert "60 of 61 questions found" in page
    (line,) = re.findall(r'id="l(\d+)"(?:(?!</li>).)*14\) ended when', page, re.DOTALL)[-1:]
    given = {"do": "give", "first": line, "what": "QUESTION", "question": 14}
    assert admin.post(unclear, given).url == f"{unclear}#l{line}"
    admin.post(unclear, given | {"first": int(line) + 1, "what": "ANSWER"})
    page = _text(admin.get(unclear))
    assert "2 corrections" in page
    assert f"Ada Admin: line {line} is question 14." in page
    (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
    assert admin.post(unclear, {"do": "accept", "seen": seen}).status_code == 302
    assert "1 new sheet: a second admin is asked" in _batch(admin)
    assert admin.get(unclear).status_code == 200


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"do": "give", "first": "", "what": "ANSWER"}, "Name the line"),
        ({"do": "give", "first": "9999", "what": "ANSWER"}, "There are no lines 9999"),
        ({"do": "give", "first": "9", "last": "3", "what": "ANSWER"}, "There are no lines 9 to 3"),
        ({"do": "give", "first": "9", "what": "ANSWER", "question": "62"}, "Name the question"),
        ({"do": "give", "first": "9", "what": "LEFT_OUT", "why": " "}, "Say why"),
        (
            {"do": "give", "first": "9", "what": "NOTE", "words": "nowhere"},
            "does not have the words",
        ),
        (
            {"do": "give", "first": "9", "last": "10", "what": "NOTE", "words": "x"},
            "one line alone",
        ),
        ({"do": "blank", "question": "99"}, "no such question"),
        ({"do": "identify", "sheet": "nine"}, "such as 4765"),
        ({"do": "take-back", "place": "7"}, "undone already"),
        ({"do": "accept", "seen": "x"}, "still problems"),
        ({"do": "fly"}, "Choose what to correct"),
    ],
)
def test_what_cannot_be_corrected_so_is_told_and_stands_in_the_boxes(admin, unclear, sent, why):
    answer = admin.post(unclear, sent)
    assert answer.status_code == 409
    assert why in _text(answer)
    if "why" in sent or "words" in sent:
        assert f'value="{sent.get("words", "")}"' in _text(answer)
    assert DeskFile.objects.get().corrections == []


def test_words_of_a_line_begin_a_paragraph_or_are_given_away(admin, unclear):
    admin.post(unclear, {"do": "blank", "question": "14"})
    page = _text(admin.get(unclear))
    (line,) = re.findall(r'id="l(\d+)"(?:(?!</li>).)*Answer 20\.', page, re.DOTALL)[-1:]
    words = {"do": "give", "first": line, "what": "LEFT_OUT", "words": "20.", "why": "A number."}
    admin.post(unclear, words)
    admin.post(unclear, {"do": "give", "first": line, "what": "BEGIN"})
    assert DeskFile.objects.get().says.answers[20] == "Answer"
    assert "part of line" in _text(admin.get(unclear))


def _asked(client, name, *arguments):
    return cost_of(client, reverse(f"coding:{name}", args=arguments), most=200_000, kind=KIND)


@on_the_gate
def test_pages_ask_the_same_of_three_files_and_of_three_thousand(admin, second):
    _put(admin, *(_file(atop_id) for atop_id in (4764, 4765, 4766)))
    _let_in(admin)
    reworded = typed_sheet(4768, REWORDED)
    _put(admin, LETTER, _file(4767), SimpleUploadedFile(reworded.name, reworded.content))
    _put(admin, LETTER)
    batches = list(Batch.objects.all())
    pages = [("sheets-import",), *(("desk-batch", batch.pk) for batch in batches)]
    pages += [("desk-clear", batches[0].pk), ("desk-alike", batches[1].pk)]
    pages.append(("desk-file", DeskFile.objects.last().pk))
    few = [_asked(second, *page) for page in pages]
    for file in list(DeskFile.objects.all()):
        copies = [model_to_dict(file, exclude=["id", "batch", "request", "let_in_by"])] * 600
        DeskFile.objects.bulk_create(
            DeskFile(**copy, batch=file.batch, request=file.request, let_in_by=file.let_in_by)
            for copy in copies
        )
    Batch.objects.bulk_create(Batch(by=batch.by, at=batch.at, name="B") for batch in batches * 100)
    assert [_asked(second, *page) for page in pages] == few
    assert max(few) <= 16


@pytest.mark.parametrize("name", ["a/b/4765.txt", "../../etc/4765.txt", "C:\\sheets\\4765.txt"])
def test_a_file_is_downloaded_without_the_folders_it_came_in(name):
    assert attachment(name, b"")["Content-Disposition"] == 'attachment; filename="4765.txt"'
