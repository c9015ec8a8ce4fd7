"""What the documents need to know about variables and questions, as plain values.

The export fills them in from the models (coding/export). Columns that the files add, such as years,
are declared here, and labelled in the registry (coding/datasets/columns.py).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from coding.codebook.questions import Question
from coding.codebook.variables import NO_YES, Variable
from coding.datasets.variables import Column

_DAY_UNKNOWN = "the exact day is not known"
_OF_THE_FILES = {
    one.name: one
    for one in (
        Variable("begday", missing=_DAY_UNKNOWN),
        Variable("endday", missing=_DAY_UNKNOWN),
        Variable("atopally", codes={1: "yes"}),
        Variable("transyr", codes=NO_YES),
        Variable("shareob", codes={1: "yes"}, missing="it is not so; never 0"),
        Variable(
            "milinst",
            codes={0: "low", 1: "moderate", 2: "high"},
            missing="all codes that it is made of are missing",
        ),
        Variable(
            "formal",
            codes={0: "low", 1: "moderate", 2: "high"},
            missing="nothing is known of the treaty or of an organization",
        ),
    )
}
# Columns that come as often as the data need: mem1, mem2 … and atopid1, atopid2 …
_LISTED = {
    "mem": ("member", "there are fewer members"),
    "atopid": ("alliance", "there are fewer alliances"),
}
_NUMBERED = re.compile(r"(mem|atopid)(\d+)")
_FLAG = re.compile(r"(new|rev)\d+")


@dataclass(frozen=True)
class Declarations:
    """The variables of the member file by name, and the printed questions by number."""

    variables: Mapping[str, Variable]
    questions: Mapping[int, Question] = field(default_factory=dict)

    def of(self, column: Column) -> Variable:
        """Return what a column means, in whichever file it stands."""
        if listed := list_of(column):
            return Variable(column.name, missing=_LISTED[listed][1])
        if column.name in self.variables:
            return self.variables[column.name]
        if _FLAG.fullmatch(column.name):
            return Variable(column.name, scope="R", codes=NO_YES)
        return _OF_THE_FILES.get(column.name, Variable(column.name))

    def labelled(self, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """Return the columns, those without a label with that of the variable of their name."""
        return tuple(
            column if column.label else replace(column, label=self.of(column).label)
            for column in columns
        )

    def labels(self, columns: tuple[Column, ...]) -> dict[str, Mapping[int, str]]:
        """Return the value labels of columns; those without labelled values are absent."""
        return {column.name: codes for column in columns if (codes := self.of(column).codes)}


def list_of(column: Column) -> str:
    """Return "mem" for mem1, mem2 … of a file's list of members, "atopid" for its alliances.

    "" where a column belongs to no list, as mem1 of the dyad-years does not: it is one state.
    """
    found = _NUMBERED.fullmatch(column.name)
    return found[1] if found and column.label == f"{_LISTED[found[1]][0]} {found[2]}" else ""
