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
    facts: dict[str, str] = {}
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
        _look_at(element, facts, writing)
        texts += _own_text(element)
        waiting.extend(reversed(element))
    writing.tally.leave_out(writing.line, "Words in a drawing", " ".join(texts))
    if texts or len(writing.boxes) > boxes:
        facts["listed"] = BOX
    _list_pictures(facts, writing)


def _own_text(element: Any) -> list[str]:
    own = [] if is_machines(element.tag) else [element.text]
    return [text for text in (*own, *(child.tail for child in element)) if text and text.strip()]


def _look_at(element: Any, facts: dict[str, str], writing: Writing) -> None:
    if element.tag == f"{WP}docPr":
        facts["words"] = element.get("descr") or element.get("title") or ""
        facts["name"] = element.get("name", "")
    elif element.tag == f"{V}shape" and element.get("alt"):
        facts["words"] = element.get("alt")
    elif element.tag in _PICTURES:
        facts["picture"] = element.tag
    elif element.get(f"{O}hr"):
        facts["listed"] = element.tag
    elif element.tag == TEXT_PATH:
        facts["listed"] = element.tag
        writing.leave_out_added("WordArt or watermark", element.get("string", ""))
    elif element.tag == _CHART:
        facts["listed"] = element.tag
        writing.notes.part(element.get(f"{R}id", ""), "A chart", writing.line)
    elif element.tag == _DIAGRAM:
        facts["listed"] = element.tag
        writing.notes.part(element.get(f"{R}dm", ""), "A diagram", writing.line)
    elif element.tag == _OBJECT:
        facts["object"] = element.get("ProgID") or "of an unnamed program"
    elif element.tag == _CONTROL:
        facts["listed"] = element.tag
        writing.leave_out_added("A control (ActiveX)", element.get(f"{W}name", "without a name"))


def _list_pictures(facts: dict[str, str], writing: Writing) -> None:
    words = facts.get("words", "")
    if "object" in facts:
        writing.leave_out_added("An embedded file", f"{facts['object']} {words}".strip())
    elif "picture" in facts:
        writing.leave_out_added("A picture", words or facts.get("name") or _NO_WORDS)
    elif "listed" not in facts:
        writing.leave_out_added("A drawing", words or facts.get("name") or _SHAPE)
    elif words:
        writing.leave_out_added("Words that describe a drawing", words)
