"""Why an answer is blank: chosen by the coder, reviewed, kept, shown, printed, exported."""

import csv
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from coding.export.nightly import export
from coding.models import Revision, Sheet
from coding.sheets.parser import read_sheet
from coding.workflow import drafts, sheet_import
from tests.export.conftest import write_no_more_than_csv
from tests.factories import approved_change, make_sheet
from tests.shared_rows import shared
from tests.views.plain_browser import open_page

ADDRESS = "/sheets/4765/questions/14/"


@shared
def sheet(cast):
    return make_sheet(4765, q14="")


def stated(cast, mark="[Not applicable]"):
    """The reason, chosen by the coder and approved by the reviewer."""
    sheet = Sheet.objects.get(atop_id=4765)
    return approved_change(sheet, 14, mark, by=cast.coder, reviewer=cast.reviewer)


@pytest.fixture
def exported(tmp_path, monkeypatch):
    """Exports what the record says when it is called."""
    write_no_more_than_csv(monkeypatch)
    return lambda: export(tmp_path).place


def at_14_in(place):
    """What answers.csv has of question 14."""
    with (place / "answers.csv").open() as file:
        (row,) = (row for row in csv.DictReader(file) if row["question"] == "14")
    return row["answer"], row["why_blank"]


def test_a_coder_chooses_the_reason_and_it_waits_for_review_like_an_answer(coder, cast, sheet):
    page = open_page(coder, ADDRESS)
    offered = page.tree.xpath('//select[@name="blank"]/option')
    words = ["not coded yet", "not asked", "not applicable", "no text found"]
    assert [option.text_content() for option in offered] == words
    page.press("action=submit", typed={"blank": "[No text found]"})
    (revision,) = Revision.objects.pending()
    assert (revision.text, revision.base) == ("[No text found]", "")


def test_the_reason_is_chosen_for_each_answer_of_a_section(coder, cast, sheet):
    page = open_page(coder, "/sheets/4765/sections/formation/")
    page.press("action=save", typed={"q14-blank": "[Not applicable]"})
    assert drafts.open_revision(sheet, 14, cast.coder).text == "[Not applicable]"


def test_an_answer_and_a_reason_for_there_being_none_are_refused_together(coder, cast, sheet):
    sent = {"text": "Ended in 2020.", "blank": "[Not asked]", "action": "save"}
    answer = coder.post(ADDRESS, sent)
    assert answer.status_code == 400
    assert "Empty one of the two." in answer.text
    assert "Ended in 2020." in answer.text
    assert not Revision.objects.open().exists()


def test_an_approved_reason_is_taken_back_by_choosing_not_coded_yet(coder, cast, sheet):
    stated(cast)
    page = open_page(coder, ADDRESS)
    page.press("action=save", typed={"blank": "", "note": "It applies."})
    assert drafts.open_revision(sheet, 14, cast.coder).text == ""


def test_the_reason_stands_on_the_sheet_its_history_and_as_of_a_day(coder, cast, sheet):
    before = timezone.now()
    stated(cast)
    assert "[Not applicable]" in coder.get("/sheets/4765/").text
    assert "[Not applicable]" in coder.get("/sheets/4765/history/").text
    later = (timezone.now() + timedelta(days=1)).date()
    assert "[Not applicable]" in coder.get(f"/sheets/4765/?at={later}").text
    moment = before.isoformat().replace("+", "%2B")
    assert "[Not applicable]" not in coder.get(f"/sheets/4765/?at={moment}").text


@pytest.mark.parametrize("form", ["txt", "docx", "pdf"])
def test_a_print_says_it_and_is_read_back_unchanged(coder, cast, sheet, form):
    stated(cast, "[Not asked]")
    printed = coder.get(f"/sheets/4765/print.{form}").content
    read = read_sheet(f"ATOP4765.{form}", printed)
    assert read.answers[14] == "[Not asked]"
    assert sheet_import.import_sheet(read).changes == []


def test_the_export_tells_the_reason_apart_from_the_answer(cast, sheet, exported):
    stated(cast, "[No text found]")
    place = exported()
    (told,) = json.loads((place / "sheets.json").read_text())
    assert told["answers"]["14"] == ""
    assert told["why_blank"] == {"14": "no text found"}
    assert at_14_in(place) == ("", "no text found")


def test_an_imported_blank_says_no_reason(cast, sheet, exported):
    place = exported()
    (told,) = json.loads((place / "sheets.json").read_text())
    assert told["why_blank"] == {}
    assert at_14_in(place) == ("", "not coded yet")
