"""Renders the documents with templates in templates/.

CITATION.cff is YAML (Citation File Format 1.2.0) with its texts as JSON strings, which YAML reads
the same. ddi-codebook.xml has the elements of DDI-Codebook 2.5 in the order of its schema
(codebook.xsd of the DDI Alliance, 2014-01-28).
"""

import html
import json
import re
import textwrap
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax import saxutils

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup

from coding.codebook.entries import labelled_lines
from coding.datasets.documents import blocks, levels, publication

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _in_xml(text: str) -> str:
    """Escape a text; characters that XML cannot hold become �, so that the loss is visible."""
    return saxutils.escape(_NOT_IN_XML.sub("\ufffd", text))


@pass_context
def _escaped(context: Context, value: Any) -> Any:
    """Escape as Python does; Jinja would change the quotes of documents made earlier."""
    if not context.eval_ctx.autoescape or isinstance(value, Markup):
        return value
    escape = _in_xml if (context.name or "").endswith(".xml") else html.escape
    return Markup(escape(str(value)))


def _wrapped(text: str, width: int = 79) -> str:
    """Wrap each line of a text, keeping its line breaks."""
    wrap = partial(textwrap.wrap, width=width, break_long_words=False, break_on_hyphens=False)
    return "\n".join("\n".join(wrap(line)) for line in text.splitlines())


_TEMPLATES = Environment(
    autoescape=select_autoescape(),
    finalize=_escaped,
    keep_trailing_newline=True,
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    lstrip_blocks=True,
    trim_blocks=True,
    undefined=StrictUndefined,
)
_TEMPLATES.filters |= {
    "attribute": lambda text: Markup(_in_xml(text).replace('"', "&quot;")),
    "json": partial(json.dumps, ensure_ascii=False),
    "labelled": labelled_lines,
    "wrapped": _wrapped,
}
_TEMPLATES.tests["instance"] = isinstance
_TEMPLATES.globals |= {"atop": publication, "blocks": blocks, "levels": levels}


def render(template: str, **values: object) -> bytes:
    return _TEMPLATES.get_template(template).render(values).encode()
