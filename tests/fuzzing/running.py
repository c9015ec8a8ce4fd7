"""Tries cases; whatever one of them writes is taken back, so the next meets the same record."""

import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from types import FrameType
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.signals import got_request_exception
from django.db import connection, transaction

from coding.low_priority import patience
from tests.fuzzing.addresses import let_go
from tests.fuzzing.cases import Case, case_of
from tests.fuzzing.world import World

MOST_SECONDS = 10
LATE = "late: "


class TookTooLong(BaseException):
    """No ``except Exception`` on the way catches it."""


class TakenBack(Exception):
    """Ends the transaction of a case."""


@dataclass(frozen=True)
class Failure:
    """What went wrong with a case."""

    number: int
    case: Case
    what: str

    @property
    def kind(self) -> str:
        """The last line of ours that it went through, to tell like ones apart from others."""
        lines = [line.strip() for line in self.what.splitlines()]
        ours = [line for line in lines if "/coding/" in line or "/atop_site/" in line]
        return f"{ours[-1] if ours else ''} {lines[-1] if lines else ''}"[:300]


def failures(world: World, seed: int, numbers: Iterator[int]) -> Iterator[Failure | None]:
    """Try each case; yield what went wrong with it, or None."""
    for number in numbers:
        case = case_of(world, seed, number)
        what = _tried(world, case)
        if what and connection.vendor == "postgresql":
            what = _tried_as_served(world, case)
        elif what.startswith(LATE):  # or the run itself was stopped for a while
            what = _tried(world, case)
        yield Failure(number, case, what) if what else None


def _tried(world: World, case: Case) -> str:
    what = ""
    try:
        with transaction.atomic():
            what = ask(world, case)
            raise TakenBack
    except TakenBack:
        return what


def _tried_as_served(world: World, case: Case) -> str:
    """Ask once more without a transaction around: PostgreSQL ends one at the first error."""
    return ask(world, case)


def ask(world: World, case: Case) -> str:
    """Send the request; return what is wrong with the answer, if anything is."""
    raised: list[str] = []

    def note(*args: Any, **kwargs: Any) -> None:
        raised.append(traceback.format_exc())

    got_request_exception.connect(note)
    began = time.monotonic()
    try:
        with _time_limit(), _as_signed_in(world, case) as browser:
            answer = browser.request(**environ(case))
            if answer.streaming:
                b"".join(answer.streaming_content)
            let_go(answer)
    except TookTooLong:
        return f"{LATE}no answer within {_most_seconds()} s\n{traceback.format_exc()}"
    except Exception:
        return traceback.format_exc()
    finally:
        got_request_exception.disconnect(note)
    if answer.status_code >= 500:
        return f"{answer.status_code}\n{''.join(raised) or answer.content.decode()[-500:]}"
    took = time.monotonic() - began
    return f"{LATE}{took:.1f} s" if took > _most_seconds() else ""


@contextmanager
def _as_signed_in(world: World, case: Case) -> Iterator[Any]:
    """The browser of the person, with its cookies as they were."""
    browser = world.browsers[case.who]
    kept = {name: cookie.value for name, cookie in browser.cookies.items()}
    try:
        yield browser
    finally:
        browser.cookies.clear()
        for name, value in kept.items():
            browser.cookies[name] = value


def environ(case: Case) -> dict[str, Any]:
    """The request as a server hands it on: bytes as Latin-1."""
    sent = {}
    if case.body or case.method == "POST":
        sent = {
            "CONTENT_LENGTH": str(len(case.body)),
            "CONTENT_TYPE": case.content_type,
            "wsgi.input": BytesIO(case.body),
        }
    return {
        "REQUEST_METHOD": case.method,
        "PATH_INFO": unquote_to_bytes(case.path).decode("latin-1"),
        "QUERY_STRING": case.query,
        **sent,
        **case.headers,
    }


def _most_seconds() -> int:
    """A run that lets others go first waits for the processor while its clock runs."""
    return MOST_SECONDS * patience()


@contextmanager
def _time_limit() -> Iterator[None]:
    def ring(signum: int, frame: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, _most_seconds())
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
