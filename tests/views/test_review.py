"""The review pages: see the change, decide, go on; shared filters; many at once."""

import re

import pytest
from django.urls import reverse

from coding.models import Formation, Revision
from coding.models.revision import Status
from coding.workflow import drafts
from tests.factories import approved_change, draft, make_sheet, pending, seen, send_back

QUEUE = reverse("coding:review-queue")


def _review(revision):
    return reverse("coding:revision-review", args=[revision.pk])


def _decide(client, revision, decision, *, seen_as=None, comment="", query=""):
    print_ = seen(revision) if seen_as is None else seen_as
    address = reverse("coding:revision-decide", args=[revision.pk])
    sent = {"decision": decision, "seen": print_, "comment": comment}
    return client.post(f"{address}{query}", sent, follow=True)


def _listed(response):
    """The sheets and questions in the list beside the change."""
    named = re.findall(r'<span class="t">([\d.]+) · Q(\d+) ', response.text)
    return [(key, int(number)) for key, number in named]


def test_the_queue_is_oldest_first_and_shows_the_first_change(reviewer, cast, sheet):
    pending(sheet, 20, "Older.", by=cast.coder)
    pending(sheet, 14, "Younger.", by=cast.second_coder)
    page = reviewer.get(QUEUE)
    assert _listed(page) == [("4765", 20), ("4765", 14)]
    assert "<ins>Older.</ins>" in page.content.decode()


def test_approving_goes_on_to_the_next_under_the_same_filter(reviewer, cast, sheet):
    first = pending(sheet, 14, "New.", by=cast.coder)
    pending(sheet, 20, "New.", by=cast.coder)
    pending(make_sheet(4770), 14, "New.", by=cast.coder)
    page = _decide(reviewer, first, "approve", query="?question=14")
    assert '<p class="crumb"><a href="/sheets/">Sheets</a> / <a href="/sheets/4770/">' in page.text
    assert page.request["QUERY_STRING"] == "question=14"
    assert "4765 Q14 approved." in page.content.decode()
    assert Formation.objects.get(sheet=sheet).termination_dates == "New."


@pytest.mark.acceptance(8)
def test_returning_without_a_comment_is_refused_on_the_page(reviewer, cast, sheet):
    revision = pending(sheet, 14, "New.", by=cast.coder)
    page = _decide(reviewer, revision, "return")
    assert page.status_code == 409
    assert "Returning needs a comment" in page.content.decode()
    assert Revision.objects.get().status == Status.PENDING


def test_returning_with_a_comment_sends_it_back(reviewer, cast, sheet):
    revision = pending(sheet, 14, "New.", by=cast.coder)
    _decide(reviewer, revision, "return", comment="Cite the article.")
    revision.refresh_from_db()
    assert (revision.status, revision.comment) == (Status.RETURNED, "Cite the article.")


@pytest.mark.acceptance(6)
def test_a_stale_approval_is_refused_and_the_new_difference_is_shown(reviewer, cast, sheet):
    revision = pending(sheet, 14, "First wording.", by=cast.coder)
    on_screen = seen(revision)
    drafts.take_back(revision, by=cast.coder)
    pending(sheet, 14, "Second wording.", by=cast.coder)
    page = _decide(reviewer, revision, "approve", seen_as=on_screen)
    shown = page.content.decode()
    assert page.status_code == 409
    assert "changed since you opened it" in shown
    assert "<ins>Second wording.</ins>" in shown
    assert shown.index("changed since you opened it") < shown.index("<ins>Second wording.</ins>")
    assert f'name="seen" value="{seen(revision)}"' in shown


def test_a_change_taken_back_meanwhile_says_where_it_stands(reviewer, cast, sheet):
    revision = pending(sheet, 14, "New.", by=cast.coder)
    on_screen = seen(revision)
    drafts.take_back(revision, by=cast.coder)
    sent = {"decision": "return", "seen": on_screen, "comment": "Which article?"}
    page = reviewer.post(f"/review/{revision.pk}/decide/", sent, follow=True)
    shown = page.content.decode()
    assert "is not decided. Already reopened by Clara Coder at " in shown
    assert "Your comment was “Which article?”" in shown
    assert "is not decided" in reviewer.get(f"/review/{revision.pk}/", follow=True).content.decode()


def test_a_draft_that_never_was_in_review_is_not_found(reviewer, cast, sheet):
    written = draft(sheet, 14, "New.", by=cast.coder)
    assert reviewer.get(f"/review/{written.pk}/").status_code == 404
    assert _decide(reviewer, written, "approve").status_code == 404
    assert Revision.objects.get().status == Status.DRAFT


@pytest.mark.acceptance(7)
def test_the_author_sees_why_they_cannot_decide(coder, cast, sheet):
    cast.coder.groups.add(cast.reviewer.groups.get())
    revision = pending(sheet, 14, "New.", by=cast.coder)
    page = coder.get(_review(revision)).content.decode()
    assert "You wrote this change" in page
    assert 'value="approve"' not in page
    assert _decide(coder, revision, "approve").status_code == 403
    assert Revision.objects.get().status == Status.PENDING


