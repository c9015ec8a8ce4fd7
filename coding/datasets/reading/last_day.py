"""The last day that a release covers: known, or given by the operator and plausible."""

from collections.abc import Iterable
from datetime import date

from coding.codebook.coded_dates import ENTRY, EXIT
from coding.codebook.problems import Problem
from coding.datasets.reading.known_releases import KNOWN
from coding.datasets.reading.member_file import MemberFile
from coding.datasets.reading.members import MemberRow


def fault_of_cut_off(file: MemberFile, given: date | None) -> Problem | None:
    """Return why a release cannot have the given cut-off, or that one has to be given."""
    if file.cut_off:
        if given in (None, file.cut_off):
            return None
        rule = f"Release {file.label} speaks of the time up to {file.cut_off}, as it was published."
        return _problem(file, rule, f"--cut-off {given}", "Leave out --cut-off.")
    if given is None:
        rule = f"The last day that release {file.label} speaks of is not known here."
        return _problem(file, rule, file.label, f"Give it with --cut-off.{_perhaps(file.label)}")
    if given > date.today():
        rule = f"The cut-off {given} is still to come: today is {date.today()}."
        return _problem(file, rule, "", "Give the last day that the release speaks of.")
    last, line = _last_day(file.rows)
    if given < last:
        rule = f"The cut-off {given} is before the last entry or exit of the file, on {last}."
        return Problem(file.name, rule, "Give the last day that it speaks of.", line=line)
    return None


def _problem(file: MemberFile, rule: str, found: str, fix: str) -> Problem:
    return Problem(file.name, rule, fix, found=found, column="version")


def _perhaps(label: str) -> str:
    """Name the known release whose number is the same: a program may have written 5.1 as 5.10."""
    same = next((known for known in KNOWN if known == label.rstrip("0")), None)
    return f" If release {same} is meant, write {same} in the column." if same else ""


def _last_day(rows: Iterable[MemberRow]) -> tuple[date, int]:
    """Return the last entry or exit, an unknown day as the first of its month, and its line."""
    return max(
        (date(*[values[part] or 1 for part in parts]), line)
        for line, values in rows
        for parts in (ENTRY, EXIT)
        if values[parts[0]]
    )
