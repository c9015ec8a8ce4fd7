"""The pages by keyboard, for readers of the screen, on a phone and in the dark."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import in_both_browsers, may_decide, sending
from tests.desk.on_the_desk import unclear
from tests.releases.exports_on_disk import make_export

CODER = [
    "/overview/",
    "/overview/changes/",
    "/overview/charts/",
    "/log/",
    "/sheets/6070/members/",
    "/work/",
    "/sheets/",
    "/sheets/?q=kazakhstan+embassy&state=Kazakhstan",
    "/sheets/?q=1996&state=Atlantis",
    "/sheets/new/",
    "/sheets/6070/",
    "/sheets/6070/?at=1999-01-01",
    "/sheets/6070/proposed/",
    "/sheets/6070/questions/14/",
    "/sheets/6070/questions/47/",
    "/sheets/6070/questions/4/",
    "/sheets/6070/questions/7/",
    "/sheets/6070/questions/16/",
    "/sheets/6070/questions/24/",
    "/sheets/6070/sections/formation/",
    "/sheets/6070/sections/obligations/",
    "/sheets/4009/sections/obligations/",
    "/sheets/4009/to-do/",
    "/sheets/4009/",
    "/sheets/4009/questions/4/",
    "/sheets/4009/questions/19/",
    "/checks/",
    "/sheets/6070/history/",
    "/sheets/6070/compare/",
    "/sheets/1111/",
    "/review/",
    "/sheets/6070/questions/14/comments/",
    "/notices/",
    "/account/notices/",
    "/account/shortcuts/",
    "/accounts/password_change/",
    "/codebook/",
    "/codebook/milcon/",
    "/codebook/rules/31/",
    "/sheets/6070/questions/31/precedents/",
    "/releases/",
    "/releases/latest/",
    "/releases/compare/",
]
ADMIN = [
    "/sheets/6070/names/",
    "/codebook/rules/31/",
    "/sheets/import/",
    "/sheets/assign/",
    "/sheets/aside/",
    "/sheets/1111/",
    "/work/left/",
    "/releases/6.0/gate/",
]
STRANGER = ["/accounts/login/", "/releases/", "/help/", "/help/coding/", "/help/glossary/"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Whether these hold depends on colours or room; the others see the same in any window.
OF_LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
WAYS = {"wide-light": (1440, "light", WCAG), "narrow-dark": (360, "dark", OF_LOOKS)}
FLAWS = """async (rules) => {
    const found = await axe.run({ runOnly: rules, resultTypes: ["violations"] });
    return found.violations.map((one) =>
        `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target)}`);
}"""


# Each thing on the page by its name and classes, in what it stands in.
KINDS = """() => {
    const kind = (one) => `${one.localName}.${one.className} ${one.type ?? ""}`;
    const all = document.querySelectorAll("body *");
    return [...new Set([...all].map((one) => `${kind(one.parentElement)} > ${kind(one)}`))];
}"""


# What the line at the foot of a section covers, a bit of scrolling shows whole.
FOOT_LINE_IN_PLACE = """document.querySelectorAll(".missing").forEach((one) => {
    one.style.position = "static";
})"""
# Their words may be "None".
WITHOUT_PRECEDENTS = "document.querySelectorAll('.words').forEach((one) => one.remove())"


@pytest.fixture(scope="module", autouse=True)
def something_in_each_state(site):
    """A pending, a returned, a drafted and an approved change on sheet 6070."""
    site.manage("shell", "-c", STORY)
    site.put_on_the_desk("unclear.txt", unclear(7500))
    make_export(Path(site.environment["EXPORT_DIR"]))


STORY = """
from django.contrib.auth.models import User
from coding.models import Sheet, State
from coding.models.questionnaire import BY_NUMBER
from coding.workflow.annotations import annotate
from tests.coded_sheets import code, joins, submit, with_members
from tests.factories import Cast, approved_change, draft, pending, send_back
coder, reviewer = (User.objects.get(username=name) for name in ("coder", "reviewer"))
sheet = Sheet.objects.get(atop_id=6070)
for number in (20, 21, 22):
    pending(sheet, number, f"Pending {number}. Article 3: “…”", by=coder)
