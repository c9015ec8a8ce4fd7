"""A new sheet is reviewed in one reading: 58 proposals, each with its own decision."""

import json
import re

import pytest

from tests.browser.conftest import may_decide, sending

READING = "/sheets/{}/proposed/"
STORY = """
from django.contrib.auth.models import User
from coding.models.questionnaire import QUESTIONS
from coding.workflow import drafts, starting_sheets
from coding.workflow.drafts import TypedAnswer
coder = User.objects.get(username="coder")
sheet = starting_sheets.start_sheet({atop_id}, 0, by=coder)
for question in QUESTIONS[1:59]:
    text = f"Article {{question.number}} says so."
    draft = drafts.save_draft(sheet, question, TypedAnswer(text), by=coder)
    drafts.submit(draft, by=coder)
"""
COUNT = """
import json
from collections import Counter
from coding.models import Revision
found = Revision.objects.filter(sheet__atop_id={atop_id})
statuses = dict(Counter(found.values_list("status", flat=True)))
comments = dict(found.exclude(comment="").values_list("question", "comment"))
print(json.dumps({{"statuses": statuses, "comments": comments}}))
"""


@pytest.fixture
def started(site):
    """Starts a sheet with 58 answers submitted, and tells what became of them."""

    def start(atop_id: int):
        site.manage("shell", "-c", STORY.format(atop_id=atop_id))
        count = COUNT.format(atop_id=atop_id)
        return lambda: json.loads(site.manage("shell", "-c", count).splitlines()[-1])

    return start


def test_a_new_sheet_is_approved_in_one_reading_but_for_two(sign_in, started, shoot):
    reviewer = sign_in("reviewer")
    atop_id = 4901
    become = started(atop_id)
    reviewer.goto(f"/review/?sheet={atop_id}")
    with sending(reviewer):
        reviewer.get_by_role("link", name=f"Read {atop_id} with all its changes").click()
    assert reviewer.locator(".is-changed").count() == 58
    shoot(reviewer, "as-proposed")

    q14, q15 = (reviewer.locator(f"#q{number}") for number in (14, 15))
    q14.get_by_label("Return with comment").check()
    q14.get_by_label(re.compile("^Comment on Q14")).fill("Which article ends it?")
    q15.get_by_label("Leave open").check()
    everything = reviewer.get_by_role("button", name="Approve the other 56")
    everything.scroll_into_view_if_needed()
    shoot(reviewer, "as-proposed-marked")
    may_decide(reviewer)
    with sending(reviewer):
        everything.click()
    status_text = reviewer.get_by_role("status").first.inner_text()
    assert f"1 returned, 56 approved. 1 still waits on {atop_id}." in status_text
    assert become() == {
        "statuses": {"approved": 56, "returned": 1, "pending": 1},
        "comments": {"14": "Which article ends it?"},
    }
    assert reviewer.locator(".is-changed").count() == 1


def test_a_reading_goes_from_change_to_change_by_keys_and_decides_by_none(sign_in, started):
    become = started(4902)
    reviewer = sign_in("reviewer")
    reviewer.goto(READING.format(4902))
    for key, place in (("j", 1), ("j", 2), ("j", 3), ("k", 2)):
        reviewer.wait_for_timeout(300)  # letters of a word follow one another faster
        reviewer.keyboard.press(key)
        reviewer.get_by_text(f"{place} of 58").wait_for()
    assert reviewer.evaluate("document.activeElement.closest('article').id") == "q3"
    reviewer.keyboard.press("Tab")
    reviewer.keyboard.press("Tab")
    reviewer.keyboard.press("Space")
    assert reviewer.locator("#q3").get_by_role("radio", name="Approve").is_checked()
    reviewer.keyboard.press("Enter")
    for letter in "japan":
        reviewer.keyboard.press(letter)
    reviewer.get_by_label(re.compile("^Comment on Q3 by")).press("Enter")
    assert reviewer.url.endswith("/proposed/")
    assert become() == {"statuses": {"pending": 58}, "comments": {}}


def test_what_is_skipped_comes_back_with_what_was_typed(sign_in, started):
    started(4903)
    reviewer, coder = sign_in("reviewer"), sign_in("coder")
    reviewer.goto(READING.format(4903))
    box = reviewer.get_by_label(re.compile("^Comment on Q14"))
    box.fill("Which article ends it?")
    reviewer.locator("#q14").get_by_label("Return with comment").check()

    coder.goto("/sheets/4903/questions/14/")
    with sending(coder):
        coder.get_by_role("button", name="Reopen to edit").click()

    marked = reviewer.get_by_role("button", name="Decide on the 1 marked")
    marked.scroll_into_view_if_needed()
    may_decide(reviewer)
    with sending(reviewer):
        marked.click()
    page = reviewer.locator("main").inner_text()
    assert "4903 Q14 is not decided. Already reopened by Dana Ellis" in page
    assert "Which article ends it?" in page
