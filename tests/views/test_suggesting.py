"""A reviewer and an author, each at their own page, and a suggestion that goes between them."""

import pytest
from django.test import Client
from django.urls import reverse

from coding.models import Revision
from coding.models.revision import Status
from tests.factories import pending, seen, send_back, suggested
from tests.shared_rows import shared
from tests.views.plain_browser import open_page


@pytest.fixture
def coder(cast):
    other = Client()
    other.force_login(cast.coder)
    return other


@shared
def waits(cast, sheet):
    return pending(sheet, 6, "Ended.", by=cast.coder, codes={"estmode": 1})


def _suggest(client, revision, **said):
    page = open_page(client, f"/review/{revision.pk}/suggest/")
    form = next(form for form in page.tree.forms if form.get("class") == "editor")
    sent = {**dict(form.form_values()), "comment": "So it reads.", **said}
    return client.post(f"/review/{revision.pk}/suggest/", sent, follow=True)


def test_the_review_page_leads_to_a_copy_of_the_proposal(reviewer, waits):
    assert f"/review/{waits.pk}/suggest/" in reviewer.get(f"/review/{waits.pk}/").text
    page = open_page(reviewer, f"/review/{waits.pk}/suggest/")
    assert page.tree.xpath('//textarea[@name="text"]')[0].value.strip() == "Ended."
    assert page.tree.xpath('//input[@name="code:estmode"]/@value') == ["1"]


def test_a_suggestion_goes_to_its_author_who_takes_it_with_one_button(
    reviewer, coder, cast, sheet, waits
):
    answer = _suggest(reviewer, waits, text="It ended.", **{"code:estmode": "0"})
    assert "4765 Q6 returned with a suggestion." in answer.text
    assert "See the suggestion" in coder.get(reverse("coding:work-list")).text
    page = open_page(coder, reverse("coding:question-write", args=[sheet.key, 6]))
    assert "Rita Reviewer suggests" in page.words
    shown = '//section[@aria-label="Suggestion"]'
    assert page.part(f"{shown}//ins").startswith("It ended.")
    assert page.part(f"{shown}//del").startswith("Ended.")
    assert "estmode" in page.part(shown)
    (address,) = page.tree.xpath(f"{shown}//form/@action")
    assert page.tree.xpath(f'{shown}//button[@value="submit"]/@data-key') == ["Alt+Enter"]
    answer = coder.post(address, {"action": "submit"}, follow=True)
    assert "Q6: the suggestion is submitted as yours." in answer.text
    taken = Revision.objects.get(status=Status.PENDING)
    assert (taken.author, taken.text, taken.codes) == (cast.coder, "It ended.", {"estmode": 0})


def test_its_author_goes_on_from_it_in_the_editor(coder, cast, sheet):
    returned = suggested(sheet, 14, "Ended.", "It ended.", by=cast.coder, reviewer=cast.reviewer)
    address = reverse("coding:suggestion-take-up", args=[returned.pk])
    answer = coder.post(address, {"action": "go-on"}, follow=True)
    assert "Q14: the suggestion is your draft now." in answer.text
    assert Revision.objects.get(status=Status.DRAFT).text == "It ended."
    assert "Rita Reviewer suggests" in answer.text  # still there to compare with
    assert 'value="go-on"' not in answer.text


def test_who_suggested_the_words_is_offered_to_return_them_only(
    reviewer, coder, cast, sheet, second_reviewer
):
    returned = suggested(sheet, 14, "Ended.", "It ended.", by=cast.coder, reviewer=cast.reviewer)
    address = reverse("coding:suggestion-take-up", args=[returned.pk])
    coder.post(address, {"action": "submit"})
    taken = Revision.objects.get(status=Status.PENDING)
    page = reviewer.get(f"/review/{taken.pk}/").text
    assert 'value="return"' in page
    assert 'value="approve"' not in page
    assert "so somebody else approves them" in page
    for page in (
        reviewer.post("/review/many/", {"revision": taken.pk}).text,
        reviewer.get("/sheets/4765/proposed/").text,
    ):
        assert f'name="decision-{taken.pk}" value="return"' in page
        assert f'name="decision-{taken.pk}" value="approve"' not in page
    sent = {"decision": "approve", "seen": seen(taken)}
    assert reviewer.post(f"/review/{taken.pk}/decide/", sent).status_code == 403
    other = Client()
    other.force_login(second_reviewer)
    page = other.get(f"/review/{taken.pk}/").text
    assert 'value="approve"' in page
    assert "The words are those of <b>Rita Reviewer</b>" in page
    assert other.post(f"/review/{taken.pk}/decide/", sent).status_code == 302


def test_the_record_tells_what_was_suggested(reviewer, cast, sheet):
    returned = suggested(sheet, 14, "Ended.", "It ended.", by=cast.coder, reviewer=cast.reviewer)
    for address in (
        reverse("coding:revision-read", args=[returned.pk]),
        reverse("coding:sheet-history", args=[sheet.key]),
    ):
        page = reviewer.get(address).text
        assert "returned with a suggestion" in page
        assert "<ins>It ended.</ins>" in page


@pytest.mark.parametrize(
    ("said", "status", "why"),
    [
        ({"text": "It ended.", "comment": ""}, 409, "Say why"),
        ({}, 409, "You suggest what is proposed already"),
        ({"text": "It ended.", "seen": "old"}, 409, "changed since you opened it"),
        ({"code:estmode": "x"}, 400, "“x” is not possible"),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_stays(reviewer, waits, said, status, why):
    answer = _suggest(reviewer, waits, **said)
    assert answer.status_code == status
    assert why in answer.text
    assert said.get("text", "Ended.") in answer.text
    waits.refresh_from_db()
    assert waits.status == Status.PENDING


def test_what_is_decided_already_is_not_suggested_to(reviewer, cast, waits):
    send_back(waits, by=cast.reviewer)
    assert reviewer.get(f"/review/{waits.pk}/suggest/").status_code == 409


def test_where_nothing_was_suggested_it_is_said(coder, cast, sheet, waits):
    returned = send_back(waits, by=cast.reviewer)
    address = reverse("coding:suggestion-take-up", args=[returned.pk])
    answer = coder.post(address, {"action": "submit"}, follow=True)
    assert "Nothing was suggested with it." in answer.text
