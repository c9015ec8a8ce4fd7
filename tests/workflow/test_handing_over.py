"""What somebody left is handed to another coder; both names stay in the record."""

import pytest

from coding.models import Revision
from coding.models.revision import Status
from coding.workflow import drafts
from coding.workflow.drafts import TypedAnswer
from coding.workflow.handing_over import active_coders, hand_over, hand_over_many, left_by_authors
from coding.workflow.refusals import NotAllowed, Refused
from tests.factories import approve, draft, pending, send_back, withdraw


def _leaves(person):
    person.is_active = False
    person.save()


@pytest.mark.acceptance(38)
def test_a_draft_goes_on_under_the_name_of_the_coder_who_takes_it_over(cast, sheet):
    left = draft(sheet, 6, "Begun.", by=cast.coder, note="Article 3.", codes={"estmode": 1})
    _leaves(cast.coder)
    new = hand_over(left, to=cast.second_coder, by=cast.admin)
    left.refresh_from_db()
    assert (left.status, left.author, left.text) == (Status.WITHDRAWN, cast.coder, "Begun.")
    assert (new.status, new.author, new.author_name) == (
        Status.DRAFT,
        cast.second_coder,
        "Colin Second",
    )
    kept = ("text", "base", "note", "codes", "base_codes")
    assert [getattr(new, name) for name in kept] == [getattr(left, name) for name in kept]
    assert new.follows == left
    event = left.events.get()
    assert (event.step, event.by_name, event.comment) == (
        "hand-over",
        "Ada Admin",
        "To Colin Second.",
    )


@pytest.mark.acceptance(38)
def test_what_was_returned_stays_returned_and_is_taken_up_by_the_other(cast, sheet):
    left = send_back(pending(sheet, 14, "Ended.", by=cast.coder), by=cast.reviewer)
    cast.coder.groups.clear()
    new = hand_over(left, to=cast.second_coder, by=cast.admin)
    left.refresh_from_db()
    assert left.status == Status.RETURNED
    assert left.events.last().step == "hand-over"
    assert approve(drafts.submit(new, by=cast.second_coder), by=cast.reviewer).text == "Ended."
    assert not left_by_authors(cast.admin).exists()


@pytest.mark.acceptance(38)
@pytest.mark.parametrize("how", ["switched off", "no longer a coder"])
def test_what_is_open_of_people_who_left_is_found(cast, sheet, how):
    found = [
        draft(sheet, 14, "Draft.", by=cast.coder),
        pending(sheet, 15, "Pending.", by=cast.coder),
        send_back(pending(sheet, 16, "Returned.", by=cast.coder), by=cast.reviewer),
    ]
    withdraw(draft(sheet, 17, "Given up.", by=cast.coder), by=cast.coder)
    draft(sheet, 14, "Of somebody who stays.", by=cast.second_coder)
    assert not left_by_authors(cast.admin).exists()
    if how == "switched off":
        _leaves(cast.coder)
    else:
        cast.coder.groups.clear()
    assert set(left_by_authors(cast.admin)) == set(found)
    assert list(active_coders()) == [cast.second_coder]


def test_what_waits_for_review_stays_there_and_can_be_decided(cast, sheet):
    waits = pending(sheet, 14, "Ended.", by=cast.coder)
    _leaves(cast.coder)
    with pytest.raises(Refused, match="It is in review"):
        hand_over(waits, to=cast.second_coder, by=cast.admin)
    assert approve(waits, by=cast.reviewer).status == Status.APPROVED


def test_nothing_is_taken_from_a_coder_who_is_there(cast, sheet):
    kept = draft(sheet, 14, "Mine.", by=cast.coder)
    with pytest.raises(Refused, match="Clara Coder still writes answers"):
        hand_over(kept, to=cast.second_coder, by=cast.admin)


@pytest.mark.parametrize("who", ["reviewer", "outsider", None])
def test_only_an_active_coder_takes_over(cast, sheet, who):
    left = draft(sheet, 14, "Begun.", by=cast.coder)
    _leaves(cast.coder)
    with pytest.raises(Refused, match="Choose a coder whose account is active"):
        hand_over(left, to=who and getattr(cast, who), by=cast.admin)
    assert Revision.objects.get(pk=left.pk).status == Status.DRAFT


def test_a_change_of_their_own_is_in_the_way(cast, sheet):
    left = draft(sheet, 14, "Begun.", by=cast.coder)
    own = draft(sheet, 14, "Own.", by=cast.second_coder)
    other = draft(sheet, 15, "Begun too.", by=cast.coder)
    _leaves(cast.coder)
    made, ((skipped, why),) = hand_over_many([left, other], to=cast.second_coder, by=cast.admin)
    assert ([change.question for change in made], skipped) == ([15], left)
    assert "Colin Second has an open change of their own" in why
    own.refresh_from_db()
    assert own.text == "Own."


def test_an_emptied_draft_of_theirs_is_not_in_the_way(cast, sheet):
    typed = draft(sheet, 14, "Typed.", by=cast.second_coder)
    emptied = TypedAnswer("Answer 14.", edits=typed.edits)
    assert drafts.save_draft(sheet, typed.asked, emptied, by=cast.second_coder) is None
    left = draft(sheet, 14, "Begun.", by=cast.coder)
    _leaves(cast.coder)
    assert hand_over(left, to=cast.second_coder, by=cast.admin).text == "Begun."


def test_nothing_is_handed_over_twice(cast, sheet):
    left = send_back(pending(sheet, 14, "Ended.", by=cast.coder), by=cast.reviewer)
    _leaves(cast.coder)
    hand_over(left, to=cast.second_coder, by=cast.admin)
    with pytest.raises(Refused, match="nothing is left to write"):
        hand_over(left, to=cast.second_coder, by=cast.admin)


@pytest.mark.parametrize("who", ["second_coder", "reviewer", "outsider"])
def test_only_admins_hand_over(cast, sheet, who):
    left = draft(sheet, 14, "Begun.", by=cast.coder)
    _leaves(cast.coder)
    with pytest.raises(NotAllowed):
        hand_over(left, to=cast.second_coder, by=getattr(cast, who))
