"""A half-coded sheet from the browser to the dataset file: it stops no release, and is in none."""

import json
import re

import pytest

from tests.browser.conftest import may_decide, may_press, sending
from tests.export.read_back import table


def code_its_members_alone(coder):
    coder.goto("/sheets/new/?atop_id=7001")
    with sending(coder):
        coder.get_by_role("button", name="Start the sheet").click()
    coder.goto("/sheets/7001/questions/36/")
    coder.get_by_label(re.compile("^Why it is blank")).select_option("not applicable")
    assert coder.get_by_label("Answer", exact=True).input_value() == "[Not applicable]"
    coder.get_by_text(re.compile(r"^Saved \d")).wait_for()
    coder.reload()
    assert coder.get_by_label("Answer", exact=True).input_value() == "[Not applicable]"
    with sending(coder):
        coder.get_by_role("button", name="Submit for review").click()
    coder.goto("/sheets/7001/questions/4/")
    coder.get_by_label(re.compile("^Why it is blank")).wait_for()
    coder.locator('[name="add-members"]').fill("365, 370")
    with sending(coder):
        coder.get_by_role("button", name="Submit for review").click()


def approve_both(reviewer):
    for number in (4, 36):
        reviewer.goto(f"/review/?sheet=7001&question={number}")
        may_decide(reviewer)
        with sending(reviewer):
            reviewer.get_by_role("button", name=re.compile("^Approve")).first.click()
        reviewer.get_by_text(f"7001 Q{number} approved").wait_for()


def find_what_is_to_do(coder, shoot):
    coder.goto("/sheets/7001/to-do/")
    shoot(coder, "h1-to-do")
    with sending(coder):
        coder.get_by_role("link", name="Q6 Means of establishment").first.click()
    assert coder.evaluate("document.activeElement.dataset.cell") == "estmode"


def hold_it_back_and_ask_for_the_freeze(admin, shoot):
    admin.goto("/releases/6.0/gate/")
    with sending(admin):
        admin.get_by_role("link", name=re.compile("^Change its label")).click()
    admin.get_by_label("Cut off").fill("2020-12-31")
    with sending(admin):
        admin.get_by_role("button", name="Save", exact=True).click()
    admin.goto("/releases/6.0/gate/")
    shoot(admin, "h2-gate")
    assert "Not coded yet:" in admin.locator("main").inner_text()
    admin.get_by_label("Reason").fill("Only its members are coded.")
    with sending(admin):
        admin.get_by_role("button", name="Hold back").click()
    admin.get_by_text("ATOP ID 7001 is held back.").wait_for()
    assert "Nothing is left to do" in admin.locator("main").inner_text()
    asking = admin.get_by_role("button", name="Ask for the freeze")
    asking.scroll_into_view_if_needed()
    may_decide(admin)
    with sending(admin):
        asking.click()


def see_it_and_freeze(second, shoot):
    second.goto("/releases/6.0/gate/")
    assert "“Only its members are coded.”" in second.locator("#held-back").inner_text()
    shoot(second, "h3-second")
    may_press(second, "Freeze for good")
    with sending(second):
        second.get_by_role("button", name="Freeze for good").click()
    second.get_by_text("Release 6.0 is frozen.").wait_for()


@pytest.mark.acceptance(28)
def test_two_admins_freeze_a_release_without_a_half_coded_sheet(site, sign_in, shoot, tmp_path):
    coder = sign_in("coder")
    code_its_members_alone(coder)
    approve_both(sign_in("reviewer"))
    find_what_is_to_do(coder, shoot)
    hold_it_back_and_ask_for_the_freeze(sign_in("admin"), shoot)
    see_it_and_freeze(sign_in("admin2"), shoot)

    site.manage("nightly_export", "--output", str(tmp_path), "--release", "6.0")
    (manifest,) = tmp_path.glob("2*/manifest.json")
    exported = manifest.parent
    assert "7001" not in (exported / table(exported)).read_text()
    (held,) = json.loads(manifest.read_text())["held_back"]
    assert held == {"atop_id": 7001, "reason": "Only its members are coded.", "as_in": None}
