"""What the dataset files need to know about their release."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from coding.codebook.questionnaire import Questionnaire
from coding.codebook.variables import Variable

UNRELEASED = "unreleased"  # the label of the record while no release is open

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
_NIGHTLY = re.compile(r"\.dev\d*$")


def nightly_label(label: str, day: date) -> str:
    """Return the version of a night's export before a release: 6.0.dev20261128.

    ``day`` is that of the data. Programs that sort versions as Python does put it before 6.0.
    """
    return f"{label}.dev{day:%Y%m%d}"


def is_nightly(label: str) -> bool:
    """Whether a label is that of a night's export, which no release can have."""
    return _NIGHTLY.search(label) is not None


class Level(StrEnum):
    """The unit of a file's rows; the value is part of the file's name (reference 1)."""

    MEMBER = "m"
    PHASE = "aph"
    ALLIANCE = "a"
    STATE_YEAR = "sy"
    DYAD_YEAR = "dy"
    DIRECTED = "ddyr"
    MEASURES = "inst"

    @property
    def is_of_years(self) -> bool:
        """Whether its rows are years of a state or a pair of states."""
        return self in (Level.STATE_YEAR, Level.DYAD_YEAR, Level.DIRECTED)


@dataclass(frozen=True)
class DatasetRelease:
    """A release, as far as its files need it.

    ``label`` fills the column version and names the files. ``cut_off`` is the last day that the
    data cover. ``flags`` are the columns of the member rows that mark what is new or revised since
    an earlier release, in the order of the files. ``questionnaire`` has its variables and
    questions. Raises ValueError for a label that cannot be part of a file's name or, without
    quotes, a cell.
    """

    label: str
    cut_off: date
    flags: tuple[str, ...] = ("new5", "rev5")
    questionnaire: Questionnaire = field(default_factory=Questionnaire, repr=False)

    def __post_init__(self) -> None:
        if not _LABEL.fullmatch(self.label):
            raise ValueError(
                f"“{self.label}” cannot label a release. "
                "Use letters, digits, points and hyphens, such as 5.1."
            )

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """The variables of a member row, without the flags and the label that the release gives."""
        return tuple(code for code in self.questionnaire.by_name.values() if code.scope != "R")

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The position of each variable and flag among the cells of a member row."""
        names = (*(variable.name for variable in self.variables), *self.flags)
        return {name: place for place, name in enumerate(names)}

    def file_stem(self, level: Level, is_nna: bool = False) -> str:
        """Return a file's name without its ending: atop5_1ddyr_NNA, atopinst5_1."""
        number = self.label.replace(".", "_")
        if level is Level.MEASURES:
            return f"atopinst{number}"
        return f"atop{number}{level}{'_NNA' if is_nna else ''}"
