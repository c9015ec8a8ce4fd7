"""The jobs of every day, without a mouse: how many keys and page loads each takes.

The counts stand in docs/benchmarks.md. Words of answers are typed as people type them, but are
told apart from keys that do something.
"""

import json
import re

from tests.browser.conftest import in_both_browsers, sending

SOURCE = """
import json
import re
from coding.models import Sheet
from coding.models.approved_values import answers_now, approved_coding
sheet = Sheet.objects.get(atop_id=6070)
print(json.dumps([answers_now(sheet), approved_coding(sheet).cells]))
"""
MOST_LOADS = 8
WHERE = """() => {
    const here = document.activeElement;
    return { cell: here.dataset.cell ?? "", id: here.id, isEmpty: !here.value?.trim() };
}"""


class Keyboard:
    """What somebody presses, counted; no mouse is touched."""

    def __init__(self, page) -> None:
        self.page = page
        self.keys = self.letters = self.loads = 0
        page.on("load", self._loaded)

    def _loaded(self, _) -> None:
        self.loads += 1

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type an answer."""
        self.letters += len(text)
        self.page.keyboard.insert_text(text)

    def code(self, text: str) -> None:
        """Type a code, into a box or to choose it from a list."""
        self.keys += len(text)
        self.page.keyboard.type(text)

    def go(self, key: str) -> None:
        """Press what leads to another page."""
        with sending(self.page):
            self.press(key)

    @property
    def here(self) -> dict:
        return self.page.evaluate(WHERE)


@in_both_browsers
def test_a_bilateral_alliance_from_nothing_takes_eight_page_loads_and_no_mouse(
    site, sign_in, browser, record_property
):
    answers, cells = json.loads(site.manage("shell", "-c", SOURCE).splitlines()[-1])
    page = sign_in("coder")
    hands = Keyboard(page)
    page.goto("/sheets/new/")
    number = "5991" if browser.browser_type.name == "chromium" else "5990"
    page.get_by_label("ATOP ID", exact=False).last.focus()
    hands.code(number)
    hands.go("Enter")
    for numeral in ("I", "II", "III", "IV", "V"):
        page.get_by_role("heading", name=f"Section {numeral} ·").wait_for()
        _fill(hands, answers, cells)
        assert page.locator("[data-words]").inner_text().startswith("Nothing is missing")
        hands.go("Control+Enter" if numeral == "V" else "Control+Shift+Enter")
    assert page.get_by_text("Submitted for review").is_visible()
    record_property("counted", (hands.loads, hands.keys, hands.letters))
    assert hands.loads <= MOST_LOADS
    page.goto(f"/sheets/{number}/proposed/")
    assert "60 in review" in page.locator("main").inner_text()


def _fill(hands, answers, cells):
    """Go from one thing that is missing to the next, until there is none."""
    while hands.page.locator("[data-next-missing]:enabled").count():
        if not _is_missing(hands.here):
            hands.press("F8")
        if _is_missing(hands.here):
            _answer(hands, hands.here, answers, cells)


def _is_missing(here):
    return here["isEmpty"] and (here["cell"] or here["id"].startswith(("text-", "add-members")))


def _answer(hands, here, answers, cells):
    if here["id"] == "add-members":
        hands.code("365, 705")
        hands.press("Tab")
        hands.go("Enter")
        hands.page.get_by_text("705 Kazakhstan").first.wait_for()
    elif here["cell"]:
        value = cells.get(here["cell"], 0)
        hands.code("." if value == -9 else str(value))
    else:
        hands.write(answers[here["id"].removeprefix("text-")] or "None.")


def test_suggested_codes_are_taken_over_by_a_key_where_one_writes(sign_in):
    page = sign_in("coder2")
    page.goto("/sheets/new/")
    page.get_by_label("ATOP ID", exact=False).last.fill("5992")
    with sending(page):
        page.keyboard.press("Enter")
    page.goto("/sheets/5992/sections/institutionalization/#q31")
    hands, question = Keyboard(page), page.locator("#q31")
    question.locator("textarea").first.focus()
    hands.write("No.")
    question.get_by_role("region", name="Suggested by the answers").wait_for()
    hands.press("Control+e")
    assert question.locator("select.code").input_value() == "0"
    assert page.evaluate("document.activeElement.id") == "text-31"
    page.locator("#q31 [data-part=state]").get_by_text(re.compile("^Saved")).wait_for()
    page.reload()
    assert question.locator("select.code").input_value() == "0"
    assert hands.loads == 1  # by reloading, to see that it was saved


def test_one_answer_is_revised_in_three_page_loads(sign_in):
    page = sign_in("coder")
    page.goto("/work/")
    hands = Keyboard(page)
    hands.press("/")
    hands.code("4765")
    hands.go("Enter")
    hands.press("g")
    hands.code("42")
    hands.press("Enter")  # to its place on the sheet
    page.locator("#q42 a:focus").wait_for()
    hands.go("Enter")
    hands.press("Control+End")
    hands.write(" Article 7: joint staffs.")
    hands.press("Tab")
    hands.write("Overlooked before.")
    hands.go("Control+Enter")
    assert page.get_by_text("Q42 is submitted for review").is_visible()
    assert (hands.loads, hands.keys) == (3, 14)
