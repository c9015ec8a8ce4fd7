"""Without scripts too, Enter in a box or on a tick decides nothing: what a browser would press."""

import pytest
from lxml import html

from tests.factories import draft, pending, send_back
from tests.releases.record_to_freeze import release, sheet_of

__all__ = ["release"]

TAKES_ENTER = './/input[not(@type) or @type="text" or @type="checkbox" or @type="radio"]'


@pytest.fixture
def pages(cast, release):
    """Addresses with forms that do something for good, and who opens each."""
    sheet = sheet_of(4765)
    draft(sheet, 20, "Drafted.", by=cast.coder)
    first = pending(sheet, 21, "Waits.", by=cast.coder)
    pending(sheet, 22, "Waits too.", by=cast.coder)
    send_back(pending(sheet, 23, "Returned.", by=cast.second_coder), by=cast.reviewer)
    cast.second_coder.groups.clear()
    return {
        "/work/": cast.coder,
        "/sheets/4765/questions/20/": cast.coder,
        "/sheets/4765/sections/obligations/": cast.coder,
        f"/sheets/4765/go-back/?revision={sheet.revisions.approved().first().pk}": cast.coder,
        "/sheets/4765/phases/new/": cast.coder,
        f"/review/{first.pk}/": cast.reviewer,
        f"/review/{first.pk}/suggest/": cast.reviewer,
        "/sheets/4765/proposed/": cast.reviewer,
        "/work/left/": cast.admin,
        "/releases/6.0/gate/": cast.admin,
    }


def forms(page: str) -> list:
    """The forms that are sent to the site and have something to press Enter in."""
    found = html.fromstring(page).xpath('//form[@method="post"]')
    return [form for form in found if form.xpath(TAKES_ENTER)]


def does_nothing(form) -> bool:
    """Whether Enter presses a disabled button, then one that sends nothing; or only saves."""
    first, *others = form.xpath('.//button[not(@type="button")] | .//input[@type="submit"]')
    if first.get("value") == "save":
        return True
    is_off = first.get("disabled") is not None
    return is_off and others[0].get("formmethod") == "dialog"


@pytest.mark.acceptance(23)
def test_the_first_button_of_a_form_that_decides_sends_nothing(client, pages):
    looked_at = 0
    for address, person in pages.items():
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 200, address
        for form in forms(answer.text):
            if "data-selection" in form.attrib and "/review/many/" in form.get("action", ""):
                continue  # it shows what is selected, and decides nothing
            looked_at += 1
            assert does_nothing(form), (address, form.get("action"))
    assert looked_at >= 7
