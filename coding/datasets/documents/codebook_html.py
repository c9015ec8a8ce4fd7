"""The codebook as one HTML page that needs nothing beside it."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from coding.datasets.documents.blocks import Block, Facts, Grid, Heading, Text

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --page: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9da7b1; --line: #3d444d; --page: #0d1117; }
}
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 4rem; background: var(--page);
  color: var(--ink); font: 1rem/1.5 Georgia, "Liberation Serif", serif; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.3rem; margin-top: 3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 2rem 0 .25rem; }
a { color: inherit; }
code { font: .9em ui-monospace, "Liberation Mono", monospace; }
h3 code { font-weight: bold; }
h3 { font-weight: normal; }
nav { border: 1px solid var(--line); padding: 0 1rem 1rem; }
nav p { margin: 1rem 0 0; }
nav code { margin-right: .5rem; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: 0 1rem;
  margin: .25rem 0 .5rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; width: 100%; }
th, td { padding: .15rem .6rem .15rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: normal; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .3rem; } }
@media print { body { max-width: none; font-size: 10pt; } h3 { break-after: avoid; } }
"""


def codebook_html(blocks: Iterable[Block]) -> bytes:
    """Return the page, in UTF-8."""
    blocks = list(blocks)
    title = next((block.text for block in blocks if isinstance(block, Heading)), "Codebook")
    return "".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n",
            *_body(blocks),
            "</main>\n</body>\n</html>\n",
        ]
    ).encode()


def _body(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the blocks, with the contents before the first part."""
    is_opening = True
    for block in blocks:
        if is_opening and isinstance(block, Heading) and block.depth > 1:
            is_opening = False
            yield from _contents([one for one in blocks if isinstance(one, Heading)])
        yield _html(block)


def _contents(headings: Iterable[Heading]) -> Iterator[str]:
    yield '<nav aria-label="Contents">\n'
    for heading in headings:
        if heading.depth == 2:
            yield f'<p><a href="#{heading.anchor}">{escape(heading.text)}</a></p>\n'
        elif heading.depth == 3:
            yield f'<a href="#{heading.anchor}"><code>{escape(heading.name)}</code></a>\n'
    yield "</nav>\n"


def _html(block: Block) -> str:
    match block:
        case Heading(text, depth, anchor, name):
            named = f"<code>{escape(name)}</code> " if name else ""
            return f'<h{depth} id="{anchor}">{named}{escape(text)}</h{depth}>\n'
        case Text(text):
            return f"<p>{escape(text)}</p>\n"
        case Facts(facts):
            said = (f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>\n" for term, text in facts)
            return f"<dl>\n{''.join(said)}</dl>\n"
        case Grid():
            return _table(block)


def _table(grid: Grid) -> str:
    head = _row("th", grid.head, grid.numbers)
    rows = "".join(_row("td", row, grid.numbers) for row in grid.rows)
    return (
        f'<div class="wide"><table>\n<thead>\n{head}</thead>\n<tbody>\n{rows}</tbody>\n'
        "</table></div>\n"
    )


def _row(tag: str, cells: Iterable[str], numbers: int) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    kinds = ("", ' class="number"')
    row = "".join(
        f"<{tag}{scope}{kinds[n >= numbers]}>{escape(cell)}</{tag}>" for n, cell in enumerate(cells)
    )
    return f"<tr>{row}</tr>\n"
