"""Words of a precedent in a real browser: into the answer where the cursor is, and back."""

import re

import pytest

from tests.browser.conftest import in_both_browsers, sending

SAVED = re.compile(r"^Saved \d")
WORDS = "No, the precedent says."
STORY = f"""
from django.contrib.auth.models import User
from tests.coded_sheets import code, with_members
from tests.factories import Cast
people = {{one.username: one for one in User.objects.all()}}
cast = Cast(people["coder2"], None, people["reviewer"], people["admin"], None, None)
for atop_id in range(4781, 4787):
    sheet = with_members(cast, "370", "705", atop_id=atop_id, q25="{WORDS}", q31="No.")
    code(cast, sheet, 31, {{"milcon": 0}})
"""


@pytest.fixture(scope="module")
def precedents(site):
    """Six alliances of the same members say the same."""
    site.manage("shell", "-c", STORY)


@in_both_browsers
def test_the_words_of_a_precedent_go_into_the_answer_and_can_be_taken_back(
    precedents, sign_in, shoot
):
    page = sign_in("coder")
    page.goto("/sheets/4765/questions/25/")
    answer, state = page.get_by_label("Answer", exact=True), page.locator("[data-part=state]")
    page.get_by_role("button", name="Use these words").first.wait_for()
    shoot(page, "precedents")
    answer.fill("Before. After.")
    answer.evaluate("box => box.setSelectionRange(8, 8)")
    page.keyboard.press("Control+i")
    assert answer.input_value() == f"Before. {WORDS}After."
    page.keyboard.press("Control+z")
    assert answer.input_value() == "Before. After."
    answer.fill("")
    page.get_by_role("button", name="Use these words").first.click()
    assert answer.input_value() == WORDS
    state.get_by_text(SAVED).wait_for()
    page.reload()
    assert answer.input_value() == WORDS
    page.once("dialog", lambda asked: asked.accept())
    with sending(page):
        page.get_by_role("button", name="Discard draft").click()


def test_a_code_that_usually_goes_with_the_answer_is_chosen_by_its_button(precedents, sign_in):
    page = sign_in("coder")
    page.goto("/sheets/4765/questions/31/")
    code, state = page.locator('[data-cell="milcon"]'), page.locator("[data-part=state]")
    page.get_by_role("heading", name="Codes that usually go").wait_for()
    code.select_option("1")
    page.get_by_label("Answer", exact=True).fill("No.")
    page.get_by_text("approved sheets whose answer is “No.”").wait_for()
    assert code.input_value() == "1"
    page.get_by_role("button", name="Use milcon = 0").click()
    assert code.input_value() == "0"
    state.get_by_text(SAVED).wait_for()
