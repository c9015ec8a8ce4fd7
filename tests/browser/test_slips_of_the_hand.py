"""Nothing is decided, and no key is taken, but by a deliberate act."""

import re

import pytest

from tests.browser.conftest import in_both_browsers, may_decide, sending

WAITING = """
from django.contrib.auth.models import User
from coding.models import Sheet
from tests.factories import draft, pending
coder = User.objects.get(username="coder")
for atop_id in (4235, 4765, 6070):
    sheet = Sheet.objects.get(atop_id=atop_id)
    for number in range(29, 47):
        pending(sheet, number, f"Pending {number} of {atop_id}.", by=coder)
draft(sheet, 47, "Drafted.", by=coder)
"""
APPROVED = """
from coding.models import Revision
from coding.models.revision import Origin
found = Revision.objects.approved().exclude(origin=Origin.PRINTED).order_by("decided_at")
print(*(f"/review/{one.pk}/{one.comment}" for one in found))
"""
WAITS = """
from coding.models import Revision
print(Revision.objects.pending().count(), Revision.objects.drafts().count())
"""


@pytest.fixture(scope="module", autouse=True)
def something_waits(site):
    site.manage("shell", "-c", WAITING)


def approved(site):
    return site.manage("shell", "-c", APPROVED).split("\n")[-2].split()


def shown(page):
    """The address of the change that is decided on."""
    return page.locator("form.decide").get_attribute("action").partition("decide/")[0]


def decided(page, before):
    """Waits for the page of the next change, which may be half arrived, until it is whole."""
    page.locator(f"form.decide:not([action*='{before}'])").wait_for()
    page.get_by_text("approved.").wait_for()
    page.wait_for_load_state()


def is_page(answer):
    """Whether a page came, and no redirection to one."""
    return answer.request.is_navigation_request() and answer.status == 200


def by_key(page):
    page.keyboard.press("a")


def by_a_key_that_is_held(page):
    for _ in range(12):
        page.keyboard.down("a")
    page.keyboard.up("a")


def by_a_key_pressed_twice(page):
    page.keyboard.press("a")
    page.keyboard.press("a")


def by_a_double_click(page):
    page.get_by_role("button", name=re.compile("^Approve, next")).dblclick()


