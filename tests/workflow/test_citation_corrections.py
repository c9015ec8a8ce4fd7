"""Corrections of how a frozen release is cited: asked for by one admin, confirmed by another."""

import pytest
from django.db import IntegrityError, transaction

from coding.models import Correction, Release
from coding.models.covered_by_chain import head_of_data
from coding.workflow.citation_corrections import ask, confirm, turn_down
from coding.workflow.refusals import NotAllowed, Refused
from tests.published_phases import publish, two
from tests.shared_rows import shared

pytestmark = pytest.mark.database

SAYS = {"citation": "", "doi": "10.5281/zenodo.1", "url": "", "licence": "CC-BY-4.0"}
WHY = "The archive gave a DOI."


@shared
def release(cast) -> Release:
    return publish(two())


def test_a_second_admin_confirms_and_the_release_is_cited_so(cast, release, second_admin):
    before = head_of_data()
    asked = ask(release, SAYS, by=cast.admin, reason=WHY)
    assert release.description == {}
    confirm(asked, by=second_admin)
    assert Release.objects.get(label="5.9").description == {
        "doi": "10.5281/zenodo.1",
        "licence": "CC-BY-4.0",
    }
    assert (release.doi, head_of_data()) == ("", before)


def test_only_what_differs_is_asked_for_and_later_corrections_go_on_from_it(
    cast, release, second_admin
):
    confirm(ask(release, SAYS, by=cast.admin, reason=WHY), by=second_admin)
    later = ask(release, SAYS | {"licence": ""}, by=second_admin, reason="It has none.")
    assert later.says == {"licence": ""}
    confirm(later, by=cast.admin)
    assert Release.objects.get(label="5.9").description == {"doi": "10.5281/zenodo.1"}


def test_who_asked_does_not_confirm_in_the_workflow_or_past_it(cast, release, second_admin):
    asked = ask(release, SAYS, by=cast.admin, reason=WHY)
    with pytest.raises(NotAllowed, match="A second admin looks at it"):
        confirm(asked, by=cast.admin)
    asked.decided_by, asked.decided_at, asked.is_confirmed = cast.admin, asked.asked_at, True
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save()


def test_a_request_that_is_turned_down_changes_nothing_and_is_kept(cast, release, second_admin):
    asked = ask(release, SAYS, by=cast.admin, reason=WHY)
    turn_down(asked, by=cast.admin)
    assert (release.description, Correction.objects.count()) == ({}, 1)
    with pytest.raises(Refused, match="Already decided by Ada Admin"):
        confirm(asked, by=second_admin)


@pytest.mark.parametrize("who", ["coder", "reviewer", "outsider"])
def test_only_admins_correct(cast, release, who):
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        ask(release, SAYS, by=person, reason=WHY)
    asked = ask(release, SAYS, by=cast.admin, reason=WHY)
    for act in (confirm, turn_down):
        with pytest.raises(NotAllowed):
            act(asked, by=person)


def test_one_correction_waits_at_a_time_and_says_why_something_differs(cast, release):
    with pytest.raises(Refused, match="Nothing differs"):
        ask(release, dict.fromkeys(SAYS, ""), by=cast.admin, reason=WHY)
    with pytest.raises(Refused, match="Say why"):
        ask(release, SAYS, by=cast.admin, reason="")
    ask(release, SAYS, by=cast.admin, reason=WHY)
    with pytest.raises(Refused, match="A correction by Ada Admin waits"):
        ask(release, SAYS, by=cast.admin, reason=WHY)


def test_an_open_release_is_described_in_admin(cast):
    with pytest.raises(Refused, match="is open"):
        ask(Release.objects.get(frozen_at=None), SAYS, by=cast.admin, reason=WHY)
