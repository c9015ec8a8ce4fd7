"""The parts that a codebook is made of, whatever it is printed as."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading: ``depth`` is 1 for the title, ``anchor`` its place, ``name`` what it is about."""

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
    """What is said of one thing: terms, each with what it is."""

    terms: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Grid:
    """A table whose columns from ``numbers`` on hold numbers."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: int


Block = Heading | Text | Terms | Grid
