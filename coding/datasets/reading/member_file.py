"""Reads a published member-level file: all its rows, or all that is wrong with it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coding.codebook.problems import Problem
from coding.codebook.variables import NO_YES, Variable
from coding.datasets.reading.cells import fault_of
from coding.datasets.reading.columns import ATOP_ID, VERSION, flags_among, header_problems
from coding.datasets.reading.csv_or_stata import Line, read_table
from coding.datasets.reading.members import (
    Row,
    date_problems,
    duplicate_problems,
    label_of,
    version_problems,
)
from coding.datasets.reading.oddities import PUBLISHED, TAKEN_IN, Remark

PUBLISHED_ON = {"5.1": date(2022, 8, 9)}  # the day of its codebook
CUT_OFFS = {"5.0": date(2018, 12, 31), "5.1": date(2018, 12, 31)}  # reference, section 1
MOST_PROBLEMS = 1000


@dataclass(frozen=True)
class MemberFile:
    """What a member-level file holds. A file with problems is refused, and gives no rows.

    ``label`` is the release in its column version, "" if there is none. ``columns`` are the names
    of its columns in the order of the file but for version, ``flags`` those among them that
    tell what is new or revised. ``remarks`` tell of what was taken in all the same.
    """

    name: str
    label: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def cut_off(self) -> date | None:
        """The last day that the release speaks of; None where it has to be asked for."""
        return CUT_OFFS.get(self.label)

    @property
    def flags(self) -> tuple[str, ...]:
        return flags_among(self.columns)


def read_member_file(
    name: str, content: bytes, variables: Sequence[Variable], states: Collection[int]
) -> MemberFile:
    """Read a file, CSV or Stata, from its bytes; ``name`` stands in problems.

    ``variables`` are those of the member level without version, new… and rev…; ``states`` the COW
    country codes that are known. Nothing is raised: what is wrong is in the result.
    """
    table = read_table(name, content)
    problems = table.problems or list(header_problems(name, table.header, variables))
    if not problems and "_nna" in name.lower():
        rule = (
            "Files named NNA leave out the pure nonaggression pacts, so they are no whole release."
        )
        fix = "Choose the member file of all alliances, such as atop5_1m.csv."
        problems = [Problem(name, None, "", rule, "", fix)]
    if problems:
        return MemberFile(name, problems=tuple(problems))
    reading = _Reading(name, table.header, variables, frozenset(states))
    for line in table.rows:
        reading.take(line)
        if len(reading.problems) >= MOST_PROBLEMS:
            reading.stop(line)
            break
    reading.problems += table.problems
    return reading.result()


class _Reading:
    """The rows that were read so far, and what was found in them."""

    def __init__(
        self,
        name: str,
        header: Sequence[str],
        variables: Sequence[Variable],
        states: frozenset[int],
    ) -> None:
        flags = flags_among(header)
        known = {one.name: one for one in variables}
        known |= {flag: Variable(flag, codes=NO_YES) for flag in flags}
        self.name = name
        self.width = len(header)
        self.version = header.index(VERSION)
        self.variables = {
            place: known[column] for place, column in enumerate(header) if column != VERSION
        }
        self.atop_id = header.index(ATOP_ID)
        self.states = states
        self.rows: list[Row] = []
        self.versions: dict[str, int] = {}  # label → the first line that has it
        self.problems: list[Problem] = []
        self.remarks: list[Remark] = []

    def take(self, line: Line) -> None:
        number, cells = line
        if len(cells) != self.width:
            rule = f"Every line has as many cells as the header has names: {self.width}."
            fix = "Look for a comma too many or few."
            self.problems.append(Problem(self.name, number, "", rule, str(len(cells)), fix))
            return
        found = list(self._problems_of(number, cells))
        self.problems += found
        self.versions.setdefault(label_of(cells[self.version]), number)
        if not found:
            values = {
                variable.name: int(cells[place]) if cells[place] else None
                for place, variable in self.variables.items()
            }
            self.rows.append(Row(number, values))

    def _problems_of(self, number: int, cells: Sequence[str]) -> Iterator[Problem]:
        for place, variable in self.variables.items():
            fault = fault_of(cells[place], variable, self.states)
            if fault is None:
                continue
            at = (self.name, number, variable.name)
            if (cells[self.atop_id], variable.name, cells[place]) in PUBLISHED:
                self.remarks.append(Remark(*at, fault.rule, cells[place], TAKEN_IN))
            else:
                yield Problem(*at, fault.rule, cells[place], fault.fix)

    def stop(self, line: Line) -> None:
        rule = f"{MOST_PROBLEMS} problems are enough; the lines below were not read."
        self.problems.append(Problem(self.name, line[0], "", rule, "", "Repair these first."))

    def result(self) -> MemberFile:
        """Return the file, after the rules that look at several cells or rows."""
        problems = [
            *self.problems,
            *version_problems(self.name, self.versions),
            *date_problems(self.name, self.rows),
            *duplicate_problems(self.name, self.rows),
        ]
        if not problems and not self.rows:
            rule = "There is no row below the header."
            fix = "Export the file again with its rows."
            problems = [Problem(self.name, None, "", rule, "", fix)]
        if problems:
            in_order = sorted(problems, key=lambda problem: problem.line or 0)
            return MemberFile(self.name, problems=tuple(in_order))
        return MemberFile(
            self.name,
            label=next(iter(self.versions)),
            columns=tuple(one.name for one in self.variables.values()),
            rows=tuple(self.rows),
            remarks=tuple(self.remarks),
        )
