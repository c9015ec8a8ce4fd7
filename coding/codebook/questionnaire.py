"""The questionnaire as one plain value: as it is declared today, or as a release keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from coding.codebook.questions import Question
from coding.codebook.variables import Variable


@dataclass(frozen=True)
class Questionnaire:
    """The printed questions, and the variables in the order of the member file, then of pairs."""

    questions: tuple[Question, ...] = ()
    variables: tuple[Variable, ...] = ()

    @cached_property
    def by_number(self) -> Mapping[int, Question]:
        """The questions by their printed numbers."""
        return {one.number: one for one in self.questions}

    @cached_property
    def by_name(self) -> Mapping[str, Variable]:
        """The variables of the member file by name."""
        return {one.name: one for one in self.variables if one.scope != "P"}
