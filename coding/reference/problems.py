"""Why an official file is refused: file, line, column, rule, what was found, how to fix it."""

from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST_QUOTE = 80


@dataclass(frozen=True)
class FileProblem:
    """One thing that is wrong in a file; line 1 is the header, None the file as a whole."""

    file: str
    line: int | None
    column: str
    rule: str
    found: str
    fix: str

    def __str__(self) -> str:
        line = "" if self.line is None else f", line {self.line}"
        column = f", column {self.column}" if self.column else ""
        found = f" Found: “{self.found[:_LONGEST_QUOTE]}”." if self.found else ""
        return f"{self.file}{line}{column}: {self.rule}{found} {self.fix}"


class FileRefused(Exception):
    """A file that is not taken in; ``problems`` holds all that was found, not only the first."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
