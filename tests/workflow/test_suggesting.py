"""A change comes back with the words that would do; nobody approves words of their own."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from coding.models import Revision
from coding.models.revision import Status
from coding.workflow import drafts, review
from coding.workflow.handing_over import hand_over
from coding.workflow.record_writer import move
from coding.workflow.refusals import NotAllowed, Refused
from coding.workflow.suggesting import reasons_given, suggest, take_up
from coding.workflow.transitions import APPROVE, SUGGEST
from coding.workflow.verdicts import Verdict
from tests.factories import (
    approve,
    draft,
    pending,
    seen,
    send_back,
    suggested,
    withdraw,
)
from tests.shared_rows import shared


@shared
def returned(cast, sheet):
    return suggested(sheet, 14, "Ended.", "It ended.", by=cast.coder, reviewer=cast.reviewer)


def _submit(draft_made, by):
    return drafts.submit(draft_made, by=by)


def test_the_suggestion_stays_with_the_revision_and_with_the_step(cast, returned):
    assert (returned.status, returned.text) == (Status.RETURNED, "Ended.")
    assert returned.suggestion == {"text": "It ended.", "codes": {}}
    event = returned.events.last()
    assert (event.step, event.text, event.comment) == ("suggest", "Ended.", "Shorter.")
    assert event.suggestion == returned.suggestion
    assert [one.suggestion for one in returned.events.exclude(pk=event.pk)] == [{}]


def test_the_author_takes_it_as_the_own_proposal(cast, returned, second_reviewer):
    taken = _submit(take_up(returned, by=cast.coder), cast.coder)
    assert (taken.author, taken.text, taken.note) == (cast.coder, "It ended.", "Because.")
    assert (taken.follows, taken.words_by) == (returned, cast.reviewer)
    assert approve(taken, by=second_reviewer).text == "It ended."


def test_who_suggested_the_words_may_return_but_not_approve_them(cast, returned):
    taken = _submit(take_up(returned, by=cast.coder), cast.coder)
    with pytest.raises(NotAllowed, match="These words are yours"):
        approve(taken, by=cast.reviewer)
    assert Revision.objects.get(pk=taken.pk).status == Status.PENDING
    assert send_back(taken, by=cast.reviewer).status == Status.RETURNED


def test_a_suggestion_is_taken_up_once(cast, returned, sheet, second_reviewer):
    approve(_submit(take_up(returned, by=cast.coder), cast.coder), by=second_reviewer)
    with pytest.raises(Refused, match="You went on from it already"):
        take_up(returned, by=cast.coder)


def test_a_suggestion_is_not_put_over_a_draft_that_was_handed_over_since(cast, returned, sheet):
    left = draft(sheet, 14, "It ended in 1996.", by=cast.second_coder)
    cast.second_coder.groups.clear()
    hand_over(left, to=cast.coder, by=cast.admin)
    with pytest.raises(Refused, match="You went on from it already"):
        take_up(returned, by=cast.coder)


def test_the_database_refuses_it_as_well(cast, returned, second_reviewer):
    taken = _submit(take_up(returned, by=cast.coder), cast.coder)
    with pytest.raises(IntegrityError, match="not this person's"), transaction.atomic():
        move(taken, APPROVE, by=cast.reviewer, at=taken.saved_at)
    move(taken, APPROVE, by=second_reviewer, at=taken.saved_at)


def test_several_decided_together_skip_it_with_the_reason(cast, returned):
    taken = _submit(take_up(returned, by=cast.coder), cast.coder)
    verdict = review.Verdict(APPROVE, taken, seen(taken))
    ((_, why),) = review.decide_many([verdict], by=cast.reviewer).skipped
    assert "These words are yours" in why


def test_words_that_were_typed_off_are_the_suggesters_too(cast, returned, sheet):
    typed = pending(sheet, 14, "It ended.", by=cast.coder)
    assert typed.words_by == cast.reviewer


def test_words_that_come_back_a_second_time_are_the_suggesters_still(
    cast, returned, sheet, second_reviewer
):
    send_back(_submit(take_up(returned, by=cast.coder), cast.coder), by=second_reviewer)
    again = pending(sheet, 14, "It ended.", by=cast.coder)
    assert again.words_by == cast.reviewer


def test_words_that_were_given_up_and_typed_off_are_the_suggesters_still(cast, returned, sheet):
    withdraw(take_up(returned, by=cast.coder), by=cast.coder)
    typed = pending(sheet, 14, "It ended.", by=cast.coder)
    withdraw(typed, by=cast.coder)
    typed_again = pending(sheet, 14, "It ended.", by=cast.coder)
    assert (typed.words_by, typed_again.words_by) == (cast.reviewer, cast.reviewer)
    with pytest.raises(NotAllowed, match="These words are yours"):
        approve(typed_again, by=cast.reviewer)


def test_words_that_were_handed_over_given_up_and_typed_off_are_those_of_who_began(cast, sheet):
    left = draft(sheet, 14, "Ended.", by=cast.coder)
    cast.coder.groups.clear()
    withdraw(hand_over(left, to=cast.second_coder, by=cast.admin), by=cast.second_coder)
    assert pending(sheet, 14, "Ended.", by=cast.second_coder).words_by == cast.coder


def test_a_change_after_an_approval_goes_on_from_nothing(cast, returned, sheet, second_reviewer):
    approve(_submit(take_up(returned, by=cast.coder), cast.coder), by=second_reviewer)
    later = pending(sheet, 14, "It ended in 1996.", by=cast.coder, note="Found.")
    assert later.follows is None


def test_what_the_author_wrote_on_is_the_authors(cast, returned, sheet):
    take_up(returned, by=cast.coder)
    own = pending(sheet, 14, "It ended in 1996.", by=cast.coder)
    assert own.words_by is None
    assert approve(own, by=cast.reviewer).text == "It ended in 1996."


def test_the_words_of_a_draft_that_was_handed_over_are_those_of_who_began_it(cast, sheet):
    left = draft(sheet, 14, "Ended.", by=cast.coder)
    cast.coder.groups.set(cast.reviewer.groups.all())  # a coder becomes a reviewer
    began = User.objects.get(pk=cast.coder.pk)
    new = hand_over(left, to=cast.second_coder, by=cast.admin)
    waits = _submit(new, cast.second_coder)
    with pytest.raises(NotAllowed, match="These words are yours"):
        approve(waits, by=began)
    assert approve(waits, by=cast.reviewer).words_by == cast.coder


def test_words_that_went_through_several_hands_are_approved_by_none_of_them(
    cast, returned, second_reviewer
):
    left = take_up(returned, by=cast.coder)  # what the reviewer suggested
    cast.coder.groups.set(cast.reviewer.groups.all())
    began = User.objects.get(pk=cast.coder.pk)
    new = hand_over(left, to=cast.second_coder, by=cast.admin)
    waits = _submit(new, cast.second_coder)
    for person in (began, cast.reviewer):
        with pytest.raises(NotAllowed, match="These words are yours"):
            approve(waits, by=person)
        with pytest.raises(IntegrityError, match="not this person's"), transaction.atomic():
            move(Revision.objects.get(pk=waits.pk), APPROVE, by=person, at=waits.saved_at)
    assert approve(waits, by=second_reviewer).status == Status.APPROVED


def test_codes_are_suggested_as_words_are(cast, sheet):
    revision = pending(sheet, 6, None, by=cast.coder, codes={"estmode": 1})
    sent = {"seen": seen(revision), "comment": "No treaty."}
    returned = suggest(revision, by=cast.reviewer, codes={"estmode": 0}, **sent)
    taken = _submit(take_up(returned, by=cast.coder), cast.coder)
    assert (taken.codes, taken.changes_text, taken.words_by) == (
        {"estmode": 0},
        False,
        cast.reviewer,
    )


def test_own_words_beside_suggested_codes_are_the_authors_and_the_codes_are_not(cast, sheet):
    revision = pending(sheet, 6, "Own.", by=cast.coder, codes={"estmode": 1})
    sent = {"seen": seen(revision), "comment": "No treaty."}
    suggest(revision, by=cast.reviewer, codes={"estmode": 0}, **sent)
    own = pending(sheet, 6, "Own.", by=cast.coder, codes={"estmode": 1})
    assert own.words_by is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"text": "Ended."}, "You suggest what is proposed already"),
        ({"text": "It ended.", "comment": " "}, "Say why"),
        ({"codes": {"estmode": 1}}, "is not entered at question 14"),
        ({"text": "It ended.", "seen": "stale"}, "changed since you opened it"),
    ],
)
def test_what_cannot_be_suggested_changes_nothing(cast, sheet, said, why):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    usual = {"seen": seen(revision), "comment": "Shorter."}
    with pytest.raises(Refused, match=why):
        suggest(revision, by=cast.reviewer, **{**usual, **said})
    revision.refresh_from_db()
    assert (revision.status, revision.suggestion) == (Status.PENDING, {})


def test_a_suggestion_without_one_is_no_step(cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    with pytest.raises(Refused, match="Nothing is suggested"):
        review.decide(Verdict(SUGGEST, revision, seen(revision), comment="So."), by=cast.reviewer)


def test_nobody_suggests_to_themselves(cast, sheet):
    cast.coder.groups.add(cast.reviewer.groups.get())
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    with pytest.raises(NotAllowed):
        suggest(revision, by=cast.coder, seen=seen(revision), comment="So.", text="It ended.")


def test_only_the_author_takes_it_up(cast, returned):
    with pytest.raises(NotAllowed, match="Only Clara Coder"):
        take_up(returned, by=cast.second_coder)


def test_it_is_taken_up_once_and_never_over_an_own_draft(cast, returned):
    take_up(returned, by=cast.coder)
    with pytest.raises(Refused, match="You went on from it already"):
        take_up(returned, by=cast.coder)


def test_without_a_suggestion_there_is_nothing_to_take_up(cast, sheet):
    returned = send_back(pending(sheet, 14, "Ended.", by=cast.coder), by=cast.reviewer)
    with pytest.raises(Refused, match="Nothing was suggested"):
        take_up(returned, by=cast.coder)
    assert reasons_given(returned) == {}
