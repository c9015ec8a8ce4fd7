"""What an app with codes and a person with a second factor do."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import TestCase
from django.urls import reverse

from tests.views.plain_browser import open_page

SET_UP = reverse("mfa_activate_totp")


def code_of(secret: str, *, periods: int = 0) -> str:
    """The code that an app shows now, or so many periods of half a minute later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


@contextmanager
def one_moment() -> Iterator[None]:
    """No half minute ends between a code and its answer: the one before would be too old."""
    with patch("time.time", return_value=time.time()):
        yield


def set_up(client) -> str:
    """Set up an app by the page, as somebody who has just signed in; return its secret."""
    page = open_page(client, SET_UP)
    (link,) = page.tree.xpath('//a[starts-with(@href, "otpauth:")]/@href')
    secret = parse_qs(urlsplit(link).query)["secret"][0]
    with one_moment(), TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(SET_UP, {"code": code_of(secret, periods=-1)})
    assert answer.url == reverse("mfa_view_recovery_codes"), answer.content
    return secret
