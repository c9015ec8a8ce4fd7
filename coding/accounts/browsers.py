"""Where a request comes from: its address, its device in words, whether it signed in before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponseBase

KNOWN_FOR = 180 * 24 * 3600  # seconds for which a browser counts as known after a sign-in
_NETWORK = 64  # bits: the owner of one IPv6 address has its whole network
BROWSERS = (  # the first match counts: each also names the older ones
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


Meta = Mapping[str, Any]  # the WSGI environ of a request


def address_of(meta: Meta) -> str:
    """Return the client's address; behind proxies, the one that our outermost proxy saw.

    Anybody may have written what comes before it in ``X-Forwarded-For``. "" where the header is too
    short.
    """
    passed = [address.strip() for address in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    seen = [*passed, meta.get("REMOTE_ADDR", "")]
    place = len(seen) - 1 - settings.PROXIES
    return _shortened(seen[place]) if place >= 0 else ""


def _shortened(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(IPv6Network((parsed, _NETWORK), strict=False))
    return str(parsed)


def device_of(meta: Meta) -> str:
    """Return browser and system in words, as in Firefox on Linux."""
    agent = meta.get("HTTP_USER_AGENT", "")
    browser = _first(BROWSERS, agent) or "Unknown browser"
    system = _first(SYSTEMS, agent)
    return f"{browser} on {system}" if system else browser


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, agent)), "")


@dataclass(frozen=True)
class KnownBrowser:
    """A browser in which this person has signed in: wrong passwords elsewhere do not lock it."""

    username: str
    mark: str

    @classmethod
    def of(cls, request: HttpRequest, username: str) -> "KnownBrowser | None":
        """Return the browser's mark from its cookie, if it was set for this name."""
        cookie = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, "")
        try:
            name, mark = loads(cookie, salt="known browser", max_age=KNOWN_FOR)
        except (BadSignature, ValueError):
            return None
        return cls(name, mark) if name == username.casefold() else None


def remember(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """Set the browser's mark in a cookie, once the person has signed in."""
    known = KnownBrowser.of(request, username)
    mark = known.mark if known else token_urlsafe(12)
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE,
        dumps((username.casefold(), mark), salt="known browser"),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
