"""What every answer tells a browser that it must not do, whatever the answer is."""

import pytest
from django.test import RequestFactory

from atop_site.wsgi import Handler
from tests.releases.exports_on_disk import make_export

pytestmark = pytest.mark.django_db
ADDRESSES = {
    "a page": ("/releases/", 200),
    "a form for secrets": ("/accounts/login/", 200),
    "a way to sign in": ("/sheets/", 302),
    "a page for people": ("/sheets/4765/", 200),
    "a file of text": ("/sheets/4765/print.txt", 200),
    "a page that is not there": ("/sheets/9999/", 404),
    "a page for others": ("/review/", 403),
    "an odd address": ("/sheets/4765/%00", 404),
    "a file of an export": ("/releases/latest/files/SHA256SUMS", 200),
}


@pytest.fixture
def answers(client, cast, sheet, settings, tmp_path):
    """The answer at each address, to a stranger or to a coder."""
    settings.EXPORT_DIR = tmp_path
    make_export(tmp_path)

    def ask(what):
        if what not in ("a way to sign in", "a form for secrets"):
            client.force_login(cast.coder)
        return client.get(ADDRESSES[what][0])

    return ask


@pytest.mark.parametrize("what", ADDRESSES)
def test_every_answer_keeps_the_browser_from_guessing_framing_and_telling(answers, what):
    answer = answers(what)
    assert answer.status_code == ADDRESSES[what][1]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'self'", "object-src 'none'", "base-uri 'none'"} <= set(policy)
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("what", ADDRESSES)
def test_every_text_says_its_characters(answers, what):
    kind = answers(what).headers["Content-Type"]
    assert not kind.startswith("text/") or "charset=utf-8" in kind


def test_the_state_of_the_site_is_taken_for_nothing_else(client):
    answer = client.get("/health/")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


EVERY_KIND_OF_ADDRESS = (
    *("/", "/sheets/4765/", "/sheets/4765/questions/14/save/", "/releases/", "/help/"),
    *("/accounts/login/", "/accounts/password/", "/accounts/second-factor/", "/admin/auth/user/"),
)


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_every_address_is_read_or_sent_as_a_form_and_nothing_else(client, cast, sheet, method):
    client.force_login(cast.admin)
    for address in EVERY_KIND_OF_ADDRESS:
        answer = client.generic(method, address, headers={"X-Secret": "told-back"})
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST"), address
        assert b"told-back" not in answer.content
    assert client.generic(method, "/health/").status_code == 404


def test_no_header_moves_the_site_to_another_place(db, settings):
    """gunicorn makes of a header SCRIPT_NAME what the variable of that name is."""
    settings.ALLOWED_HOSTS = ["testserver"]
    asked = {"PATH_INFO": "/sheets/", "SCRIPT_NAME": "/elsewhere"}
    environ = RequestFactory().get("/").environ | asked
    told = []
    Handler()(environ, lambda status, headers: told.append(status))
    assert told == ["404 Not Found"]
    Handler()(environ | {"PATH_INFO": "/", "SCRIPT_NAME": "/sheets"}, lambda *got: told.append(got))
    assert dict(told[1][1])["Location"] == "/accounts/login/?next=/sheets/"
