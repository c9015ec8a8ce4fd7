"""The guides tell of pages as they are: each picture is taken of the page that it shows.

GUIDE_PICTURES=static/guides takes them anew, as docs/testing.md says.
"""

import os
import re
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT
from tests.desk.on_the_desk import unclear
from tests.views.test_guides import pictures_named

STORY = """
from django.contrib.auth.models import User
from coding.models import Sheet
from tests.factories import draft, pending, send_back
coder, reviewer = (User.objects.get(username=name) for name in ("coder", "reviewer"))
sheet = Sheet.objects.get(atop_id=4765)
answer = "In effect as of 7/7/2021. Article 12: “… for ten years and be prolonged …”."
note = "The first answer overlooked the renewal."
pending(sheet, 14, answer, by=coder, note=note)
pending(sheet, 20, "No. Article 3 forbids it for ten years.", by=coder, note=note)
send_back(pending(sheet, 47, "Yes", by=coder), by=reviewer, comment="Which article says so?")
draft(sheet, 31, "No. Article 8 sets up meetings of ministers, and no organization.", by=coder)
"""

# Picture → who looks, at which address, and words that the guide says are there.
PICTURES = {
    "my-work": ("coder", "/work/", ["Returned to you", "Drafts", "Sheets assigned to you"]),
    "sheet": ("coder", "/sheets/4765/", ["Revise", "history"]),
    "question": ("coder", "/sheets/4765/questions/31/", ["Approved answer", "Coding rule"]),
    "returned": ("coder", "/sheets/4765/questions/47/", ["Returned", "Which article says so?"]),
    "review": ("reviewer", "/review/", ["Approve", "Return", "What it does to the data"]),
    "as-proposed": ("reviewer", "/sheets/4765/proposed/", ["Decide"]),
    "import-desk": ("admin", "FILE", ["unclear.txt"]),
    "gate": ("admin", "/releases/6.0/gate/", ["Change its label, cut-off or description"]),
}

FRAME = {"x": 0, "y": 0, "width": 1180, "height": 760}


@pytest.fixture(scope="module", autouse=True)
def a_day_at_work(site):
    site.manage("shell", "-c", STORY)
    site.put_on_the_desk("unclear.txt", unclear(7500))


def _page_of_file(admin) -> str:
    """Where an admin says what the site could not tell by itself."""
    admin.goto("/sheets/import/")
    admin.goto(admin.get_by_role("link", name="unclear.txt").first.get_attribute("href"))
    return admin.get_by_role("link", name="unclear.txt").get_attribute("href")


def test_every_picture_of_the_guides_shows_what_they_say(sign_in):
    assert set(PICTURES) == pictures_named()
    folder = os.environ.get("GUIDE_PICTURES")
    windows = {}
    for name, (who, address, words) in PICTURES.items():
        page = windows[who] = windows.get(who) or sign_in(who, width=1180, color_scheme="light")
        page.goto(_page_of_file(page) if address == "FILE" else address)
        shown = page.locator("main").text_content()
        assert [word for word in words if word not in shown] == [], name
        if folder:
            page.screenshot(path=Path(ROOT, folder, f"{name}.png"), clip=FRAME)


def test_each_page_leads_to_its_guide(sign_in):
    coder = sign_in("coder")
    coder.goto("/sheets/4765/questions/31/")
    coder.get_by_role("link", name="How to answer a question").click()
    coder.wait_for_url(re.compile("/help/coding/#answer-a-question"))
    assert coder.get_by_role("heading", name="Answer a question").is_visible()
    coder.get_by_role("link", name="glossary").first.click()
    coder.get_by_role("heading", name="Glossary", level=1).wait_for()


def test_the_contents_of_a_guide_stand_beside_it_and_unfold_on_a_telephone(sign_in):
    wide, narrow = sign_in("coder"), sign_in("coder", width=360)
    for page in (wide, narrow):
        page.goto("/help/coding/")
    contents = "Answer a question"
    wide.get_by_role("navigation", name="Help").get_by_role("link", name=contents).click()
    assert wide.url.endswith("#answer-a-question")
    assert not narrow.get_by_role("link", name=contents).is_visible()
    narrow.get_by_role("button", name="On this page").click()
    narrow.get_by_role("link", name=contents).wait_for()


def test_the_shortcuts_open_on_the_guide_that_explains_keys(sign_in):
    page = sign_in("coder")
    page.goto("/help/coding/")
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_role("dialog", name="Keyboard shortcuts").get_by_role("button").click()
