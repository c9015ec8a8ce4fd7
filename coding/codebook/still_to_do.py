"""What is still to do on a sheet: answers that are blank without a reason, codes not given yet.

A code that another one settles, such as the conditions of defense where none is owed, is not asked
for; ``with_settled`` gives it the value that it then has in the dataset files. Nobody has to enter
the codes of a pair, but once one of them is given, all are asked for: the dataset files cannot be
made from half a pair.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from coding.codebook.cells import Codes, Coding, cell_of
from coding.codebook.sheet import CodedPhase
from coding.codebook.variables import Variable

ROSTER = "member"  # the variable that makes a state a member
NO_ROSTER = 1  # codes asked for instead of members, where there is none

Row = Mapping[str, int | None]  # codes of the alliance or of one member; None is not coded yet


@dataclass(frozen=True)
class Gap:
    """A code that nobody has given yet; ``member`` and ``partner`` are keys of members, or ""."""

    variable: Variable
    member: str = ""
    partner: str = ""

    @property
    def cell(self) -> str:
        """The code's cell; "" for a roster without members."""
        if self.variable.name == ROSTER:
            return ""
        return cell_of(self.variable.name, self.member, self.partner)

    @property
    def question(self) -> int:
        return self.variable.home or 0


@dataclass(frozen=True)
class Progress:
    """How complete a sheet is; ``answered`` counts reasons for blank answers too."""

    answered: int
    questions: int
    given: int
    asked: int
    checks: int | None = 0  # open findings; None while they have to be recounted

    @property
    def is_done(self) -> bool:
        return self.answered >= self.questions and self.given >= self.asked


def gaps(coding: Coding, variables: Sequence[Variable]) -> list[Gap]:
    """Return the codes still to be given: the alliance's, each member's, those of pairs."""
    of_alliance, of_members, of_pairs = (_asked_of(variables, scope) for scope in "AMP")
    lacking = [Gap(variable) for variable in _absent(coding.alliance, of_alliance)]
    if not coding.members:
        lacking += [Gap(variable) for variable in variables if variable.name == ROSTER]
    for key, codes in coding.members.items():
        lacking += [Gap(variable, key) for variable in _absent(codes, of_members)]
    for keys, codes in coding.pairs.items():
        lacking += [Gap(variable, *keys) for variable in _absent(codes, of_pairs)]
    return lacking


def count(coding: Coding, variables: Sequence[Variable]) -> tuple[int, int]:
    """Return how many codes of a sheet are given, and how many are asked for."""
    of_alliance, of_members, of_pairs = (_asked_of(variables, scope) for scope in "AMP")
    rows = [count_row(coding.alliance, of_alliance)]
    rows += [count_row(codes, of_members) for codes in coding.members.values()]
    rows += [count_row(codes, of_pairs) for codes in coding.pairs.values()]
    given, asked = (sum(numbers) for numbers in zip(*rows, strict=True))
    return given, asked if coding.members else asked + NO_ROSTER


def count_row(codes: Row, variables: Iterable[Variable]) -> tuple[int, int]:
    """Return how many codes of one row are given, and how many are asked for."""
    asked = [variable.name for variable in variables if not _is_settled(variable, codes)]
    return sum(codes.get(name) is not None for name in asked), len(asked)


def with_settled(coding: Coding, variables: Iterable[Variable]) -> Coding:
    """Return the coding with settled codes filled in; a code that is given stays."""
    settled = [variable for variable in variables if variable.settled_by]
    of_alliance = [variable for variable in settled if variable.scope == "A"]
    of_members = [variable for variable in settled if variable.scope == "M"]
    return Coding(
        _with_settled(coding.alliance, of_alliance),
        {key: _with_settled(codes, of_members) for key, codes in coding.members.items()},
        coding.pairs,
    )


def settled_phases(phases: Iterable[CodedPhase], variables: Sequence[Variable]) -> list[CodedPhase]:
    return [replace(phase, coding=with_settled(phase.coding, variables)) for phase in phases]


def _with_settled(codes: Codes, variables: Iterable[Variable]) -> Codes:
    absent = [code for code in variables if code.name not in codes and _is_settled(code, codes)]
    return {**codes, **{code.name: code.settled[codes[code.settled_by]] for code in absent}}


def _asked_of(variables: Iterable[Variable], scope: str) -> list[Variable]:
    return [
        code for code in variables if code.is_coded and code.scope == scope and code.name != ROSTER
    ]


def _absent(codes: Row, variables: Iterable[Variable]) -> Iterator[Variable]:
    for variable in variables:
        if codes.get(variable.name) is None and not _is_settled(variable, codes):
            yield variable


def _is_settled(variable: Variable, codes: Row) -> bool:
    return bool(variable.settled_by) and codes.get(variable.settled_by) in variable.settled
