"""A file's self-description besides its cells, and the limits of the formats."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from coding.datasets.columns import ADDED, Columns, could_be_of_a_list

ValueLabels = Mapping[int, str]

# The narrowest of the formats decides: SPSS for titles and single value labels, Stata otherwise.
LONGEST_TITLE = 64  # bytes, SPSS
LONGEST_NAME = 32  # characters, Stata
LONGEST_LABEL = 80  # characters, Stata
LONGEST_VALUE_LABEL = 120  # bytes, SPSS
ALL_VALUE_LABELS = 32_000  # bytes of all labels of one variable, Stata
LONGEST_NOTE = 67_784  # bytes, Stata
_NAME = re.compile(rf"[A-Za-z][A-Za-z0-9_]{{0,{LONGEST_NAME - 1}}}")
# Reserved words of Stata (help reswords) and SPSS; str1 to str2045 are Stata's types.
_STATA = "_all byte double float if in int long using with strL _n _N _b _coef _cons _pi _pred _rc"
_SPSS = "all and by eq ge gt le lt ne not or to with"
_RESERVED = frozenset(f"{_STATA} {_SPSS}".lower().split())
_TYPE = re.compile(r"str\d+", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class Unlabelled(ValueError):
    """Names or labels that a format cannot hold: for each, the rule and what was found."""


@dataclass(frozen=True)
class About:
    """Title, day and labels of one file.

    ``day`` is the release's, so that the same data give the same bytes: no clock is read.
    ``labels`` has the value labels by column; columns without labelled values are absent.
    """

    title: str
    day: date
    labels: Mapping[str, ValueLabels] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def moment(self) -> datetime:
        """The start of the day, for formats that store a time."""
        return datetime.combine(self.day, time())

    def labels_of(self, columns: Columns) -> dict[str, dict[Any, str]]:
        """Return the value labels of these columns, in order."""
        return {c.name: dict(self.labels[c.name]) for c in columns if self.labels.get(c.name)}


def check(columns: Columns, about: About) -> None:
    """Raise Unlabelled with everything that some format cannot hold or would change."""
    labels = about.labels_of(columns)
    if problems := [*_of_file(about), *_of_names(columns), *_of_labels(columns, labels)]:
        raise Unlabelled(" ".join(problems))


def why_unfit(variables: Columns) -> Iterator[str]:
    """Yield why some format cannot hold the declared variables next to the added columns."""
    yield from _of_names((*variables, *ADDED))
    for variable in variables:
        if could_be_of_a_list(variable.name):
            yield f"A list of members or alliances has a column {variable.name}: take another name."
    yield from _of_labels(variables, {variable.name: variable.labels for variable in variables})


def _of_file(about: About) -> Iterator[str]:
    if _is_unfit(about.title, LONGEST_TITLE):
        yield f"The title has 1 to {LONGEST_TITLE} bytes, not “{about.title}”: shorten it."
    for note in about.notes:
        if not note or "\0" in note or len(note.encode()) > LONGEST_NOTE:
            yield f"A note has 1 to {LONGEST_NOTE} bytes; this one not: “{note[:40]}”. Shorten it."


def _of_names(columns: Columns) -> Iterator[str]:
    spelled = Counter(column.name.lower() for column in columns)
    for column in columns:
        name = column.name
        if not _NAME.fullmatch(name) or name.lower() in _RESERVED or _TYPE.fullmatch(name):
            yield (
                f"“{name}” cannot name a column in Stata or SPSS. Take another name: up to "
                f"{LONGEST_NAME} letters, digits and underscores, beginning with a letter."
            )
        if spelled[name.lower()] > 1:
            yield f"Two columns are named {name}; capital letters do not count. Rename one."


def _of_labels(columns: Columns, labels: Mapping[str, ValueLabels]) -> Iterator[str]:
    for column in columns:
        yield from _of_label(column.name, column.label)
    for name, of_values in labels.items():
        yield from _of_values(name, of_values)


def _of_label(name: str, label: str) -> Iterator[str]:
    if not label or len(label) > LONGEST_LABEL or _CONTROL.search(label):
        yield f"The label of {name} has 1 to {LONGEST_LABEL} characters, not “{label}”."


def _of_values(name: str, labels: ValueLabels) -> Iterator[str]:
    for value, label in labels.items():
        if _is_unfit(label, LONGEST_VALUE_LABEL):
            yield (
                f"The label of {name} = {value} has 1 to {LONGEST_VALUE_LABEL} bytes, "
                f"not “{label}”."
            )
    if len(set(labels.values())) < len(labels):
        yield f"Two values of {name} have one label, which pandas cannot read: tell them apart."
    if sum(len(label.encode()) + 1 for label in labels.values()) > ALL_VALUE_LABELS:
        yield f"The labels of {name} have more than {ALL_VALUE_LABELS} bytes together."


def _is_unfit(text: str, longest: int) -> bool:
    return not text or bool(_CONTROL.search(text)) or len(text.encode()) > longest
