"""The words of an OpenDocument text, to see whether a converter lost any."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from coding.codebook.problems import UnreadableFile

LARGEST = 16 * 2**20
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_SPACES = (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break")
_ABOUT = "{http://purl.org/dc/elements/1.1/}"
_NO_WORDS = (  # automatic numbers, and the authors and dates of remarks
    *(f"{_TEXT}{name}" for name in ("note-citation", "page-number", "page-count")),
    *(f"{_ABOUT}{name}" for name in ("creator", "date")),
    "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}date-string",
)
_ADVICE = "Open it in the program that made it, save it as .docx, and import that file."


def words_of_open_document(content: bytes) -> list[str]:
    """Return the words of the file's text. Raises UnreadableFile."""
    return [word for text in _paragraphs(_root(content)) for word in text.split()]


def _root(content: bytes) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package, package.open("content.xml") as file:
            text = file.read(LARGEST + 1)
        if len(text) <= LARGEST:
            return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    except Exception as error:  # a damaged archive fails in many ways
        rule = "The OpenDocument text is broken, or asks for a password."
        raise UnreadableFile(rule, _ADVICE, found=str(error)) from None
    rule = f"The OpenDocument text unpacks to more than {LARGEST // 2**20} MB."
    raise UnreadableFile(rule, _ADVICE)


def _paragraphs(root: Any) -> Iterator[str]:
    for paragraph in root.iter(*_PARAGRAPHS):
        yield "".join(_pieces(paragraph))


def _pieces(paragraph: Any) -> Iterator[str]:
    yield paragraph.text or ""
    for element in paragraph.iterdescendants(etree.Element):
        yield " " if element.tag in (*_SPACES, *_PARAGRAPHS) else ""
        yield "" if element.tag in _NO_WORDS else element.text or ""
        yield element.tail or ""
