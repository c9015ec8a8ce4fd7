"""Text survives lost connections, ended sessions, second tabs and second people."""

import re

from tests.browser.conftest import enter, in_both_browsers, sending

pytestmark = in_both_browsers
SHEETS = {"chromium": 4235, "firefox": 4765}
SAVED = re.compile(r"^Saved \d")


def _answer(page):
    return page.get_by_label("Answer", exact=True)


def _sheet(page):
    """The sheet that only this browser writes on."""
    return f"/sheets/{SHEETS[page.context.browser.browser_type.name]}/"


def _open(page, number):
    page.goto(f"{_sheet(page)}questions/{number}/")
    return page


def test_a_draft_saves_itself_and_is_there_again(sign_in):
    page = _open(sign_in("coder"), 14)
    _answer(page).fill("Written, never sent.")
    page.get_by_text(SAVED).wait_for()
    page.reload()
    assert _answer(page).input_value() == "Written, never sent."


def test_a_lost_connection_is_visible_and_made_good(sign_in):
    page = _open(sign_in("coder"), 15)
    page.context.set_offline(True)
    _answer(page).fill("Typed without a connection.")
    page.get_by_text("Not saved – retrying").wait_for()
    page.context.set_offline(False)
    page.get_by_text(SAVED).wait_for()
    page.reload()
    assert _answer(page).input_value() == "Typed without a connection."


def test_text_typed_after_the_session_ended_is_offered_back(sign_in):
    page = _open(sign_in("coder"), 16)
    page.context.clear_cookies()
    _answer(page).fill("Typed after the session ended.")
    page.get_by_text("Signed out").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())  # leave the page although it is not saved
    enter(page, "coder")
    _open(page, 16)
    page.get_by_text("Typed here on").wait_for()
    page.get_by_role("button", name="Put it back").click()
    page.get_by_text(SAVED).wait_for()
    assert _answer(page).input_value() == "Typed after the session ended."


def test_two_tabs_of_one_person_show_both_texts(sign_in):
    first = sign_in("coder")
    _open(first, 18)
    second = first.context.new_page()
    _open(second, 18)
    _answer(first).fill("Text of the first tab.")
    first.get_by_text(SAVED).wait_for()
    _answer(second).fill("Text of the second tab.")
    panel = second.get_by_role("alert")
    panel.wait_for()
    assert "Text of the first tab." in panel.inner_text()
    assert _answer(second).input_value() == "Text of the second tab."
    second.get_by_role("button", name="Keep my text").click()
    second.get_by_text(SAVED).wait_for()


def _note(page):
    return page.get_by_label("Why this change")


def test_two_tabs_that_differ_in_the_reason_alone_show_both_reasons(sign_in):
    first = _open(sign_in("coder"), 21)
    second = _open(first.context.new_page(), 21)
    _answer(first).fill("The same answer.")
    _note(first).fill("Reason of the first tab.")
    first.get_by_text(SAVED).wait_for()
    _answer(second).fill("The same answer.")
    _note(second).fill("Reason of the second tab.")
    panel = second.get_by_role("alert")
    panel.wait_for()
    assert "Reason of the first tab." in panel.inner_text()
    assert "The same answer." not in panel.inner_text()
    second.get_by_role("button", name="Use the other text").click()
    second.get_by_text(SAVED).wait_for()
    assert _note(second).input_value() == "Reason of the first tab."


def test_a_tab_that_missed_the_submission_leads_to_the_change_in_review(sign_in):
    first = _open(sign_in("coder"), 22)
    second = _open(first.context.new_page(), 22)
    _answer(first).fill("Submitted in the first tab.")
    _note(first).fill("Read again.")
    with sending(first):
        first.get_by_role("button", name="Submit for review").click()
    _answer(second).fill("Typed in the second tab.")
    panel = second.get_by_role("alert")
    panel.get_by_text("This change is in review").wait_for()
    assert "Submitted in the first tab." in panel.inner_text()
    for button in ("Submit for review", "Save draft"):
        _answer(second).focus()
        second.get_by_role("button", name=button, exact=True).click()
        second.locator(".panel:focus").wait_for()
    with sending(second):
        panel.get_by_role("link", name="Go to the change in review").click()
    second.get_by_text("Take the change back, and it can be put in").wait_for()
    with sending(second):
        second.get_by_role("button", name="Take back").click()
    with second.expect_response("**/save/"):
        second.get_by_role("button", name="Put it back").click()
    second.get_by_text(SAVED).wait_for()
    second.reload()
    assert _answer(second).input_value() == "Typed in the second tab."


def test_a_section_that_missed_a_submission_leads_to_the_change_in_review(sign_in):
    first = _open(sign_in("coder"), 23)
    second = first.context.new_page()
    second.goto(f"{_sheet(second)}sections/obligations/")
    _answer(first).fill("Submitted on its own.")
    _note(first).fill("Read again.")
    with sending(first):
        first.get_by_role("button", name="Submit for review").click()
    second.locator("textarea[name='q23-text']").fill("Typed in the section.")
    second.locator("#submit").click()
    second.locator(".panel:focus").wait_for()
    with sending(second):
        second.get_by_role("link", name="Go to the change in review").click()
    assert second.url.endswith(f"{_sheet(second)}questions/23/")
    assert "Typed in the section." in second.get_by_role("alert").inner_text()


def test_two_people_on_one_question_know_of_each_other(sign_in):
    first, second = sign_in("coder"), sign_in("coder2")
    _open(first, 19)
    _answer(first).fill("Proposal of the first.")
    first.get_by_text(SAVED).wait_for()
    _open(second, 19)
    second.get_by_text("Dana Ellis is writing another answer").click()
    assert second.get_by_text("Proposal of the first.").is_visible()
    _answer(second).fill("Proposal of the second.")
    second.get_by_text(SAVED).wait_for()
    first.reload()
    assert _answer(first).input_value() == "Proposal of the first."


def test_a_section_is_written_as_one_form(sign_in):
    page = sign_in("coder")
    page.goto(f"{_sheet(page)}sections/context/")
    page.locator("textarea[name='q47-text']").fill("Signed in Minsk.")
    page.locator("textarea[name='q48-text']").fill("None is known.")
    page.get_by_label(re.compile("Why", re.IGNORECASE)).last.fill("Read Article 3 again.")
    page.get_by_role("button", name=re.compile("Submit")).first.click()
    page.get_by_text("Submitted for review: 2 answers.").wait_for()
