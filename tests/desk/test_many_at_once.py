"""Batches as they come: many files accepted by what is said of them, old ones cleared away."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from docx import Document

from coding.desk.accepting import accept_alike, alike, plain_kinds
from coding.desk.adding_files import Incoming
from coding.desk.clearing import clear, done
from coding.desk.file_actions import import_files, put_aside, seen_of
from coding.desk.file_contents import content_of
from coding.models import Batch, DeskFile, Original, SecurityEvent, Sheet
from coding.models.questionnaire import BY_NUMBER
from coding.workflow.import_requests import confirm
from coding.workflow.refusals import NotAllowed, Refused
from tests.desk.on_the_desk import (
    LETTER,
    let_in_all,
    printed,
    sheet_file,
    states,
    typed_sheet,
    work,
)

KIND = "Worded otherwise, read as question 20 by its number and place"
WORDING = BY_NUMBER[20].wording
REWORDED = (WORDING, "Nature of the limits to obligations listed in #19.")
ODD = ("Answer 30.", "No\nFurther words stand below.")


def _accept(batch, by, seen=None):
    listed = dict(alike(batch.files.all(), KIND).values_list("pk", "reading"))
    return accept_alike(batch.files.all(), KIND, by=by, seen=listed if seen is None else seen)


def test_files_whose_only_remarks_are_of_one_plain_kind_are_accepted_together(put, cast):
    batch = put(
        typed_sheet(4765, REWORDED), typed_sheet(4766, REWORDED), typed_sheet(4767, REWORDED, ODD)
    )
    assert states(batch) == ["doubtful"] * 3
    assert plain_kinds(batch.files.all()) == [(KIND, 2)]
    assert _accept(batch, cast.admin) == 2
    assert states(batch) == ["ready", "ready", "doubtful"]
    told = batch.files.first().said["doubts"]
    assert told[0].endswith("Looked at by Ada Admin.")
    assert "Nature of the limits" in told[0]


def test_what_was_not_on_the_screen_as_it_is_now_is_not_accepted(put, cast):
    batch = put(typed_sheet(4765, REWORDED), typed_sheet(4766, REWORDED))
    first, second = alike(batch.files.all(), KIND)
    assert _accept(batch, cast.admin, {first.pk: first.reading - 1, second.pk: second.reading}) == 1
    assert states(batch) == ["doubtful", "ready"]


def test_a_doubt_about_an_answer_is_never_accepted_with_others(put, cast):
    batch = put(typed_sheet(4765, ODD), typed_sheet(4766, ODD))
    (kind,) = batch.files.first().kinds
    assert plain_kinds(batch.files.all()) == []
    seen = dict(batch.files.values_list("pk", "reading"))
    assert accept_alike(batch.files.all(), kind, by=cast.admin, seen=seen) == 0


def test_a_remark_of_many_words_is_quoted_whole_in_the_list(put):
    longer = " ".join(["Nature of the limits to obligations listed in #19"] * 4) + "."
    batch = put(typed_sheet(4765, (WORDING, longer)))
    assert states(batch) == ["doubtful"]
    assert [number for _, number in plain_kinds(batch.files.all())] == [1]
    assert longer in batch.files.get().doubts[0]


def test_only_admins_accept_many(put, cast):
    with pytest.raises(NotAllowed):
        _accept(put(typed_sheet(4765, REWORDED)), cast.coder)


def _word_file(atop_id):
    document = Document()
    for line in typed_sheet(atop_id).content.decode().splitlines():
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = "ATOP coding sheets, archive of the project"
    file = BytesIO()
    document.save(file)
    return Incoming(f"{atop_id}.docx", file.getvalue())


def test_the_head_of_the_pages_is_listed_and_keeps_no_sheet_waiting(put, cast, second_admin):
    batch = put(_word_file(4765))
    assert states(batch) == ["ready"]
    (notice,) = batch.files.get().said["unread"]
    assert "Head of the pages: “ATOP coding sheets, archive of the project”" in notice
    confirm(let_in_all(batch, by=cast.admin), by=second_admin)
    work()
    assert Original.objects.get().said["unread"] == [notice]


def test_the_sheets_of_one_file_share_its_bytes_until_the_last_is_done(put, cast, second_admin):
    both = Incoming("both.txt", printed(4765) + b"\n" + printed(4766))
    batch = put(both)
    first, other = batch.files.all()
    assert (bytes(first.content), bytes(other.content)) == (both.content, b"")
    files = DeskFile.objects.filter(pk=first.pk)
    confirm(import_files(files, by=cast.admin, seen=seen_of(files))[1], by=second_admin)
    work()
    other.refresh_from_db()
    assert content_of(other) == both.content
    confirm(let_in_all(batch, by=cast.admin), by=second_admin)
    work()
    assert [bytes(file.content) for file in batch.files.all()] == [b"", b""]
    assert [bytes(original.content) for original in Original.objects.all()] == [both.content] * 2


def _done_batch(put, cast, second_admin):
    both = Incoming("both.txt", printed(4765) + b"\n" + printed(4766))
    batch = put(both, LETTER, sheet_file(4767))
    put_aside(batch.files.get(name="4767.txt"), by=cast.admin, reason="Not ours.")
    confirm(let_in_all(batch, by=cast.admin), by=second_admin)
    work()
    assert states(batch) == ["entered", "refused", "dropped", "entered"]
    return batch


def test_a_batch_that_is_done_is_taken_off_and_its_sheets_keep_their_files(
    put, cast, second_admin, django_capture_on_commit_callbacks
):
    batch = _done_batch(put, cast, second_admin)
    with django_capture_on_commit_callbacks(execute=True):
        clear(batch, by=cast.admin)
    assert not DeskFile.objects.exists()
    assert not Batch.objects.exists()
    assert Sheet.objects.count() == Original.objects.count() == 2
    told = SecurityEvent.objects.get(kind="import batch cleared")
    assert told.more == "4 files: 1 refused, 2 imported, 1 put aside"


def test_a_batch_with_a_file_that_somebody_goes_on_with_stays(put, cast):
    batch = put(LETTER, sheet_file())
    with pytest.raises(Refused, match="It is not done"):
        clear(batch, by=cast.admin)
    assert batch.files.count() == 2


def test_only_admins_take_a_batch_off(put, cast):
    with pytest.raises(NotAllowed):
        clear(put(LETTER), by=cast.coder)


def test_an_operator_clears_what_is_done_and_old_and_nothing_else(put, cast, capsys):
    old, waiting, fresh = put(LETTER), put(sheet_file()), put(LETTER)
    for batch in (old, waiting):
        batch.at = timezone.now() - timedelta(days=91)
        batch.save()
    call_command("clear_desk", older_than=90)
    assert "1 of the batches" in capsys.readouterr().out
    assert set(Batch.objects.all()) == {waiting, fresh}
    assert list(done(Batch.objects.all())) == [fresh]
