"""The questionnaire as one plain value: as declared today, or as stored with a release."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from coding.codebook.release_labels import comes_after, declared_in
from coding.codebook.variables import Kind, Variable


@dataclass(frozen=True)
class PrintedQuestion:
    """A printed question; ``section`` is the heading above it, such as "II Obligations".

    ``since`` is the release that added the question, "" if it was always asked. ``formerly`` maps
    the last release that had an earlier wording to that wording. ``rule`` is the coding rule in our
    own words, "" in a release that was frozen before rules were stored.
    """

    number: int
    section: str
    wording: str
    label: str = ""
    since: str = ""
    formerly: Mapping[str, str] = field(default_factory=dict, hash=False)
    rule: str = ""

    @property
    def numeral(self) -> str:
        return self.section.partition(" ")[0]

    def is_asked_in(self, release: str) -> bool:
        return not self.since or not comes_after(self.since, release)

    def wording_in(self, release: str) -> str:
        """Return the wording in a release; "" stands for the present."""
        return declared_in(release, self.formerly, self.wording)


@dataclass(frozen=True)
class Questionnaire:
    """The printed questions, and the variables in the order of the member file, then of pairs."""

    questions: tuple[PrintedQuestion, ...] = ()
    variables: tuple[Variable, ...] = ()

    @cached_property
    def by_number(self) -> Mapping[int, PrintedQuestion]:
        return {question.number: question for question in self.questions}

    @cached_property
    def by_name(self) -> Mapping[str, Variable]:
        return {variable.name: variable for variable in self.variables if variable.scope != "P"}

    def of_release(self, label: str, columns: Container[str]) -> "Questionnaire":
        """Return the questionnaire of a release that was published with these columns."""
        return Questionnaire(
            tuple(
                replace(question, wording=question.wording_in(label), formerly={})
                for question in self.questions
                if question.is_asked_in(label)
            ),
            tuple(
                replace(
                    variable,
                    codes=variable.codes_in(label),
                    formerly=_before(label, variable.formerly),
                )
                for variable in self.variables
                if variable.scope == "P" or variable.name in columns or variable.name == "version"
            ),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "questions": [_without_defaults(question) for question in self.questions],
            "variables": [_without_defaults(variable) for variable in self.variables],
        }

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> "Questionnaire":
        return cls(
            tuple(PrintedQuestion(**question) for question in data["questions"]),
            tuple(_variable_of(variable) for variable in data["variables"]),
        )


def _before(label: str, formerly: Mapping[str, Any]) -> dict[str, Any]:
    """Return the earlier wordings or codes that were last used before a release."""
    return {last: declared for last, declared in formerly.items() if comes_after(label, last)}


def _pairs(codes: Mapping[int, Any]) -> list[list[Any]]:
    """Return codes as pairs, since a database may sort the names of a JSON object."""
    return [[code, label] for code, label in codes.items()]


def _of_releases(formerly: Mapping[str, Any]) -> dict[str, Any]:
    """Return earlier wordings as they are, and earlier codes as pairs."""
    return {
        release: _pairs(data) if isinstance(data, Mapping) else data
        for release, data in formerly.items()
    }


_IN_JSON: Mapping[str, Callable[[Any], Any]] = {
    "codes": _pairs,
    "formerly": _of_releases,
    "settled": _pairs,
    "kind": lambda kind: kind.name,
}


def _without_defaults(declared: PrintedQuestion | Variable) -> dict[str, Any]:
    values = {
        field.name: (getattr(declared, field.name), field.default) for field in fields(declared)
    }
    return {
        name: _IN_JSON.get(name, lambda value: value)(value)
        for name, (value, default) in values.items()
        if value not in (default, {})
    }


def _variable_of(data: Mapping[str, Any]) -> Variable:
    return Variable(
        **{
            **data,
            "codes": dict(data.get("codes", ())),
            "formerly": {last: dict(codes) for last, codes in data.get("formerly", {}).items()},
            "settled": dict(data.get("settled", ())),
            "kind": Kind[data.get("kind", Kind.NUMBER.name)],
            "questions": tuple(data.get("questions", ())),
        }
    )
