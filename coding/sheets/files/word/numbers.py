"""The numbers that Word writes before paragraphs by itself: "SECTION II:", "14.", "(a)".

They are in no paragraph's text. Each list counts on from paragraph to paragraph.
"""

import re
from collections.abc import Iterator
from typing import Any

from coding.sheets.files.word.names import W
from coding.sheets.files.word.properties import is_on, value_of
from coding.sheets.files.word.styles import Styles

_PLACE = re.compile(r"%([1-9])")
_LARGEST = 5000  # numbers above it are written in digits
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_WORDS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")


class Numbers:
    """Counts the numbered paragraphs of a Word file in their order."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._lists = {} if root is None else dict(_by_id(root, "num", "numId"))
        self._forms = {} if root is None else dict(_by_id(root, "abstractNum", "abstractNumId"))
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, properties: Any, style_id: str) -> str:
        """Count a paragraph, and return what Word writes before it: "" for most and for bullets."""
        place = self._place(properties, style_id or self._styles.default)
        if place is None:
            return ""
        number, depth = place
        form = self._form(number)
        level = self._level(number, depth)
        if form is None or level is None:
            return ""
        counts = self._counted(form, number, depth)
        if value_of(level, "numFmt") == "bullet":
            return ""
        text = _PLACE.sub(
            lambda depth_of: self._written(number, int(depth_of[1]) - 1, counts, level),
            value_of(level, "lvlText"),
        )
        return text.strip()

    def _place(self, properties: Any, style_id: str) -> tuple[str, int] | None:
        """Return (list, depth) of a paragraph that is numbered."""
        own = None if properties is None else properties.find(f"{W}numPr")
        by_style = self._styles.numbering(style_id)
        number = value_of(own, "numId") or value_of(by_style, "numId")
        if not number or number == "0" or number not in self._lists:
            return None
        depth = value_of(own, "ilvl")
        if not depth:
            depth = self._depth_of_style(number, style_id) or value_of(by_style, "ilvl") or "0"
        return (number, int(depth)) if depth.isdecimal() and len(depth) == 1 else None

    def _depth_of_style(self, number: str, style_id: str) -> str:
        """Return the depth that a list keeps for a style."""
        form = self._form(number)
        for level in () if form is None else form.iter(f"{W}lvl"):
            if value_of(level, "pStyle") == style_id:
                return level.get(f"{W}ilvl", "")
        return ""

    def _form(self, number: str) -> Any:
        """Return the definition of a list, also if it is taken from the style of another list."""
        form = self._forms.get(value_of(self._lists[number], "abstractNumId"))
        style = value_of(form, "numStyleLink")
        if style:
            linked = value_of(self._styles.numbering(style), "numId")
            if linked in self._lists and linked != number:
                return self._forms.get(value_of(self._lists[linked], "abstractNumId"))
        return form

    def _level(self, number: str, depth: int) -> Any:
        override = _at_depth(self._lists[number], "lvlOverride", depth)
        own = None if override is None else override.find(f"{W}lvl")
        return own if own is not None else _at_depth(self._form(number), "lvl", depth)

    def _start(self, number: str, depth: int) -> int:
        return _number(value_of(self._level(number, depth), "start"), 1)

    def _counted(self, form: Any, number: str, depth: int) -> dict[int, int]:
        """Count one more at a depth and restart deeper ones. Lists of one form count together."""
        counts = self._counts.setdefault(form.get(f"{W}abstractNumId", number), {})
        override = value_of(_at_depth(self._lists[number], "lvlOverride", depth), "startOverride")
        is_first = (number, depth) not in self._started
        self._started.add((number, depth))
        if is_first and override:
            counts[depth] = _number(override, 1)
        else:
            counts[depth] = counts.get(depth, self._start(number, depth) - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            if value_of(self._level(number, deeper), "lvlRestart") != "0":
                del counts[deeper]
        return counts

    def _written(self, number: str, depth: int, counts: dict[int, int], level: Any) -> str:
        value = counts.get(depth, self._start(number, depth))
        in_digits = is_on(level, "isLgl")
        form = "decimal" if in_digits else value_of(self._level(number, depth), "numFmt")
        return _in_form(value, form)


def _by_id(root: Any, name: str, key: str) -> Iterator[tuple[str, Any]]:
    return ((element.get(f"{W}{key}", ""), element) for element in root.iter(f"{W}{name}"))


def _at_depth(container: Any, name: str, depth: int) -> Any:
    levels = () if container is None else container.iterchildren(f"{W}{name}")
    return next((level for level in levels if level.get(f"{W}ilvl") == str(depth)), None)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else otherwise


def _in_form(value: int, form: str) -> str:
    """Write a number in one of Word's number formats."""
    if form == "none":
        return ""
    if not 0 < value < _LARGEST:
        return str(value)
    if form in ("upperRoman", "lowerRoman"):
        return _cased(_roman(value), form)
    if form in ("upperLetter", "lowerLetter"):
        return _cased(chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1), form)
    if form == "decimalZero":
        return f"{value:02}"
    if form == "ordinal":
        tail = {1: "st", 2: "nd", 3: "rd"}.get(value % 10 if value // 10 % 10 != 1 else 0, "th")
        return f"{value}{tail}"
    if form == "cardinalText" and value < len(_WORDS):
        return _WORDS[value]
    if form == "ordinalText" and value <= len(_ORDINALS):
        return _ORDINALS[value - 1]
    return str(value)


def _cased(text: str, form: str) -> str:
    return text if form.startswith("upper") else text.lower()


def _roman(value: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        text += sign * count
    return text
