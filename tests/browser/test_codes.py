"""Codes in a real browser: from an empty sheet to the record, by keyboard, and never lost."""

import re

import pytest

from tests.browser.conftest import enter, may_decide, sending

SAVED = re.compile(r"^Saved \d")
MEMBERS = 59
BIG = "/sheets/4059/questions/"
STORY = """
from coding.models import State
from tests.coded_sheets import code, owes, with_members
from tests.factories import Cast
from django.contrib.auth.models import User
people = {one.username: one for one in User.objects.all()}
cast = Cast(people["coder2"], None, people["reviewer"], people["admin"], None, None)
listed = State.objects.order_by("code").values_list("code", flat=True)
keys = [str(state) for state in listed[:59]]
sheet = with_members(cast, *keys, atop_id=4059)
code(cast, sheet, 16, {cell: value for key in keys for cell, value in owes(key, "nonagg").items()})
"""


@pytest.fixture(scope="module")
def big(site):
    """Sheet 4059: 59 members, who owe each other nonaggression."""
    site.manage("shell", "-c", STORY)


def _question(page, number, sheet=4235):
    page.goto(f"/sheets/{sheet}/questions/{number}/")
    return page


def _box(page, cell):
    return page.locator(f'[data-cell="{cell}"]')


def _all(page, variable):
    return page.locator(f'[data-all="{variable}"]')


def _values(page, variable):
    boxes = page.locator(f'tbody [data-cell$="/{variable}"]')
    return boxes.evaluate_all("boxes => boxes.map((box) => box.value)")


def _submit(page, number):
    with sending(page):
        page.get_by_role("button", name="Submit for review").click()
    page.get_by_text(f"Q{number} is submitted for review").wait_for()


def _approve(reviewer, sheet, number):
    reviewer.goto(f"/review/?sheet={sheet}")
    reviewer.locator("#change-title").get_by_text(f"{number} ·").wait_for()
    may_decide(reviewer)
    with sending(reviewer):
        reviewer.keyboard.press("a")
    reviewer.get_by_text(f"{sheet} Q{number} approved").wait_for()


# From end to end


def test_a_new_alliance_is_coded_reviewed_and_on_its_sheet(sign_in, shoot):
    coder, reviewer = sign_in("coder"), sign_in("reviewer")
    coder.goto("/sheets/new/")
    coder.get_by_label("ATOP ID", exact=False).last.fill("5990")
    coder.get_by_role("button", name="Start").click()
    coder.wait_for_url("**/sheets/5990/**")
    _say_when(coder)
    _name_the_members(coder, shoot)
    _take_the_pact_types(coder)
    _leave_it_in_effect(coder)
    _review_the_first_coding(reviewer, shoot)
    _correct_one_code(coder, reviewer, shoot)
    coder.goto("/sheets/5990/")
    assert "nonagg, consul 1 yes" in " ".join(coder.locator("#q16").inner_text().split())
    assert "entry 17 Jan 1996" in " ".join(coder.locator("#q4").inner_text().split())
    shoot(coder, "codes-5-sheet")


def _say_when(coder):
    _question(coder, 3, 5990)
    coder.get_by_label("Answer", exact=True).fill("January 17, 1996")
    _submit(coder, 3)


def _name_the_members(coder, shoot):
    """By suggestions and by the lists; a code against the list is passed with a reason."""
    _question(coder, 4, 5990)
    coder.get_by_label("Answer", exact=True).fill("370 Belarus\n705 Kazakhstan")
    coder.get_by_text(SAVED).wait_for()
    coder.reload()
    with sending(coder):
        coder.get_by_role("button", name="Use all").click()
    coder.locator("tbody").get_by_text("705 Kazakhstan").wait_for()
    while coder.get_by_role("region", name="Suggested by the answers").count():
        with sending(coder):
            coder.locator(".proposals [name=use]").first.click()
        coder.get_by_text("Q4 is saved as your draft").wait_for()
    assert _values(coder, "yrent") == ["1996", "1996"]
    assert coder.url.endswith("#codes")
    with sending(coder):
        coder.get_by_role("button", name="Use what the lists say").click()
    coder.get_by_text("– the same as the boxes").wait_for()
    assert _values(coder, "cowsys") == ["1", "1"]
    shoot(coder, "codes-1-members")
    _box(coder, "370/cowsys").select_option("0")
    coder.get_by_text(SAVED).wait_for()
    with sending(coder):
        coder.get_by_role("button", name="Submit for review").click()
    coder.get_by_text("A warning needs a reason").wait_for()
    shoot(coder, "codes-2-warning")
    coder.get_by_label("Reason for keeping this value").fill("The list errs: Belarus …")
    _submit(coder, 4)


