"""What happened is told once it stands, and to everybody who listens."""

import logging

import pytest
from django.db import transaction

from coding.models import Release
from coding.workflow import announcements, drafts
from coding.workflow.release_steps import ASK, take
from tests.factories import approve, draft, pending


@pytest.fixture
def told(monkeypatch):
    """What a listener was told."""
    heard = []
    monkeypatch.setattr(announcements, "listeners", [heard.append])
    return heard


def test_each_step_of_a_revision_is_told_with_its_person(cast, sheet, told, commit):
    with commit():
        approve(pending(sheet, 14, "New.", by=cast.coder), by=cast.reviewer)
    assert [(event.step, event.by) for event in told] == [
        ("submit", "Clara Coder"),
        ("approve", "Rita Reviewer"),
    ]


def test_a_step_of_a_release_is_told(cast, told, commit, sheet):
    with commit():
        take(ASK, Release.objects.get(), by=cast.admin)
    assert [(event.step, event.done) for event in told] == [("ask", "asked to be frozen")]


def test_nothing_is_told_before_the_transaction_has_committed(cast, sheet, told, commit):
    with commit():
        pending(sheet, 14, "New.", by=cast.coder)
        assert told == []
    assert len(told) == 1


def test_what_is_taken_back_was_never_told(cast, sheet, told, commit):
    with commit(), transaction.atomic():
        pending(sheet, 14, "New.", by=cast.coder)
        transaction.set_rollback(True)
    assert told == []


def test_a_draft_that_is_saved_is_no_step(cast, sheet, told, commit):
    with commit():
        draft(sheet, 14, "New.", by=cast.coder)
    assert told == []


def test_a_listener_that_fails_harms_neither_the_step_nor_the_others(
    cast, sheet, told, commit, monkeypatch
):
    def fail(happening):
        raise RuntimeError

    monkeypatch.setattr(announcements, "listeners", [fail, *announcements.listeners])
    with commit():
        revision = pending(sheet, 14, "New.", by=cast.coder)
    assert revision.status == revision.Status.PENDING
    assert len(told) == 1


def test_the_log_has_a_line_for_each_step(cast, sheet, commit, caplog):
    revision = pending(sheet, 14, "New.", by=cast.coder)
    with caplog.at_level(logging.INFO, "coding.workflow"), commit():
        drafts.take_back(revision, by=cast.coder)
    assert caplog.messages == [f"revision {revision.pk} reopened by Clara Coder"]
