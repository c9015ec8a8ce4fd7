"""The codes that usually go with an answer, on the page of precedents."""

import pytest
from django.urls import reverse

from coding.models.questionnaire import BY_NUMBER
from coding.pages.precedents import load_precedents
from tests.coded_sheets import code, submit, with_members
from tests.factories import approved_change, draft, pending
from tests.shared_rows import shared

pytestmark = pytest.mark.database

NUMBER = 31  # military contact: milcon
LONG = "No. The treaty says nothing at all about contact between the armed forces."


@shared
def sheets(cast):
    """Seven alliances of the same two states; 4765 is the one that is written."""
    made = []
    for atop_id in range(4765, 4772):
        sheet = with_members(cast, "370", "705", atop_id=atop_id, q31="No.")
        if atop_id > 4765:
            code(cast, sheet, NUMBER, {"milcon": int(atop_id == 4771)})
        made.append(sheet)
    return made


def _usual(sheet, user, **more):
    sheet.refresh_from_db()
    return load_precedents(sheet, BY_NUMBER[NUMBER], user, **more).usual


def _told(usual):
    return [
        (code.variable.name, [(value.number, value.text, value.first) for value in code.values])
        for code in usual.codes
    ]


def test_codes_are_counted_over_the_sheets_of_the_same_answer(cast, sheets):
    usual = _usual(sheets[0], cast.coder)
    assert usual.such == "Of 6 approved sheets whose answer is “No.”"
    assert _told(usual) == [
        ("milcon", [(5, "0", ("4766", "4767", "4768", "4769")), (1, "1", ("4771",))])
    ]
    assert usual.codes[0].values[0].others == 1


def test_a_longer_answer_is_compared_by_how_it_begins(cast, sheets):
    draft(sheets[0], NUMBER, LONG, by=cast.coder)
    assert _usual(sheets[0], cast.coder).such == "Of 6 approved sheets whose answer begins “No”"


def test_any_other_answer_is_compared_with_the_nearest_precedents(cast, sheets):
    draft(sheets[0], NUMBER, "Staff talks.", by=cast.coder)
    assert (
        _usual(sheets[0], cast.coder).such == "Of 6 approved sheets that are the nearest precedents"
    )


def test_nothing_is_told_of_few_sheets(cast, sheets):
    for sheet in sheets[1:3]:
        approved_change(sheet, NUMBER, "", by=cast.coder, reviewer=cast.reviewer)
    assert _usual(sheets[0], cast.coder) is None


def test_a_question_without_codes_of_a_list_has_none(cast, sheets):
    assert load_precedents(sheets[0], BY_NUMBER[56], cast.coder).usual is None


def test_a_reviewer_is_told_for_the_answer_under_review(cast, sheets):
    revision = pending(sheets[0], NUMBER, LONG, by=cast.coder)
    told = _usual(sheets[0], cast.reviewer, revision=revision.pk)
    assert told.such == "Of 6 approved sheets whose answer begins “No”"
    assert _usual(sheets[0], cast.reviewer).such == "Of 6 approved sheets whose answer is “No.”"


@pytest.mark.acceptance(13)
def test_what_is_not_approved_is_not_counted(client, cast, sheets):
    submit(draft(sheets[1], NUMBER, None, by=cast.coder, codes={"milcon": 2}))
    draft(sheets[2], NUMBER, "Yes.", by=cast.coder, codes={"milcon": 3})
    client.force_login(cast.second_coder)
    page = client.get(reverse("coding:precedents", args=["4765", NUMBER])).content.decode()
    assert "5 have <b>0" in page
    assert "Yes." not in page


def test_the_draft_of_somebody_else_says_nothing_about_the_answer(cast, sheets):
    secret = draft(sheets[0], NUMBER, "Staff talks.", by=cast.coder)
    told = _usual(sheets[0], cast.second_coder, revision=secret.pk)
    assert told.such == "Of 6 approved sheets whose answer is “No.”"
