"""Words of a precedent in a real browser: into the answer where the cursor is, and back."""

import re

import pytest

from tests.browser.conftest import in_both_browsers, sending

SAVED = re.compile(r"^Saved \d")
WORDS = "No, the precedent says."
STORY = f"""
from django.contrib.auth.models import User
from coding.models import Sheet
from tests.factories import approved_change
people = {{one.username: one for one in User.objects.all()}}
for sheet in Sheet.objects.exclude(atop_id=4765):
    approved_change(sheet, 25, "{WORDS}", by=people["coder2"], reviewer=people["reviewer"])
"""


@pytest.fixture(scope="module")
def precedents(site):
    """Every other sheet says the same at question 25."""
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
