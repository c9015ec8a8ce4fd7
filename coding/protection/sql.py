"""Pieces of SQL that SQLite and PostgreSQL both read, and the parts that a trigger is made of."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """What is refused: the condition, and the sentence that says why."""

    when: str
    why: str


@dataclass(frozen=True)
class Statement:
    """What a trigger executes."""

    sql: str


SqlPart = Refusal | Statement


def differs(names: Iterable[str], row: str, other: str) -> str:
    """Return the condition that two rows differ in any of some columns; NULL is a value, too."""
    return " OR ".join(f'{row}."{name}" IS DISTINCT FROM {other}."{name}"' for name in names)


def agrees(names: Iterable[str], row: str, other: str) -> str:
    """Return the condition that two rows agree in all of some columns."""
    return " AND ".join(f'{row}."{name}" IS NOT DISTINCT FROM {other}."{name}"' for name in names)


def listed(names: Iterable[str], row: str = "") -> str:
    return ", ".join(f'{row}"{name}"' for name in names)


def one_of(values: Iterable[str]) -> str:
    return f"({', '.join(map(quoted, values))})"


def quoted(value: str) -> str:
    escaped = value.replace("'", "''")
    return f"'{escaped}'"