send_back(pending(sheet, 47, "Returned.", by=coder), by=reviewer)
draft(sheet, 31, "Drafted.", by=coder)
approved_change(sheet, 14, "In effect as of 7/7/2021.", by=coder, reviewer=reviewer)

annotate(BY_NUMBER[31], "Since 2019 we code …", by=User.objects.get(username="admin"))

# Codes: warned about, contradicting, varying by partner, of many; a member taken off, one new
draft(sheet, 4, None, by=coder, codes={"365/cowsys": 0, "705/member": None, **joins("370")})
draft(sheet, 7, None, by=coder, codes={"pubsecr": 0, "secrart": 5})
draft(sheet, 16, "Nonaggression pact", by=coder, codes={"365/consul": None, "705/consul": None})
draft(sheet, 24, None, by=coder, codes={"asymm": 1, "365/obvary": 1})
submit(draft(sheet, 6, None, by=coder, codes={"estmode": 0}))
states = State.objects.order_by("code").values_list("code", flat=True)
cast = Cast(coder, None, reviewer, None, None, None)
large = with_members(cast, *map(str, states[:9]), atop_id=4009)
code(cast, large, 4, {f"{states[0]}/cowsys": 0})
"""


def _flaws(page, shoot, name, seen):
    """What axe finds against WCAG 2.2 AA, and whether the page is wider than its window.

    Looks follow from what a thing is and what it stands in: where all that was looked at in the
    dark on other pages, it is not again.
    """
    page.evaluate(AXE_SCRIPT)
    flaws, kinds = [], set(page.evaluate(KINDS))
    page.evaluate(FOOT_LINE_IN_PLACE)
    for way, (width, scheme, rules) in WAYS.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        shoot(page, f"{way}-{name}")
        if rules is WCAG or not kinds <= seen:
            flaws += page.evaluate(FLAWS, rules)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            flaws.append(f"scrolls sideways ({way})")
    seen.update(kinds)
    return flaws


def _of_the_desk(admin):
    """A batch, the page of its file, and what the file would do."""
    admin.goto("/sheets/import/")
    batch = admin.get_by_role("link", name="unclear.txt").first.get_attribute("href")
    admin.goto(batch)
    page = admin.get_by_role("link", name="unclear.txt").get_attribute("href")
    return batch, page, page.removesuffix("page/")


def _visit(page, addresses, shoot, seen):
    flaws = {}
    for address in addresses:
        page.goto(address)
        if found := _flaws(page, shoot, re.sub(r"\W+", "-", address).strip("-"), seen):
            flaws[address] = found
        page.evaluate(WITHOUT_PRECEDENTS)
        if "None" in page.locator("main").inner_text().split():
            flaws.setdefault(address, []).append("a lonely None")
    return flaws


@pytest.mark.acceptance(20)
def test_no_page_has_a_flaw_that_axe_can_see(sign_in, shoot):
    seen: set[str] = set()
    assert _visit(sign_in("coder"), CODER, shoot, seen) == {}
    reviewer = sign_in("reviewer")
    queue = ["/review/", "/review/?coder=coder2", "/sheets/6070/proposed/", "/revisions/1/"]
    reviewer.goto("/review/?sheet=6070&section=formation")
    queue.append(reviewer.locator(".queue .item a").first.get_attribute("href"))
    reviewer.goto("/review/")
    queue.append(reviewer.locator(".queue .item a").first.get_attribute("href"))
    assert _visit(reviewer, queue, shoot, seen) == {}
    reviewer.goto("/review/")
    reviewer.get_by_label(re.compile(r"all \d+ listed here")).check()
    with sending(reviewer):
        reviewer.get_by_role("button", name=re.compile("together")).click()
    reviewer.get_by_role("button", name=re.compile(r"^Approve all \d+")).wait_for()
    assert _flaws(reviewer, shoot, "many", seen) == []
    admin = sign_in("admin")
    assert _visit(admin, [*ADMIN, *_of_the_desk(admin)], shoot, seen) == {}
    assert _visit(sign_in(), STRANGER, shoot, seen) == {}


@pytest.mark.acceptance(20)
def test_write_submit_and_approve_by_keyboard_alone(sign_in):
    coder, reviewer = sign_in("coder"), sign_in("reviewer")
    coder.goto("/sheets/4765/questions/41/")
    with sending(coder):
        coder.keyboard.press("Alt+ArrowDown")
    coder.wait_for_url("**/questions/42/")
    coder.get_by_label("Answer", exact=True).focus()
    coder.keyboard.press("Control+a")
    coder.keyboard.type("Yes. Article 7: joint staffs.")
    coder.keyboard.press("Tab")
    coder.keyboard.type("Overlooked before.")
    coder.keyboard.press("Control+Enter")
    coder.get_by_text("Q42 is submitted for review").wait_for()

    reviewer.goto("/review/?sheet=4765")
    may_decide(reviewer)
    reviewer.keyboard.press("a")
    reviewer.get_by_text("4765 Q42 approved").wait_for()


def test_returning_by_keyboard_asks_for_the_comment_first(sign_in):
    reviewer = sign_in("reviewer")
    reviewer.goto("/review/?sheet=6070")
    reviewer.keyboard.press("r")
    assert reviewer.evaluate("document.activeElement?.name") == "comment"


def test_the_shortcuts_are_shown_on_the_page(sign_in):
    page = sign_in("coder")
    page.goto("/sheets/4765/questions/14/")
    page.locator("h1").click()
    page.keyboard.press("?")
    assert "Submit for review" in page.get_by_role("dialog").inner_text()


@pytest.mark.parametrize(("width", "is_above"), [(360, True), (1440, False)])
def test_a_change_stands_above_its_neighbours_on_a_phone_and_beside_them_elsewhere(
    sign_in, shoot, width, is_above
):
    reviewer = sign_in("reviewer", width=width)
    reviewer.goto("/review/")
    with sending(reviewer):
        reviewer.locator(".queue .item a").nth(1).click()
    change, queue = (reviewer.locator(f".{part}").bounding_box() for part in ("change", "queue"))
    shoot(reviewer, f"review-{width}")
    assert (change["y"] + change["height"] <= queue["y"]) == is_above
    assert (queue["x"] + queue["width"] <= change["x"]) == (not is_above)


CUT_OFF = """() => [...document.querySelectorAll("main *:not(.visually-hidden)")]
    .filter((one) => getComputedStyle(one).overflowY !== "visible" || one.tagName === "TEXTAREA")
    .filter((one) => one.clientHeight && one.scrollHeight > one.clientHeight + 2)
    .map((one) => one.className || one.tagName)"""


def test_what_scrolls_on_a_screen_is_printed_whole(sign_in):
    coder, reviewer = sign_in("coder"), sign_in("reviewer", width=800)  # as wide as a page
    coder.goto("/sheets/4765/questions/43/")
    coder.get_by_label("Answer", exact=True).fill("Yes. " + "Article 9 says so at length. " * 200)
    reviewer.goto("/review/")
    cut_on_screen = 0
    for page in (coder, reviewer):
        cut_on_screen += len(page.evaluate(CUT_OFF))
        page.emulate_media(media="print")
        assert page.evaluate(CUT_OFF) == []
    assert cut_on_screen


# The question page's order


@in_both_browsers
def test_a_question_opens_in_its_answer_and_tab_goes_the_way_of_the_work(sign_in):
    page = sign_in("coder")
    page.goto("/sheets/4765/questions/16/")
    page.keyboard.press("x")
    assert page.get_by_label("Answer", exact=True).input_value().startswith("x")
    walked = []
    for _ in range(60):
        page.keyboard.press("Tab")
        walked.append(page.evaluate(PLACE))
    places = [
        place for place, before in zip(walked, ["", *walked], strict=False) if place != before
    ]
    assert places[:5] == ["codes", "note", "actions", "neighbours", "rail"]


PLACE = """() => [".codes", "#note", ".actions", ".neighbours", ".rail"]
    .find((part) => document.activeElement.closest(part))?.slice(1) ?? "elsewhere\""""


