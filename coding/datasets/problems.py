"""The limit of problems reported for a published file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from coding.codebook.problems import Problem

MOST_PROBLEMS = 20  # a file of another kind has one in each line; nobody would read them all
_MOST_COUNTED = 100_000


def limit_problems(file: str, problems: Iterable[Problem]) -> list[Problem]:
    """Return the first MOST_PROBLEMS; a last one says that there are more."""
    first = list(islice(problems, MOST_PROBLEMS + 1))
    if len(first) > MOST_PROBLEMS:
        first[-1] = problem_of_too_many(file, first[-1].line)
    return first


def problem_of_too_many(file: str, line: int | None, number: int = MOST_PROBLEMS) -> Problem:
    """Say that the rest of the file was not checked."""
    rule = f"{number:,} problems are enough; what follows was not looked at."
    return Problem(file, rule, "Repair these first.", line=line)


class Gathered:
    """Problems by kind, which is their rule: the first ones of each, and their number."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._kept: list[Problem] = []
        self._of_kind: Counter[str] = Counter()
        self._last: dict[str, Problem] = {}
        for problem in problems:
            self.add(problem)

    def add(self, problem: Problem) -> None:
        self._of_kind[problem.rule] += 1
        if self._of_kind[problem.rule] <= MOST_PROBLEMS:
            self._kept.append(problem)
        else:
            self._last[problem.rule] = problem

    @property
    def are_enough(self) -> bool:
        """Whether the search for problems can stop."""
        return self._of_kind.total() >= _MOST_COUNTED

    def in_order(self) -> Iterator[Problem]:
        """Yield the first problems of each kind by their lines, then how many more there are."""
        yield from sorted(self._kept, key=lambda problem: problem.line or 0)
        for rule, last in self._last.items():
            more = self._of_kind[rule] - MOST_PROBLEMS
            text = f"And {more:,} more like it, up to here: {rule}"
            yield replace(last, rule=text)
        if self.are_enough:
            yield problem_of_too_many(self._kept[0].file, None, _MOST_COUNTED)
