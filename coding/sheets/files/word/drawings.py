"""Drawings of a Word file: text boxes are read, pictures and what else has words is listed."""

from typing import Any

from coding.sheets.files.word.names import ALTERNATIVES, BOX, WP, O, R, V, W, is_machines
from coding.sheets.files.word.words import TEXT_PATH, chosen
from coding.sheets.files.word.writing import Writing

_INK = "{http://schemas.microsoft.com/office/word/2010/wordml}contentPart"
DRAWINGS = frozenset((*(f"{W}{name}" for name in ("drawing", "pict", "object")), _INK))
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PICTURES = frozenset((f"{_A}blip", f"{V}imagedata"))
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_OBJECT, _CONTROL = f"{O}OLEObject", f"{W}control"
_SHAPE = "a line, a shape or handwriting"
_NO_WORDS = "a picture that no words describe"


def write_drawing(drawing: Any, writing: Writing) -> None:
    """Keep a drawing's text boxes for after its paragraph, and list what else it shows."""
    found: dict[str, str] = {}
    boxes = len(writing.boxes)
    texts: list[str] = []
    waiting = [drawing]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        if element.tag == ALTERNATIVES:
            element = chosen(element, writing.tally, writing.line)
        if element.tag == BOX:
            writing.boxes.append(element)
            continue
        _look_at(element, found, writing)
        texts += _own_text(element)
        waiting.extend(reversed(element))
    writing.tally.leave_out(writing.line, "Words in a drawing", " ".join(texts))
    if texts or len(writing.boxes) > boxes:
        found["told"] = BOX
    _list_pictures(found, writing)


def _own_text(element: Any) -> list[str]:
    own = [] if is_machines(element.tag) else [element.text]
    return [text for text in (*own, *(child.tail for child in element)) if text and text.strip()]


def _look_at(element: Any, found: dict[str, str], writing: Writing) -> None:
    if element.tag == f"{WP}docPr":
        found["words"] = element.get("descr") or element.get("title") or ""
        found["name"] = element.get("name", "")
    elif element.tag == f"{V}shape" and element.get("alt"):
        found["words"] = element.get("alt")
    elif element.tag in _PICTURES:
        found["picture"] = element.tag
    elif element.get(f"{O}hr"):
        found["told"] = element.tag
    elif element.tag == TEXT_PATH:
        found["told"] = element.tag
        writing.leave_out_added("WordArt or watermark", element.get("string", ""))
    elif element.tag == _CHART:
        found["told"] = element.tag
        writing.notes.part(element.get(f"{R}id", ""), "A chart", writing.line)
    elif element.tag == _DIAGRAM:
        found["told"] = element.tag
        writing.notes.part(element.get(f"{R}dm", ""), "A diagram", writing.line)
    elif element.tag == _OBJECT:
        found["object"] = element.get("ProgID") or "of an unnamed program"
    elif element.tag == _CONTROL:
        found["told"] = element.tag
        writing.leave_out_added("A control (ActiveX)", element.get(f"{W}name", "without a name"))


def _list_pictures(found: dict[str, str], writing: Writing) -> None:
    words = found.get("words", "")
    if "object" in found:
        writing.leave_out_added("An embedded file", f"{found['object']} {words}".strip())
    elif "picture" in found:
        writing.leave_out_added("A picture", words or found.get("name") or _NO_WORDS)
    elif "told" not in found:
        writing.leave_out_added("A drawing", words or found.get("name") or _SHAPE)
    elif words:
        writing.leave_out_added("Words that describe a drawing", words)
