"""Every row that is written gets its link at the end of the action, or none where it is undone."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone

from coding.models import DraftSeal, Formation, Link, Sheet
from coding.models.chain import as_kept, link_hash
from coding.models.covered_by_chain import WAS, every
from coding.workflow import drafts, review
from coding.workflow.chaining import at_end, note, recorded
from coding.workflow.refusals import Refused
from coding.workflow.transitions import APPROVE
from tests.factories import (
    approve,
    approved_change,
    draft,
    keep,
    make_sheet,
    pending,
    send_back,
    verdicts,
)

pytestmark = pytest.mark.django_db
REVISION = "coding_revision"


def _since(sequence: int) -> list[str]:
    return list(Link.objects.filter(sequence__gt=sequence).values_list("name", flat=True))


def _last() -> int:
    return Link.objects.latest("sequence").sequence


def test_the_links_follow_each_other_without_gaps(cast, sheet):
    approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    before = ""
    for place, link in enumerate(Link.objects.order_by("sequence"), start=1):
        assert link.sequence == place
        said = (link.sequence, as_kept(link.at), link.name, link.row, link.content)
        assert link.hash == link_hash(before, *said)
        before = link.hash


def test_an_approval_links_the_history_the_step_and_the_revision(cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    before = _last()
    approve(revision, by=cast.reviewer)
    assert sorted(_since(before)) == [
        "coding_historicalformation",
        REVISION,
        "coding_revisionevent",
    ]


def test_every_link_has_the_content_of_its_row(cast, sheet):
    send_back(pending(sheet, 14, "Ended.", by=cast.coder), by=cast.reviewer)
    contents = {
        (name, key): covered.content(row)
        for name, covered in every().items()
        for key, row in covered.rows(connection)
    }
    for link in Link.objects.exclude(name__endswith=WAS).order_by("sequence"):
        last = Link.objects.filter(name=link.name, row=link.row).latest("sequence")
        if link == last:
            assert link.content == contents[link.name, link.row], link


def test_a_draft_is_linked_as_begun_and_its_saves_renew_its_seal(cast, sheet):
    before = _last()
    revision = draft(sheet, 14, "Ended.", by=cast.coder)
    assert _since(before) == [f"{REVISION}/begun"]
    sealed = DraftSeal.objects.get(revision=revision).content
    draft(sheet, 14, "Ended in 2001.", by=cast.coder)
    assert _since(before) == [f"{REVISION}/begun"]
    assert DraftSeal.objects.get(revision=revision).content != sealed
    drafts.submit(revision, by=cast.coder)
    assert not DraftSeal.objects.exists()
    drafts.take_back(revision, by=cast.coder)
    assert DraftSeal.objects.get().revision == revision


def test_what_a_savepoint_takes_back_is_not_linked(cast, sheet):
    before = _last()
    with recorded():
        with suppress(Refused), recorded():
            pending(sheet, 14, "Ended.", by=cast.coder)
            raise Refused("No.")
        with transaction.atomic():
            pending(sheet, 15, "Mended.", by=cast.coder)
            transaction.set_rollback(True)
    assert _since(before) == []


def test_what_was_passed_to_the_end_by_what_is_taken_back_is_dropped(db):
    finished: list[list[int]] = []
    with recorded():
        with suppress(Refused), recorded():
            at_end(finished.append, 1)
            at_end(finished.append, 2)
            raise Refused("No.")
        at_end(finished.append, 3)
        with suppress(Refused), recorded():
            at_end(finished.append, 4)
            at_end(finished.append, 5)
            raise Refused("No.")
    assert finished == [[3]]


def test_a_failed_action_leaves_nothing_noted_for_the_next_one(cast, sheet):
    before = _last()
    with suppress(Refused), recorded():
        pending(sheet, 14, "Ended.", by=cast.coder)
        note("coding_historicalformation", [Formation.history.first().pk])
        raise Refused("No.")
    with recorded():
        pass
    assert _since(before) == []


def test_a_row_saved_outside_of_every_action_is_linked_at_once(sheet):
    before = _last()
    keep(Formation.objects.get(sheet=sheet))
    assert _since(before) == ["coding_historicalformation"]


def test_a_role_given_or_taken_is_linked_with_what_was_and_signing_in_by_itself(cast, client):
    before = _last()
    cast.outsider.groups.add(Group.objects.get(name="reviewer"))
    Group.objects.get(name="reviewer").user_set.remove(cast.outsider)
    assert _since(before) == ["auth_user/was", "auth_user"] * 2
    client.force_login(cast.coder)
    assert _since(before)[4:] == ["auth_user/used"]


class TestAClockThatIsBehind:
    """Another machine's clock is ahead: what follows is never dated before it."""

    @pytest.fixture
    def behind(self, monkeypatch):
        real = timezone.now
        return lambda by: monkeypatch.setattr(timezone, "now", lambda: real() - by)

    @pytest.mark.acceptance(36)
    def test_a_decision_is_not_dated_before_what_it_decides_on(self, cast, sheet, behind):
        revision = pending(sheet, 14, "Ended.", by=cast.coder)
        behind(timedelta(seconds=20))
        decided = approve(revision, by=cast.reviewer)
        assert decided.decided_at > decided.submitted_at
        history = Formation.history.filter(revision=decided).get()
        assert history.history_date == decided.decided_at

    @pytest.mark.acceptance(36)
    def test_decisions_taken_together_stand_in_their_order(self, cast, sheet, behind):
        several = [pending(sheet, n, "Ended.", by=cast.coder) for n in (14, 15, 13)]
        behind(timedelta(minutes=5))
        review.decide_many(verdicts(APPROVE, several), by=cast.reviewer)
        approved = sheet.revisions.approved()
        assert [change.question for change in approved] == [14, 15, 13]
        moments = [change.decided_at for change in approved]
        assert moments == sorted(set(moments))

    @pytest.mark.acceptance(36)
    def test_a_sheet_that_enters_is_dated_after_what_was_there(self, cast, behind):
        first = make_sheet(4235)
        behind(timedelta(days=1))
        assert make_sheet(4765).entered_at > Sheet.objects.get(pk=first.pk).entered_at