def test_a_page_that_names_a_place_opens_there_and_on_a_phone_no_keyboard_springs_up(sign_in):
    page = sign_in("coder")
    page.goto("/sheets/4765/questions/10/#code:length")
    assert page.evaluate("document.activeElement.dataset.cell") == "length"
    phone = sign_in("coder", width=360, has_touch=True, is_mobile=True)
    phone.goto("/sheets/4765/questions/14/")
    assert phone.evaluate("document.activeElement.tagName") == "BODY"


def test_what_was_refused_is_read_out_first(sign_in):
    page = sign_in("coder2")
    page.goto("/sheets/4765/questions/23/")
    with sending(page):
        page.get_by_role("button", name="Submit for review").click()
    assert "nothing to submit" in page.evaluate("document.activeElement.innerText")


@pytest.mark.parametrize("width", [1440, 1100, 360])
def test_columns_stand_where_they_stood_with_a_table_of_members_and_without(sign_in, width):
    page = sign_in("coder", width=width)
    parts = [".text", ".editor", "#text", ".context", ".rail", ".neighbours"]
    found = {}
    for number in (14, 16, 17):  # a table, a wide one, none
        page.goto(f"/sheets/4765/questions/{number}/")
        boxes = [page.locator(part).first.bounding_box() for part in parts]
        found[number] = [(round(box["x"]), round(box["width"])) for box in boxes]
    assert found[14][:-1] == found[16][:-1] == found[17][:-1]
    assert len({sum(of_page[-1]) for of_page in found.values()}) == 1  # they end at one edge


