"""The order of releases by their labels: 9.0 before 10.0."""

import re
import sys
from collections.abc import Mapping
from typing import TypeVar

Declared = TypeVar("Declared")


def sort_key(label: str) -> list[tuple[int, str]]:
    """Return a label's sort key: numbers sort as numbers, words after them."""
    parts = re.findall(r"\d+|[^\d.]+", label)
    return [(int(part), "") if part.isdecimal() else (sys.maxsize, part) for part in parts]


def comes_after(label: str, other: str) -> bool:
    return sort_key(label) > sort_key(other)


def declared_in(release: str, formerly: Mapping[str, Declared], now: Declared) -> Declared:
    """Return what was declared in a release; "" stands for the present.

    ``formerly`` maps the last release that had an earlier declaration to that declaration.
    """
    later = [last for last in formerly if release and not comes_after(release, last)]
    return formerly[min(later, key=sort_key)] if later else now
