"""Requests that are too large, or that nobody can mean, are refused before anything is stored."""

import io
import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.middleware.common import CommonMiddleware
from django.test import Client
from django.urls import reverse

from atop_site.wsgi import Request
from coding.forms.draft import Draft
from coding.models import Revision
from coding.request_limits import (
    FORMS,
    MOST_BYTES,
    MOST_UPLOADED,
    MOST_WORDS,
    why_not_kept,
    why_not_understood,
)
from tests.factories import draft

pytestmark = pytest.mark.database
FETCH = {"HTTP_X_REQUESTED_WITH": "fetch"}
SIGN_IN = "/accounts/login/"
SAVE = "/sheets/4765/questions/14/save/"


class Body(io.RawIOBase):
    """A body of zeros that counts what is read of it."""

    def __init__(self, size):
        self.left, self.taken = size, 0

    def read(self, size=-1):
        size = self.left if size < 0 else min(size, self.left)
        self.left, self.taken = self.left - size, self.taken + size
        return b"0" * size


def posted(client, path, size, **meta):
    """The answer to a post with a body of that size, and how much of it was read."""
    body = Body(size)
    said = {"CONTENT_LENGTH": str(size), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    asked = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "wsgi.input": body}
    return client.request(**asked, **said | meta), body.taken


@pytest.mark.parametrize("path", [SIGN_IN, "/sheets/import/", SAVE, "/admin/auth/user/add/"])
def test_a_large_body_of_a_stranger_is_dropped_and_not_stored(db, client, path, monkeypatch):
    def no_file(*args, **kwargs):
        raise AssertionError("A file was made.")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", no_file)
    answer, taken = posted(client, path, 300 * 2**20)
    assert answer.status_code == 413
    assert "What was sent has 300.0 MB; 2.5 MB are the most here" in answer.text
    assert taken <= 8 * 2**20


def broken(self, request):
    raise RuntimeError("broken")


@pytest.mark.parametrize(
    ("path", "host", "is_broken", "status"),
    [
        ("/no-such-page/", "testserver", False, 404),
        (SIGN_IN, "evil.example", False, 400),
        (SIGN_IN, "testserver", True, 500),
    ],
)
def test_no_page_of_an_error_reads_or_stores_what_was_sent(
    db, path, host, is_broken, status, monkeypatch
):
    """They are answered before it is known who may send how much to which page."""

    def no_file(*args, **kwargs):
        raise AssertionError("A file was made.")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", no_file)
    if is_broken:
        monkeypatch.setattr(CommonMiddleware, "process_request", broken)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies["csrftoken"] = "a" * 32
    answer, taken = posted(client, path, 300 * 2**20, HTTP_HOST=host, HTTP_ACCEPT="text/html")
    assert answer.status_code == status
    assert taken <= 8 * 2**20


def test_a_form_that_cannot_be_read_breaks_no_page_that_is_not_there(db):
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    for body, kind in [("x", "multipart/form-data"), ("a=1&" * 20_001, FORMS[0])]:
        answer = client.post(
            "/no-such-page/", body, content_type=kind, headers={"accept": "text/html"}
        )
        assert answer.status_code == 404


def test_the_page_that_takes_files_takes_more_of_admins_alone(client, cast):
    file = io.BytesIO(b"x" * (MOST_BYTES + 1))
    file.name = "4765.txt"
    for who, status in ((cast.coder, 413), (cast.reviewer, 413), (cast.admin, 302)):
        client.force_login(who)
        file.seek(0)
        assert client.post("/sheets/import/", {"sheets": file}).status_code == status
    file.seek(0)
    assert client.post("/sheets/4765/", {"sheets": file}).status_code == 413


def test_files_of_an_admin_have_an_end_too(client, cast):
    client.force_login(cast.admin)
    answer, _ = posted(client, "/sheets/import/", MOST_UPLOADED + 1)
    assert answer.status_code == 413
    assert "300.0 MB are the most" in answer.text


