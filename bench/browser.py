"""A browser without a screen: one kept connection, cookies, forms sent back as they were found."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin

from lxml import html

TIMEOUT = 60
IDLE = 10  # seconds after which the server may have closed the connection

Fields = dict[str, str]


class BenchError(Exception):
    """The benchmark met a page that it does not know."""


@dataclass
class Request:
    """One request, ready to go; ``fields`` make it a POST."""

    path: str
    fields: Fields | None = None
    status: int = 200
    holds: str = ""  # what the answer must hold, to count
    verify: tuple[str, str] | None = None  # address of a page, and what stands there afterwards


@dataclass
class Answer:
    """What came back, and after how many seconds."""

    status: int
    body: str
    location: str
    seconds: float
    page: Answer | None = None  # where it led to

    def counts(self, request: Request) -> bool:
        """Whether it is the answer that was looked for, and so is the page it led to."""
        follows = self.page is None or self.page.status == 200
        return self.status == request.status and request.holds in self.body and follows

    @property
    def whole(self) -> float:
        """The seconds until the person sees the page that follows."""
        return self.seconds + (self.page.seconds if self.page else 0)


class Browser:
    """One person's browser at one server."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        self.cookies = SimpleCookie()
        self.used_at = 0.0

    def sign_in(self, path: str, username: str, password: str) -> None:
        """Sign in through the form at that address."""
        fields = self.form_at(path, "password") | {"username": username, "password": password}
        if self.send(Request(path, fields)).status != 302:
            raise BenchError(f"{username} could not sign in at {path}.")

    def form_at(self, path: str, name: str) -> Fields:
        """Return the fields that a browser would send of the form with a field of that name."""
        answer = self.send(Request(path))
        for form in html.fromstring(answer.body).forms:
            if name in form.fields:
                return {key: text.removeprefix("\n") for key, text in form.form_values()}
        raise BenchError(f"{path} has no form with a field “{name}”: {answer.status}")

    def act(self, request: Request) -> Answer:
        """Send it and open the page it leads to, as a browser does."""
        answer = self.send(request)
        if answer.status == 302:
            answer.page = self.send(Request(urljoin(request.path, answer.location)))
        return answer

    def send(self, request: Request) -> Answer:
        """Send it on the kept connection; the clock runs from the first byte to the last."""
        if time.monotonic() - self.used_at > IDLE:
            self.reconnect()
        headers = {"Cookie": "; ".join(f"{k}={one.value}" for k, one in self.cookies.items())}
        method, body = "GET", None
        if request.fields is not None:
            method, body = "POST", urlencode(request.fields).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.connection.request(method, request.path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - begun
        for cookie in response.headers.get_all("Set-Cookie") or []:
            self.cookies.load(cookie)
        self.used_at = time.monotonic()
        location = response.getheader("Location") or ""
        return Answer(response.status, content.decode(), location, seconds)

    def reconnect(self) -> None:
        """Open a new connection: a kept one stays with the worker that took it."""
        self.connection.close()
        self.connection.connect()
        self.used_at = time.monotonic()