def _take_the_pact_types(coder):
    _question(coder, 16, 5990)
    coder.get_by_label("Answer", exact=True).fill("Nonaggression pact")
    coder.get_by_text(SAVED).wait_for()
    coder.reload()
    with sending(coder):
        coder.get_by_role("button", name="Use suggestion 1").click()
    coder.get_by_text("Q16 is saved as your draft").wait_for()
    assert _values(coder, "defense") == ["0", "0"]
    _all(coder, "nonagg").select_option("1")
    coder.get_by_text(SAVED).wait_for()
    assert _values(coder, "nonagg") == ["1", "1"]
    _submit(coder, 16)


def _leave_it_in_effect(coder):
    _question(coder, 14, 5990)
    for name in ("yrexit", "moexit", "dayexit"):
        _all(coder, name).fill("0")
        _all(coder, name).press("Tab")
    assert _values(coder, "dayexit") == ["0", "0"]
    coder.get_by_text(SAVED).wait_for()
    _submit(coder, 14)


def _review_the_first_coding(reviewer, shoot):
    reviewer.goto("/review/?sheet=5990")
    may_decide(reviewer)
    with sending(reviewer):
        reviewer.keyboard.press("a")
    reviewer.get_by_text("5990 Q3 approved").wait_for()
    change = reviewer.locator(".change")
    assert "370 Belarus, 705 Kazakhstan" in change.inner_text()
    assert "The list errs: Belarus …" in change.inner_text()
    shoot(reviewer, "codes-3-review")
    for number in (4, 16, 14):
        _approve(reviewer, 5990, number)


def _correct_one_code(coder, reviewer, shoot):
    _question(coder, 16, 5990)
    coder.get_by_label("Answer", exact=True).fill("Nonaggression pact, consultation pact")
    _all(coder, "consul").select_option("1")
    coder.get_by_label("Why this change").fill("Article 5 was overlooked.")
    coder.get_by_text(SAVED).wait_for()
    _submit(coder, 16)
    reviewer.goto("/review/?sheet=5990")
    words = " ".join(reviewer.locator(".change").inner_text().split())
    assert "consul owes consultation 0 no → 1 yes" in words
    assert "Article 5 was overlooked." in words
    shoot(reviewer, "codes-4-change")
    _approve(reviewer, 5990, 16)


# Nothing is lost


def test_codes_save_themselves_and_are_there_again(sign_in):
    page = _question(sign_in("coder"), 6)
    _box(page, "estmode").select_option("0")
    page.get_by_text(SAVED).wait_for()
    assert "changed" in _box(page, "estmode").get_attribute("class")
    page.reload()
    assert _box(page, "estmode").input_value() == "0"
    assert _box(page, "estmode").get_attribute("title") == "approved: 1 treaty"


def test_a_code_put_back_to_what_is_approved_is_not_marked_any_more(sign_in):
    page = _question(sign_in("coder"), 8)
    _box(page, "proadd").select_option("2")
    page.get_by_text(SAVED).wait_for()
    page.reload()
    _box(page, "proadd").select_option("0")
    assert "changed" not in _box(page, "proadd").get_attribute("class")
    page.get_by_text("No draft: this is what is approved").wait_for()


def test_codes_typed_without_a_connection_are_saved_when_it_is_back(sign_in):
    page = _question(sign_in("coder"), 10)
    page.context.set_offline(True)
    _box(page, "length").fill("60")
    page.get_by_text("Not saved – retrying").wait_for()
    page.context.set_offline(False)
    page.get_by_text(SAVED).wait_for()
    page.reload()
    assert _box(page, "length").input_value() == "60"


