"""The codebook as one HTML page without further files."""

from collections.abc import Iterable

from coding.datasets.documents.blocks import Block, Heading
from coding.datasets.documents.rendering import render


def codebook_html(blocks: Iterable[Block]) -> bytes:
    """Return the page, in UTF-8."""
    blocks = list(blocks)
    headings = [block for block in blocks if isinstance(block, Heading)]
    return render("codebook.html", blocks=blocks, headings=headings)
