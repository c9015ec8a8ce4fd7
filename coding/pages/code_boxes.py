"""The inputs for codes, and the columns of the members' tables, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from coding.codebook.coded_dates import ENTRY, EXIT
from coding.codebook.variables import Variable
from coding.forms.typed_codes import MISSING_SIGN, box_text

_DATES = (
    ("Entry (year, month, day)", ENTRY),
    ("Exit (year, month, day; 0 while in effect)", EXIT),
)


class CodeBox(NamedTuple):
    """The input of one code.

    ``text`` is its value: the code that is ``shown``, or what was typed and refused.
    """

    variable: Variable
    cell: str
    whose: str  # the end of the label
    text: str
    shown: int | None = None
    approved: int | None = None
    blank: str = "not coded yet"

    @property
    def label(self) -> str:
        name, label = self.variable.name, self.variable.label
        return f"{name}: {label}{self.whose}" if self.variable.scope == "A" else name + self.whose

    @property
    def was(self) -> str | None:
        """The approved code as text; None where the box shows it already."""
        approved = box_text(self.approved)
        return approved if self.text != approved else None

    @property
    def of_a_field(self) -> tuple[str, str, str, str | None, int]:
        """Cell, label, text, approved text and size, in one look-up of a template."""
        return self.cell, self.label, self.text, self.was, self.size

    @property
    def approved_in_words(self) -> str:
        return self.variable.describe(self.approved)

    @property
    def choices(self) -> Mapping[str, str]:
        """The options; published data have some codes without a label."""
        variable, text = self.variable, self.text
        listed = {"": self.blank} | {
            str(value): variable.describe(value) for value in variable.codes
        }
        if variable.missing or text == MISSING_SIGN:
            listed[MISSING_SIGN] = " – ".join(filter(None, ("missing", variable.missing)))
        return {**listed, text: listed.get(text) or self._not_in_the_list}

    @property
    def _not_in_the_list(self) -> str:
        earlier = {str(value): label for value, label in self.variable.labels.items()}
        return f"{self.text} {earlier.get(self.text, '(no label)')}"

    @property
    def size(self) -> int:
        """The width of the input for a number."""
        return 4 if self.variable.most > 99 and not self.variable.codes else 2


@dataclass(frozen=True)
class BoxColumn:
    """Variables that share a column of the members' table: the parts of a date, or one variable."""

    label: str
    variables: tuple[Variable, ...]

    @property
    def is_single(self) -> bool:
        return len(self.variables) == 1

    @property
    def boxes_for_all(self) -> list[CodeBox]:
        """For each variable the box that sets the code of all members."""
        whose = ": the same for all members"
        return [
            CodeBox(code, code.name, whose, "", blank="choose for all") for code in self.variables
        ]


def columns_of(variables: Iterable[Variable]) -> list[BoxColumn]:
    """Return the columns for members' codes: dates first, in one column each."""
    by_name = {variable.name: variable for variable in variables if variable.name != "member"}
    dates = [
        BoxColumn(label, tuple(by_name.pop(part) for part in parts))
        for label, parts in _DATES
        if all(part in by_name for part in parts)
    ]
    return dates + [BoxColumn(variable.label, (variable,)) for variable in by_name.values()]


def legend_of(columns: Iterable[BoxColumn], *, with_codes: bool) -> dict[str, str]:
    """Return the meanings of codes, by names of variables; variables with the same codes share one.

    ``with_codes`` is false where the boxes are lists, which show the labels of their codes.
    """
    names_by_meaning: dict[str, list[str]] = {}
    for variable in chain.from_iterable(column.variables for column in columns):
        if with_codes or not variable.codes:
            texts = [variable.describe(value) for value in variable.codes]
            if variable.missing:
                texts.append(f"{MISSING_SIGN} missing: {variable.missing}")
            names_by_meaning.setdefault(" · ".join(texts), []).append(variable.name)
    every = len(names_by_meaning) == 1
    return {
        "Each" if every else ", ".join(names): meaning
        for meaning, names in names_by_meaning.items()
        if meaning
    }
