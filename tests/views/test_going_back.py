"""From the record back to a draft: where the links are, what the page shows, what it makes."""

import pytest
from django.urls import reverse

from coding.models import Revision
from coding.models.revision import Status
from coding.workflow.record_writer import approved_answer
from tests.factories import approved_change, draft, make_person, pending, seen, send_back
from tests.shared_rows import shared
from tests.views.plain_browser import open_page

AGAIN = "Propose the old answer again"


@shared
def change(cast, sheet):
    return approved_change(sheet, 14, "Ended.", by=cast.second_coder, reviewer=cast.reviewer)


def _address(sheet, query):
    return reverse("coding:sheet-go-back", args=[sheet.key]) + f"?{query}"


def _of_second(cast, **span):
    said = "".join(f"&{name}={day}" for name, day in span.items())
    return f"by={cast.second_coder.pk}{said}"


def _confirm(client, address, *questions):
    page = open_page(client, address)
    (shown,) = page.tree.xpath('//input[@name="seen"]/@value')
    sent = {"seen": shown, "question": [str(number) for number in questions]}
    return client.post(address, sent, follow=True)


def test_every_page_of_the_record_leads_back(coder, sheet, change):
    link = f"/sheets/4765/go-back/?revision={change.pk}"
    for address in (
        reverse("coding:question-write", args=[sheet.key, 14]),
        reverse("coding:sheet-history", args=[sheet.key]),
        reverse("coding:revision-read", args=[change.pk]),
    ):
        page = coder.get(address).text
        assert page.count(link) == 1, address
        assert AGAIN in page
    compared = coder.get(reverse("coding:sheet-compare", args=[sheet.key])).text
    assert "Propose what stood then" in compared


def test_who_does_not_code_gets_no_link_that_is_refused(client, cast, sheet, change):
    for person in (cast.reviewer, cast.admin):
        client.force_login(person)
        for name, where in (
            ("question-write", [sheet.key, 14]),
            ("sheet-history", [sheet.key]),
            ("sheet-compare", [sheet.key]),
            ("revision-read", [change.pk]),
        ):
            page = client.get(reverse(f"coding:{name}", args=where)).text
            assert "go-back" not in page
        assert "A coder can propose the old answer again" in page