def test_codes_typed_after_the_session_ended_are_offered_back(sign_in):
    page = _question(sign_in("coder"), 9)
    page.context.clear_cookies()
    _box(page, "futmem").select_option("2")
    page.get_by_text("Signed out").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())  # leave the page although it is not saved
    enter(page, "coder")
    _question(page, 9)
    panel = page.get_by_role("alert")
    panel.wait_for()
    assert "2 states with specific characteristics" in panel.inner_text()
    page.get_by_role("button", name="Put it back").click()
    page.get_by_text(SAVED).wait_for()
    assert _box(page, "futmem").input_value() == "2"
    assert "changed" in _box(page, "futmem").get_attribute("class")


@pytest.mark.parametrize(
    ("number", "cell", "button", "kept"),
    [(31, "milcon", "Keep my text", "0"), (32, "milaid", "Use the other text", "3")],
)
def test_two_tabs_with_other_codes_show_both_and_lose_neither(sign_in, number, cell, button, kept):
    first = _question(sign_in("coder"), number)
    second = _question(first.context.new_page(), number)
    _box(first, cell).select_option("3")
    first.get_by_text(SAVED).wait_for()
    _box(second, cell).select_option("0")
    panel = second.get_by_role("alert")
    panel.wait_for()
    assert _box(first, cell).locator("option:checked").inner_text() in panel.inner_text()
    assert _box(second, cell).input_value() == "0"
    second.get_by_role("button", name=button).click()
    second.get_by_text(SAVED).wait_for()
    assert _box(second, cell).input_value() == kept
    second.reload()
    assert _box(second, cell).input_value() == kept


def test_codes_on_the_page_of_a_section_save_themselves_too(sign_in):
    page = sign_in("coder")
    page.goto("/sheets/4765/sections/formation/")
    row = page.locator("#q12")
    row.locator('[data-cell="renewlgt"]').fill("24")
    row.get_by_text(SAVED).wait_for()
    page.reload()
    assert row.locator('[data-cell="renewlgt"]').input_value() == "24"


def test_a_code_that_is_not_possible_is_said_at_once_and_stays_typed(sign_in):
    page = _question(sign_in("coder"), 12)
    _box(page, "renewlgt").fill("-5")
    page.get_by_text(re.compile(r"^Not saved: renewlgt \(.*\): -5 is not possible\.")).wait_for()
    _box(page, "renewlgt").fill("60")
    page.get_by_text(SAVED).wait_for()


# Members


def test_a_member_is_taken_off_and_put_back_by_a_tick(sign_in):
    page = _question(sign_in("coder"), 4, 6070)
    _box(page, "365/yrent").fill("2014")
    page.get_by_text(SAVED).wait_for()
    off = page.get_by_label("Take 365 Russia off the roster")
    off.check()
    assert _box(page, "365/yrent").input_value() == "2013"
    page.locator("tr.leaving").wait_for()
    page.get_by_text(SAVED).wait_for()
    off.uncheck()
    assert _box(page, "365/yrent").input_value() == "2014"
    off.check()
    page.get_by_text("Not saved yet").wait_for()
    page.get_by_text(SAVED).wait_for()
    page.reload()
    assert "is taken off once this is approved" in page.locator("tr.leaving").inner_text()
    page.get_by_label("Put 365 Russia back").check()
    page.get_by_text("No draft: this is what is approved").wait_for()
    page.reload()
    assert _box(page, "365/yrent").input_value() == "2013"
    assert page.locator("tr.leaving").count() == 0


def test_what_was_refused_with_a_state_is_not_offered_back_once_it_is_saved(sign_in):
    page = _question(sign_in("coder2"), 4, 4235)
    for typed in ("Sweden, Atlantis", "Sweden"):
        page.get_by_label("Add members").fill(typed)
        with sending(page):
            page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text(SAVED).wait_for()
    assert _box(page, "380/yrent").input_value() == "1992"
    assert page.get_by_role("button", name="Put it back").count() == 0


