"""One variable as its own page shows it: what it means, how it is coded, where it is published."""

from dataclasses import dataclass
from datetime import date

from coding.codebook.entries import CodebookEntry
from coding.codebook.variables import Variable
from coding.datasets.columns import columns_of
from coding.datasets.documents.levels import KINDS, FileKind
from coding.datasets.release import DatasetRelease, Level
from coding.models.variables import QUESTIONNAIRE
from coding.pages.codebook import Codebook, CodebookQuestion, Counted
from coding.search.by_code import FILTERS

_WIDTH = 1  # columns of each list: mem1 and atopid1 represent the others


@dataclass(frozen=True)
class PublishedColumn:
    """A column of dataset files, with the kinds of file that have it."""

    variable: Variable
    files: tuple[tuple[Level, FileKind], ...]


@dataclass(frozen=True)
class VariablePage:
    """What the page of a variable shows.

    ``entry`` and the question where it is coded are None for a column that only the dataset files
    have. ``before`` and ``after`` are its neighbours in the codebook.
    """

    counted: Counted
    name: str
    label: str
    entry: CodebookEntry | None
    asked: CodebookQuestion | None
    columns: tuple[PublishedColumn, ...]
    before: CodebookEntry | None = None
    after: CodebookEntry | None = None

    @property
    def can_be_searched(self) -> bool:
        """Whether readers can search sheets by a value of the variable."""
        return self.entry is not None and self.entry.anchor in FILTERS


def load_variable(counted: Counted, name: str) -> VariablePage | None:
    """Return the page of a variable or of another column of the dataset files; None for neither.

    Variables of pairs of members have names such as defense-pair.
    """
    entries = _in_order(counted.codebook)
    places = {entry.anchor: place for place, (entry, _) in enumerate(entries)}
    columns = () if name.endswith("-pair") else _columns_named(name)
    if name not in places:
        if not columns:
            return None
        return VariablePage(counted, name, columns[0].variable.label, None, None, columns)
    place = places[name]
    entry, asked = entries[place]
    before = entries[place - 1][0] if place else None
    after = entries[place + 1][0] if place + 1 < len(entries) else None
    return VariablePage(counted, entry.name, entry.label, entry, asked, columns, before, after)


def _in_order(codebook: Codebook) -> list[tuple[CodebookEntry, CodebookQuestion | None]]:
    described: list[tuple[CodebookEntry, CodebookQuestion | None]] = [
        (entry, asked)
        for section in codebook.sections
        for asked in section.questions
        for entry in asked.entries
    ]
    return [*described, *((entry, None) for entry in codebook.apart)]


def _columns_named(name: str) -> tuple[PublishedColumn, ...]:
    """Return the columns of that name; shareob has different meanings in dy and ddyr."""
    release = DatasetRelease("0", date.max, questionnaire=QUESTIONNAIRE)
    by_label: dict[str, tuple[Variable, list[Level]]] = {}
    for level in Level:
        for column in columns_of(level, release, _WIDTH):
            if column.name == name:
                by_label.setdefault(column.label, (column, []))[1].append(level)
    return tuple(
        PublishedColumn(variable, tuple((level, KINDS[level]) for level in levels))
        for variable, levels in by_label.values()
    )