def on_a_slow_network(page):
    def late(route):
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/decide/*", late)
    before = shown(page)
    page.get_by_role("button", name=re.compile("^Approve, next")).click(no_wait_after=True)
    for _ in range(3):
        page.keyboard.press("a")
    decided(page, before)
    page.unroute("**/decide/*")


def search(page):
    for name in ("Italy", "japan", "albania"):
        page.keyboard.press("/")
        page.keyboard.type(name, delay=20)
        page.keyboard.press("Escape")


def words_without_a_box(page):
    page.keyboard.type("albania austria estonia", delay=20)
    page.get_by_text("the key came among others").wait_for()
    page.wait_for_timeout(1500)  # what follows is of the same words before


def words_that_are_typed_slowly(page):
    page.keyboard.type("Italy and", delay=320)
    page.get_by_text("the key came among others").wait_for()
    page.wait_for_timeout(1500)


def a_word_that_begins_with_the_key(page):
    page.locator("#change-title").focus()  # as behind a decision
    page.keyboard.type("alba", delay=450)
    page.get_by_text("the key came among others").wait_for()
    page.wait_for_timeout(1500)


def a_word_whose_letters_are_looked_for(page):
    page.evaluate("document.activeElement.blur()")  # as behind a click beside a box
    page.keyboard.type("alba", delay=1100)
    page.get_by_text("the key came among others").wait_for()
    page.wait_for_timeout(1500)


def a_key_that_is_stopped(page):
    page.keyboard.press("a")
    page.get_by_text("Approve, next … Any other key stops it.").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Nothing was decided: it was stopped.").wait_for()
    may_decide(page)
    page.keyboard.press("a")
    page.locator("#change-title").click()
    page.get_by_text("Nothing was decided: it was stopped.").wait_for()


def enter_in_the_comment(page):
    comment = page.get_by_role("textbox", name=re.compile("^Comment"))
    comment.fill("The article is wrong")
    comment.press("Enter")
    comment.press("a")
    assert comment.input_value() == "The article is wrong\na"
    comment.fill("")
    comment.press("Escape")


def a_tick_and_a_link_have_the_focus(page):
    tick = page.locator("input[name=revision]").first
    tick.focus()
    for key in ("a", "Space", "a", "Space"):
        page.keyboard.press(key)
    page.locator(".queue .item a").first.focus()
    page.keyboard.press("a")
    page.keyboard.press("Escape")


def a_key_with_others_held(page):
    for held in ("Alt", "Shift"):
        page.keyboard.press(f"{held}+a")


def the_page_has_only_just_come(page):
    page.reload()
    page.keyboard.press("a")
    page.get_by_text("for less than half a second").wait_for()
    page.get_by_text("Now it counts: press again.").wait_for()


DELIBERATE = (
    *(by_key, by_a_key_that_is_held, by_a_double_click),
    *(by_a_key_pressed_twice, on_a_slow_network),
)
SLIPS = (
    *(search, words_without_a_box, words_that_are_typed_slowly, enter_in_the_comment),
    *(a_word_that_begins_with_the_key, a_word_whose_letters_are_looked_for, a_key_that_is_stopped),
    *(a_tick_and_a_link_have_the_focus, a_key_with_others_held, the_page_has_only_just_come),
)


@pytest.mark.acceptance(23)
def test_thirty_changes_are_cleared_with_one_key_each_and_none_by_a_slip(sign_in, site, shoot):
    page, meant, opened = sign_in("reviewer"), [], []
    page.goto("/review/")
    page.on("response", lambda answer: opened.append(answer) if is_page(answer) else None)
    loads = 0
    for turn in range(30):
        may_decide(page)
        if turn % 3 == 1:
            SLIPS[turn // 3 % len(SLIPS)](page)
            assert page.get_by_text("Any other key stops it").count() == 0
            may_decide(page)
            page.wait_for_timeout(300)  # letters of a word follow one another faster
        before = shown(page)
        meant.append(before)
        act, before_it = by_key, len(opened)
        if turn % 3 == 2:
            act = DELIBERATE[turn // 3 % len(DELIBERATE)]
        act(page)
        decided(page, before)
        loads += len(opened) - before_it
    shoot(page, "slips-cleared")
    assert len(SLIPS) <= 10  # there is a turn for each
    assert loads == len(meant)  # one key and one page each, as docs/benchmarks.md tells
    assert approved(site)[-len(meant) :] == meant


@pytest.mark.acceptance(23)
@pytest.mark.parametrize("browser", ["firefox"], indirect=True)  # in Chromium, thirty are cleared
def test_no_slip_decides_and_one_act_decides_once(sign_in, site):
    page = sign_in("reviewer")
    page.goto("/review/")
    first, meant = shown(page), []
    for slip in SLIPS:
        may_decide(page)
        slip(page)
        assert page.get_by_text("Any other key stops it").count() == 0
        page.wait_for_timeout(400)  # what a slip did would be done by then
        assert (page.url.endswith("/review/"), shown(page)) == (True, first), slip.__name__
    for act in DELIBERATE:
        may_decide(page)
        meant.append(shown(page))
        act(page)
        decided(page, meant[-1])
    assert approved(site)[-len(meant) :] == meant


@in_both_browsers
def test_after_a_decision_the_next_change_has_the_focus_and_what_was_done_is_linked(sign_in):
    page = sign_in("reviewer")
    page.goto("/review/")
    may_decide(page)
    before = shown(page)
    page.keyboard.press("a")
    decided(page, before)
    assert page.evaluate("document.activeElement.id") == "change-title"
    with sending(page):
        page.get_by_role("link", name="See what was decided").click()
    assert before.replace("review", "revisions") in page.url


@pytest.mark.acceptance(23)
@in_both_browsers
def test_enter_on_a_tick_submits_no_drafts(sign_in, site):
    page = sign_in("coder")
    page.goto("/work/")
    tick = page.locator("input[name=revision]").first
    tick.check()
    tick.press("Enter")
    page.wait_for_timeout(300)
    assert page.url.endswith("/work/")
    assert site.manage("shell", "-c", WAITS).split()[-1] == "1"


def test_without_scripts_enter_on_a_tick_submits_nothing_either(sign_in, site):
    page = sign_in("coder", java_script_enabled=False)
    page.goto("/work/")
    tick = page.locator("input[name=revision]").first
    tick.check()
    tick.press("Enter")
    page.get_by_role("link", name="My work").click()  # whatever was sent has arrived before
    assert site.manage("shell", "-c", WAITS).split()[-1] == "1"


@in_both_browsers
def test_a_second_click_on_a_button_sends_nothing_a_second_time(sign_in):
    page, sent = sign_in("admin"), []
    page.goto("/codebook/rules/33/")
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    page.get_by_label("New annotation").fill("Since 2021 we code the first one.")
    with sending(page):
        page.get_by_role("button", name="Annotate the rule").dblclick()
    page.get_by_text("is annotated").wait_for()
    assert len([url for url in sent if "/rules/" in url]) == 1


LAST = """
from coding.models import Revision
last = Revision.objects.pending().filter(author__username="coder").latest("id")
print(f"/revisions/{last.pk}/", f"/sheets/{last.sheet.key}/questions/{last.question}/")
"""


@in_both_browsers
def test_what_takes_a_change_out_of_review_for_good_asks_first_wherever_it_stands(sign_in, site):
    page, asked = sign_in("coder"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    before = site.manage("shell", "-c", WAITS)
    for address in site.manage("shell", "-c", LAST).split()[-2:]:
        page.goto(address)
        page.get_by_role("button", name="Withdraw").click()
        assert page.url.endswith(address)
    assert ["Withdraw this change?" in query for query in asked] == [True, True]
    assert site.manage("shell", "-c", WAITS) == before


@in_both_browsers
def test_a_decision_without_a_connection_says_so_and_keeps_what_was_marked(sign_in, site):
    page = sign_in("reviewer")
    page.goto("/sheets/6070/proposed/")
    first = page.locator(".choice").first
    first.get_by_role("radio", name="Return").check()
    first.get_by_role("textbox").fill("Cite the article.")
    page.locator("#decide").scroll_into_view_if_needed()
    may_decide(page)
    before = site.manage("shell", "-c", WAITS)
    page.context.set_offline(True)
    page.get_by_role("button", name="Decide on the 1 marked").click()
    page.get_by_text("Nothing was decided: the site does not answer.").wait_for()
    assert first.get_by_role("radio", name="Return").is_checked()
    assert first.get_by_role("textbox").input_value() == "Cite the article."
    page.context.set_offline(False)
    assert site.manage("shell", "-c", WAITS) == before
    may_decide(page)
    with sending(page):
        page.get_by_role("button", name="Decide on the 1 marked").click()
    page.get_by_text("1 returned.").wait_for()
    kept = page.evaluate(
        "() => Object.keys(localStorage).filter((key) => key.includes(':comment:'))"
    )
    assert kept == []


def test_a_button_below_the_fold_says_when_it_counts(sign_in):
    page = sign_in("reviewer")
    page.goto("/sheets/6070/proposed/")
    page.wait_for_timeout(600)  # the page has been there, its end has not
    page.evaluate("() => document.querySelector('#decide button[value=approve]').click()")
    page.get_by_text("has been on the screen for less than half a second").wait_for()
    page.get_by_text("Now it counts: press again.").wait_for()
    assert page.locator("#decide").evaluate(
        "(one) => one.getBoundingClientRect().top < innerHeight"
    )


@in_both_browsers
def test_alt_and_arrows_are_left_to_boxes_and_lists(sign_in):
    page = sign_in("coder")
    page.goto("/sheets/4765/questions/16/")
    for box in (page.get_by_label("Answer", exact=True), page.locator("select.code").first):
        box.focus()
        page.keyboard.press("Home")
        page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        assert page.url.endswith("/questions/16/")
    page.evaluate("document.activeElement.blur()")
    with sending(page):
        page.keyboard.press("Alt+ArrowDown")
    page.wait_for_url("**/questions/17/")


