"""The record on screen: a sheet's steps, one revision in full, two moments compared."""

import re

import pytest
from django.urls import reverse

from coding.models import Revision
from coding.workflow import drafts, starting_sheets
from coding.workflow.review import decide_many
from coding.workflow.transitions import APPROVE, RETURN
from tests.factories import (
    approve,
    approved_change,
    draft,
    make_person,
    make_sheet,
    pending,
    send_back,
    verdicts,
)


def _history(sheet, query=""):
    return reverse("coding:sheet-history", args=[sheet.key]) + query


def _compare(sheet, query=""):
    return reverse("coding:sheet-compare", args=[sheet.key]) + query


def test_a_sheets_history_shows_who_when_why_and_the_words(admin, cast, sheet):
    approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer, note="Article 3.")
    page = admin.get(_history(sheet)).content.decode()
    for shown in ("Clara Coder", "Rita Reviewer", "Article 3.", "<ins>Ended.</ins>", "Version 6.0"):
        assert shown in page


def test_what_people_wrote_is_escaped_in_the_record(admin, cast, sheet):
    cast.coder.last_name = "<i>Coder"
    cast.coder.save()
    revision = pending(sheet, 14, "<b>Ended.", by=cast.coder, note="<b>Why.")
    send_back(revision, by=cast.reviewer, comment="<b>No.")
    for address in (_history(sheet), reverse("coding:revision-read", args=[revision.pk])):
        page = admin.get(address).content.decode()
        for wrote in ("<b>Ended", "<b>Why", "<b>No", "<i>Coder"):
            assert wrote not in page
        assert "“&lt;b&gt;No.”" in page
        assert "by Clara &lt;i&gt;Coder" in page


def test_a_decision_on_several_is_one_entry_that_names_author_and_reviewer(admin, cast, sheet):
    waiting = [pending(sheet, number, f"New{number}.", by=cast.coder) for number in (14, 15, 16)]
    waiting.append(pending(sheet, 14, "Other.", by=cast.second_coder))
    returned = verdicts(RETURN, waiting[:1], comment="Cite it.")
    approvals = verdicts(APPROVE, waiting[1:3])
    decide_many([*approvals, *returned], by=cast.reviewer)
    approve(waiting[3], by=cast.reviewer)
    page = admin.get(_history(sheet)).text
    (entry,) = re.findall(r'<p class="step">(?:(?!</p>).)*together by(?:(?!</p>).)*</p>', page)
    assert ">2 approved</span>" in entry
    assert ">1 returned</span>" in entry
    assert "together by Rita Reviewer, written by Clara Coder" in entry
    assert page.count("together by") == 1
    assert "by Rita Reviewer, written by Colin Second" in page
    for shown in ("New15.", "New16.", "Cite it."):
        assert shown in page


def test_a_reviewer_who_has_the_authors_name_is_not_taken_for_the_author(admin, cast, sheet):
    written = pending(sheet, 14, "New.", by=cast.coder)
    cast.coder.last_name = "Renamed"
    cast.coder.save()
    approve(written, by=make_person("clara2", "Clara Coder", "reviewer"))
    page = admin.get(_history(sheet)).text
    assert "by Clara Coder, written by Clara Coder (coder)</a>" in page
    assert page.count("written by") == 1  # the author's own steps name nobody else


def test_a_long_history_goes_on_on_the_next_page(admin, cast, sheet, monkeypatch):
    monkeypatch.setattr("coding.views.history.PAGE", 2)
    for number in (14, 15, 16):
        pending(sheet, number, "New.", by=cast.coder)
    first = admin.get(_history(sheet)).text
    (older,) = re.findall(r'href="([^"]+)" rel="next"', first)
    second = admin.get(_history(sheet, older)).text
    assert re.findall(r"/revisions/\d+/\">(Q\d+)", first + second) == ["Q16", "Q15", "Q14"]


def test_a_wrong_page_mark_shows_the_newest(admin, cast, sheet):
    assert admin.get(_history(sheet, "?before=nonsense")).status_code == 200


def test_a_revision_page_tells_its_whole_story(admin, cast, sheet):
    returned = send_back(pending(sheet, 14, "Ended.", by=cast.coder), by=cast.reviewer)
    again = pending(sheet, 14, "Ended (Article 3).", by=cast.coder)
    page = admin.get(reverse("coding:revision-read", args=[returned.pk])).content.decode()
    assert "Cite the article." in page
    assert "None" not in page
    assert reverse("coding:revision-read", args=[again.pk]) in page


def test_the_text_of_each_submission_stays_readable(admin, cast, sheet):
    revision = pending(sheet, 14, "First wording.", by=cast.coder)
    drafts.take_back(revision, by=cast.coder)
    pending(sheet, 14, "Second wording.", by=cast.coder)
    page = admin.get(reverse("coding:revision-read", args=[revision.pk])).content.decode()
    assert "First wording." in page
    assert "Second wording." in page


def test_authors_find_their_steps_on_the_revision_page(client, cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    address = reverse("coding:revision-read", args=[revision.pk])
    client.force_login(cast.coder)
    assert "Reopen to edit" in client.get(address).content.decode()
    client.force_login(cast.second_coder)
    assert "Reopen to edit" not in client.get(address).content.decode()


def test_a_draft_has_a_page_too(admin, cast, sheet):
    revision = draft(sheet, 14, "Ended.", by=cast.coder)
    page = admin.get(reverse("coding:revision-read", args=[revision.pk])).content.decode()
    assert "still writing" in page


def _changed(page):
    """The numbers of the questions that the comparison lists."""
    return re.findall(r"<h2><a [^>]*>(\d+) ·", page.text)


def test_two_moments_are_compared(admin, cast, sheet):
    first = approved_change(sheet, 14, "First.", by=cast.coder, reviewer=cast.reviewer)
    approved_change(sheet, 15, "Second.", by=cast.coder, reviewer=cast.reviewer)
    page = admin.get(_compare(sheet), {"since": first.decided_at.isoformat()})
    assert _changed(page) == ["15"]


def test_without_moments_the_beginning_is_compared_with_now(admin, cast, sheet):
    approved_change(sheet, 14, "First.", by=cast.coder, reviewer=cast.reviewer)
    assert _changed(admin.get(_compare(sheet))) == ["14"]


def test_a_moment_before_the_record_says_where_it_begins(admin, sheet):
    page = admin.get(_compare(sheet, "?since=1999-01-01")).content.decode()
    assert "The history of this sheet begins on" in page


@pytest.mark.parametrize("written", ["yesterday", "2017-13-45", "9999-12-31T99"])
def test_a_wrong_moment_is_explained(admin, sheet, written):
    page = admin.get(_compare(sheet), {"since": written}).content.decode()
    assert "is not a date" in page


def test_a_sheet_that_never_entered_the_record_cannot_be_compared(admin, cast):
    sheet = starting_sheets.start_sheet(5100, 0, by=cast.coder)
    assert admin.get(_compare(sheet)).status_code == 404


@pytest.mark.acceptance(21)
def test_the_queries_of_a_history_do_not_grow_with_it(
    admin, cast, sheet, django_assert_max_num_queries
):
    for number in range(2, 40):
        pending(sheet, number, "New.", by=cast.coder)
    with django_assert_max_num_queries(6):
        admin.get(_history(sheet))
    assert Revision.objects.count() == 38


def test_titles_stay_readable_without_members(admin, cast):
    sheet = make_sheet(4770, q4="", q3="")
    assert "Alliance 4770" in admin.get(_history(sheet)).content.decode()