def test_a_resubmitted_change_shows_what_it_was_returned_for(reviewer, cast, sheet):
    send_back(pending(sheet, 14, "New.", by=cast.coder), by=cast.reviewer, comment="Cite it.")
    again = pending(sheet, 14, "New (Article 2).", by=cast.coder)
    assert "Cite it." in reviewer.get(_review(again)).content.decode()


def test_what_was_decided_is_said_with_a_link_to_it(reviewer, cast, sheet):
    revision = pending(sheet, 14, "New.", by=cast.coder)
    said = _decide(reviewer, revision, "approve").text
    link = reverse("coding:revision-read", args=[revision.pk])
    assert f'4765 Q14 approved.</span> <a href="{link}">See what was decided' in said


def test_the_next_change_has_the_focus_and_is_read_with_what_was_decided(reviewer, cast, sheet):
    first = pending(sheet, 14, "New.", by=cast.coder)
    pending(sheet, 15, "New.", by=cast.coder)
    heading = '<h1 id="change-title" tabindex="-1"'
    assert f'{heading} autofocus aria-describedby="messages">' in (
        _decide(reviewer, first, "approve").text
    )
    assert f"{heading}>" in reviewer.get(QUEUE).text


def test_the_same_decision_sent_again_says_that_it_was_oneself_and_goes_on(reviewer, cast, sheet):
    first, second = (pending(sheet, n, "New.", by=cast.coder) for n in (14, 15))
    on_screen = seen(first)
    _decide(reviewer, first, "approve")
    again = _decide(reviewer, first, "approve", seen_as=on_screen)
    assert again.status_code == 200
    assert "4765 Q14: Already approved by you at " in again.text
    assert f'action="{_review(second)}decide/"' in again.text
    assert first.events.filter(step="approve").count() == 1
    second.refresh_from_db()
    assert second.status == Status.PENDING


@pytest.mark.parametrize(("decision", "comment"), [("approve", ""), ("return", "Other words.")])
def test_another_decision_on_what_one_has_decided_is_refused(
    reviewer, cast, sheet, decision, comment
):
    revision = pending(sheet, 14, "New.", by=cast.coder)
    _decide(reviewer, revision, "return", comment="Cite it.")
    page = _decide(reviewer, revision, decision, comment=comment)
    assert page.status_code == 409
    assert "Already returned by you at " in page.text


def test_a_comment_is_not_stored_with_an_approval_unless_that_is_ticked(reviewer, cast, sheet):
    revision = pending(sheet, 14, "New.", by=cast.coder)
    page = _decide(reviewer, revision, "approve", comment="Wrong article.")
    assert page.status_code == 400
    assert "Nothing was decided. There is a comment" in page.text
    assert "Wrong article.</textarea>" in page.text
    revision.refresh_from_db()
    assert revision.status == Status.PENDING
    sent = {"decision": "approve", "seen": seen(revision), "comment": "See 3.", "with_comment": 1}
    reviewer.post(f"{_review(revision)}decide/", sent)
    revision.refresh_from_db()
    assert (revision.status, revision.comment) == (Status.APPROVED, "See 3.")


def test_an_overtaken_change_says_that_the_answer_has_moved(reviewer, cast, sheet):
    slow = pending(sheet, 14, "Slow.", by=cast.coder)
    approved_change(sheet, 14, "Quick.", by=cast.second_coder, reviewer=cast.reviewer)
    page = reviewer.get(_review(slow)).content.decode()
    assert "approved answer changed after this was written" in page
    assert "<del>Quick.</del>" in page


def test_names_and_filters_are_escaped_in_the_queue(reviewer, cast, sheet):
    cast.coder.last_name = "<i>Coder"
    cast.coder.save()
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    page = reviewer.get(f"{_review(revision)}?coder=coder&x=%22%3E").content.decode()
    assert "Q14 Termination dates by Clara &lt;i&gt;Coder" in page
    assert f'href="{_review(revision)}?coder=coder&amp;x=%22%3E" aria-current="true"' in page
    assert "<i>" not in page


def test_what_people_wrote_is_escaped(reviewer, cast, sheet):
    pending(sheet, 14, "<script>alert(1)</script>", by=cast.coder, note="<img src=x>")
    page = reviewer.get(QUEUE).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x>" not in page


@pytest.mark.parametrize("who", ["coder", "admin", "outsider"])
def test_only_reviewers_see_the_queue(client, cast, sheet, who):
    revision = pending(sheet, 14, "New.", by=cast.coder)
    client.force_login(getattr(cast, who))
    for address in (QUEUE, _review(revision)):
        assert client.get(address).status_code == 403
    assert _decide(client, revision, "approve").status_code == 403
    sent = {"revision": [revision.pk], "seen": [seen(revision)], "others": "approve"}
    assert client.post(reverse("coding:many-decide"), sent).status_code == 403
    assert Revision.objects.get().status == Status.PENDING
