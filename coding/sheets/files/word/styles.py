"""How a Word file's words look, where that changes what people see: struck out, hidden, capitals.

A property is given by the run itself, its character style, the paragraph's style, or the defaults.
"""

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from coding.sheets.files.word.names import W
from coding.sheets.files.word.properties import is_on, value_of
from coding.sheets.files.word.symbols import is_symbol_font

_WHITE = re.compile(r"(?:[Ff][8-9A-Fa-f]){3}|auto|white")
_TINY = 4
_LEAST_MOVED = 3  # half points
_LONGEST_CHAIN = 20  # styles based on each other


@dataclass(frozen=True)
class RunStyle:
    """What a run or style says of its words; None where it says nothing.

    ``raised`` is 1 above the line, -1 below it.
    """

    struck: bool | None = None
    struck_twice: bool | None = None
    hidden: bool | None = None
    capitals: bool | None = None
    white: bool | None = None
    tiny: bool | None = None
    marked: bool | None = None
    font: str | None = None
    raised: int | None = None

    def over(self, below: "RunStyle") -> "RunStyle":
        """Return this look, with values of the other one where this has none."""
        data: dict[str, Any] = {n: value for n, value in vars(self).items() if value is not None}
        return replace(below, **data)

    def switched(self, below: "RunStyle") -> "RunStyle":
        """Return a character style's look over a paragraph style's: what is on in both is off."""
        both = self.over(below)
        twice: dict[str, Any] = {
            name: False
            for name in ("struck", "hidden", "capitals")
            if getattr(self, name) and getattr(below, name)
        }
        return replace(both, **twice)

    @property
    def is_struck(self) -> bool:
        return bool(self.struck or self.struck_twice)


PLAIN = RunStyle()


def look_of(properties: Any) -> RunStyle:
    """Return what a w:rPr says."""
    if properties is None or not len(properties):
        return PLAIN
    return RunStyle(
        struck=is_on(properties, "strike"),
        struck_twice=is_on(properties, "dstrike"),
        hidden=is_on(properties, "vanish"),
        capitals=is_on(properties, "caps"),
        white=_is_white(properties),
        tiny=_is_tiny(value_of(properties, "sz")),
        marked=_is_marked(properties),
        font=_font(properties.find(f"{W}rFonts")),
        raised=_raised(value_of(properties, "vertAlign"), value_of(properties, "position")),
    )


def _raised(aligned: str, points: str) -> int | None:
    """Return whether words are set above the line or below it, by name or by half points."""
    if aligned:
        return {"superscript": 1, "subscript": -1}.get(aligned, 0)
    if not re.fullmatch(r"-?\d{1,4}", points):
        return None
    return (int(points) >= _LEAST_MOVED) - (int(points) <= -_LEAST_MOVED)


def _is_white(properties: Any) -> bool | None:
    """Whether words are white without another colour behind them; None if no colour is given."""
    if is_shaded(properties) or properties.find(f"{W}highlight") is not None:
        return False
    colour = value_of(properties, "color")
    return bool(_WHITE.fullmatch(colour)) and colour != "auto" if colour else None


def is_shaded(properties: Any) -> bool:
    """Whether there is a colour behind a run, a paragraph or a cell."""
    shading = None if properties is None else properties.find(f"{W}shd")
    return shading is not None and not _WHITE.fullmatch(shading.get(f"{W}fill", "auto"))


def _is_marked(properties: Any) -> bool | None:
    """Whether words are emphasized: bold, underlined, framed, or on a colour."""
    marks = (is_on(properties, name) for name in ("b", "u", "bdr", "highlight"))
    return is_shaded(properties) or any(marks) or None


def _is_tiny(size: str) -> bool | None:
    """Whether words are too small to be seen; sizes are half points."""
    return int(size) <= _TINY if size.isdecimal() and len(size) < 6 else None


def _font(fonts: Any) -> str | None:
    if fonts is None:
        return None
    named = [fonts.get(f"{W}{script}") for script in ("ascii", "hAnsi")]
    symbols = [name for name in named if name and is_symbol_font(name)]
    return next(iter(symbols), None) or named[0] or named[1]


class Styles:
    """The styles of a Word file; without ``root`` it has none, and all its text is plain."""

    def __init__(self, root: Any) -> None:
        styles = [] if root is None else root.iter(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles}
        self._root = root
        self.look = cache(self._look)
        self.numbering = cache(self._numbering)

    def name(self, style_id: str) -> str:
        return value_of(self._styles.get(style_id), "name")

    @cached_property
    def default(self) -> str:
        """The ID of the style of paragraphs that name none."""
        for key, style in self._styles.items():
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                return key
        return ""

    def _look(self, of_paragraph: str, of_run: str) -> RunStyle:
        """Return the look of words in a paragraph's and a run's style."""
        below = self._own_look(of_paragraph or self.default)
        look = self._own_look(of_run).switched(below) if of_run else below
        return look.over(self._defaults)

    @cached_property
    def _defaults(self) -> RunStyle:
        path = f"{W}docDefaults/{W}rPrDefault/{W}rPr"
        return PLAIN if self._root is None else look_of(self._root.find(path))

    def _own_look(self, style_id: str) -> RunStyle:
        look = PLAIN
        for style in self._chain(style_id):
            look = look.over(look_of(style.find(f"{W}rPr")))
        return look

    def _numbering(self, style_id: str) -> Any:
        """Return the w:numPr of a paragraph style or of one that it is based on, or None."""
        for style in self._chain(style_id):
            numbering = style.find(f"{W}pPr/{W}numPr")
            if numbering is not None:
                return numbering
        return None

    def _chain(self, style_id: str) -> list[Any]:
        """Return a style and those that it is based on, the nearest first."""
        chain: list[Any] = []
        while style_id in self._styles and len(chain) < _LONGEST_CHAIN:
            chain.append(self._styles[style_id])
            style_id = value_of(chain[-1], "basedOn")
        return chain
