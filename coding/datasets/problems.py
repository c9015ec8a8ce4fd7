"""What reading a published file tells people: where, which rule, what was found, how to fix it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

LONGEST_QUOTE = 120
MOST_PROBLEMS = 20  # a file of another kind has one in each line; nobody reads them all


@dataclass(frozen=True)
class Problem:
    """Why a file is refused. ``line`` counts from 1, the header; None where no line is to blame."""

    file: str
    line: int | None
    column: str
    rule: str
    found: str
    fix: str

    def __str__(self) -> str:
        places = [self.file]
        if self.line is not None:
            places.append(f"line {self.line}")
        if self.column:
            places.append(f"column {self.column}")
        found = f" Found: {_quoted(self.found)}." if self.found else ""
        return f"{', '.join(places)}: {self.rule}{found} {self.fix}"


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    if len(line) > LONGEST_QUOTE:
        line = line[: LONGEST_QUOTE - 1].rstrip() + "…"
    return f"“{line}”"


def limited(file: str, problems: Iterable[Problem]) -> list[Problem]:
    """Return the first MOST_PROBLEMS; a last one says that there are more."""
    found = list(islice(problems, MOST_PROBLEMS + 1))
    if len(found) > MOST_PROBLEMS:
        found[-1] = enough(file, found[-1].line)
    return found


def enough(file: str, line: int | None) -> Problem:
    """Say that what follows was not looked at."""
    rule = f"{MOST_PROBLEMS} problems are enough; what follows was not looked at."
    return Problem(file, line, "", rule, "", "Repair these first.")
