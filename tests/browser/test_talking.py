"""Comments and notices, as people write and read them."""

import re

from tests.browser.conftest import in_both_browsers, may_decide, sending

SHEETS = {"chromium": 4235, "firefox": 4765}


@in_both_browsers
def test_a_comment_is_typed_survives_a_reload_and_is_answered_and_resolved(sign_in):
    page = sign_in("coder")
    sheet = SHEETS[page.context.browser.browser_type.name]
    page.goto(f"/sheets/{sheet}/questions/17/")
    page.get_by_text("Comment on this question").click()
    box = page.get_by_label("Your comment")
    box.press_sequentially("Is Article 5 meant, ")
    page.get_by_label("Mention").select_option("reviewer")
    box.press_sequentially("?")
    page.reload()
    assert box.input_value() == "Is Article 5 meant, @reviewer ?"
    assert box.is_visible()
    page.get_by_role("button", name="Comment", exact=True).click()
    page.get_by_text("Your comment is kept, and @reviewer is told.").wait_for()
    assert page.get_by_label("Your comment").input_value() == ""
    reviewer = sign_in("reviewer")
    reviewer.goto(f"/sheets/{sheet}/questions/17/")
    reviewer.get_by_text("Reply or resolve").click()
    reviewer.get_by_label("Your reply").fill("It is.")
    reviewer.get_by_role("button", name="Resolve").click()
    reviewer.get_by_text("The thread is resolved.").wait_for()
    reviewer.get_by_text("It is.", exact=True).wait_for()


def test_the_bell_counts_what_is_new_and_a_notice_leads_to_its_place(sign_in):
    coder = sign_in("coder")
    for number in (18, 19):
        coder.goto(f"/sheets/4235/questions/{number}/")
        coder.get_by_text("Comment on this question").click()
        coder.get_by_label("Your comment").fill(f"Look at Q{number}, @reviewer.")
        coder.get_by_role("button", name="Comment", exact=True).click()
        coder.get_by_text("@reviewer is told").wait_for()
    page = sign_in("reviewer")
    page.goto("/codebook/")
    bell = page.get_by_role("banner").get_by_role("link", name="Notices")
    bell.filter(has_text="unread").click()
    with page.expect_request("**/notices/read/"):
        page.get_by_role("link", name="Q18").first.click()
    page.get_by_text("Look at Q18, @reviewer.").wait_for()
    page.goto("/notices/")
    page.get_by_role("button", name="Mark all as read").click()
    bell.filter(has_not_text="unread").wait_for()


def test_who_else_is_there_is_told_and_that_the_approved_answer_changed_meanwhile(sign_in):
    coder = sign_in("coder")
    coder.goto("/sheets/4235/questions/20/")
    coder.get_by_label("Answer", exact=True).fill("Typed meanwhile.")
    coder.get_by_text(re.compile(r"^Saved \d\d:\d\d")).wait_for()
    second = sign_in("coder2")
    second.goto("/sheets/4235/questions/20/")
    second.get_by_text("has this question open, too").wait_for()
    second.get_by_label("Answer", exact=True).fill("Another answer.")
    second.get_by_label("Why this change").fill("Read again.")
    second.get_by_role("button", name="Submit for review", exact=True).click()
    second.get_by_text("Q20 is submitted for review").wait_for()
    reviewer = sign_in("reviewer")
    reviewer.goto("/review/?sheet=4235&question=20")
    reviewer.get_by_text("this question open, too").wait_for()
    may_decide(reviewer)
    with sending(reviewer):
        reviewer.get_by_role("button", name="Approve, next").click()
    reviewer.get_by_text("approved.").first.wait_for()
    coder.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    coder.get_by_text("changed while you have this page open").wait_for()
    coder.get_by_role("link", name="Load the page anew to see what changed").click()
    coder.get_by_text("The approved answer changed").first.wait_for()
    assert coder.get_by_label("Answer", exact=True).input_value() == "Typed meanwhile."


def test_whom_to_mention_is_asked_for_again_where_it_did_not_arrive(sign_in):
    page = sign_in("coder")
    page.goto("/sheets/4235/questions/21/")
    page.route("**/comments/people/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.get_by_text("Comment on this question").click()
    assert not page.get_by_label("Mention").is_visible()
    page.unroute("**/comments/people/")
    page.get_by_text("Comment on this question").click()
    page.get_by_text("Comment on this question").click()
    page.get_by_label("Mention").select_option("reviewer")
    assert page.get_by_label("Your comment").input_value() == "@reviewer "
