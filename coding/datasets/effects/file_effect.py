"""Changes in one dataset file: how many rows come, go and change, and which."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coding.codebook.variables import Variable
from coding.datasets.columns import Cell
from coding.datasets.release import DatasetRelease, Level

Key = tuple[Cell, ...]

MOST_EXAMPLES = 3
MOST_NAMED = 20


@dataclass(frozen=True)
class ChangedCell:
    """One cell of a row that changes. ``row`` names the row by its key's columns."""

    row: Mapping[str, Cell]
    column: Variable
    old: Cell
    new: Cell

    @property
    def change(self) -> tuple[Variable, Cell, Cell]:
        return self.column, self.old, self.new


@dataclass
class NamedRows:
    """Rows by the columns that identify them, the first MOST_NAMED; the others are counted.

    Consecutive years of a state or pair are one: "dyad=2020 year=1949-2018".
    """

    names: list[str] = field(default_factory=list)
    more: int = 0

    def add(self, name: Mapping[str, Cell]) -> None:
        if len(self.names) == MOST_NAMED:
            self.more += 1
        else:
            self.names.append(" ".join(f"{column}={cell}" for column, cell in name.items()))

    def __str__(self) -> str:
        return "; ".join([*self.names, *([f"and {self.more} more"] if self.more else [])])


@dataclass
class FileEffect:
    """How many rows of a file come, go and change, and which, with some of the changed cells."""

    level: Level
    is_nna: bool
    stem: str
    added: int = 0
    gone: int = 0
    changed: int = 0
    which_added: NamedRows = field(default_factory=NamedRows)
    which_gone: NamedRows = field(default_factory=NamedRows)
    which_changed: NamedRows = field(default_factory=NamedRows)
    examples: list[ChangedCell] = field(default_factory=list)

    @classmethod
    def of(cls, level: Level, release: DatasetRelease, *, is_nna: bool) -> "FileEffect":
        return cls(level, is_nna, release.file_stem(level, is_nna))

    @property
    def place(self) -> tuple[bool, int]:
        return self.is_nna, list(Level).index(self.level)

    @property
    def counts(self) -> list[tuple[int, str]]:
        """The number of rows for each kind of change that occurs."""
        every = (self.changed, "change"), (self.added, "come"), (self.gone, "go")
        return [(number, does) for number, does in every if number]

    def show(
        self,
        row: Mapping[str, Cell],
        columns: Mapping[str, Variable],
        before: Mapping[str, Cell],
        after: Mapping[str, Cell],
    ) -> None:
        """Add cells that differ to the examples, each change once, while there is room."""
        for name, column in columns.items():
            if len(self.examples) == MOST_EXAMPLES:
                return
            change = column, before.get(name), after.get(name)
            shown = [example.change for example in self.examples]
            if change[1] != change[2] and change not in shown:
                self.examples.append(ChangedCell(row, *change))
