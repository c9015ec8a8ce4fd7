"""The table of transitions against every status, every party, every step."""

from itertools import product

import pytest

from coding.models import Revision
from coding.models.revision import Status
from coding.workflow import drafts, review
from coding.workflow.refusals import NotAllowed, Refused
from coding.workflow.suggesting import suggest
from coding.workflow.transitions import APPROVE, SUBMIT, SUGGEST, TRANSITIONS, Party
from coding.workflow.verdicts import Verdict
from tests.factories import revision_at, seen

# An admin's step needs an author who left: test_handing_over.
OF_AUTHOR_AND_REVIEWER = [step for step in TRANSITIONS if step.party is not Party.ADMIN]
ACTORS = ("coder", "second_coder", "reviewer", "admin", "outsider")


def _take(transition, revision, by):
    if transition is SUGGEST:
        sent = {"seen": seen(revision), "comment": "Mend it."}
        return suggest(revision, by=by, text="Other words.", **sent)
    if transition.is_decision:
        return review.decide(Verdict(transition, revision, seen(revision), "Mend it."), by=by)
    return drafts.take_step(transition, revision, by=by)


@pytest.mark.parametrize(
    ("transition", "status", "actor"),
    list(product(OF_AUTHOR_AND_REVIEWER, Status, ACTORS)),
    ids=lambda value: getattr(value, "name", value),
)
def test_a_step_is_taken_only_from_its_source_and_only_by_its_party(
    cast, sheet, transition, status, actor
):
    revision = revision_at(status, sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    by = getattr(cast, actor)
    is_party = actor == ("coder" if transition.party is Party.AUTHOR else "reviewer")
    if is_party and status == transition.source:
        assert _take(transition, revision, by).status == transition.target
        assert revision.events.last().step == transition.name
        return
    steps = revision.events.count()
    with pytest.raises(Refused if is_party else NotAllowed):
        _take(transition, revision, by)
    assert Revision.objects.get(pk=revision.pk).status == status
    assert revision.events.count() == steps


def test_the_table_names_each_step_once():
    assert len({transition.name for transition in TRANSITIONS}) == len(TRANSITIONS)


def test_every_end_is_reachable_and_no_end_is_left_again():
    assert {t.target for t in TRANSITIONS} | {Status.DRAFT} == set(Status)
    assert {t.source for t in TRANSITIONS} == {Status.DRAFT, Status.PENDING}


@pytest.mark.acceptance(7)
def test_a_reviewer_who_also_codes_cannot_approve_their_own_revision(cast, sheet):
    cast.coder.groups.add(cast.reviewer.groups.get())
    revision = revision_at(
        Status.PENDING, sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer
    )
    with pytest.raises(NotAllowed, match="somebody else decides"):
        review.decide(Verdict(APPROVE, revision, seen(revision)), by=cast.coder)


@pytest.mark.acceptance(7)
def test_a_superuser_cannot_approve_their_own_revision(cast, sheet):
    cast.coder.is_superuser = True
    cast.coder.save()
    revision = revision_at(
        Status.PENDING, sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer
    )
    with pytest.raises(NotAllowed, match="somebody else decides"):
        review.decide(Verdict(APPROVE, revision, seen(revision)), by=cast.coder)
    assert SUBMIT.party is Party.AUTHOR
