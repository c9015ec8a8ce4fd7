"""Pair obligations from a member file and the directed-dyad file published with it.

Rule (reference 5.8, point 5; observed in 5.1): if ddyr has 0 for an obligation that A's member row
has, A does not owe it to B in any alliance of that year. This occurs on rows with obvary only, and
holds for the whole phase. If shareob says that A owes B nothing in some alliance, and only one
alliance is possible, A owes B nothing in that one. Where another alliance of the pair hides the
difference, the member's value stays. In the end ddyr must follow from the member file and the pair
obligations, row for row; otherwise the two files do not belong together.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.codebook.problems import Problem
from coding.datasets.coverage import as_of
from coding.datasets.directed_file import NEEDED, DirectedRow, read_directed
from coding.datasets.expected_directed import Directed, Owed, directed_expected
from coding.datasets.member import BIT, Row, members_of
from coding.datasets.pairs import DirectedObligations
from coding.datasets.problems import limit_problems
from coding.datasets.reading.oddities import Oddity
from coding.datasets.reading.tables import read_table
from coding.datasets.release import DatasetRelease
from coding.datasets.years import CODES

SAME_RELEASE = "Take both files from the same release."
_MOST_NAMED = 3  # pairs without a row


@dataclass(frozen=True)
class Inferred:
    """The pair obligations in order, or the problems why none can be inferred.

    ``passed_over`` has remarks on parts of the file that are not data.
    """

    obligations: tuple[DirectedObligations, ...] = ()
    problems: tuple[Problem, ...] = ()
    passed_over: tuple[Oddity, ...] = ()


def infer_from_file(
    rows: Iterable[Row], name: str, content: bytes, release: DatasetRelease
) -> Inferred:
    """Return the pair obligations that follow from member rows and a directed-dyad file.

    ``rows`` are those of the member file, as for ``derive``; ``content`` is the other file: CSV,
    Excel or Stata. ``name`` is used in problems. Raises UnusableRow for the member rows; faults of
    the directed-dyad file are returned.
    """
    table = read_table(name, content, {name.lower() for name in NEEDED})
    if table.problems:
        return Inferred(problems=tuple(table.problems))
    unread: list[Problem] = []
    published = read_directed(table, release.label, unread)
    inferred = infer(rows, published, table.file, release)
    if problems := (*unread, *table.problems):
        return Inferred(problems=problems)
    return replace(inferred, passed_over=tuple(table.remarks))


def infer(
    rows: Iterable[Row], published: Iterable[DirectedRow], file: str, release: DatasetRelease
) -> Inferred:
    """Return the pair obligations that make ``published`` follow from the member rows."""
    members = as_of(members_of(rows, release), release.cut_off)
    expected = directed_expected(members, release)
    problems = limit_problems(file, _noted(published, expected, file))
    if problems:
        return Inferred(problems=tuple(problems))
    every = [directed for stretches in expected.values() for directed in stretches]
    if lacking := _lacking(every, file):
        return Inferred(problems=(lacking,))
    pairs = _lowered(every)
    _clear_those_that_owe_nothing(every, pairs)
    problems = limit_problems(file, _contradictions(every, pairs, file))
    if problems:
        return Inferred(problems=tuple(problems))
    return Inferred(
        tuple(DirectedObligations(*key, *CODES[owes]) for key, owes in sorted(pairs.items()))
    )


def _noted(
    published: Iterable[DirectedRow], expected: dict[tuple[int, int], list[Directed]], file: str
) -> Iterator[Problem]:
    """Record each published row with the expected ones; yield a problem for each unexpected one."""
    states = {state for pair in expected for state in pair}
    for row in published:
        years = expected.get((row.state_a, row.state_b), [])
        directed = next((year for year in years if year.first <= row.year <= year.last), None)
        if directed is None:
            yield _unexpected(row, states, file)
        elif directed.has(row.year):
            rule, found = "Each directed dyad has one row a year.", f"{_pair(row)} again"
            yield Problem(
                file, rule, "Remove one of the rows.", found=found, line=row.line, column="year"
            )
        elif directed.atopids != row.atopids:
            ids = ", ".join(map(str, directed.atopids))
            rule = f"By the member file {_pair(row)} share {ids}."
            found = ", ".join(map(str, row.atopids))
            yield Problem(file, rule, SAME_RELEASE, found=found, line=row.line, column="atopid1")
        elif directed.seen and (directed.owes, directed.shareob) != (row.owes, row.shareob):
            rule = "Obligations change only in years in which a commitment of the pair does."
            found = f"{_owed(row.owes)} in {row.year}, {_owed(directed.owes)} before"
            yield Problem(file, rule, SAME_RELEASE, found=found, line=row.line, column="defense")
        else:
            directed.note(row)


def _unexpected(row: DirectedRow, states: set[int], file: str) -> Problem:
    for column, state in (("stateA", row.state_a), ("stateB", row.state_b)):
        if state not in states:
            rule = f"{column} must be a state that the member file has in an alliance."
            return Problem(file, rule, SAME_RELEASE, found=str(state), line=row.line, column=column)
    rule = f"By the member file {row.state_a} and {row.state_b} share no alliance in this year."
    return Problem(file, rule, SAME_RELEASE, found=str(row.year), line=row.line, column="year")


def _lacking(every: Sequence[Directed], file: str) -> Problem | None:
    """Return a problem with the number of years of pairs without a row, and the first of these."""
    there = sum(directed.seen.bit_count() for directed in every)
    due = sum(directed.last - directed.first + 1 for directed in every)
    if there == due:
        return None
    fix = "It may have been cut off: take the whole one, of the same release as the member file."
    if not there:
        rule = f"There is no row below the header; by the member file there are {due:,}."
        return Problem(file, rule, fix)
    lacking = (directed for directed in every if directed.missing_year() is not None)
    named = [
        f"{directed.state_a} and {directed.state_b} in {directed.missing_year()}"
        for directed in islice(lacking, _MOST_NAMED)
    ]
    rule = (
        "Each pair of allies of the member file has a row for each year it is allied. The file has "
        f"{there:,} of {due:,} rows; {due - there:,} lack."
    )
    found = f"no row for {'; '.join(named)}{' …' if due - there > len(named) else ''}"
    return Problem(file, rule, fix, found=found, column="year")


def _lowered(every: Sequence[Directed]) -> Owed:
    """Return what A owes B where a published year shows less than A's row says."""
    says: Owed = {}
    absent: Owed = {}
    for directed in every:
        for debt in directed.debts:
            says[debt.key] = says.get(debt.key, 0) | debt.owes
            if debt.varies and debt.owes & ~directed.owes:
                absent[debt.key] = absent.get(debt.key, 0) | debt.owes & ~directed.owes
    return {key: says[key] & ~codes for key, codes in absent.items()}


