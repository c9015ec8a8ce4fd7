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

KNOWN_FOR = 180 * 24 * 3600  # seconds for which a browser that signed in is told from others
_NETWORK = 64  # bits: whoever has one IPv6 address has all of its network
BROWSERS = (  # the first that fits: each names the older ones, too
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


Meta = Mapping[str, Any]  # what WSGI says of a request


def address_of(meta: Meta) -> str:
    """Return the address of who asks; behind proxies, the one that the outermost of ours saw.

    What stands further left in ``X-Forwarded-For`` anybody may have written. "" where it is short.
    """
    passed = [one.strip() for one in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
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
    """A browser in which somebody has signed in: a guess elsewhere does not keep it out."""

    username: str
    mark: str

    @classmethod
    def of(cls, request: HttpRequest, username: str) -> "KnownBrowser | None":
        """Return the browser's own mark where it was given for this name."""
        cookie = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, "")
        try:
            name, mark = loads(cookie, salt="known browser", max_age=KNOWN_FOR)
        except (BadSignature, ValueError):
            return None
        return cls(name, mark) if name == username.casefold() else None


def remember(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """Give the browser its mark, once it has signed in."""
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
