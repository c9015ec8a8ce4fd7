"""Text survives lost connections, ended sessions, second tabs and second people."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.browser.conftest import enter, in_both_browsers, may_decide, sending

SHEETS = {"chromium": 4235, "firefox": 4765}
SAVED = re.compile(r"^Saved \d\d:\d\d [A-Z]")


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


@in_both_browsers
def test_the_moment_of_saving_is_the_servers_in_the_zone_of_the_reader(sign_in):
    page = sign_in("coder", timezone_id="Asia/Tokyo")
    page.clock.set_fixed_time("2001-01-01T00:00:00Z")  # the clock of this machine is wrong
    _open(page, 19)
    _answer(page).fill("Saved on the server's clock.")
    state = page.get_by_text(re.compile(r"^Saved \d\d:\d\d JST$"))
    state.wait_for()
    now = datetime.now(ZoneInfo("Asia/Tokyo"))
    told = {f"Saved {now - timedelta(minutes=ago):%H:%M} JST" for ago in (0, 1)}
    assert state.inner_text() in told


def test_a_suggestion_that_was_not_sent_stands_there_again(sign_in):
    coder = _open(sign_in("coder"), 54)
    _note(coder).fill("Read again.")
    _answer(coder).fill("Proposed.")
    coder.get_by_role("button", name="Submit for review").click()
    coder.get_by_text("Q54 is submitted for review").wait_for()
    page = sign_in("reviewer")
    page.goto(f"/review/?sheet={_sheet(page).split('/')[2]}&question=54")
    page.get_by_role("link", name="Return with a suggestion").click()
    text = page.get_by_label("Suggested answer")
    text.fill("Suggested, and not sent.")
    page.get_by_label("Comment").fill("Shorter.")
    page.reload()
    page.get_by_text("What you typed here before stands in the box again.").wait_for()
    assert text.input_value() == "Suggested, and not sent."
    assert page.get_by_label("Comment").input_value() == "Shorter."
    page.get_by_role("button", name="Back to what was proposed").click()
    assert text.input_value() == "Proposed."
    page.reload()
    assert text.input_value() == "Proposed."
    text.fill("Suggested, and sent.")
    may_decide(page)
    with sending(page):
        page.get_by_role("button", name="Return with this suggestion").click()
    page.get_by_text("returned with a suggestion").wait_for()
    kept = page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('kept:'))")
    assert kept == []


def test_an_annotation_that_was_not_sent_stands_there_again(sign_in):
    page = sign_in("admin")
    rule = int(_sheet(page).split("/")[2]) % 60  # that only this browser annotates
    page.goto(f"/codebook/rules/{rule}/")
    new = page.get_by_label("New annotation")
    new.fill("Since 2019 we code the day.")
    page.reload()
    assert new.input_value() == "Since 2019 we code the day."
    with sending(page):
        page.get_by_role("button", name="Annotate the rule").click()
    page.get_by_text("is annotated").wait_for()
    assert new.input_value() == ""
    standing = page.get_by_label("Annotation of Alex Novak")
    standing.fill("Since 2020.")
    page.reload()
    page.get_by_text("What you typed here before stands in the box again.").wait_for()
    assert standing.input_value() == "Since 2020."
    page.get_by_role("button", name="Back to the annotation as it stands").click()
    assert standing.input_value() == "Since 2019 we code the day."


@in_both_browsers
def test_a_reason_stands_there_again_with_what_it_is_for_until_it_is_taken(sign_in):
    page = sign_in("admin")
    page.goto("/releases/6.0/gate/")
    hold = page.locator("details", has_text="Hold a sheet back")
    sheet, reason = hold.get_by_label("ATOP ID"), hold.get_by_label("Reason")

    def unfold():
        if not sheet.is_visible():
            hold.locator("summary").click()

    unfold()
    offered = sheet.input_value()  # a sheet that alone is in the way
    sheet.fill("9999")
    reason.fill("Its members are not coded.")
    page.reload()
    assert (sheet.input_value(), reason.input_value()) == ("9999", "Its members are not coded.")
    page.get_by_role("button", name="Take it out again").click()
    assert (sheet.input_value(), reason.input_value()) == (offered, "")
    page.reload()
    assert (sheet.input_value(), reason.input_value()) == (offered, "")
    unfold()
    reason.fill("Its members are not coded.")
    for typed, told in (("9999", "no sheet"), (_sheet(page).split("/")[2], "is held back")):
        sheet.fill(typed)
        with sending(page):
            hold.get_by_role("button", name="Hold back").click()
        page.locator("#messages", has_text=told).wait_for()
        assert reason.input_value() == ("Its members are not coded." if typed == "9999" else "")
    kept = page.evaluate("() => Object.keys(localStorage).filter((key) => key.includes('hold-'))")
    assert kept == []


def test_members_that_were_typed_and_not_added_stand_there_again(sign_in):
    page = _open(sign_in("coder2"), 4)
    page.get_by_label("Add members").fill("Armenia, Tajikistan")
    page.reload()
    assert page.get_by_label("Add members").input_value() == "Armenia, Tajikistan"
    with sending(page):
        page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("rowheader", name="Armenia").wait_for()
    assert page.get_by_label("Add members").input_value() == ""


@pytest.mark.acceptance(4)
@in_both_browsers
def test_a_lost_connection_is_visible_and_made_good(sign_in):
    page = _open(sign_in("coder"), 15)
    page.context.set_offline(True)
    _answer(page).fill("Typed without a connection.")
    page.get_by_text("Not saved – retrying").wait_for()
    page.context.set_offline(False)
    page.get_by_text(SAVED).wait_for()
    page.reload()
    assert _answer(page).input_value() == "Typed without a connection."


@pytest.mark.acceptance(37)
def test_a_full_disk_is_told_and_the_text_is_sent_once_there_is_room(sign_in):
    page = _open(sign_in("coder"), 13)
    said = {"state": "unavailable", "reason": "The disk of the site is full."}
    page.route(
        "**/save/", lambda route: route.fulfill(status=503, json=said, headers={"Retry-After": "1"})
    )
    _answer(page).fill("Typed while the disk was full.")
    page.get_by_text("Not saved – retrying. The disk of the site is full.").wait_for()
    page.unroute("**/save/")
    page.get_by_text(SAVED).wait_for()
    page.reload()
    assert _answer(page).input_value() == "Typed while the disk was full."


@in_both_browsers
def test_a_text_that_is_too_long_is_told_once_and_kept(sign_in):
    page, asked = _open(sign_in("coder"), 12), []
    page.on("request", lambda request: asked.append(request.url))
    _answer(page).fill("x" * 2_700_000)
    page.get_by_text("Not saved: What was sent has 2.6 MB; 2.5 MB are the most here.").wait_for()
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")  # tries what waits once more
    assert len([url for url in asked if url.endswith("/save/")]) == 1
    assert len(_answer(page).input_value()) == 2_700_000
    _answer(page).fill("Short again.")
    page.get_by_text(SAVED).wait_for()


@pytest.mark.acceptance(3)
@in_both_browsers
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


@pytest.mark.acceptance(1)
@in_both_browsers
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
    second.get_by_text("Reopen the change, and it can be put in").wait_for()
    with sending(second):
        second.get_by_role("button", name="Reopen to edit").click()
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
    second.get_by_text("Dana Ellis is writing another answer").wait_for()
    assert second.get_by_text("Proposal of the first.").count() == 0  # a draft is its author's
    _answer(second).fill("Proposal of the second.")
    second.get_by_text(SAVED).wait_for()
    first.reload()
    assert _answer(first).input_value() == "Proposal of the first."
    first.get_by_label(re.compile("^Why this change")).fill("Read again.")
    with sending(first):
        first.get_by_role("button", name="Submit for review", exact=True).click()
    second.reload()
    second.get_by_text("Dana Ellis proposed another answer").click()
    assert second.locator("details p", has_text="Proposal of the first.").is_visible()
    assert _answer(second).input_value() == "Proposal of the second."


def test_a_section_is_written_as_one_form(sign_in):
    page = sign_in("coder")
    page.goto(f"{_sheet(page)}sections/context/")
    page.locator("textarea[name='q47-text']").fill("Signed in Minsk.")
    page.locator("textarea[name='q48-text']").fill("None is known.")
    page.get_by_label(re.compile("Why", re.IGNORECASE)).last.fill("Read Article 3 again.")
    page.get_by_role("button", name=re.compile("Submit")).first.click()
    page.get_by_text("Submitted for review: 2 answers.").wait_for()


# Loaded again


def _reload(page):
    page.once("dialog", lambda dialog: dialog.accept())  # leave it although it is not saved
    page.reload()


def _cut_off(page):
    """Lets no save arrive, while pages do."""
    page.route("**/save/", lambda route: route.abort())


@pytest.mark.acceptance(24)
@in_both_browsers
def test_a_reload_takes_no_unsaved_text_for_saved(sign_in):
    page = _open(sign_in("coder"), 26)
    approved = _answer(page).input_value()
    _cut_off(page)
    _answer(page).fill("Typed, and never arrived.")
    page.get_by_text("Your text is kept in this browser.").wait_for()
    _reload(page)
    page.get_by_text("Typed here on").wait_for()
    page.unroute("**/save/")
    assert _answer(page).input_value() == approved
    page.get_by_role("button", name="Put it back").click()
    page.get_by_text(SAVED).wait_for()
    _reload(page)
    assert _answer(page).input_value() == "Typed, and never arrived."
    assert page.get_by_text("Typed here on").count() == 0


@pytest.mark.acceptance(24)
@in_both_browsers
def test_a_reload_shows_the_newer_draft_of_another_machine(sign_in):
    here, there = _open(sign_in("coder"), 27), sign_in("coder")
    _answer(here).fill("Written here first.")
    here.get_by_text(SAVED).wait_for()
    _open(there, 27)
    _answer(there).fill("Written there later.")
    there.get_by_text(SAVED).wait_for()
    here.reload()
    assert _answer(here).input_value() == "Written there later."


@pytest.mark.acceptance(24)
@in_both_browsers
def test_a_reload_moves_no_tick_and_no_comment_to_another_change(site, sign_in):
    page, other = sign_in("reviewer"), sign_in("reviewer")
    key = SHEETS[page.context.browser.browser_type.name]
    site.manage("shell", "-c", THREE_WAIT.format(key))
    page.goto(f"/review/?sheet={key}&coder=coder2")
    address = page.locator(".queue .item a").first.get_attribute("href")
    page.locator(".queue [name=revision]").first.check()
    page.locator("[data-comment]").fill("Meant for the first one.")
    page.reload()
    assert page.locator("[data-comment]").input_value() == "Meant for the first one."
    other.goto(address)
    may_decide(other)
    with sending(other):
        other.get_by_role("button", name=re.compile("^Approve")).click()
    page.reload()
    assert page.locator("[data-comment]").input_value() == ""
    assert page.locator(".queue [name=revision]:checked").count() == 0
    page.goto(f"/sheets/{key}/proposed/?by=~all")
    page.get_by_label("Comment for all the others").fill("Meant for this sheet.")
    page.reload()
    assert page.get_by_label("Comment for all the others").input_value() == "Meant for this sheet."
    page.goto(f"/review/?sheet={key}&coder=coder2")
    for tick in page.locator(".queue [name=revision]").all():
        tick.check()
    with sending(page):
        page.get_by_role("button", name="Look at 2 selected together").click()
    assert page.get_by_label("Comment for all the others").input_value() == ""


THREE_WAIT = """
from django.contrib.auth.models import User
from coding.models import Sheet
from tests.factories import pending
sheet, coder = Sheet.objects.get(atop_id={}), User.objects.get(username="coder2")
for number in (50, 51, 52):
    pending(sheet, number, f"Pending {{number}}.", by=coder)