def test_a_body_whose_length_is_not_said_is_not_read(db, client):
    answer, taken = posted(client, SIGN_IN, 99, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")
    assert (answer.status_code, taken) == (411, 0)


@pytest.mark.acceptance(34)
def test_three_megabytes_of_text_get_a_sentence_on_the_page_and_as_json(client, cast, sheet):
    client.force_login(cast.coder)
    own = draft(sheet, 14, "Mine.", by=cast.coder)
    sent = {"text": "x" * 3 * 2**20, "note": "n", "edits": own.edits}
    page = client.post("/sheets/4765/questions/14/", sent)
    assert page.status_code == 413
    assert "what was typed still stands there" in page.text
    answer = client.post(SAVE, sent, **FETCH)
    assert answer.status_code == 413
    assert answer.json()["state"] == "refused"
    assert "3.0 MB; 2.5 MB are the most" in answer.json()["reason"]
    own.refresh_from_db()
    assert own.text == "Mine."


def test_an_answer_longer_than_any_book_about_it_says_so_and_stands_on_the_page(
    client, cast, sheet
):
    client.force_login(cast.coder)
    sent = {"text": "long " * 30_000, "note": "n", "edits": 0}
    page = client.post("/sheets/4765/questions/14/", sent)
    assert page.status_code == 400
    assert "The answer has 150000 characters; 100000 are the most." in page.text
    assert page.text.count("long ") > 29_000
    answer = client.post(SAVE, sent, **FETCH)
    assert answer.status_code == 400
    assert "The answer has 150000 characters" in answer.json()["reason"]
    assert not Revision.objects.exists()
    assert Draft({"text": "x", "note": "n" * 10_001}).errors["note"]


@pytest.mark.parametrize(
    "address",
    [
        "/sheets/?q=a%00",
        "/review/?coder=%00",
        "/sheets/4765/?%00=1",
        "/admin/coding/sheet/?q=%00",
        "/admin/coding/revision/?status__exact=%00",
        "/accounts/login/?next=%00",
    ],
)
def test_a_null_character_in_an_address_gets_a_sentence(client, cast, sheet, address):
    cast.admin.groups.add(*cast.coder.groups.all(), *cast.reviewer.groups.all())
    client.force_login(cast.admin)
    answer = client.get(address)
    assert answer.status_code == 400
    assert "a character that stands for nothing" in answer.text


@pytest.mark.parametrize("path", ["/releases/%00/", "/admin/coding/sheet/%00/change/"])
def test_no_page_has_a_null_character_in_its_name(client, cast, path):
    client.force_login(cast.admin)
    assert client.get(path).status_code == 404


def test_a_null_character_in_a_form_or_its_files_names_gets_a_sentence(client, cast, sheet):
    client.force_login(cast.admin)
    made = {"username": "a\0b", "usable_password": "false"}
    for path in ("/admin/auth/user/add/", SIGN_IN, "/sheets/new/"):
        assert client.post(path, made).status_code == 400
    answer = client.post(SAVE, {"text": "a\0"}, **FETCH)
    assert answer.status_code == 400
    assert answer.json()["state"] == "refused"


@pytest.mark.parametrize("path", ["/sheets/?q=", "/admin/coding/revision/?q=", "/sheets/4765/?at="])
def test_a_thousand_words_to_look_for_get_a_sentence(client, cast, sheet, path):
    client.force_login(cast.admin)
    assert client.get(path + "+".join("a" * MOST_WORDS)).status_code == 200
    answer = client.get(path + "+".join("a" * 1200))
    assert answer.status_code == 400
    assert "Look for 50 words at most." in answer.text


@pytest.mark.parametrize(
    ("type_", "body"),
    [
        ("application/json", "{}"),
        ("text/plain", "text=x"),
        ("", "text=x"),
        ("multipart/form-data", "no boundary"),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; na"),
        ("multipart/form-data; boundary=x", '--x\r\nContent-Disposition: form-data; name="text"'),
        ("application/x-www-form-urlencoded; charset=utf-16", "text=x"),
        ("application/x-www-form-urlencoded", "&".join(f"a{n}=1" for n in range(20_001))),
    ],
)
def test_a_form_that_cannot_be_read_gets_a_sentence(client, cast, sheet, type_, body):
    client.force_login(cast.coder)
    answer = client.post(SAVE, body, content_type=type_, **FETCH)
    assert answer.status_code in (400, 413)
    assert answer.json()["reason"]
    page = client.post("/sheets/4765/questions/14/", body, content_type=type_)
    assert page.status_code in (400, 413)


@pytest.mark.parametrize("charset", ["hex", "utf-16", "none-such"])
def test_an_odd_character_set_breaks_no_request(rf, charset):
    asked = rf.get("/sheets/?q=ä").environ
    request = Request(asked | {"CONTENT_TYPE": f"text/html; charset={charset}"})
    assert request.GET["q"] == "ä"
    assert why_not_understood(request).reason == "Send it in the character set UTF-8."


def test_a_name_of_the_site_that_it_does_not_have_gets_a_sentence(client):
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "does not understand" in answer.text


def test_what_no_database_can_keep_is_told_from_a_fault():
    half = UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")
    large = OverflowError("Python int too large to convert to SQLite INTEGER")
    assert all(why_not_kept(error) for error in (half, large, DataError("out of range")))
    assert not any(
        why_not_kept(error) for error in (ValueError(), OverflowError(), PermissionDenied())
    )


def test_only_the_page_for_printed_sheets_takes_files():
    marked = [
        path
        for path in (Path(__file__).parent.parent / "coding").rglob("*.py")
        if "@takes_files" in path.read_text()
    ]
    assert [path.name for path in marked] == ["desk.py"]
    assert reverse("coding:sheets-import")
