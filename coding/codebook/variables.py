"""What a variable is: the plain value that forms, checks, dataset files and documents work with.

The models declare the variables of the questionnaire (coding/models/code_fields.py); the dataset
files add columns of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from coding.codebook.cells import MISSING
from coding.codebook.release_labels import declared_in, sort_key

NO_YES = {0: "no", 1: "yes"}


class Kind(Enum):
    """What the values of a variable are."""

    NUMBER = "a whole number"
    STATE = "a state, by its COW country code"
    YEAR = "the year of a date; 0 where it has not happened"
    MONTH = "the month of a date; 0 where it has not happened"
    DAY = "the day of a date; 0 where it has not happened"
    DECIMAL = "a number, with one decimal where the alliance has phases"
    TEXT = "text"

    @property
    def is_date(self) -> bool:
        return self in (Kind.YEAR, Kind.MONTH, Kind.DAY)

    @property
    def stored(self) -> "Kind":
        """What a file stores: NUMBER, DECIMAL or TEXT."""
        return self if self in (Kind.DECIMAL, Kind.TEXT) else Kind.NUMBER


@dataclass(frozen=True)
class Variable:
    """One variable, named as in the codebook.

    ``label`` is in our own words, and short enough for Stata: 80 characters. ``scope`` says what a
    value describes: "A" the alliance, "M" each member, "P" each pair of members, "R" the release,
    "F" whatever a row of a file stands for. ``where`` is the key of the section that declares it,
    or "membership", "pair", "sheet" or "release". ``questions`` are the printed questions that it
    belongs to; it is entered at ``home``. ``codes`` maps each labelled value to its label;
    ``formerly`` maps the last release that had other codes to all of its codes.
    ``missing`` says when a value may be missing; "" means never. ``is_coded`` is True if coders
    enter the variable, False if it follows from others. ``settled_by`` names a variable of which
    some values leave nothing to enter here: ``settled`` maps them to the value of this variable.
    """

    name: str
    label: str = ""
    scope: str = "F"
    where: str = ""
    questions: tuple[int, ...] = ()
    home: int | None = None
    codes: Mapping[int, str] = field(default_factory=dict, hash=False)
    formerly: Mapping[str, Mapping[int, str]] = field(default_factory=dict, hash=False)
    missing: str = ""
    settled_by: str = ""
    settled: Mapping[int, int] = field(default_factory=dict, hash=False)
    is_coded: bool = True
    kind: Kind = Kind.NUMBER
    unit: str = ""
    least: int = 0
    most: int = 9999

    @property
    def is_state(self) -> bool:
        return self.kind is Kind.STATE

    def codes_in(self, release: str) -> Mapping[int, str]:
        """Return the codes that could be given for a release, with their labels."""
        return declared_in(release, self.formerly, self.codes)

    @property
    def labels(self) -> Mapping[int, str]:
        """Today's codes and dropped ones; a dropped code has the last label that it had.

        A value that was coded before its choice was dropped stays, and still shows what it means.
        """
        if not self.formerly:
            return self.codes
        labels: dict[int, str] = {}
        for release in sorted(self.formerly, key=sort_key):
            labels |= self.formerly[release]
        return dict(sorted({**labels, **self.codes}.items()))

    def describe(self, value: int | None) -> str:
        """Return the value as people read it: number and label, or why there is none."""
        if value is None:
            return "not coded yet"
        if value == MISSING:
            return "missing"
        if value in self.labels:
            return f"{value} {self.labels[value]}"
        return f"{value} {self.unit}" if self.unit and value else str(value)

    def allows(self, value: int) -> bool:
        """Whether the value can be given: one of today's codes, or in the variable's range."""
        if self.codes:
            return value in self.codes
        return self.least <= value <= self.most or (self.kind is Kind.YEAR and value == 0)

    @property
    def range_in_words(self) -> str:
        if self.codes:
            return f"Its codes are {', '.join(map(self.describe, self.codes))}."
        if self.kind is Kind.YEAR:
            return f"It is a year from {self.least} to {self.most}, or 0 for “has not happened”."
        return f"It is a whole number from {self.least} to {self.most}."
