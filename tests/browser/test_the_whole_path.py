"""The job from end to end, as people do it: write, return, write again, approve, export."""

import json
import re

from tests.browser.conftest import may_decide, sending

Q14 = "/sheets/4765/questions/14/"
ADDED = "Version 6.0: In effect as of November 2026 according to the ministry’s list of treaties"


def test_a_revision_goes_from_the_coder_to_the_printed_sheet(site, sign_in, shoot, tmp_path):
    coder, reviewer = sign_in("coder"), sign_in("reviewer")

    coder.goto(Q14)
    approved = coder.get_by_label("Answer", exact=True).input_value()
    coder.get_by_label("Answer", exact=True).fill(f"{approved}\n{ADDED}")
    coder.get_by_label("Why this change").fill("Checked the list of treaties.")
    coder.get_by_text(re.compile(r"^Saved \d")).wait_for()
    shoot(coder, "1-written")
    with sending(coder):
        coder.get_by_role("button", name="Submit for review").click()
    shoot(coder, "2-submitted")
    coder.get_by_text("Q14 is submitted for review").wait_for()

    reviewer.goto("/review/?sheet=4765")
    assert ADDED in reviewer.locator(".change ins").inner_text()
    shoot(reviewer, "3-queue")
    reviewer.get_by_role("textbox", name=re.compile("^Comment")).fill(
        "Name the source with its address."
    )
    may_decide(reviewer)
    with sending(reviewer):
        reviewer.get_by_role("button", name=re.compile("^Return")).click()
    reviewer.get_by_text("4765 Q14 returned").wait_for()

    coder.goto("/work/")
    assert "Name the source with its address." in coder.locator("main").inner_text()
    shoot(coder, "4-returned")
    coder.goto(Q14)
    written = coder.get_by_label("Answer", exact=True)
    assert ADDED in written.input_value()
    written.fill(f"{approved}\n{ADDED} (list no. 12)")
    coder.get_by_label("Why this change").fill("Source added.")
    with sending(coder):
        coder.get_by_role("button", name="Submit for review").click()
    coder.get_by_text("Q14 is submitted for review").wait_for()

    reviewer.goto("/review/?sheet=4765")
    assert "Name the source with its address." in reviewer.locator(".change").inner_text()
    may_decide(reviewer)
    with sending(reviewer):
        reviewer.get_by_role("button", name=re.compile("^Approve, next")).click()
    reviewer.get_by_text("4765 Q14 approved").wait_for()

    coder.goto("/sheets/4765/")
    assert f"{ADDED} (list no. 12)" in coder.locator("#q14").inner_text()
    assert "Version 6.0: Q14 revised by Dana Ellis" in coder.locator("main").inner_text()
    shoot(coder, "5-approved")

    site.manage("nightly_export", "--output", str(tmp_path))
    latest = tmp_path / "latest"
    sheet = next(
        s for s in json.loads((latest / "sheets.json").read_text()) if s["atop_id"] == 4765
    )
    assert sheet["answers"]["14"] == f"{approved}\n{ADDED} (list no. 12)"
    assert sheet["revision_notes"][0].startswith("Version 4.0: Q14 revised by Nicholas Coulombe")
    assert sheet["revision_notes"][1].startswith("Version 6.0: Q14 revised by Dana Ellis on")
    printed = (latest / "sheets" / "4765.txt").read_text()
    assert f"{ADDED} (list no. 12)" in printed
    assert sheet["revision_notes"][1] in printed


def test_everything_works_without_scripts_too(sign_in):
    page = sign_in("coder2", java_script_enabled=False)
    page.goto("/sheets/4765/questions/20/")
    page.get_by_label("Answer", exact=True).fill("Sent by a plain form.")
    page.get_by_label("Why this change").fill("No scripts here.")
    with sending(page):
        page.get_by_role("button", name="Submit for review").click()
    assert "Q20 is submitted for review" in page.locator("main").inner_text()
