"""What does not fit, in words: which row, what stands there, and what it should be."""

from dataclasses import dataclass
from typing import Any

LONGEST = 120  # characters of a value that are shown


@dataclass(frozen=True)
class Misfit:
    """One fault. ``should_be`` says what would be right, as far as it is known."""

    place: str
    found: str
    should_be: str

    def __str__(self) -> str:
        return f"{self.place}: {self.found} It should be {self.should_be}."


def shown(value: Any) -> str:
    """Return a value as it can stand in a sentence."""
    if value is None:
        return "empty (null)"
    text = " ¶ ".join(str(value).splitlines()) if value != "" else ""
    return f"“{text[:LONGEST]}…”" if len(text) > LONGEST else f"“{text}”"
