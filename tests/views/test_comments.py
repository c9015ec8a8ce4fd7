"""Comments on the pages: beside the answer, below the change under review, counted in lists."""

import pytest
from django.urls import reverse

from coding.models import Assignment, Comment
from coding.models.comment import Remark
from coding.workflow import comments
from tests.factories import draft, make_person, pending, said, withdraw
from tests.views.plain_browser import open_page

QUESTION = reverse("coding:question-write", args=["4765", 14])
COMMENTS = reverse("coding:question-comments", args=["4765", 14])
SAID = "Is this still so?"


@pytest.fixture
def thread(cast, sheet):
    return said(sheet, 14, SAID, by=cast.reviewer)


def post(client, who, follow=True, **fields):
    client.force_login(who)
    return client.post(COMMENTS, fields, follow=follow)


def words(client, who, address):
    client.force_login(who)
    return open_page(client, address).words


def test_who_answers_and_who_decides_find_it_beside_the_answer(client, cast, sheet, thread):
    waits = pending(sheet, 14, "New.", by=cast.coder)
    review = reverse("coding:revision-review", args=[waits.pk])
    for who, address in ((cast.coder, QUESTION), (cast.reviewer, review), (cast.admin, COMMENTS)):
        told = words(client, who, address)
        assert SAID in told
        assert "1 open" in told


def test_it_is_written_without_a_script_and_stands_where_it_was_written(client, cast, sheet):
    answer = post(client, cast.coder, text="Look at Article 5. “…”", step="say", page="question")
    assert answer.redirect_chain[0][0] == f"{QUESTION}#comment-{Comment.objects.get().pk}"
    assert "Your comment is kept" in answer.content.decode()
    assert "Look at Article 5. “…”" in words(client, cast.second_coder, QUESTION)


def test_who_may_be_mentioned_is_told_by_user_name_to_who_comments(coder):
    told = coder.get(reverse("coding:comment-people")).json()
    assert told["coder"] == "Clara Coder"
    assert "outsider" not in told
    assert [*told] == sorted(told)


def test_from_a_review_one_comes_back_to_it_with_the_queue_as_it_was(client, cast, sheet):
    waits = pending(sheet, 14, "New.", by=cast.coder)
    review = reverse("coding:revision-review", args=[waits.pk])
    client.force_login(cast.reviewer)
    page = open_page(client, f"{review}?sheet=4765")
    (form,) = page.tree.xpath('//section[@id="comments"]//form')
    sent = dict(form.form_values()) | {"text": "Which article?", "step": "say"}
    answer = client.post(form.get("action"), sent)
    kept = Comment.objects.get()
    assert answer.url == f"{review}?sheet=4765#comment-{kept.pk}"
    assert kept.revision == waits
    assert "the change by Clara Coder" in words(client, cast.coder, QUESTION)


def test_a_thread_is_resolved_and_opened_again_by_its_buttons(client, cast, thread):
    told = post(client, cast.coder, thread=thread.pk, step="resolve", text="").content.decode()
    assert "Resolved by" in told
    assert "1 resolved" in told
    told = post(client, cast.coder, thread=thread.pk, step="reopen", text="").content.decode()
    assert "Opened again by" in told
    assert "1 open" in told


def test_what_is_refused_stands_in_its_box_again(client, cast, sheet, thread):
    for fields in ({}, {"thread": thread.pk}):
        answer = post(client, cast.coder, text="Ask @nobody about it.", step="say", **fields)
        assert answer.status_code == 400
        page = answer.content.decode()
        assert "@nobody: nobody of that user name reads sheets" in page
        assert "Ask @nobody about it." in page
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("field", ["thread", "about"])
@pytest.mark.parametrize("value", ["999999", "9" * 30])
def test_what_is_not_there_is_answered_by_no_error(client, cast, sheet, field, value):
    answer = post(client, cast.coder, text="Hello.", **{field: value})
    assert answer.status_code == 404


def test_a_thread_of_another_question_is_not_answered_here(client, cast, sheet):
    elsewhere = said(sheet, 15, "There.", by=cast.coder)
    assert post(client, cast.coder, text="Here.", thread=elsewhere.pk).status_code == 404


def test_a_proposal_that_became_a_draft_again_is_not_told(client, cast, sheet):
    waits = pending(sheet, 14, "New.", by=cast.coder)
    comments.comment(sheet, waits.asked, "Hm.", by=cast.reviewer, about=waits)
    withdraw(waits, by=cast.coder)
    assert "the change by" in words(client, cast.reviewer, QUESTION)
    written = draft(sheet, 14, "Newer.", by=cast.coder)
    assert f"/revisions/{written.pk}/" not in words(client, cast.reviewer, QUESTION)


@pytest.mark.acceptance(13)
def test_who_has_no_role_neither_reads_nor_writes_comments(client, cast, thread):
    for who in (cast.outsider, make_person("guest", "Gina Guest")):
        answer = post(client, who, text="Hello.")
        assert answer.status_code == 403
        assert SAID not in answer.content.decode()
    assert Comment.objects.count() == 1


def test_open_threads_count_in_lists(client, cast, sheet, thread):
    said(sheet, 14, "Another.", by=cast.coder)
    Assignment.objects.create(sheet=sheet, coder=cast.second_coder)
    pending(sheet, 14, "New.", by=cast.coder)
    assert "2 open comments" in words(client, cast.admin, reverse("coding:sheet-list"))
    read = reverse("coding:sheet-read", args=["4765"])
    assert "2 open comments" in words(client, cast.admin, read)
    assert "2 open comments" in words(client, cast.reviewer, reverse("coding:review-queue"))
    section = reverse("coding:section-write", args=["4765", "formation"])
    assert "2 open comments" in words(client, cast.coder, section)
    assert SAID in words(client, cast.second_coder, reverse("coding:work-list"))
    for comment in Comment.objects.filter(thread=None):
        comments.reply(comment, "", by=cast.coder, step=Remark.RESOLVE)
    assert "2 open comments" not in words(client, cast.admin, reverse("coding:sheet-list"))
    assert SAID not in words(client, cast.second_coder, reverse("coding:work-list"))


def test_sheets_with_open_comments_are_listed_apart(client, cast, sheet, thread):
    listed = reverse("coding:sheet-list") + "?show=comments"
    assert "4765" in words(client, cast.coder, listed)
    comments.reply(thread, "", by=cast.coder, step=Remark.RESOLVE)
    assert "No sheet" in words(client, cast.coder, listed)


def test_of_many_threads_the_latest_are_open_and_the_others_folded_up_with_a_way_to_answer(
    coder, cast, sheet
):
    threads = [said(sheet, 14, f"Thread {n}.", by=cast.reviewer) for n in range(12)]
    for n in range(9):
        comments.reply(threads[-1], f"Reply {n}.", by=cast.coder)
    page = open_page(coder, QUESTION)
    (older,) = page.tree.xpath('//details[@class="folded"][starts-with(summary, "7 older")]')
    assert len(older.findall("article")) == 7
    assert not older.xpath(".//form")
    assert f"{COMMENTS}#thread-{threads[0].pk}" in older.xpath(".//a/@href")
    assert page.tree.xpath(f'//article[@id="thread-{threads[-1].pk}"]//form')
    (between,) = page.tree.xpath('//article//details[summary="6 comments between"]')
    assert "Reply 0." in between.text_content()
    assert open_page(coder, COMMENTS).tree.xpath(f'//article[@id="thread-{threads[0].pk}"]//form')
