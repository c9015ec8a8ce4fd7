"""All dataset files of a release, made from member rows and pair obligations.

A table has columns and rows, whatever its file format. In the year files most rows differ from the
one before in the year only, so those tables also yield their rows as runs.
"""

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from functools import partial

from coding.datasets.alliance import alliance_rows, alliances_of
from coding.datasets.columns import Columns, columns_of
from coding.datasets.coverage import as_of
from coding.datasets.directed import directed_runs
from coding.datasets.dyad_year import dyad_year_runs, pair_spans
from coding.datasets.measures import measure_rows
from coding.datasets.member import NOTHING_UNCODED, Member, Row, Uncoded, member_rows, members_of
from coding.datasets.nna import pure_nonaggression, without_alliances, without_pure_years
from coding.datasets.pairs import DirectedObligations, with_pair_obligations
from coding.datasets.phase import Values, most_members, phase_rows, phases_of
from coding.datasets.release import DatasetRelease, Level
from coding.datasets.state_year import state_spans, state_year_runs
from coding.datasets.years import YearRun, expanded, most_alliances, years_of_each


@dataclass(frozen=True)
class DatasetTable:
    """One dataset file, whatever its format.

    ``stem`` is the file's name without its ending. ``rows`` and ``runs`` start again at each
    call; ``runs`` is None except in the year files.
    """

    level: Level
    is_nna: bool
    stem: str
    columns: Columns
    rows: Callable[[], Iterable[Values]]
    runs: Callable[[], Iterable[YearRun]] | None = None

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]


def derive(
    rows: Iterable[Row],
    obligations: Iterable[DirectedObligations],
    release: DatasetRelease,
    uncoded: Uncoded = NOTHING_UNCODED,
) -> Iterator[DatasetTable]:
    """Yield the twelve files and atopinst, then those without pure nonaggression pacts.

    ``rows`` hold every variable of the member file and the release's flags, in any order; None is
    missing, or not coded yet where ``uncoded`` says so. Write each table before asking for the
    next, so that only one level is in memory.
    Raises UnusableRow and StrayObligation.
    """
    packed = with_pair_obligations(members_of(rows, release, uncoded), obligations)
    members = as_of(packed, release.cut_off)
    yield from files_of(members, pure_nonaggression(members), release)


def files_of(
    members: list[Member], pure: Set[int], release: DatasetRelease, whole: Set[int] | None = None
) -> Iterator[DatasetTable]:
    """Yield the files of members as of the cut-off; ``pure`` alliances are in no NNA file.

    Phases and alliances are those in ``whole``, if only these have all their members here.
    """
    for is_nna, among in ((False, members), (True, without_alliances(members, pure))):
        yield from tables_of_rows(among, release, is_nna, whole)
        yield _state_year_table(among, release, is_nna)
        yield from _dyadic_tables(among, release, is_nna)


def tables_of_rows(
    members: list[Member], release: DatasetRelease, is_nna: bool, whole: Set[int] | None = None
) -> Iterator[DatasetTable]:
    """Yield the files whose rows are members, phases or alliances, and not years."""
    yield _table(Level.MEMBER, release, is_nna, partial(member_rows, members, release))
    phases = phases_of((row for row in members if whole is None or row.atopid in whole), release)
    alliances = alliances_of(phases)
    if not is_nna:
        yield _table(Level.MEASURES, release, is_nna, partial(measure_rows, phases, release))
    rows = partial(phase_rows, phases, release)
    yield _table(Level.PHASE, release, is_nna, rows, most_members(phases))
    rows = partial(alliance_rows, alliances, release)
    yield _table(Level.ALLIANCE, release, is_nna, rows, most_members(alliances))


def _state_year_table(members: list[Member], release: DatasetRelease, is_nna: bool) -> DatasetTable:
    years = years_of_each(state_spans(members, release))
    width = most_alliances(years)
    runs = partial(state_year_runs, years, width, release)
    return _year_table(Level.STATE_YEAR, release, is_nna, runs, width)


def _dyadic_tables(
    members: list[Member], release: DatasetRelease, is_nna: bool
) -> Iterator[DatasetTable]:
    years = years_of_each(pair_spans(members, release))
    if is_nna:
        years = without_pure_years(years)
    width = most_alliances(years)
    runs = partial(dyad_year_runs, years, width, release)
    yield _year_table(Level.DYAD_YEAR, release, is_nna, runs, width)
    runs = partial(directed_runs, years, width, release)
    yield _year_table(Level.DIRECTED, release, is_nna, runs, width)


def _table(
    level: Level,
    release: DatasetRelease,
    is_nna: bool,
    rows: Callable[[], Iterable[Values]],
    width: int = 0,
) -> DatasetTable:
    stem = release.file_stem(level, is_nna)
    return DatasetTable(level, is_nna, stem, columns_of(level, release, width), rows)


def _year_table(
    level: Level,
    release: DatasetRelease,
    is_nna: bool,
    runs: Callable[[], Iterator[YearRun]],
    width: int,
) -> DatasetTable:
    table = _table(level, release, is_nna, lambda: expanded(runs()), width)
    return replace(table, runs=runs)