def test_after_a_decision_one_who_codes_too_can_go_back_at_once(client, cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    both = make_person("both", "Bea Both", "reviewer")
    both.groups.add(*cast.coder.groups.all())
    client.force_login(both)
    sent = {"decision": "approve", "seen": seen(revision)}
    page = client.post(reverse("coding:revision-decide", args=[revision.pk]), sent, follow=True)
    assert f"/sheets/4765/go-back/?revision={revision.pk}" in page.text


def test_nothing_is_to_be_undone_of_what_was_returned(reviewer, cast, sheet):
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    cast.reviewer.groups.add(*cast.coder.groups.all())
    sent = {"decision": "return", "seen": seen(revision), "comment": "No."}
    page = reviewer.post(reverse("coding:revision-decide", args=[revision.pk]), sent, follow=True)
    assert AGAIN not in page.text


def test_the_page_shows_the_difference_before_anything_is_made(coder, cast, sheet, change):
    page = open_page(coder, _address(sheet, f"revision={change.pk}"))
    assert page.part('//div[@class="diff"]//ins') == "Answer 14."
    assert page.part('//div[@class="diff"]//del') == "Ended."
    assert "Goes back to the answer of the printed sheet" in page.words
    assert not Revision.objects.filter(status=Status.DRAFT).exists()


@pytest.mark.acceptance(10)
def test_confirming_makes_a_draft_that_is_reviewed_as_any_other(coder, cast, sheet, change):
    answer = _confirm(coder, _address(sheet, f"revision={change.pk}"), 14)
    assert answer.redirect_chain[-1][0].endswith("/questions/14/")
    made = Revision.objects.get(status=Status.DRAFT)
    assert (made.author, made.text) == (cast.coder, "Answer 14.")
    assert approved_answer(sheet, 14) == "Ended."
    step = reverse("coding:revision-step", args=[made.pk, "submit"])
    assert "is submitted" in coder.post(step, follow=True).text
    assert Revision.objects.get(pk=change.pk).status == Status.APPROVED


@pytest.mark.acceptance(10)
def test_everything_somebody_changed_in_a_span_is_one_look(coder, cast, sheet, change):
    approved_change(sheet, 15, "Broken.", by=cast.second_coder, reviewer=cast.reviewer)
    approved_change(sheet, 16, "Mine.", by=cast.coder, reviewer=cast.reviewer)
    approved_change(sheet, 17, "Theirs.", by=cast.second_coder, reviewer=cast.reviewer)
    approved_change(sheet, 17, "Mine since.", by=cast.coder, reviewer=cast.reviewer)
    address = _address(sheet, _of_second(cast))
    page = open_page(coder, address)
    assert page.tree.xpath('//input[@name="question"]/@value') == ["14", "15"]
    assert "Changed again since, by Clara Coder" in page.words
    answer = _confirm(coder, address, 14, 15)
    assert "2 drafts were made." in answer.text
    assert "Submit 2 drafts for review" in answer.text


def test_the_days_of_a_span_are_both_in_it(coder, cast, sheet, change):
    day = f"{change.decided_at:%Y-%m-%d}"
    inside = open_page(coder, _address(sheet, _of_second(cast, since=day, until=day)))
    assert inside.tree.xpath('//input[@name="question"]/@value') == ["14"]
    for span in ({"until": "2001-01-01"}, {"since": "2100-01-01"}):
        page = open_page(coder, _address(sheet, _of_second(cast, **span)))
        assert "Nothing can be proposed again here." in page.words


def test_what_is_not_ticked_gets_no_draft(coder, cast, sheet, change):
    approved_change(sheet, 15, "Broken.", by=cast.second_coder, reviewer=cast.reviewer)
    _confirm(coder, _address(sheet, _of_second(cast)), 15)
    assert [revision.question for revision in Revision.objects.filter(status=Status.DRAFT)] == [15]


def test_nothing_ticked_is_said(coder, sheet, change):
    answer = _confirm(coder, _address(sheet, f"revision={change.pk}"))
    assert answer.status_code == 400
    assert "Nothing is ticked" in answer.text


def test_what_was_ticked_and_is_drafted_by_now_is_not_called_unticked(coder, cast, sheet, change):
    address = _address(sheet, f"revision={change.pk}")
    page = open_page(coder, address)
    _confirm(coder, address, 14)
    (shown,) = page.tree.xpath('//input[@name="seen"]/@value')
    answer = coder.post(address, {"seen": shown, "question": ["14"]})
    assert answer.status_code == 400
    assert "What was ticked cannot be proposed now" in answer.text
    assert "Not proposed:" in answer.text


def test_what_changed_since_it_was_shown_is_shown_again(coder, cast, sheet, change):
    address = _address(sheet, f"revision={change.pk}")
    (shown,) = open_page(coder, address).tree.xpath('//input[@name="seen"]/@value')
    approved_change(sheet, 14, "Other.", by=cast.second_coder, reviewer=cast.reviewer)
    answer = coder.post(address, {"seen": shown, "question": "14"})
    assert answer.status_code == 409
    assert "Approved answers changed since this page was opened." in answer.text
    assert "Other." in answer.text
    assert not Revision.objects.filter(status=Status.DRAFT).exists()


def test_ones_own_draft_is_named_and_kept(coder, cast, sheet, change):
    draft(sheet, 14, "I write.", by=cast.coder)
    page = open_page(coder, _address(sheet, f"revision={change.pk}"))
    assert "You have a draft there." in page.words
    assert page.tree.xpath('//input[@name="question"]') == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("by=99999", "Changed by: "),
        ("since=yesterday", "is not a date"),
        ("question=14&at=then", "is not a date"),
        ("question=62&at=2026-01-01", "Question: "),
    ],
)
def test_what_cannot_be_read_is_said(coder, sheet, change, query, said):
    answer = coder.get(_address(sheet, query))
    assert answer.status_code == 200
    assert said in answer.text


def test_a_change_of_another_sheet_is_not_found(coder, sheet):
    assert coder.get(_address(sheet, "revision=99999")).status_code == 404


def test_what_stood_at_a_moment_is_proposed_from_the_comparison(coder, cast, sheet, change):
    page = open_page(coder, reverse("coding:sheet-compare", args=[sheet.key]))
    (link,) = page.tree.xpath('//a[text()="Propose what stood then"]/@href')
    _confirm(coder, link, 14)
    assert Revision.objects.get(status=Status.DRAFT).text == "Answer 14."


def test_what_came_back_there_counts_as_taken_up_and_that_is_said(coder, cast, sheet, change):
    returned = send_back(pending(sheet, 14, "Own.", by=cast.coder), by=cast.reviewer)
    address = _address(sheet, f"revision={change.pk}")
    assert "It counts as taken up with this draft." in open_page(coder, address).words
    _confirm(coder, address, 14)
    assert Revision.objects.get(status=Status.DRAFT).follows == returned
