"""Those who only read see what other roles see of the record, and change nothing."""

import pytest
from django.urls import reverse

from coding.models import Assignment, Comment, Revision
from coding.workflow import assigning, rules, starting_sheets
from coding.workflow.refusals import NotAllowed
from tests.factories import approved_change, draft, pending
from tests.views.plain_browser import open_page


@pytest.fixture
def reader(client, cast):
    client.force_login(cast.reader)
    return client


def test_a_reader_begins_with_the_sheets(reader):
    assert reader.get("/").headers["Location"] == reverse("coding:sheet-list")


def test_a_reader_sees_what_is_approved_and_submitted_and_no_draft(reader, cast, sheet):
    approved_change(sheet, 14, "It ended in 1935.", by=cast.coder, reviewer=cast.reviewer)
    waiting = pending(sheet, 15, "Broken by war.", by=cast.coder)
    hidden = draft(sheet, 16, "SENTINEL", by=cast.coder, note="SENTINEL")
    assert "It ended in 1935." in reader.get("/sheets/4765/").text
    assert "Broken by war." in reader.get(f"/revisions/{waiting.pk}/").text
    assert reader.get(f"/revisions/{hidden.pk}/").status_code == 404
    for page in ("", "proposed/", "history/", "questions/16/", "to-do/"):
        assert "SENTINEL" not in reader.get(f"/sheets/4765/{page}").text
    for page in ("/sheets/?q=SENTINEL", "/overview/", "/checks/"):
        shown = open_page(reader, page).tree
        assert "SENTINEL" not in shown.xpath("string(//table)")


def test_no_page_offers_a_reader_anything_to_press_that_is_refused(reader, sheet):
    for address in ("/sheets/", "/sheets/4765/", "/sheets/4765/questions/14/", "/overview/"):
        page = open_page(reader, address).tree
        forms = page.xpath('//main//form[@method="post"]')
        assert forms == [], address
        assert not page.xpath('//main//a[contains(., "Revise") or contains(., "Start a new")]')


def test_a_reader_neither_writes_nor_reviews_nor_assigns(cast, sheet):
    waiting = pending(sheet, 15, "Broken.", by=cast.coder)
    assert rules.steps_open_to(cast.reader, waiting) == []
    with pytest.raises(NotAllowed):
        draft(sheet, 14, "Mine.", by=cast.reader)
    with pytest.raises(NotAllowed):
        starting_sheets.start_sheet(5100, 0, by=cast.reader)
    with pytest.raises(NotAllowed):
        assigning.assign([sheet.pk], to=cast.coder, by=cast.reader)
    assert rules.why_not_comment(cast.reader)
    assert rules.why_not_name(cast.reader)
    counts = Revision.objects.count(), Assignment.objects.count(), Comment.objects.count()
    assert counts == (1, 0, 0)
