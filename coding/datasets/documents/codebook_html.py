"""The codebook as one HTML page that needs nothing beside it (templates/codebook.html)."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from coding.datasets.documents.blocks import Block, Grid, Heading, Terms, Text


def _escaped(value: object) -> Markup:
    """Escape as Python does; Jinja would write quotes otherwise than in documents made before."""
    return value if isinstance(value, Markup) else Markup(escape(str(value)))


_PAGES = Environment(
    autoescape=True,
    finalize=_escaped,
    keep_trailing_newline=True,
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    lstrip_blocks=True,
    trim_blocks=True,
    undefined=StrictUndefined,
)
_PAGES.tests |= {
    "grid": lambda block: isinstance(block, Grid),
    "heading": lambda block: isinstance(block, Heading),
    "terms": lambda block: isinstance(block, Terms),
    "text": lambda block: isinstance(block, Text),
}


def codebook_html(blocks: Iterable[Block]) -> bytes:
    """Return the page, in UTF-8."""
    blocks = list(blocks)
    headings = [block for block in blocks if isinstance(block, Heading)]
    page = _PAGES.get_template("codebook.html")
    return page.render(blocks=blocks, headings=headings).encode()
