"""What a rule is, and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from coding.checks.facts import Facts
from coding.codebook.cells import Address


class Severity(StrEnum):
    """An error blocks submission; a warning can be passed with a reason."""

    ERROR = "error"
    WARNING = "warning"


ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True)
class Fault:
    """One place where a rule does not hold.

    ``found`` says in one sentence what is there, with values and members; ``fix`` says what to do.
    ``cells`` are the codes concerned. ``questions`` is given if it differs from fault to fault.
    """

    found: str
    fix: str
    cells: tuple[str, ...] = ()
    questions: tuple[int, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A fault and the rule that found it. ``questions`` begins with the question where to fix it.

    ``named`` says what the codes concerned are called: "estmode: means of establishment".
    """

    rule: str
    severity: Severity
    questions: tuple[int, ...]
    cells: tuple[str, ...]
    found: str
    fix: str
    named: str = ""

    @property
    def in_words(self) -> str:
        """What was found, what to do, and what the codes are called, in words."""
        return " ".join(filter(None, (self.found, self.fix, self.named and f"({self.named})")))

    @property
    def cell(self) -> str:
        """The first code concerned; "" if the prose has to be corrected."""
        return next(iter(self.cells), "")

    def __str__(self) -> str:
        where = f"Q{self.questions[0]}: " if self.questions else ""
        return f"{self.severity} {self.rule}: {where}{self.in_words}"


@dataclass(frozen=True)
class Rule:
    """A rule with a stable id, its title and source, and the function that checks it.

    ``questions`` begins with the question where to fix a fault. It is empty if each fault names its
    own questions.
    """

    id: str
    severity: Severity
    title: str
    questions: tuple[int, ...]
    source: str
    check: Callable[[Facts], Iterator[Fault]]

    def finding(self, fault: Fault, facts: Facts) -> Finding:
        questions, named = fault.questions or self.questions, _codes_with_labels(facts, fault.cells)
        return Finding(
            self.id, self.severity, questions, fault.cells, fault.found, fault.fix, named
        )


def _codes_with_labels(facts: Facts, cells: tuple[str, ...]) -> str:
    """Return the names of the codes with their labels, each once."""
    variables = dict.fromkeys(Address.of(cell).variable for cell in cells)
    declared = (facts.reference.variables.get(name) for name in variables)
    return "; ".join(f"{variable.name}: {variable.label}" for variable in declared if variable)


def rule(
    id: str, severity: Severity, *questions: int, source: str
) -> Callable[[Callable[[Facts], Iterator[Fault]]], Rule]:
    """Turn a function into a rule. The first line of its docstring is the rule's title."""

    def declared(check: Callable[[Facts], Iterator[Fault]]) -> Rule:
        title = (check.__doc__ or "").strip().split("\n")[0]
        return Rule(id, severity, title, questions, source, check)

    return declared
