"""The columns that a member-level file must have, and how to recognize another level's file."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from coding.codebook.column_order import RELEASE_5_1
from coding.codebook.problems import Problem
from coding.codebook.variables import Variable
from coding.datasets.reading.changed_values import BrokenRule
from coding.datasets.reading.texts import with_invisible_named

ATOP_ID, PHASE, MEMBER, ENTRY_YEAR, VERSION = "atopid", "phase", "member", "yrent", "version"

_FLAG = re.compile(r"(new|rev)(\d+)")

_LEVELS = {  # a column that identifies the files of one level, the most specific one first
    "ddyad": "a directed dyad-year file",
    "dyad": "a dyad-year file",
    "milinst": "the file of the Leeds–Anac measures",
    "atopidphase": "an alliance phase file",
    "begyr": "an alliance file",
    "state": "a state-year file",
}
_CHOOSE_MEMBER_FILE = "Choose the member file, such as atop5_1m.csv or atop5_1m.dta."


def flags_among(names: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that mark what is new or revised in a release, such as new5, rev5."""
    return tuple(name for name in names if _FLAG.fullmatch(name))


def header_problems(
    file: str, header: Sequence[str], variables: Sequence[Variable]
) -> Iterator[Problem]:
    """Yield the faults of a header. Each name must occur once; the order is free.

    Required are the variables of release 5.1, version, and one or more pairs such as new5 and rev5.
    Variables that were declared later may be absent: the file may be of an older release.
    """
    known = [*(variable.name for variable in variables), VERSION]
    needed = [name for name in known if name in RELEASE_5_1]
    if MEMBER not in header or len({*needed} & {*header}) < len(needed) / 2:
        yield _another_file(file, header)
        return
    flags = flags_among(header)
    missing = [name for name in (*needed, *_both_of_each(flags)) if name not in header]
    unknown = [name for name in header if name not in known and name not in flags]
    for names, rule, fix in (
        (missing, "Columns are missing", "Add them: a member-level file holds every variable."),
        (unknown, "Columns are unknown", "Take them out, or give them their codebook names."),
    ):
        if names:
            yield Problem(file, f"{rule}: {_names_in_words(names)}.", fix, line=1)
    if repeated := fault_of_repeated(header):
        yield Problem(file, repeated.rule, repeated.fix, line=1)
    if not flags:
        rule = "No column tells which alliances are new or revised."
        yield Problem(file, rule, "Add the release's pair, such as new5 and rev5.", line=1)


def fault_of_repeated(header: Sequence[str]) -> BrokenRule | None:
    """Return which names a header has more than once: the column meant is ambiguous."""
    repeated = [name for name, times in Counter(header).items() if times > 1]
    if not repeated:
        return None
    return BrokenRule(f"Columns occur twice: {_names_in_words(repeated)}.", "Take one of each out.")


def _names_in_words(names: Sequence[str]) -> str:
    return ", ".join(with_invisible_named(name) or "(no name)" for name in names)


def level_of(header: Sequence[str]) -> str:
    """Return the kind of dataset file that has such a header, in words; "" if it is none."""
    if MEMBER in header and ATOP_ID in header:
        return "a member file"
    return next((level for name, level in _LEVELS.items() if name in header), "")


def _another_file(file: str, header: Sequence[str]) -> Problem:
    bare = {name.strip("'’‘`") for name in header}
    if {ATOP_ID, MEMBER} <= bare - set(header):
        rule = "The names of the variables stand in single quotation marks."
        fix = "Take these marks out of the whole file, or save it with double ones."
        return Problem(file, rule, fix, found=with_invisible_named(header[0]), line=1)
    level = level_of(header)
    if level and MEMBER not in header:
        rule, found = f"This is {level}; only the member file holds the codes.", ""
    else:
        rule = "A member file starts with the names of its variables, separated by commas."
        found = ", ".join(map(with_invisible_named, header))
    return Problem(file, rule, _CHOOSE_MEMBER_FILE, found=found, line=1)


def _both_of_each(flags: Sequence[str]) -> list[str]:
    """Return the names of every pair of which at least one is present."""
    numbers = dict.fromkeys(flag[3:] for flag in flags)
    return [f"{kind}{number}" for number in numbers for kind in ("new", "rev")]
