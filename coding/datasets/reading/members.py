"""The rules that involve several cells of a row, or several rows: dates, spells, release."""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from coding.codebook.coded_dates import ENTRY, EXIT
from coding.codebook.problems import Problem
from coding.datasets.reading.changed_values import BrokenRule, look_of
from coding.datasets.reading.columns import ATOP_ID, ENTRY_YEAR, MEMBER, PHASE, VERSION
from coding.datasets.reading.texts import with_invisible_named, without_blanks
from coding.datasets.release import is_nightly

_DECIMAL = re.compile(r"[0-9]{1,9}([.,][0-9]{1,20})?")
_LABEL = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){1,3}")
_MOST_DECIMALS = 4  # of a label; more mean that a program made a number of it

Values = dict[str, int | None]  # variable → value, None where it is missing


class MemberRow(NamedTuple):
    """A member row: the number of its line, and every variable but version."""

    line: int
    values: Values


def label_of(version: str) -> str:
    """Return the label of a release, undoing what programs make of a number.

    5.1 for the 5.0999999 that Stata makes of it, 5.0 for 5; 9.10 is another release than 9.1. 5,1
    is 5.1 from programs with a decimal comma.
    """
    version = without_blanks(version)
    if not _DECIMAL.fullmatch(version):
        return version
    whole, _, decimals = version.replace(",", ".").partition(".")
    if len(decimals) > _MOST_DECIMALS:
        return _before_floats(version.replace(",", "."))
    return f"{int(whole)}.{decimals or '0'}"


def _before_floats(version: str) -> str:
    """Return the label that a number in single or double precision stands for; else the number."""
    value = float(version)
    double = f"{value:.15g}"
    if len(double.partition(".")[2]) <= _MOST_DECIMALS:
        return double if "." in double else f"{double}.0"
    for places in range(1, _MOST_DECIMALS + 1):
        label = str(round(value, places))
        if struct.pack("f", float(label)) == struct.pack("f", value):
            return label
    return version


def date_problems(file: str, rows: Iterable[MemberRow]) -> Iterator[Problem]:
    """Yield entries and exits that are no dates, and exits before the entry."""
    for line, values in rows:
        entry, exit_ = [tuple(values[part] for part in parts) for parts in (ENTRY, EXIT)]
        for parts, fault in (
            (ENTRY, _fault_of_date(entry)),
            (EXIT, _fault_of_date(exit_) if values[EXIT[0]] else _fault_of_no_exit(exit_)),
        ):
            if fault:
                found = _date_as_written(tuple(values[part] for part in parts))
                yield Problem(
                    file, fault.rule, fault.fix, found=found, line=line, column="/".join(parts)
                )
        if values[EXIT[0]] and _in_order(entry, 1) > _in_order(exit_, 31):
            rule = f"No member leaves before it entered, on {_date_as_written(entry)}."
            fix = "Correct the date that is wrong."
            yield Problem(
                file, rule, fix, found=_date_as_written(exit_), line=line, column="/".join(EXIT)
            )


def duplicate_problems(file: str, rows: Iterable[MemberRow]) -> Iterator[Problem]:
    """Yield rows with the same alliance, phase, member and year of entry as an earlier line.

    A state may leave and come back in one phase, in another year (reference 6).
    """
    first: dict[tuple[int | None, ...], int] = {}
    for line, values in rows:
        spell = tuple(values[part] for part in (ATOP_ID, PHASE, MEMBER, ENTRY_YEAR))
        if (earlier := first.setdefault(spell, line)) != line:
            found = "{} phase {}, member {}, entered in {}".format(*spell)
            rule = f"A member's spell stands in the file once; it is on line {earlier} already."
            column = f"{ATOP_ID}/{PHASE}/{MEMBER}/{ENTRY_YEAR}"
            yield Problem(
                file, rule, "Take one of the two lines out.", found=found, line=line, column=column
            )


def version_problems(file: str, versions: Mapping[str, int]) -> Iterator[Problem]:
    """Yield the faults of the release; ``versions`` gives the first line of each label."""
    for version, line in versions.items():
        if is_nightly(version):
            rule = "This is a night's export of approved data that go on changing, and no release."
            yield Problem(
                file, rule, "Take the file of a release.", found=version, line=line, column=VERSION
            )
        elif not _LABEL.fullmatch(version):
            is_number = _DECIMAL.fullmatch(version)
            look = None if is_number else look_of(version)
            why = look or BrokenRule("", "Write the release's number.")
            rule = f"The version is the number of the release, such as 5.1. {why.rule}".strip()
            yield Problem(
                file, rule, why.fix, found=with_invisible_named(version), line=line, column=VERSION
            )
    for version, line in list(versions.items())[1:]:
        rule = f"All rows belong to one release; the rows above are of {next(iter(versions))}."
        yield Problem(
            file, rule, "Keep the rows of one release.", found=version, line=line, column=VERSION
        )


def _fault_of_date(parts: tuple[int | None, ...]) -> BrokenRule | None:
    year, month, day = parts
    try:
        date(year or 0, month or 0, 1 if day is None else day)
    except ValueError:
        fix = "Correct the year, month or day; leave the day empty where it is unknown."
        return BrokenRule("There is no such day.", fix)
    return None


def _fault_of_no_exit(parts: tuple[int | None, ...]) -> BrokenRule | None:
    if any(part != 0 for part in parts):
        fix = "Write 0 for all three, or the year in which the member left."
        return BrokenRule("Without a year of exit, its month and day are 0.", fix)
    return None


def _in_order(parts: tuple[int | None, ...], unknown_day: int) -> tuple[int, ...]:
    year, month, day = parts
    return year or 0, month or 0, day or unknown_day


def _date_as_written(parts: tuple[int | None, ...]) -> str:
    return "-".join("?" if part is None else str(part) for part in parts)