"""


@pytest.mark.acceptance(24)
@in_both_browsers
def test_a_reload_of_the_own_work_ticks_no_other_draft(sign_in):
    page, other = sign_in("coder2"), sign_in("coder2")
    for number in (31, 32):
        _open(other, number)
        _answer(other).fill(f"Draft {number}.")
        other.get_by_text(SAVED).wait_for()
    page.goto("/work/")
    page.get_by_label("Select Q31", exact=False).check()
    _open(other, 31)
    other.once("dialog", lambda dialog: dialog.accept())
    with sending(other):
        other.get_by_role("button", name="Discard draft").click()
    page.reload()
    assert page.locator("[name=revision]:checked").count() == 0


@in_both_browsers
def test_back_after_signing_out_shows_no_draft(sign_in):
    page = sign_in()
    enter(page, "coder2")
    _open(page, 33)
    _answer(page).fill("For nobody else's eyes.")
    page.get_by_text(SAVED).wait_for()
    page.reload()
    page.locator("details.me summary").click()
    with sending(page):
        page.get_by_role("button", name="Sign out").click()
    page.go_back()
    assert "/login/" in page.url
    assert "For nobody else's eyes." not in page.content()


@in_both_browsers
def test_a_browser_that_keeps_nothing_is_not_said_to_keep_it(sign_in):
    page = sign_in("coder")
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    _open(page, 28)
    _cut_off(page)
    _answer(page).fill("Kept nowhere.")
    page.get_by_text("This browser does not keep it").wait_for()


# Buttons


@pytest.mark.acceptance(4)
@pytest.mark.parametrize(("number", "is_saved_first"), [(34, False), (35, True)])
@in_both_browsers
def test_a_submission_without_a_connection_is_made_when_it_is_back(sign_in, number, is_saved_first):
    page = _open(sign_in("coder"), number)
    if is_saved_first:
        _note(page).fill("Read again.")
        _answer(page).fill("Submitted off line.")
        page.get_by_text(SAVED).wait_for()
    page.context.set_offline(True)
    _note(page).fill("Read again.")
    _answer(page).fill("Submitted off line.")
    page.get_by_role("button", name="Submit for review").click()
    page.get_by_text("“Submit for review” is sent as soon as").wait_for()
    assert page.get_by_text(SAVED).count() == 0
    page.context.set_offline(False)
    page.get_by_text(f"Q{number} is submitted for review").wait_for()


def test_a_submission_after_the_session_ended_is_made_after_signing_in_again(sign_in):
    page = _open(sign_in("coder"), 36)
    _note(page).fill("Read again.")
    _answer(page).fill("Written in time.")
    page.get_by_text(SAVED).wait_for()
    page.context.clear_cookies()
    page.get_by_role("button", name="Submit for review").click()
    page.get_by_text("“Submit for review” is sent as soon as").wait_for()
    enter(page.context.new_page(), "coder")
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    page.get_by_text("Q36 is submitted for review").wait_for()


def test_a_comment_after_the_session_ended_goes_out_with_one_press_after_signing_in(sign_in):
    page = _open(sign_in("coder"), 36)
    page.get_by_text("Comment on this question").click()
    page.get_by_label("Your comment").fill("Why?")
    page.context.clear_cookies()
    with sending(page):
        page.get_by_role("button", name="Comment", exact=True).click()
    page.get_by_text("You are signed out").wait_for()
    assert page.locator("p", has_text="Why?").is_visible()
    enter(page.context.new_page(), "coder")
    with sending(page):
        page.get_by_role("button", name="Send it again").click()
    page.locator(".thread", has_text="Why?").wait_for()


def test_two_clicks_while_a_save_is_on_its_way_submit_once(sign_in):
    page = _open(sign_in("coder"), 37)
    _note(page).fill("Read again.")
    _answer(page).fill("Submitted with two clicks.")
    page.get_by_role("button", name="Submit for review").dblclick()
    page.get_by_text("Q37 is submitted for review").wait_for()
    assert page.get_by_role("alert").count() == 0


def test_a_letter_typed_and_taken_away_again_leaves_no_draft(sign_in):
    page = _open(sign_in("coder"), 38)
    approved = _answer(page).input_value()
    _answer(page).press_sequentially("x")
    page.get_by_text(SAVED).wait_for()
    _answer(page).fill(approved)
    page.get_by_text("No draft: this is what is approved").wait_for()
    page.reload()
    assert page.get_by_role("button", name="Discard draft").count() == 0


def test_why_an_answer_is_blank_is_chosen_and_there_again(sign_in):
    page = _open(sign_in("coder"), 43)
    choice = page.get_by_label(re.compile("^Why it is blank"))
    _answer(page).fill("")
    choice.select_option("not applicable")
    page.get_by_text(SAVED).wait_for()
    page.reload()
    assert _answer(page).input_value() == "[Not applicable]"
    assert choice.input_value() == "[Not applicable]"
    _answer(page).fill("Yes, in Article 2.")
    choice.wait_for(state="hidden")
