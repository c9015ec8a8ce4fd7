"""Renders the documents that are laid out in templates/."""

import json
import textwrap
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from coding.datasets.documents.blocks import Grid, Heading, Terms, Text


@pass_eval_context
def _escaped(context: EvalContext, value: Any) -> Any:
    """Escape HTML as Python does; Jinja would change the quotes of documents made before."""
    if not context.autoescape or isinstance(value, Markup):
        return value
    return Markup(escape(str(value)))


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 79, break_long_words=False, break_on_hyphens=False))


_TEMPLATES = Environment(
    autoescape=lambda name: bool(name and name.endswith(".html")),
    finalize=_escaped,
    keep_trailing_newline=True,
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    lstrip_blocks=True,
    trim_blocks=True,
    undefined=StrictUndefined,
)
_TEMPLATES.filters |= {"json": partial(json.dumps, ensure_ascii=False), "wrapped": _wrapped}
_TEMPLATES.tests |= {
    "grid": lambda block: isinstance(block, Grid),
    "heading": lambda block: isinstance(block, Heading),
    "terms": lambda block: isinstance(block, Terms),
    "text": lambda block: isinstance(block, Text),
}


def render(template: str, **values: object) -> bytes:
    return _TEMPLATES.get_template(template).render(values).encode()
