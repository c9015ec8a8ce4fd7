"""A release from end to end: described, frozen by two, exported, published, taken away."""

import hashlib
import json
import re
from pathlib import Path

from tests.browser.conftest import may_press, sending


def test_a_release_is_frozen_by_two_and_taken_away_by_anybody(site, sign_in, shoot):
    admin, second, anybody = sign_in("admin"), sign_in("admin2"), sign_in()
    _describe_and_ask(admin, shoot)
    _freeze(second, shoot)
    anybody.goto("/releases/6.0/")
    assert "/login" in anybody.url
    anybody.goto("/releases/")
    assert "No release is published yet." in anybody.locator("main").inner_text()
    _make_files(second, admin, shoot)
    may_press(second, "Publish")
    with sending(second):
        second.get_by_role("button", name="Publish").click()
    second.get_by_text("Release 6.0 is published.").wait_for()
    _take_away(anybody, Path(site.environment["EXPORT_DIR"]), shoot)


def _describe_and_ask(admin, shoot):
    admin.goto("/releases/6.0/gate/")
    assert "It has no cut-off" in admin.locator("main").inner_text()
    shoot(admin, "r1-gate-shut")
    with sending(admin):
        admin.get_by_role("link", name=re.compile("^Change its label")).click()
    admin.get_by_label("Cut off").fill("2020-12-31")
    admin.get_by_label("Note").fill("The first three sheets.")
    with sending(admin):
        admin.get_by_role("button", name="Save", exact=True).click()
    admin.goto("/releases/6.0/gate/")
    assert "Nothing is left to do" in admin.locator("main").inner_text()
    may_press(admin, "Ask for the freeze")
    with sending(admin):
        admin.get_by_role("button", name="Ask for the freeze").click()
    assert "A second admin looks at it" in admin.locator("main").inner_text()
    assert admin.get_by_role("button", name="Freeze for good").count() == 0
    shoot(admin, "r2-asked")


def _freeze(second, shoot):
    second.goto("/releases/6.0/gate/")
    shoot(second, "r3-second")
    may_press(second, "Freeze for good")
    with sending(second):
        second.get_by_role("button", name="Freeze for good").click()
    second.get_by_text("Release 6.0 is frozen.").wait_for()
    shoot(second, "r4-frozen")


def _make_files(second, admin, shoot):
    second.goto("/releases/6.0/gate/")
    shoot(second, "r5-without-files")
    may_press(second, "Make its files")
    with sending(second):
        second.get_by_role("button", name="Make its files").click()
    second.get_by_role("heading", name="Its files are being made").wait_for()
    shoot(second, "r6-files-being-made")
    admin.goto("/releases/6.0/gate/")  # sees the same, and cannot begin it again
    assert admin.get_by_role("button", name="Make its files").count() == 0
    second.get_by_role("button", name="Publish").wait_for(timeout=120_000)  # it looks again
    shoot(second, "r7-files-there")


def _take_away(anybody, exports, shoot):
    """Somebody without an account takes a file, which is the one that is listed."""
    anybody.goto("/releases/")
    assert "The first three sheets." in anybody.locator("main").inner_text()
    shoot(anybody, "r8-published")
    anybody.goto("/releases/6.0/")
    with anybody.expect_download() as taken:
        anybody.locator('a[href$="/atop6_0m.csv"]').first.click()
    content = Path(taken.value.path()).read_bytes()
    (manifest,) = exports.glob("*/manifest.json")
    listed = json.loads(manifest.read_text())["files"]
    (entry,) = (one for one in listed if one["name"] == "datasets/atop6_0m.csv")
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert len(content.splitlines()) == entry["rows"] + 1
    page = anybody.locator("main").inner_text()
    assert all(form in page for form in ("BibTeX", "RIS", "CSL-JSON", "SHA256SUMS"))
    shoot(anybody, "r9-release")
