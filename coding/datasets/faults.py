"""Faults in the dataset files of a release, row by row."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coding.datasets.columns import Cell

Key = tuple[tuple[str, Cell], ...]  # columns and values that identify a row


class FaultKind(StrEnum):
    """Kinds of faults."""

    DUPLICATE = "duplicate key"
    ABSENT = "missing year"
    UNFOUNDED = "year without an alliance"
    LATE = "year after the cut-off"
    PURE = "nonaggression only"
    ONE_SIDED = "no mirror row"
    ASYMMETRIC = "mirror rows differ"
    DISAGREES = "dy and ddyr disagree"
    CODE = "value without a label"


@dataclass(frozen=True)
class RowFault:
    """One fault of a row of a file.

    ``column`` and ``value`` are set for a value without a label. Such a value is excused if the
    last release published it (observed in 5.1: refothio 2 of ATOP ID 4860).
    """

    file: str
    kind: FaultKind
    key: Key
    text: str
    column: str = ""
    value: Cell = None

    @property
    def part(self) -> int:
        """The number in the file's first column: of the alliance, the state, the pair."""
        return int(self.key[0][1] or 0)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "RowFault":
        key = tuple((str(name), cell) for name, cell in data["key"])
        return cls(**{**data, "kind": FaultKind(data["kind"]), "key": key})

    def __str__(self) -> str:
        row = [f"{name} {value}" for name, value in self.key]
        return f"{', '.join([self.file, *row])}: {self.text}"
