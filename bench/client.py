"""A browser without a screen: one kept connection, cookies, forms sent back as they were found."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin

from bench.content import PASSWORD

TIMEOUT = 60
IDLE = 10  # seconds after which the server may have closed the connection

Fields = dict[str, str]


class BenchError(Exception):
    """The benchmark met a page that it does not know."""


@dataclass
class Answer:
    """What came back, and after how many seconds."""

    status: int
    body: str
    location: str
    seconds: float
    page: Answer | None = None  # where it led to

    def counts(self, sent: Sent) -> bool:
        """Whether it is the answer that was looked for, and so is the page it led to."""
        follows = self.page is None or self.page.status == 200
        return self.status == sent.status and sent.holds in self.body and follows

    @property
    def whole(self) -> float:
        """The seconds until the person sees the page that follows."""
        return self.seconds + (self.page.seconds if self.page else 0)


@dataclass
class Sent:
    """One request, ready to go; ``fields`` make it a POST."""

    path: str
    fields: Fields | None = None
    status: int = 200
    holds: str = ""  # what the answer must hold, to count
    verify: tuple[str, str] | None = None  # address of a page, and what stands there afterwards

    def encoded(self) -> bytes | None:
        """The body as it goes out."""
        return None if self.fields is None else urlencode(self.fields).encode()


class Session:
    """One signed-in person."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.connection: http.client.HTTPConnection | None = None
        self.used_at = 0.0

    def sign_in(self, path: str, username: str) -> None:
        """Sign in through the form at that address."""
        fields = form_with(self.get(path).body, "password")
        fields |= {"username": username, "password": PASSWORD}
        if self.send(Sent(path, fields)).status != 302:
            raise BenchError(f"{username} could not sign in at {path}.")

    def get(self, path: str) -> Answer:
        """Return a page; its status must be 200."""
        answer = self.send(Sent(path))
        if answer.status != 200:
            raise BenchError(f"{path} answered {answer.status} {answer.location}")
        return answer

    def act(self, sent: Sent) -> Answer:
        """Send it and open the page it leads to, as a browser does."""
        answer = self.send(sent)
        if answer.status == 302:
            answer.page = self.send(Sent(urljoin(sent.path, answer.location)))
        return answer

    def send(self, sent: Sent) -> Answer:
        """Send it on the kept connection; the clock runs from the first byte to the last."""
        body, method = sent.encoded(), "GET" if sent.fields is None else "POST"
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self._connected()
        begun = time.perf_counter()
        connection.request(method, sent.path, body, headers)
        response = connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - begun
        self._keep_cookies(response)
        self.used_at = time.monotonic()
        location = response.getheader("Location") or ""
        return Answer(response.status, content.decode(), location, seconds)

    def reconnect(self) -> None:
        """Open a new connection: a kept one stays with the worker that took it."""
        if self.connection:
            self.connection.close()
            self.connection = None
        self._connected()

    def _connected(self) -> http.client.HTTPConnection:
        """Return the connection; one that was idle for long is opened anew, off the clock."""
        if self.connection is None or time.monotonic() - self.used_at > IDLE:
            if self.connection:
                self.connection.close()
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
            self.connection.connect()
        return self.connection

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for header in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value


class _Forms(HTMLParser):
    """Collects the fields of each form, with the values a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Fields] = []
        self.inside = False
        self.textarea = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "form":
            self.forms.append({})
            self.inside = True
        elif not self.inside:
            return
        elif tag == "input" and name:
            is_box = said.get("type") in ("checkbox", "radio")
            if said.get("type") not in ("submit", "file") and (not is_box or "checked" in said):
                self.forms[-1][name] = said.get("value", "on" if is_box else "")
        elif tag == "textarea" and name and "readonly" not in said:
            self.textarea = name
            self.forms[-1][name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and self._is_chosen(said):
            self.forms[-1][self.select] = said.get("value", "")

    def _is_chosen(self, said: dict[str, str]) -> bool:
        return "selected" in said or self.select not in self.forms[-1]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.textarea = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            held = self.forms[-1]
            held[self.textarea] = (held[self.textarea] + data).removeprefix("\n")


def form_with(body: str, name: str) -> Fields:
    """Return the fields of the page's form that has a field of that name."""
    parser = _Forms()
    parser.feed(body)
    for form in parser.forms:
        if name in form:
            return form
    raise BenchError(f"The page has no form with a field “{name}”: {body[:300]}")