def _clear_those_that_owe_nothing(every: Sequence[Directed], pairs: Owed) -> None:
    """Let A owe B nothing in the alliance that shareob means, if only one is possible."""
    for directed in every:
        if directed.shareob and not directed.derived(pairs)[1]:
            candidates = [debt for debt in directed.debts if debt.varies and debt.is_multilateral]
            if len(candidates) == 1:
                pairs[candidates[0].key] = 0


def _contradictions(every: Sequence[Directed], pairs: Owed, file: str) -> Iterator[Problem]:
    """Yield a problem wherever ddyr does not follow from the member file and what was inferred."""
    for directed in every:
        owes, shareob = directed.derived(pairs)
        if owes != directed.owes:
            yield _other_obligations(directed, owes, file)
        elif shareob != directed.shareob:
            rule = f"By the obligations shareob is {1 if shareob else 'empty'}, or more than one "
            rule += "alliance can be meant."
            found = "1" if directed.shareob else "empty"
            yield Problem(
                file, rule, SAME_RELEASE, found=found, line=directed.line, column="shareob"
            )


def _other_obligations(directed: Directed, owes: int, file: str) -> Problem:
    more, less = directed.owes & ~owes, owes & ~directed.owes
    who = f"{directed.state_a} toward {directed.state_b}"
    if more:
        column = _owed(more).split(", ")[0]
        rule = f"{who}: no member row or pair obligation of {directed.state_a} has {_owed(more)}."
        return Problem(file, rule, SAME_RELEASE, found="1", line=directed.line, column=column)
    column = _owed(less).split(", ")[0]
    rule = f"{who}: the member row has {_owed(less)}, and obvary 0 says the same toward all."
    return Problem(
        file, rule, "Set obvary in the member file.", found="0", line=directed.line, column=column
    )


def _owed(owes: int) -> str:
    return ", ".join(name for name in PRIMARY_OBLIGATIONS if owes & BIT[name]) or "nothing"


def _pair(row: DirectedRow) -> str:
    return f"{row.state_a} and {row.state_b} in {row.year}"
