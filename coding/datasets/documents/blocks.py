"""The parts of a codebook, whatever its format."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading: ``depth`` is 1 for the title, ``anchor`` its link target, ``name`` its subject."""

    text: str
    depth: int
    anchor: str
    name: str = ""


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Terms:
    """A list of terms, each with its description."""

    terms: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Grid:
    """A table whose columns from ``numbers`` on hold numbers."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: int


DocumentBlock = Heading | Text | Terms | Grid
