"""A slip is corrected: the old answer is proposed again from the record, and approved."""

import re

from tests.browser.conftest import may_decide, sending

Q20 = "/sheets/4765/questions/20/"


def test_an_answer_that_was_approved_by_mistake_comes_back(sign_in, shoot):
    coder, reviewer = sign_in("coder"), sign_in("reviewer")
    coder.goto(Q20)
    answer = coder.get_by_label("Answer", exact=True)
    approved = answer.input_value()
    answer.fill("By mistake.")
    coder.get_by_label("Why this change").fill("Slipped.")
    _submit(coder)
    _approve(reviewer)

    coder.goto(Q20)
    coder.get_by_role("link", name="Propose the old answer again").first.click()
    coder.get_by_role("button", name="Make 1 draft").wait_for()
    assert "By mistake." in coder.locator("main del").inner_text()
    shoot(coder, "way-back")
    with sending(coder):
        coder.get_by_role("button", name="Make 1 draft").click()
    assert answer.input_value() == approved
    assert "Goes back to" in coder.get_by_label("Why this change").input_value()
    _submit(coder)
    _approve(reviewer)
    coder.goto("/sheets/4765/")
    assert "By mistake." not in coder.locator("#q20").inner_text()


def _submit(coder):
    with sending(coder):
        coder.get_by_role("button", name="Submit for review").click()
    coder.get_by_text("Q20 is submitted for review").wait_for()


def _approve(reviewer):
    reviewer.goto("/review/?sheet=4765&question=20")
    may_decide(reviewer)
    with sending(reviewer):
        reviewer.get_by_role("button", name=re.compile("^Approve, next")).click()
    reviewer.get_by_text("4765 Q20 approved").wait_for()


def test_a_suggestion_goes_back_by_one_key_and_is_taken_by_one_key(sign_in):
    coder, reviewer = sign_in("coder"), sign_in("reviewer")
    coder.goto("/sheets/4765/questions/22/")
    coder.get_by_label("Answer", exact=True).fill("They consult each other.")
    coder.get_by_label("Why this change").fill("Article 5.")
    with sending(coder):
        coder.get_by_role("button", name="Submit for review").click()

    reviewer.goto("/review/?sheet=4765&question=22")
    with sending(reviewer):
        reviewer.keyboard.press("e")
    suggested = reviewer.get_by_label("Suggested answer")
    assert suggested.input_value() == "They consult each other."
    suggested.fill("They consult each other in a crisis.")
    reviewer.get_by_role("textbox", name=re.compile("^Comment")).fill("Say when.")
    may_decide(reviewer)
    with sending(reviewer):
        reviewer.get_by_role("button", name="Return with this suggestion").click()
    reviewer.get_by_text("4765 Q22 returned with a suggestion").wait_for()

    coder.reload()
    assert coder.locator("section.returned ins").inner_text().strip() == "other in a crisis."
    with sending(coder):
        coder.keyboard.press("Alt+Enter")
    coder.get_by_text("the suggestion is submitted as yours").wait_for()

    reviewer.goto("/review/?sheet=4765&question=22")
    assert reviewer.get_by_role("button", name=re.compile("^Return with comment")).is_visible()
    assert reviewer.get_by_role("button", name=re.compile("^Approve")).count() == 0
