"""The field classes of the numeric codes: one class per kind of value, named by its variable.

A code is declared beside the question that it belongs to, on a section model (one value for the
alliance) or on Membership (a value for each member). NULL means that it has not been coded yet;
MISSING (-9, as in the codebook's working sheets) that it cannot be known.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.db import models

from coding.codebook.cells import MISSING
from coding.codebook.variables import NO_YES, Kind, Variable

NO_TEXT = "no text of the agreement was found"


class Declared:
    """Base of what declares a variable; the attribute's name is the variable's name.

    The code is entered at question ``home``, by default the first of its questions. Another
    variable of the same row may settle it: if that one is 0, so is this one, unless ``settled``
    gives other values; if that one is missing, so is this one, where it may be. The other arguments
    are those of Variable, which ``variable`` returns.
    """

    name: str
    is_coded = True
    kind = Kind.NUMBER
    unit = ""
    least = 0
    most = 9999

    def __init__(
        self,
        label: str,
        *questions: int,
        codes: Mapping[int, str] | None = None,
        formerly: Mapping[str, Mapping[int, str]] | None = None,
        missing: str = "",
        home: int | None = None,
        settled_by: str = "",
        settled: Mapping[int, int] | None = None,
    ) -> None:
        self.label = label
        self.questions = questions
        self.codes = dict(codes or {})
        self.formerly = dict(formerly or {})
        self.missing = missing
        self.home = home or next(iter(questions), None)
        self.settled_by = settled_by
        self.settled = _settled(settled, missing) if settled_by else {}

    @property
    def variable(self) -> Variable:
        """The declared variable, without the place of its declaration."""
        return Variable(**{name: getattr(self, name) for name in _DECLARED_HERE})


def _settled(given: Mapping[int, int] | None, missing: str) -> dict[int, int]:
    values = dict(given or {0: 0})
    return {**values, MISSING: MISSING} if missing else values


_DECLARED_HERE = [field.name for field in fields(Variable) if field.name not in ("scope", "where")]


class Derived(Declared):
    """A variable that follows from others without exception: shown, published, never typed."""

    is_coded = False

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the name from the declaration, as a field does."""
        self.name = name


class DerivedText(Derived):
    """A text that follows from others, such as the label of the release."""

    kind = Kind.TEXT


class Code(Declared, models.SmallIntegerField):
    """A labelled code, such as estmode: 0 needs no ratification, 1 treaty."""

    def __init__(self, label: str, *questions: int, **declared: Any) -> None:
        Declared.__init__(self, label, *questions, **declared)
        models.SmallIntegerField.__init__(self, verbose_name=label, null=True, blank=True)

    def deconstruct(self) -> Any:
        """Describe the column only: labels and codes may change without a migration."""
        name, _path, _args, kwargs = models.SmallIntegerField.deconstruct(self)
        kwargs.pop("verbose_name", None)
        return name, "django.db.models.SmallIntegerField", [], kwargs

    def clone(self) -> "Code":
        """Copy with the declaration, which the column alone would lose."""
        return type(self)(
            self.label,
            *self.questions,
            codes=self.codes,
            formerly=self.formerly,
            missing=self.missing,
            home=self.home,
            settled_by=self.settled_by,
            settled=self.settled,
        )


class Dummy(Code):
    """A code that says no or yes."""

    def __init__(self, label: str, *questions: int, **declared: Any) -> None:
        super().__init__(label, *questions, **{"codes": NO_YES, **declared})


class Number(Code):
    """A number that stands for itself, such as an alliance's number in another dataset."""


class Months(Number):
    """A length of time in months; 0 where there is none."""

    unit = "months"


class StateCode(Number):
    """A state by its COW country code; 0 where there is none."""

    kind = Kind.STATE


class Year(Number):
    """The year of a date. An exit in year 0 has not happened: the member is in the alliance."""

    kind = Kind.YEAR
    least = 1800
    most = 2100


class Month(Number):
    """The month of a date; 0 where the date has not happened."""

    kind = Kind.MONTH
    most = 12


class Day(Number):
    """The day of a date, the only part that may be unknown; 0 where it has not happened."""

    kind = Kind.DAY
    most = 31
