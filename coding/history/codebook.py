"""The codebook: sections, questions and variables as declared, with how often each code occurs.

The page of the site and docs/codebook.md are both written from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coding.codebook.cells import MISSING
from coding.codebook.variables import Variable
from coding.history.frequencies import Frequencies, Tally
from coding.models.questionnaire import SECTIONS, Question, Section
from coding.models.variables import VARIABLES, of_question, shown_at

CITATION = (
    "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell and Andrew G. Long (2002). "
    "Alliance Treaty Obligations and Provisions, 1815–1944. International Interactions 28: 237–260."
)
ABOUT = (
    "Each printed question of the coding sheet, the rule for answering it, and the numeric "
    "variables that are coded from it."
)
HOW_TO_READ = (
    "Scope says what a value describes: the alliance (in each of its phases), each member (in each "
    "of its spells in a phase), or what each member owes each other one. A derived variable "
    "follows from others and is never typed.",
    "“Phases” counts the phases of alliances in which a code occurs, for one member at least; "
    "“Members” counts the rows of the member file or, for what members owe each other, pairs.",
    "“Missing” means that the code cannot be known (−9 in working sheets, empty in published "
    "files); a variable without a line for it is never missing. What stands in italics is not a "
    "labelled code, but what the data hold: ranges of numbers, values without a label, values "
    "that are not coded yet.",
)
SCOPES = {"A": "alliance", "M": "each member", "P": "each pair of members", "R": "release"}


@dataclass(frozen=True)
class Value:
    """One line of a variable: a value, what it means, and how often it occurs.

    ``is_declared`` tells labelled codes, and values that may be missing, from what was found in
    the data only. Counts are "" where the data do not hold the variable.
    """

    value: str
    meaning: str
    phases: str
    rows: str
    is_declared: bool = True


@dataclass(frozen=True)
class Entry:
    """One variable as the codebook describes it; ``anchor`` names its place on the page."""

    name: str
    anchor: str
    label: str
    scope: str
    home: int | None
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Asked:
    """One printed question, the variables described there, and others it has a part in."""

    question: Question
    entries: tuple[Entry, ...]
    elsewhere: tuple[Entry, ...]


@dataclass(frozen=True)
class Part:
    """One printed section."""

    section: Section
    asked: tuple[Asked, ...]

    @property
    def entries(self) -> Iterator[Entry]:
        """The variables described in the section."""
        return (entry for asked in self.asked for entry in asked.entries)


@dataclass(frozen=True)
class Codebook:
    """The whole codebook; ``apart`` are the variables that belong to no question."""

    frequencies: Frequencies
    parts: tuple[Part, ...]
    apart: tuple[Entry, ...]

    @property
    def counted(self) -> str:
        """What was counted, such as "849 phases of 789 alliances, 2,510 member rows"."""
        of = self.frequencies
        return (
            f"{of.phases:,} phases of {of.alliances:,} alliances, {of.members:,} member rows, "
            f"{of.pairs:,} pairs of members"
        )


def codebook(frequencies: Frequencies) -> Codebook:
    """Put the declarations in the order of the printed questions, with these counts.

    A variable is described once, at the question where it is entered or, where it is derived, at
    the first that it belongs to.
    """
    entries = {_anchor(one): _entry(one, frequencies.of(one)) for one in VARIABLES}
    parts = tuple(
        Part(section, tuple(_asked(question, entries) for question in section.questions))
        for section in SECTIONS
    )
    apart = tuple(entry for entry in entries.values() if entry.home is None)
    return Codebook(frequencies, parts, apart)


def _asked(question: Question, entries: Mapping[str, Entry]) -> Asked:
    number = question.number
    belonging = {_anchor(one) for one in (*of_question(number), *shown_at(number))}
    listed = [entry for anchor, entry in entries.items() if anchor in belonging]
    return Asked(
        question,
        tuple(entry for entry in listed if entry.home == number),
        tuple(entry for entry in listed if entry.home != number),
    )


def _entry(variable: Variable, tally: Tally | None) -> Entry:
    scope = SCOPES[variable.scope]
    is_derived = not variable.is_coded and variable.scope != "R"
    return Entry(
        name=variable.name,
        anchor=_anchor(variable),
        label=variable.label,
        scope=f"{scope}, derived" if is_derived else scope,
        home=variable.home,
        values=tuple(_values(variable, tally)),
    )


def _anchor(variable: Variable) -> str:
    """Return the variable's name; the five obligations exist for pairs as well."""
    return f"{variable.name}-pair" if variable.scope == "P" else variable.name


def _values(variable: Variable, tally: Tally | None) -> Iterator[Value]:
    for code, label in variable.codes.items():
        yield _value(str(code), label, code, tally)
    if tally and variable.codes:
        yield from _without_label(variable, tally)
    elif tally:
        yield from _numbers(variable, tally)
    if variable.missing or _occurs(MISSING, tally):
        yield _value("missing", variable.missing, MISSING, tally, bool(variable.missing))
    if _occurs(None, tally):
        yield _value("not coded yet", "", None, tally, False)


def _without_label(variable: Variable, tally: Tally) -> Iterator[Value]:
    labelled = {*variable.codes, MISSING}
    for code in sorted(value for value in tally.found if value not in labelled):
        yield _value(str(code), "has no label", code, tally, False)


def _numbers(variable: Variable, tally: Tally) -> Iterator[Value]:
    if _occurs(0, tally):
        yield _value("0", "has not happened" if variable.kind.is_date else "none", 0, tally, False)
    if found := tally.numbers:
        ends = dict.fromkeys((f"{found.lowest}", f"{found.highest}"))
        unit = f", in {variable.unit}" if variable.unit else ""
        meaning = f"{found.different:,} different values{unit}"
        counts = f"{found.phases:,}", f"{found.rows:,}"
        yield Value("–".join(ends), meaning, *counts, is_declared=False)


def _occurs(value: int | None, tally: Tally | None) -> bool:
    return tally is not None and (value in tally.phases or value in tally.rows)


def _value(
    said: str, meaning: str, value: int | None, tally: Tally | None, is_declared: bool = True
) -> Value:
    counts = (f"{tally.phases[value]:,}", f"{tally.rows[value]:,}") if tally else ("", "")
    return Value(said, meaning, *counts, is_declared)
