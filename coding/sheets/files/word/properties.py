"""Properties of a Word file's elements: children that give their value as w:val."""

from functools import cache
from typing import Any

from coding.sheets.files.word.names import W

VAL = f"{W}val"
_OFF = ("0", "false", "off", "none")


def value_of(element: Any, *names: str) -> str:
    """Return the value of a child element, or of one further down; "" without one."""
    child = _found(element, names)
    return "" if child is None else child.get(VAL, "")


def is_on(element: Any, *names: str) -> bool | None:
    """Whether a property that is on or off is on; None where it is not given."""
    child = _found(element, names)
    return None if child is None else child.get(VAL, "1").lower() not in _OFF


def _found(element: Any, names: tuple[str, ...]) -> Any:
    return None if element is None else element.find(_path(names))


@cache
def _path(names: tuple[str, ...]) -> str:
    return "/".join(f"{W}{name}" for name in names)
