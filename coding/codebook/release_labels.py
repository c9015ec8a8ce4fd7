"""The order of releases by their labels: 9.0 before 10.0."""

import re
import sys


def sort_key(label: str) -> list[tuple[int, str]]:
    """Return what sorts a label: numbers as numbers, and words behind them."""
    parts = re.findall(r"\d+|[^\d.]+", label)
    return [(int(part), "") if part.isdecimal() else (sys.maxsize, part) for part in parts]


def comes_after(label: str, other: str) -> bool:
    return sort_key(label) > sort_key(other)
