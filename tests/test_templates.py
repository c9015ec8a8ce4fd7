"""What must hold of every template."""

import re

from tests.test_architecture import ROOT

PAGES = ROOT / "templates"
# A browser may fill in a password that it keeps.
OF_ACCOUNTS = {PAGES / "django" / room for room in ("registration", "account", "mfa")}


def test_no_form_takes_back_what_stood_in_its_boxes_before_a_reload():
    """Firefox would, before scripts run: words and ticks of then, with the fingerprints of now."""
    taking = [
        f"{path.relative_to(ROOT)}: {form}"
        for path in PAGES.rglob("*.html")
        if OF_ACCOUNTS.isdisjoint(path.parents)
        for form in re.findall(r"<form\b.{0,60}", path.read_text())
        if 'autocomplete="off"' not in form and 'method="dialog"' not in form
    ]
    assert taking == []


def test_no_box_whose_text_is_kept_here_is_filled_in_by_the_browser():
    boxes = [
        box
        for path in PAGES.rglob("*.html")
        for box in re.findall(r"<textarea\b.*", path.read_text())
        if "data-part" in box
    ]
    assert boxes
    assert [box for box in boxes if 'autocomplete="off"' not in box] == []
