"""Reads a published member-level file: all its rows, or all its faults."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from coding.codebook.problems import Problem
from coding.codebook.variables import NO_YES, Variable
from coding.datasets.problems import Gathered
from coding.datasets.reading.cells import as_published, fault_of
from coding.datasets.reading.columns import ATOP_ID, VERSION, flags_among, header_problems
from coding.datasets.reading.known_releases import KNOWN
from coding.datasets.reading.members import (
    MemberRow,
    date_problems,
    duplicate_problems,
    label_of,
    version_problems,
)
from coding.datasets.reading.oddities import PUBLISHED, TAKEN_IN, Oddity, signs_of_missing
from coding.datasets.reading.separated_text import NumberedLine
from coding.datasets.reading.tables import Table, read_table
from coding.datasets.reading.texts import with_invisible_named, without_blanks

MOST_ROWS = 30_000  # 5.1 has 2,510


@dataclass(frozen=True)
class MemberFile:
    """The content of a member-level file. A file with problems is refused, and gives no rows.

    ``label`` is the release in its column version, "" if there is none. ``columns`` are the names
    of its columns in the order of the file, without version; ``flags`` those among them that mark
    what is new or revised. ``remarks`` are about accepted oddities, ``passed_over`` about additions
    by programs that are no data.
    """

    name: str
    label: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[MemberRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Oddity, ...] = ()
    passed_over: tuple[Oddity, ...] = ()

    @property
    def cut_off(self) -> date | None:
        """The last day that the release covers; None if it has to be given."""
        known = KNOWN.get(self.label)
        return known.cut_off if known else None

    @property
    def flags(self) -> tuple[str, ...]:
        return flags_among(self.columns)


def read_member_file(
    name: str, content: bytes, variables: Sequence[Variable], states: Collection[int]
) -> MemberFile:
    """Read a file, CSV, Excel or Stata, from its bytes; ``name`` is used in problems.

    ``variables`` are those of the member level without version, new… and rev…; ``states`` the known
    COW country codes. Nothing is raised: faults are in the result.
    """
    table = read_table(name, content, {*(variable.name for variable in variables), VERSION})
    problems = table.problems or list(header_problems(table.file, table.header, variables))
    if problems:
        return MemberFile(name, problems=tuple(problems))
    reading = _Reading(table, variables, frozenset(states))
    for line in table.rows:
        reading.take(line)
        if reading.problems.are_enough or len(reading.rows) > MOST_ROWS:
            break
    return reading.result(name)


class _Reading:
    """The rows read so far, and their faults."""

    def __init__(self, table: Table, variables: Sequence[Variable], states: frozenset[int]) -> None:
        header = table.header
        flags = flags_among(header)
        known = {variable.name: variable for variable in variables}
        known |= {flag: Variable(flag, codes=NO_YES) for flag in flags}
        self.table = table
        self.width = len(header)
        self.version = header.index(VERSION)
        self.variables = {
            place: known[column] for place, column in enumerate(header) if column != VERSION
        }
        self.atop_id = header.index(ATOP_ID)
        self.states = states
        self.rows: list[MemberRow] = []
        self.versions: dict[str, int] = {}  # label → the first line that has it
        self.problems = Gathered()
        self.remarks: list[Oddity] = []
        self.missing: Counter[str] = Counter()  # sign for a missing value → its count

    def take(self, line: NumberedLine) -> None:
        number, cells = line
        if len(cells) != self.width:
            rule = f"Every line has as many cells as the header has names: {self.width}."
            fix = "Look for a comma too many or few, and whether the file was cut off here."
            self.problems.add(
                Problem(self.table.file, rule, fix, found=str(len(cells)), line=number)
            )
            return
        values = list(map(as_published, cells))
        faults = list(self._problems_of(number, cells, values))
        for problem in faults:
            self.problems.add(problem)
        self.versions.setdefault(label_of(cells[self.version]), number)
        if not faults:
            self.missing.update(
                without_blanks(cells[at]) for at in self.variables if not values[at] and cells[at]
            )
            read = {
                variable.name: int(values[place]) if values[place] else None
                for place, variable in self.variables.items()
            }
            self.rows.append(MemberRow(number, read))

    def _problems_of(
        self, number: int, cells: Sequence[str], values: Sequence[str]
    ) -> Iterator[Problem]:
        file = self.table.file
        for place, variable in self.variables.items():
            fault = fault_of(values[place], variable, self.states)
            if fault is None:
                continue
            found, column = with_invisible_named(cells[place]), variable.name
            if (values[self.atop_id], variable.name, values[place]) in PUBLISHED:
                self.remarks.append(
                    Oddity(file, fault.rule, TAKEN_IN, found=found, line=number, column=column)
                )
            else:
                at = self.table.place(number, place)
                rule, fix = fault
                yield Problem(file, rule, fix, found=found, line=number, column=column, place=at)

    def result(self, name: str) -> MemberFile:
        """Return the file, after checking rules that involve several cells or rows."""
        file = self.table.file
        for problem in chain(
            self.table.problems,
            version_problems(file, self.versions),
            date_problems(file, self.rows),
            duplicate_problems(file, self.rows),
            self._problems_of_size(),
        ):
            self.problems.add(problem)
        if problems := tuple(self.problems.in_order()):
            return MemberFile(name, problems=problems)
        return MemberFile(
            file,
            label=next(iter(self.versions)),
            columns=tuple(variable.name for variable in self.variables.values()),
            rows=tuple(self.rows),
            remarks=tuple(self.remarks),
            passed_over=(*self.table.remarks, *signs_of_missing(file, self.missing)),
        )

    def _problems_of_size(self) -> Iterator[Problem]:
        file = self.table.file
        if len(self.rows) > MOST_ROWS:
            rule = f"A member file has some thousands of rows, not more than {MOST_ROWS:,}."
            yield Problem(file, rule, "Take the file as it was published.")
        elif not self.rows and not any(self.problems.in_order()):
            rule = "There is no row below the header."
            fix = "Export the file again with its rows."
            yield Problem(file, rule, fix)
