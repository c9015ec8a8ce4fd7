"""The guides and the glossary: written in docs/, shown on the site unchanged."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.templatetags.static import static
from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token

DOCS = Path(__file__).resolve().parents[2] / "docs"


@dataclass(frozen=True)
class Guide:
    """A page of help; ``file`` is its path in docs/."""

    slug: str
    file: str
    title: str
    about: str


GUIDES = (
    Guide("coding", "guides/coding.md", "Guide for coders", "Answer, submit, correct, go back"),
    Guide(
        "reviewing",
        "guides/reviewing.md",
        "Guide for reviewers",
        "Read a change, decide on it, undo a decision",
    ),
    Guide(
        "administration",
        "guides/administration.md",
        "Guide for admins",
        "People, assignments, printed sheets, releases",
    ),
    Guide("glossary", "glossary.md", "Glossary", "What the words of this site mean"),
)


@dataclass(frozen=True)
class GuidePage:
    """A guide as HTML, with the anchors and words of its second-level headings."""

    guide: Guide
    html: str
    parts: tuple[tuple[str, str], ...]


@cache
def load_guide(slug: str) -> GuidePage:
    """Return a guide as HTML. Raises KeyError if there is none of that name."""
    guide = {guide.slug: guide for guide in GUIDES}[slug]
    # The "commonmark" preset lets HTML through; the files in docs/ need none.
    markdown = MarkdownIt("commonmark", {"html": False})
    tokens = markdown.parse((DOCS / guide.file).read_text(encoding="utf-8"))
    headings = list(_headings(tokens))
    for opening, words in headings:
        opening.attrSet("id", anchor(words))
    for token in tokens:
        for part in token.children or ():
            _lead_to_the_site(part)
    html = markdown.renderer.render(tokens, markdown.options, {})
    parts = tuple((anchor(words), words) for opening, words in headings if opening.tag == "h2")
    return GuidePage(guide, html, parts)


def anchor(heading: str) -> str:
    """Return the anchor of a heading, as web sites that render docs/ make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _headings(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            yield opening, inline.content


def _lead_to_the_site(part: Token) -> None:
    """Rewrite links to files of docs/, and to pictures, to the site's addresses."""
    if part.type == "image":
        part.attrSet("src", static(str(part.attrs["src"]).removeprefix("../../static/")))
    elif part.type == "link_open":
        part.attrSet("href", _served(str(part.attrs["href"])))


def _served(link: str) -> str:
    file, mark, place = link.partition("#")
    name = Path(file).name
    served = {
        Path(guide.file).name: reverse("coding:help-read", args=[guide.slug]) for guide in GUIDES
    }
    served["codebook.md"] = reverse("coding:codebook")
    return served[name] + mark + place
