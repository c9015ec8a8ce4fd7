"""Precedents: the nearest approved answers, and nothing that is not approved."""

import pytest
from django.urls import reverse

from coding.models.questionnaire import BY_NUMBER
from coding.pages.precedents import load_precedents
from tests.coded_sheets import code, joins, owes, with_members
from tests.factories import approved_change, draft, make_sheet, pending, send_back
from tests.shared_rows import shared

pytestmark = pytest.mark.database

SENTINEL = "Zwischenstand"


@shared
def near(cast):
    """Five alliances that are nearer and further; 4765 is the one that is written."""
    sheets = {}
    for atop_id, keys, year, owed in (
        (4765, ("370", "705"), 1996, "defense"),
        (4766, ("370", "705"), 1992, "defense"),
        (4767, ("370", "705"), 1993, "consul"),
        (4768, ("370", "365"), 1996, "defense"),
        (4769, ("2", "200"), 1990, "defense"),
        (1770, ("2", "200"), 1890, "defense"),
    ):
        sheet = with_members(cast, *keys, atop_id=atop_id, year=year, q25=f"No, of {atop_id}.")
        members = {cell: value for key in keys for cell, value in owes(key, owed).items()}
        code(cast, sheet, 16, members)
        sheets[atop_id] = sheet
    return sheets


def _precedents(sheet, user, number=25):
    sheet.refresh_from_db()
    return load_precedents(sheet, BY_NUMBER[number], user)


def test_the_nearest_come_first_and_say_why(cast, near):
    page = _precedents(near[4765], cast.coder)
    assert [(alike.sheet.atop_id, alike.likeness.words) for alike in page.answered] == [
        (4766, "the same members; both defense pacts; 4 years apart"),
        (4767, "the same members; no obligation in common; 3 years apart"),
        (4768, "Belarus is a member of both; both defense pacts; of the same year"),
        (4769, "no member in common; both defense pacts; 6 years apart"),
    ]
    scores = [alike.likeness.score for alike in page.answered]
    assert scores == sorted(scores, reverse=True)


def test_a_sheet_is_no_precedent_of_itself_and_sheets_that_share_nothing_are_none(cast, near):
    listed = {alike.sheet.atop_id for alike in _precedents(near[4765], cast.coder).answered}
    assert 4765 not in listed
    assert 1770 not in listed


def test_a_precedent_shows_its_answer_and_its_codes(cast, near):
    code(cast, near[4766], 25, {"370/seppeace": 1, "705/seppeace": 1})
    first = _precedents(near[4765], cast.coder).answered[0]
    assert first.text == "No, of 4766."
    assert [(line.name, line.value) for line in first.codes] == [("seppeace", "1 prohibited")]


def test_a_question_that_is_coded_and_not_answered_is_a_precedent_too(cast, near):
    approved_change(near[4766], 25, "", by=cast.coder, reviewer=cast.reviewer)
    code(cast, near[4766], 25, {"370/seppeace": 0, "705/seppeace": 0})
    page = _precedents(near[4765], cast.coder)
    assert 4766 not in {alike.sheet.atop_id for alike in page.answered}
    assert [alike.sheet.atop_id for alike in page.coded] == [4766]


def test_another_phase_of_the_alliance_is_told_as_such(cast):
    first, second, other = make_sheet(4771, 1), make_sheet(4771, 2), make_sheet(4772)
    page = _precedents(first, cast.coder)
    assert {alike.sheet: alike.is_of_the_alliance for alike in page.answered} == {
        second: True,
        other: False,
    }


def test_members_and_years_that_are_printed_and_not_coded_count(cast):
    first, other = make_sheet(4773), make_sheet(4774, q3="March 3, 1999")
    page = _precedents(first, cast.coder)
    assert [(alike.sheet, alike.likeness.words) for alike in page.answered] == [
        (other, "the same members; 3 years apart")
    ]


def test_a_new_alliance_has_precedents_by_the_members_of_ones_own_draft(cast, near):
    new = make_sheet(4775, q3="", q4="")
    draft(new, 4, None, by=cast.coder, codes=joins("370", "705", year=1991))
    assert _precedents(new, cast.coder).answered[0].sheet.atop_id == 4766
    assert _precedents(new, cast.second_coder).answered == []


@pytest.mark.acceptance(13)
def test_nothing_that_is_not_approved_is_a_precedent(client, cast, near):
    draft(near[4766], 25, SENTINEL, by=cast.coder)
    pending(near[4767], 25, SENTINEL, by=cast.coder)
    send_back(pending(near[4768], 25, SENTINEL, by=cast.coder), by=cast.reviewer)
    empty = make_sheet(4776, q25="")
    pending(empty, 25, SENTINEL, by=cast.coder)
    for who in ("coder", "second_coder", "reviewer", "admin"):
        client.force_login(getattr(cast, who))
        said = client.get(reverse("coding:precedents", args=["4765", 25])).content.decode()
        assert SENTINEL not in said
        assert "4776" not in said


def test_the_pages_of_a_question_and_of_a_change_lead_to_the_precedents(client, cast, near):
    revision = pending(near[4765], 25, "Yes.", by=cast.coder)
    client.force_login(cast.coder)
    page = client.get(reverse("coding:question-write", args=["4765", 25])).content.decode()
    assert 'data-precedents="precedents/" open' in page
    client.force_login(cast.reviewer)
    page = client.get(reverse("coding:revision-review", args=[revision.pk])).content.decode()
    assert f'data-precedents="/sheets/4765/questions/25/precedents/?of={revision.pk}"' in page