def test_on_a_page_of_many_boxes_one_goes_on_from_the_box_one_was_in(sign_in):
    page = sign_in("coder")
    page.goto("/sheets/4765/sections/obligations/")
    page.locator("#text-18").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.id") == "text-19"


def test_submitting_and_going_on_has_a_key(sign_in):
    page = sign_in("coder")
    page.goto("/sheets/4765/questions/50/")
    page.get_by_label("Answer", exact=True).fill("Yes, as the preamble says.")
    page.get_by_label("Why this change").fill("Overlooked before.")
    with sending(page):
        page.keyboard.press("Control+Shift+Enter")
    page.get_by_text("Q50 is submitted for review").wait_for()
    assert page.url.endswith("/questions/51/")


def test_keys_follow_the_person_and_the_help_lists_those_of_the_page(sign_in, shoot):
    page = sign_in("reviewer")
    page.goto("/account/shortcuts/")
    page.get_by_label("Approve, next").fill("y")
    page.get_by_label("Show these shortcuts").fill("!")
    with sending(page):
        page.get_by_role("button", name="Save").click()
    shoot(page, "shortcuts")
    other = sign_in("reviewer")
    other.goto("/review/")
    may_decide(other)
    before = shown(other)
    other.keyboard.press("!")
    listed = other.get_by_role("dialog").inner_text()
    assert "y" in listed
    assert "Next change" in listed
    assert "Submit for review" not in listed
    other.keyboard.press("Escape")
    other.wait_for_timeout(400)
    other.keyboard.press("a")
    other.wait_for_timeout(1600)
    assert shown(other) == before
    other.keyboard.press("y")
    decided(other, before)

    page.goto("/account/shortcuts/")
    page.get_by_label("Keys of a single character act").uncheck()
    with sending(page):
        page.get_by_role("button", name="Save").click()
    page.goto("/review/")
    may_decide(page)
    before = shown(page)
    page.keyboard.press("y")
    page.wait_for_timeout(1700)
    assert shown(page) == before
    assert page.locator("kbd:visible").count() == 0
    page.get_by_role("button", name="Keyboard shortcuts").click()
    assert "switched off" in page.get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    page.goto("/account/shortcuts/")
    with sending(page):
        page.get_by_role("button", name="Back to the usual keys").click()
