"""The questionnaire as one plain value: as it is declared today, or as a release keeps it."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from coding.codebook.release_labels import comes_after, sort_key
from coding.codebook.variables import Kind, Variable


@dataclass(frozen=True)
class PrintedQuestion:
    """A printed question; ``section`` is the heading it stands under, such as "II Obligations".

    ``since`` is the release that it came with, "" for one that was always asked. ``formerly`` maps
    the last release that had an earlier wording to that wording. ``rule`` is the coding rule in our
    own words, "" in a release that was frozen before rules were kept.
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
        """Return the wording that a release has; "" stands for the present."""
        later = [one for one in self.formerly if release and not comes_after(release, one)]
        return self.formerly[min(later, key=sort_key)] if later else self.wording


@dataclass(frozen=True)
class Questionnaire:
    """The printed questions, and the variables in the order of the member file, then of pairs."""

    questions: tuple[PrintedQuestion, ...] = ()
    variables: tuple[Variable, ...] = ()

    @cached_property
    def by_number(self) -> Mapping[int, PrintedQuestion]:
        return {one.number: one for one in self.questions}

    @cached_property
    def by_name(self) -> Mapping[str, Variable]:
        return {one.name: one for one in self.variables if one.scope != "P"}

    def of_release(self, label: str, columns: Container[str]) -> "Questionnaire":
        """Return what a release has of it that was published with these columns."""
        return Questionnaire(
            tuple(
                replace(one, wording=one.wording_in(label), formerly={})
                for one in self.questions
                if one.is_asked_in(label)
            ),
            tuple(
                one
                for one in self.variables
                if one.scope == "P" or one.name in columns or one.name == "version"
            ),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "questions": [_without_defaults(one) for one in self.questions],
            "variables": [_without_defaults(one) for one in self.variables],
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Questionnaire":
        return cls(
            tuple(PrintedQuestion(**one) for one in kept["questions"]),
            tuple(_variable_of(one) for one in kept["variables"]),
        )


def _pairs(codes: Mapping[int, Any]) -> list[list[Any]]:
    """Return codes as pairs, since a database may sort names."""
    return [[code, said] for code, said in codes.items()]


_IN_JSON: Mapping[str, Callable[[Any], Any]] = {
    "codes": _pairs,
    "settled": _pairs,
    "kind": lambda kind: kind.name,
}


def _without_defaults(one: PrintedQuestion | Variable) -> dict[str, Any]:
    said = {each.name: (getattr(one, each.name), each.default) for each in fields(one)}
    return {
        name: _IN_JSON.get(name, lambda value: value)(value)
        for name, (value, default) in said.items()
        if value not in (default, {})
    }


def _variable_of(said: Mapping[str, Any]) -> Variable:
    return Variable(
        **{
            **said,
            "codes": dict(said.get("codes", ())),
            "settled": dict(said.get("settled", ())),
            "kind": Kind[said.get("kind", Kind.NUMBER.name)],
            "questions": tuple(said.get("questions", ())),
        }
    )
