"""Every address of the site, as it declares them, and the forms that its pages show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import URLPattern, get_resolver

PART = re.compile(r"<(?:(\w+):)?(\w+)>")


def routes(patterns: Any = None, before: str = "/") -> Iterator[str]:
    """Every address as it is declared, as in /sheets/<sheet:key>/history/."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$\\Z")
        if isinstance(pattern, URLPattern):
            yield re.sub(r"\(\?P<(\w+)>.*?\)", r"<path:\1>", route)
        else:
            yield from routes(pattern.url_patterns, route)


@dataclass
class Form:
    """A form as a page shows it: where it is sent, and what its boxes hold."""

    action: str
    method: str
    boxes: list[tuple[str, str]] = field(default_factory=list)
    has_files: bool = False


class Forms(HTMLParser):
    """Reads the forms and links of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and (link := said.get("href", "")):
            self.links.add(urljoin(self.address, link))
        elif tag == "form":
            action = urljoin(self.address, said.get("action") or self.address)
            self.forms.append(Form(action, said.get("method", "get").lower()))
        elif self.forms and (name := said.get("name") or said.get("data-part")):
            self._box(tag, name, said)
        elif tag == "option" and self.forms and self._area:
            self.forms[-1].boxes.append((self._area, said.get("value", "")))

    def _box(self, tag: str, name: str, said: dict[str, str]) -> None:
        if name == "csrfmiddlewaretoken":  # chance made it: a case follows from its seed
            return
        self._area = name if tag == "select" else ""
        self.forms[-1].boxes.append((name, said.get("value", "")))
        self.forms[-1].has_files |= said.get("type") == "file"


def of_this_site(link: str) -> str | None:
    """The path and query of a link that stays on the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def asked_by(link: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(link).query, keep_blank_values=True)


def let_go(answer: Any) -> None:
    """Close files of an answer that nobody reads; ``close`` would close the database, too."""
    for close in answer._resource_closers:
        close()
