"""Any past moment of a sheet can be shown again, and any two compared."""

from datetime import timedelta

import pytest

from coding.history.moments import approved_now, changes_between, end_of, sheet_at
from coding.models import Sheet
from coding.models.questionnaire import SECTIONS
from tests.factories import approved_change, draft, pending


@pytest.fixture
def changed(cast, sheet):
    """A sheet with two approved changes, and the moments between them."""
    first = approved_change(sheet, 14, "First.", by=cast.coder, reviewer=cast.reviewer)
    second = approved_change(sheet, 14, "Second.", by=cast.coder, reviewer=cast.reviewer)
    return sheet, first.decided_at, second.decided_at


def test_a_sheet_is_shown_as_it_was(changed):
    sheet, first, second = changed
    just_before = timedelta(microseconds=1)
    assert sheet_at(sheet, first - just_before).answers[14] == "Answer 14."
    assert sheet_at(sheet, second - just_before).answers[14] == "First."
    assert sheet_at(sheet, second).answers[14] == "Second."


def test_before_it_was_in_the_record_there_is_nothing_to_show(sheet):
    assert sheet_at(sheet, sheet.entered_at - timedelta(seconds=1)) is None


def test_now_and_as_of_now_are_the_same(changed):
    sheet, _, second = changed
    loaded = Sheet.objects.select_related(*(s.key for s in SECTIONS)).get(pk=sheet.pk)
    assert approved_now(loaded) == sheet_at(sheet, end_of(second.date()))


def test_two_moments_are_compared_question_by_question(changed):
    sheet, first, second = changed
    changes = changes_between(sheet_at(sheet, first), sheet_at(sheet, second), {})
    assert [change.question.number for change in changes] == [14]
    assert [piece.text for piece in changes[0].pieces] == ["First.", "Second."]


def test_what_is_not_approved_is_at_no_moment(cast, sheet):
    draft(sheet, 14, "SENTINEL draft", by=cast.coder)
    waiting = pending(sheet, 15, "SENTINEL pending", by=cast.coder)
    approved = sheet_at(sheet, waiting.submitted_at + timedelta(days=1))
    assert not [answer for answer in approved.answers.values() if "SENTINEL" in answer]


def test_a_moment_costs_one_query_a_section_and_two_for_members(changed, django_assert_num_queries):
    sheet, _, second = changed
    with django_assert_num_queries(len(SECTIONS) + 2):
        sheet_at(sheet, second)
