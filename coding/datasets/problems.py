"""How many problems of a published file are reported."""

from collections.abc import Iterable
from itertools import islice

from coding.codebook.problems import Problem

MOST_PROBLEMS = 20  # a file of another kind has one in each line; nobody reads them all


def limited(file: str, problems: Iterable[Problem]) -> list[Problem]:
    """Return the first MOST_PROBLEMS; a last one says that there are more."""
    found = list(islice(problems, MOST_PROBLEMS + 1))
    if len(found) > MOST_PROBLEMS:
        found[-1] = enough(file, found[-1].line)
    return found


def enough(file: str, line: int | None) -> Problem:
    """Say that the rest of the file was not checked."""
    rule = f"{MOST_PROBLEMS} problems are enough; what follows was not looked at."
    return Problem(file, line, "", rule, "", "Repair these first.")