def test_a_row_of_59_members_is_filled_at_once_and_saved_at_once(sign_in, big, shoot):
    page = _question(sign_in("coder"), 19, 4059)
    sent = []
    page.on("request", lambda request: sent.append(request) if "save/" in request.url else None)
    _all(page, "concoreq").fill("1")
    _all(page, "concoreq").press("Enter")
    assert _values(page, "concoreq") == ["1"] * MEMBERS
    assert _all(page, "concoreq").input_value() == ""
    page.get_by_text(f"concoreq is the same for {MEMBERS} members now.").wait_for()
    page.get_by_text(SAVED).wait_for()
    assert len(sent) == 1
    shoot(page, "codes-59-members")
    page.reload()
    assert _values(page, "concoreq") == ["1"] * MEMBERS


def test_all_but_one_are_filled_those_that_differ_are_shown_alone(sign_in, big, shoot):
    page = _question(sign_in("coder"), 25, 4059)
    first = page.locator("tbody tr").first
    page.get_by_label("leaves out").fill(first.locator("th").inner_text())
    _all(page, "seppeace").fill("1")
    _all(page, "seppeace").press("Enter")
    assert _values(page, "seppeace") == ["", *["1"] * (MEMBERS - 1)]
    page.get_by_text(f"the same for {MEMBERS - 1} members now, 1 left out").wait_for()
    page.get_by_text(f"{MEMBERS - 1} of {MEMBERS} members have the same codes").wait_for()
    page.get_by_label("Only members that differ").check()
    page.get_by_text(f"{MEMBERS - 1} of {MEMBERS} members are out of sight").wait_for()
    assert page.locator("tbody tr:visible").count() == 1
    page.get_by_text(SAVED).wait_for()
    shoot(page, "codes-those-that-differ")
    first.locator("input").fill("2")
    page.get_by_text("Not saved yet").wait_for()
    page.get_by_text(SAVED).wait_for()
    assert first.locator("input").input_value() == "2"
    page.reload()
    assert _values(page, "seppeace") == ["2", *["1"] * (MEMBERS - 1)]
    page.get_by_label("leaves out").fill("Atlantis")
    _all(page, "seppeace").fill("0")
    _all(page, "seppeace").press("Enter")
    page.get_by_text("Nothing is filled: “atlantis” is no member here.").wait_for()


def test_a_line_of_a_section_stands_for_many_members_and_one_is_coded_apart(sign_in, big, shoot):
    page = sign_in("coder2")
    page.goto("/sheets/4059/sections/obligations/")
    question = page.locator("#q25")
    line = question.locator('[data-of-others="seppeace"]')
    line.fill("1")
    question.get_by_text("Not saved yet").wait_for()
    question.get_by_text(re.compile(r"^(Draft saved|Saved) \d")).wait_for()
    first = question.locator("datalist option").first.get_attribute("value")
    question.get_by_label("A row of its own for").fill(first)
    page.keyboard.type("2")
    question.get_by_text("Not saved yet").wait_for()
    question.get_by_text(re.compile(r"^(Draft saved|Saved) \d")).wait_for()
    shoot(page, "codes-of-many-in-a-section")
    page.reload()
    assert line.input_value() == "1"
    assert question.get_by_text(f"{MEMBERS - 1} of {MEMBERS} members alike").is_visible()
    apart = question.locator("tbody tr").nth(1)
    assert apart.locator("th").inner_text() == first
    assert apart.locator("input").input_value() == "2"


def test_of_a_thousand_codes_those_that_are_changed_are_sent(sign_in, big):
    page = _question(sign_in("coder2"), 19, 4059)
    with page.expect_request(lambda request: "save/" in request.url) as sent:
        page.locator('[data-cell$="/defcoadv"]').first.fill("1")
    assert sent.value.post_data.count("code%3A") == 1
    page.get_by_text(SAVED).wait_for()
    page.reload()
    assert _values(page, "defcoadv")[:2] == ["1", ""]


def test_a_column_is_walked_and_filled_down_by_keyboard(sign_in, big):
    page = _question(sign_in("coder"), 21, 4059)
    first = page.locator('tbody [data-cell$="/notaiden"]').first
    first.fill("2")
    first.press("ArrowDown")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    page.keyboard.type("1")
    page.keyboard.press("Control+d")
    assert _values(page, "notaiden") == ["2", "3", *["1"] * (MEMBERS - 2)]
    page.keyboard.press("ArrowUp")
    focused = page.evaluate("document.activeElement.dataset.cell")
    assert focused == page.locator('tbody [data-cell$="/notaiden"]').nth(1).get_attribute(
        "data-cell"
    )
    page.get_by_text(SAVED).wait_for()


