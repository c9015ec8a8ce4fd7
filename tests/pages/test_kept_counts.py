"""Counts over the whole record that are cached until what they count changes."""

from datetime import date, timedelta

import pytest

from coding.models import State
from coding.pages import kept_counts
from tests.factories import approved_change, draft, keep, pending

pytestmark = pytest.mark.database


@pytest.fixture
def times_counted(cast, sheet):
    """How often a count of what is approved was made, once it has been asked for again."""
    made = []
    count = kept_counts.once_for_what_is_approved(lambda: made.append(None) or len(made))

    def ask():
        count()
        return len(made)

    assert ask() == ask() == 1
    return ask


def test_what_is_approved_is_not_counted_again_for_drafts_and_what_waits(
    times_counted, cast, sheet
):
    draft(sheet, 5, "A draft.", by=cast.coder)
    pending(sheet, 16, "Defense.", by=cast.coder)
    assert times_counted() == 1


def test_an_approval_is_counted(times_counted, cast, sheet):
    approved_change(sheet, 16, "Defense.", by=cast.coder, reviewer=cast.reviewer)
    assert times_counted() == times_counted() == 2


def test_another_name_of_a_state_is_counted(times_counted):
    state = State.objects.get(code=370)
    state.name = "White Russia"
    keep(state)
    assert times_counted() == times_counted() == 2


def test_another_day_is_counted(times_counted, monkeypatch):
    class Tomorrow(date):
        @classmethod
        def today(cls):
            return date.today() + timedelta(days=1)

    monkeypatch.setattr(kept_counts, "date", Tomorrow)
    assert times_counted() == times_counted() == 2
