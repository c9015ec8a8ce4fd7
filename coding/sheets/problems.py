"""What an import tells people: problems, which refuse a sheet, and repairs, which do not."""

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_QUOTE = 120


def quoted(text: str) -> str:
    """Return text between quotation marks, on one line and shortened to what a reader needs."""
    line = " ".join(text.split())
    if len(line) > LONGEST_QUOTE:
        line = line[: LONGEST_QUOTE - 1].rstrip() + "…"
    return f"“{line}”"


@dataclass(frozen=True)
class Problem:
    """Why a sheet is refused: where, which rule, what was found, and how to fix it."""

    file: str
    line: int | None
    rule: str
    found: str
    fix: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        found = f" Found: {quoted(self.found)}." if self.found else ""
        return f"{where}: {self.rule}{found} {self.fix}"


@dataclass(frozen=True)
class Repair:
    """Something the importer put right or left out, listed so that nothing is guessed silently."""

    line: int | None
    what: str
    found: str
    became: str = ""

    def __str__(self) -> str:
        where = "" if self.line is None else f"line {self.line}: "
        became = f" → {quoted(self.became)}" if self.became else ""
        return f"{where}{self.what}: {quoted(self.found)}{became}"


class SheetRefused(Exception):
    """A file that is not taken in; ``problems`` holds all that was found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
