"""Words that were sent and not taken stand on the page that says why."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from coding.answers import FORM
from tests.conftest import ROOT
from tests.factories import make_sheet

pytestmark = pytest.mark.database

QUESTION = "/sheets/4765/questions/14/"
WORDS = "Ended by <notice> of\nKazakhstan."
SENT = {"text": WORDS, "note": "Read again.", "edits": "0", "approved": "", "action": "save"}


@pytest.fixture
def browser(cast, db):
    make_sheet()
    return Client(enforce_csrf_checks=True)


def _token(browser, address):
    page = browser.get(address).content.decode()
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]


def _send(browser, address, sent, site="same-origin"):
    return browser.post(
        address, urlencode(sent), content_type=FORM, headers={"Sec-Fetch-Site": site}
    )


def _boxes(page):
    """What the form of the page would send."""
    boxes = re.findall(r'<textarea name="([\w:-]+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    return {name: text.replace("&lt;", "<").replace("&gt;", ">") for name, text in boxes}


@pytest.mark.acceptance(3)
def test_after_the_session_ended_they_are_sent_again_once_somebody_signed_in(browser, cast):
    browser.force_login(cast.coder)
    token = _token(browser, QUESTION)
    del browser.cookies["sessionid"]
    refused = _send(browser, QUESTION, {**SENT, "csrfmiddlewaretoken": token})
    page = refused.content.decode()
    assert (refused.status_code, "You are signed out" in page) == (403, True)
    assert _boxes(page) == SENT
    browser.force_login(cast.coder)
    fresh = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    again = {**_boxes(page), "author": cast.coder.pk, "csrfmiddlewaretoken": fresh}
    assert _send(browser, QUESTION, again).status_code == 302
    assert "Ended by &lt;notice&gt; of" in browser.get(QUESTION).content.decode()


def test_a_page_that_outlived_its_sign_in_is_sent_again_if_it_is_our_own(browser, cast):
    browser.force_login(cast.coder)
    old = {**SENT, "csrfmiddlewaretoken": "x" * 64}
    own = _send(browser, QUESTION, old)
    assert (own.status_code, _boxes(own.content.decode())) == (403, SENT)
    for site in ("cross-site", "same-site", "none", ""):
        other = _send(browser, QUESTION, old, site)
        assert (other.status_code, b"Ended by" in other.content) == (403, False)


def test_who_may_not_write_gets_the_words_back_and_no_button(cast):
    make_sheet()
    browser = Client()
    browser.force_login(cast.reader)
    refused = _send(browser, QUESTION, SENT)
    page = refused.content.decode()
    assert (refused.status_code, _boxes(page)) == (403, {})
    assert "Ended by &lt;notice&gt; of" in page


BOX = re.compile(
    r'<textarea[^>]* name="([^"]+)"|<(?=input)(?![^>]* type=)[^>]* name="(pass[^"]+|reason)"'
)


def test_every_box_for_words_is_one_whose_single_word_is_handed_back(browser, cast):
    pages = [*(ROOT / "templates" / "coding").rglob("*.html")]
    named = {a or b for page in pages for a, b in BOX.findall(page.read_text())} - {"{{ name }}"}
    assert len(named) > 8
    for name in sorted(re.sub(r"{{.*?}}", "7", name) for name in named):
        refused = _send(browser, QUESTION, {name: "Why?", "action": "save"})
        assert (name, '<p class="answer prose pre">Why?</p>' in refused.text) == (name, True)


def test_who_sent_no_words_is_led_to_sign_in(browser, cast):
    browser.force_login(cast.reviewer)
    token = _token(browser, "/review/")
    del browser.cookies["sessionid"]
    answer = _send(
        browser, "/review/1/decide/", {"decision": "approve", "csrfmiddlewaretoken": token}
    )
    assert (answer.status_code, answer["Location"][:15]) == (302, "/accounts/login")