# On a phone

SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
    .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, .skip"))
    .filter((one) => !one.matches("p a, li a") || getComputedStyle(one).display !== "inline")
    .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
    .filter(([one, box]) => box.width && Math.min(box.width, box.height) < 24)
    .map(([one]) => `${one.tagName} ${one.className} ${one.textContent || one.name}`)"""
IN_SIGHT = """(one) => {
    const box = one.getBoundingClientRect();
    const isAcross = box.left >= 0 && box.right <= innerWidth;
    return isAcross && box.top >= 0 && box.bottom <= innerHeight + 1;
}"""


@pytest.mark.parametrize("section", ["formation", "obligations", "institutionalization"])
def test_on_a_phone_nothing_of_a_section_is_too_small_to_press(sign_in, section):
    page = sign_in("coder", width=360)
    page.goto(f"/sheets/6070/sections/{section}/")
    assert page.evaluate(SMALL) == []
    assert page.locator("[data-missing]").evaluate(IN_SIGHT)
    links = page.get_by_role("navigation", name="Site").get_by_role("link")
    assert links.count() >= 6
    assert all(links.nth(place).evaluate(IN_SIGHT) for place in range(links.count()))


def test_on_a_phone_the_change_comes_before_the_queue_and_the_decision_is_in_reach(sign_in):
    page = sign_in("reviewer", width=360)
    page.goto("/review/")
    change, queue = (page.locator(f".{part}").bounding_box() for part in ("change", "queue"))
    assert change["y"] + change["height"] <= queue["y"]
    for name in ("Approve, next", "Return"):
        button = page.locator("form.decide").get_by_role("button", name=re.compile(f"^{name}"))
        assert button.first.evaluate(IN_SIGHT)