def test_names_and_heads_stay_in_sight_and_never_cover_the_box_in_use(sign_in, big):
    page = _question(sign_in("coder"), 19, 4059)
    last = page.locator("tbody tr").last.locator("input").last
    last.focus()
    for _ in range(30):
        page.keyboard.press("ArrowUp")
    page.wait_for_function("""() => {
      const box = document.activeElement.getBoundingClientRect();
      return document.elementFromPoint(box.x + box.width / 2, box.y + 2) === document.activeElement;
    }""")
    top, left = page.evaluate("""() => {
      const [table, head, name] = [".scroll.rows", "thead", "tbody tr:nth-child(30) th"]
        .map((part) => document.querySelector(part).getBoundingClientRect());
      return [head.y - table.y, name.x - table.x];
    }""")
    assert (abs(top) < 2, abs(left) < 2) == (True, True)


def test_the_keys_of_a_table_are_listed_with_the_others(sign_in, big):
    page = _question(sign_in("coder"), 16, 4059)
    assert page.get_by_text("fills down").is_visible()
    page.locator("h1").click()
    page.keyboard.press("?")
    assert "Give all members below the same code" in page.get_by_role("dialog").inner_text()


@pytest.mark.parametrize("address", ["questions/10/", "sections/formation/"])
def test_enter_in_a_code_box_submits_nothing(sign_in, address):
    page = sign_in("coder")
    page.goto(f"/sheets/6070/{address}")
    page.evaluate("addEventListener('submit', () => { window.isSubmitted = true })")
    _box(page, "length").press("Enter")
    assert page.evaluate("window.isSubmitted") is None  # a form is submitted while the key is down
    assert page.url.endswith(address)


# Without scripts


def test_members_join_are_coded_alike_and_go_by_the_form_alone(sign_in):
    page = sign_in("coder2", java_script_enabled=False)
    _question(page, 4, 4765)
    page.get_by_label("Add members").fill("Russia, UZB")
    with sending(page):
        page.get_by_label("Add members").press("Enter")
    assert "704 Uzbekistan" in page.locator("tbody").inner_text()
    assert _values_without_scripts(page, "yrent") == ["1996"] * 4
    page.get_by_label("Take 704 Uzbekistan off the roster").check()
    with sending(page):
        page.get_by_role("button", name="Save draft").click()
    assert "704 Uzbekistan" not in page.locator("tbody").inner_text()
    page.get_by_label("Take 370 Belarus off the roster").check()
    with sending(page):
        page.get_by_role("button", name="Save draft").click()
    page.get_by_label("Put 370 Belarus back").check()
    with sending(page):
        page.get_by_role("button", name="Save draft").click()
    assert page.locator("tr.leaving").count() == 0
    with sending(page):
        page.get_by_role("button", name="Use what the lists say").click()
    assert _values_without_scripts(page, "cowsys") == ["1"] * 3

    _question(page, 5, 4765)
    _all(page, "cowwar").fill("0")
    with sending(page):
        page.get_by_role("button", name="Save draft").click()
    assert _values_without_scripts(page, "cowwar") == ["0"] * 3


def test_a_suggestion_is_used_by_the_form_alone(sign_in):
    page = sign_in("coder2", java_script_enabled=False)
    page.goto("/sheets/new/")
    page.get_by_label("ATOP ID", exact=False).last.fill("5995")
    with sending(page):
        page.get_by_role("button", name="Start").click()
    _question(page, 10, 5995)
    page.get_by_label("Answer", exact=True).fill("120 months (Article 20)")
    with sending(page):
        page.get_by_role("button", name="Save draft").click()
    with sending(page):
        page.get_by_role("button", name="Use suggestion 1").click()
    assert _box(page, "length").input_value() == "120"
    assert _box(page, "speclgth").input_value() == "1"


def _values_without_scripts(page, variable):
    boxes = page.locator(f'tbody [data-cell$="/{variable}"]')
    return [boxes.nth(place).input_value() for place in range(boxes.count())]
