"""An admin finds what people left, and hands it over; the other coder goes on with it."""

import pytest
from django.test import Client
from django.urls import reverse

from coding.models import Revision
from coding.models.revision import Status
from tests.factories import draft, pending, send_back, suggested
from tests.queries import queries_of
from tests.shared_rows import shared

LEFT = "/work/left/"


@shared
def left(cast, sheet):
    """A draft, something returned and something pending of a coder who left."""
    found = [
        draft(sheet, 14, "Begun.", by=cast.coder),
        send_back(pending(sheet, 15, "Broken.", by=cast.coder), by=cast.reviewer),
        pending(sheet, 16, "Waits.", by=cast.coder),
    ]
    cast.coder.is_active = False
    cast.coder.save()
    return found


def _hand_over(client, *revisions, to):
    sent = {"revision": [revision.pk for revision in revisions], "to": to}
    return client.post(LEFT, sent, follow=True)


def test_what_is_left_is_listed_and_can_be_ticked_but_for_what_is_in_review(admin, cast, left):
    page = admin.get(LEFT).text
    assert "Clara Coder (coder)" in page
    assert "The account is deactivated." in page
    assert [f'value="{sheet.pk}"' in page for sheet in left] == [True, True, False]
    assert "Colin Second (coder2)" in page


def test_what_they_have_in_review_is_found_in_the_queue_and_handed_over_once_returned(
    admin, cast, sheet, left
):
    waits = left[2]
    reviewer = Client()
    reviewer.force_login(cast.reviewer)
    assert f"/review/{waits.pk}/" in reviewer.get("/review/?coder=coder").text
    assert 'value="approve"' in reviewer.get(f"/review/{waits.pk}/").text
    send_back(waits, by=cast.reviewer)
    assert f'value="{waits.pk}"' in admin.get(LEFT).text
    _hand_over(admin, waits, to=cast.second_coder.pk)
    new = Revision.objects.get(author=cast.second_coder, question=16)
    assert (new.text, new.follows) == ("Waits.", waits)


def test_admins_are_led_there_from_admin(admin):
    for name in ("admin:index", "admin:auth_user_changelist"):
        assert LEFT in admin.get(reverse(name)).text


@pytest.mark.acceptance(38)
def test_the_other_coder_has_it_among_the_own_work_with_both_names(admin, cast, sheet, left):
    answer = _hand_over(admin, *left[:2], to=cast.second_coder.pk)
    assert "Colin Second has 2 drafts more to go on with." in answer.text
    coder = Client()
    coder.force_login(cast.second_coder)
    assert "Q14" in coder.get(reverse("coding:work-list")).text
    for number in (14, 15):
        page = coder.get(reverse("coding:question-write", args=[sheet.key, number])).text
        assert "Clara Coder began it." in page
    assert "Cite the article." in page
    new = Revision.objects.get(author=cast.second_coder, question=14)
    page = coder.get(reverse("coding:revision-read", args=[new.pk])).text
    assert "by Clara Coder, handed over" in page
    old = coder.get(reverse("coding:revision-read", args=[left[0].pk])).text
    assert "handed over" in old
    assert "by Ada Admin" in old
    assert "To Colin Second." in old
    coder.post(reverse("coding:revision-step", args=[new.pk, "submit"]))
    reviewer = Client()
    reviewer.force_login(cast.reviewer)
    assert "Begun by <b>Clara Coder</b>" in reviewer.get(f"/review/{new.pk}/").text


def test_what_is_refused_is_said(admin, cast, sheet, left):
    draft(sheet, 14, "Own.", by=cast.second_coder)
    answer = _hand_over(admin, left[0], to=cast.second_coder.pk)
    assert "4765 Q14: Colin Second has an open change of their own there." in answer.text


@pytest.mark.parametrize("ticked", [True, False])
def test_nothing_ticked_or_nobody_chosen_is_said(admin, cast, left, ticked):
    answer = _hand_over(admin, *left[:ticked], to="" if ticked else cast.second_coder.pk)
    assert answer.status_code == 400
    said = "Choose the coder who goes on with it." if ticked else "Nothing is ticked"
    assert said in answer.text
    assert Revision.objects.get(pk=left[0].pk).status == Status.DRAFT


def test_nobody_without_the_coder_role_is_offered(admin, cast, left):
    answer = _hand_over(admin, left[0], to=cast.reviewer.pk)
    assert "Choose a coder whose account is active." in answer.text


def test_more_that_is_left_asks_no_more_of_the_database(admin, cast, left, sheet):
    few = queries_of(lambda: admin.get(LEFT))
    for number in (17, 18, 19):
        draft(sheet, number, "More.", by=cast.second_coder)
    cast.second_coder.groups.clear()
    assert len(queries_of(lambda: admin.get(LEFT))) == len(few)
    assert "No longer a coder." in admin.get(LEFT).text


def test_the_comment_on_what_was_returned_reaches_who_takes_over_the_draft_after_it(
    admin, cast, sheet
):
    suggested(sheet, 14, "Ended.", "It ended.", by=cast.coder, reviewer=cast.reviewer)
    begun = draft(sheet, 14, "It has ended.", by=cast.coder)
    cast.coder.is_active = False
    cast.coder.save()
    _hand_over(admin, begun, to=cast.second_coder.pk)
    coder = Client()
    coder.force_login(cast.second_coder)
    page = coder.get(reverse("coding:question-write", args=[sheet.key, 14])).text
    for shown in ("Clara Coder began it.", "Shorter.", "Rita Reviewer suggests"):
        assert shown in page
