"""The field classes of the numeric codes: one class per kind of value, named by its variable.

A code is declared beside the question that it belongs to, on a section model (one value for the
alliance) or on Membership (a value for each member). NULL means that it has not been coded yet;
MISSING (-9, as in the codebook's working sheets) that it cannot be known.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models

from coding.codebook.cells import MISSING

NO_TEXT = "no text of the agreement was found"
NO_YES = {0: "no", 1: "yes"}


class Variable:
    """What every variable declares; its name is the name it is declared under.

    ``label`` is in our own words. ``questions`` are the printed questions it belongs to; it is
    entered at ``home``, the first of them unless another is named. ``codes`` maps each value to
    its label, where values are labelled. ``missing`` says when the value may be missing; "" where
    it never may.
    """

    name: str
    is_coded = True
    unit = ""
    least = 0
    most = 9999

    def __init__(
        self,
        label: str,
        *questions: int,
        codes: Mapping[int, str] | None = None,
        missing: str = "",
        home: int | None = None,
    ) -> None:
        self.label = label
        self.questions = questions
        self.codes = dict(codes or {})
        self.missing = missing
        self.home = home or next(iter(questions), None)

    def describe(self, value: int | None) -> str:
        """Return the value as people read it: number and label, or why there is none."""
        if value is None:
            return "not coded yet"
        if value == MISSING:
            return "missing"
        if value in self.codes:
            return f"{value} {self.codes[value]}"
        return f"{value} {self.unit}" if self.unit and value else str(value)

    def allows(self, value: int) -> bool:
        """Whether the value is one of the labelled codes, or in the variable's range."""
        return value in self.codes if self.codes else self.least <= value <= self.most

    @property
    def range_in_words(self) -> str:
        """The values that are possible, as a sentence."""
        if self.codes:
            said = ", ".join(self.describe(value) for value in self.codes)
            return f"Its codes are {said}."
        return f"It is a whole number from {self.least} to {self.most}."


class Derived(Variable):
    """A variable that follows from others without exception: shown, published, never typed."""

    is_coded = False

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the name from the declaration, as a field does."""
        self.name = name


class Code(Variable, models.SmallIntegerField):
    """A labelled code, such as estmode: 0 needs no ratification, 1 treaty."""

    def __init__(
        self,
        label: str,
        *questions: int,
        codes: Mapping[int, str] | None = None,
        missing: str = "",
        home: int | None = None,
        **options: Any,
    ) -> None:
        Variable.__init__(
            self,
            label,
            *questions,
            codes=codes,
            missing=missing,
            home=home,
        )
        options.update(null=True, blank=True)
        models.SmallIntegerField.__init__(self, verbose_name=label, **options)

    def deconstruct(self) -> Any:
        """Describe the column only: labels and codes may change without a migration."""
        name, _path, _args, kwargs = models.SmallIntegerField.deconstruct(self)
        kwargs.pop("verbose_name", None)
        return name, "django.db.models.SmallIntegerField", [], kwargs

    def clone(self) -> "Code":
        """Copy with the declaration; simple-history copies every field of a tracked model."""
        return type(self)(
            self.label, *self.questions, codes=self.codes, missing=self.missing, home=self.home
        )


class Dummy(Code):
    """A code that says no or yes."""

    def __init__(self, label: str, *questions: int, **options: Any) -> None:
        options["codes"] = options.get("codes") or NO_YES
        super().__init__(label, *questions, **options)


class Number(Code):
    """A number that stands for itself, such as an alliance's number in another dataset."""


class Months(Number):
    """A length of time in months; 0 where there is none."""

    unit = "months"


class StateCode(Number):
    """A state by its COW country code; 0 where there is none."""


class WarNumber(Number):
    """An inter-state war by its COW number; 0 where there is none."""


class Year(Number):
    """The year of a date. An exit in year 0 has not happened: the member is in the alliance."""

    most = 2100
    earliest = 1800

    def allows(self, value: int) -> bool:
        """Whether it is a year of the period that is coded, or 0."""
        return value == 0 or self.earliest <= value <= self.most

    @property
    def range_in_words(self) -> str:
        """The values that are possible, as a sentence."""
        return f"It is a year from {self.earliest} to {self.most}, or 0 for “has not happened”."


class Month(Number):
    """The month of a date; 0 where the date has not happened."""

    most = 12


class Day(Number):
    """The day of a date, the only part that may be unknown; 0 where it has not happened."""

    most = 31
