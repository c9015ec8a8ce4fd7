"""The one registry of columns: every header, data dictionary and file format reads it.

The codes are the release's own variables, in its own order. This module declares the columns that
the files add, and which codes go where, as in the official files of release 5.1 (reference 8).
Lists of members and of alliances are as wide as the data need, and the columns of flags are the
release's.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from coding.codebook.coded_dates import ENTRY, EXIT
from coding.codebook.derived import ANY_CONDITION, PRIMARY_OBLIGATIONS
from coding.codebook.variables import NO_YES, Kind, Variable
from coding.datasets.release import DatasetRelease, Level

Columns = tuple[Variable, ...]
Cell = int | float | str | None  # the value of a cell

_IDENTITY = ("atopid", "cowid", "cow4id")
_STANDING = ("ineffect", "bilat", "phase", "maxphase", "wartime")
_SOURCE = ("source",)
# Codes of a member only. All other codes are in a and aph too, each the highest among the members.
_OF_MEMBERS = (
    *("member", "cowsys", *ENTRY, *EXIT, "cowwar"),
    *("termmode", "termcaus", *ANY_CONDITION, "obvary"),
)
APART = frozenset((*_IDENTITY, *_STANDING, *_SOURCE, *_OF_MEMBERS))

ATOPIDPHASE = Variable(
    "atopidphase", "ATOP number of the phase: ATOPID + phase/10", kind=Kind.DECIMAL
)
_DAY_UNKNOWN = "the exact day is not known"
DATES = (
    Variable("begyr", "year of begin"),
    Variable("begmo", "month of begin"),
    Variable("begday", "day of begin", missing=_DAY_UNKNOWN),
    Variable("endyr", "year of end; 0 in effect"),
    Variable("endmo", "month of end; 0 in effect"),
    Variable("endday", "day of end; 0 in effect", missing=_DAY_UNKNOWN),
)
YEAR = Variable("year", "calendar year")
ALLY = Variable("atopally", "bound by an alliance in this year; always 1", codes={1: "yes"})
NUMBER = Variable("number", "number of alliances")
CHANGE = Variable("transyr", "a commitment begins or ends in this year", codes=NO_YES)
COUNTS = (
    Variable("bilatno", "number of bilateral alliances"),
    Variable("multino", "number of multilateral alliances"),
)
MEASURES = (
    Variable(
        "milinst",
        "military institutionalization, 0 to 2 (Leeds and Anac 2005)",
        codes={0: "low", 1: "moderate", 2: "high"},
        missing="all codes that it is made of are missing",
    ),
    Variable(
        "formal",
        "formality of the agreement, 0 to 2 (Leeds and Anac 2005)",
        codes={0: "low", 1: "moderate", 2: "high"},
        missing="nothing is known of the treaty or of an organization",
    ),
)
_NEVER_0 = "it is not so; never 0"
_UNDIRECTED = (
    Variable("dyad", "dyad: mem1 * 1000 + mem2"),
    Variable(
        "shareob",
        "each owes the other nothing in a multilateral alliance they share",
        codes={1: "yes"},
        missing=_NEVER_0,
    ),
    Variable("mem1", "lower COW country code"),
    Variable("mem2", "higher COW country code"),
)
_DIRECTED = (
    Variable("ddyad", "directed dyad: stateA * 1000 + stateB"),
    Variable(
        "shareob",
        "A owes B nothing in a multilateral alliance that they share",
        codes={1: "yes"},
        missing=_NEVER_0,
    ),
    Variable("stateA", "COW country code of the state that owes"),
    Variable("stateB", "COW country code of the state that is owed"),
)
STATE = Variable("state", "COW country code of the state")
# Columns repeated as often as the data need: mem1, mem2 … and atopid1, atopid2 …
_LISTED = {
    "mem": ("member", "there are fewer members"),
    "atopid": ("alliance", "there are fewer alliances"),
}
_NUMBERED = re.compile(r"(mem|atopid)(\d+)")
_IDENTIFIERS = frozenset(
    (
        *_IDENTITY,
        "atopidphase",
        "member",
        "state",
        "dyad",
        "ddyad",
        "mem1",
        "mem2",
        "stateA",
        "stateB",
    )
)

# Columns of the files besides the variables and their lists; each name occurs once.
ADDED: Columns = tuple(
    {
        variable.name: variable
        for variable in (
            *(ATOPIDPHASE, *DATES, STATE, YEAR, ALLY, NUMBER, CHANGE, *COUNTS, *MEASURES),
            *(*_UNDIRECTED, *_DIRECTED),
        )
    }.values()
)


def columns_of(level: Level, release: DatasetRelease, width: int = 0) -> Columns:
    """Return the columns of a file in order.

    ``width`` is the number of its list columns: mem1… of a and aph, atopid1… of the year files.
    """
    atopid, *others = _variables_named(_IDENTITY, release)
    standing = _variables_named(_STANDING, release)
    match level:
        case Level.MEMBER:
            return (*release.variables, *_flags(release), *_version(release))
        case Level.PHASE:
            return (atopid, ATOPIDPHASE, *others, *DATES, *standing, *_shared(release, width))
        case Level.ALLIANCE:
            standing = [variable for variable in standing if variable.name != "phase"]
            return (atopid, *others, *DATES, *standing, *_shared(release, width))
        case Level.MEASURES:
            return (atopid, ATOPIDPHASE, *MEASURES, *_version(release))
        case Level.STATE_YEAR:
            head = (STATE, YEAR, ALLY, *_owed(release), NUMBER, CHANGE)
            return (*head, *_numbered("atopid", width), *_version(release))
    return _dyadic_columns(level, release, width)


def could_be_of_a_list(name: str) -> bool:
    """Whether a list column of this name exists in a file that is wide enough."""
    return bool(_NUMBERED.fullmatch(name))


def list_of(column: Variable) -> str:
    """Return "mem" for mem1, mem2 … of a file's list of members, "atopid" for its alliances.

    "" where a column belongs to no list, as mem1 of the dyad-years does not: it is one state.
    """
    match = _NUMBERED.fullmatch(column.name)
    is_listed = match and column.label == f"{_LISTED[match[1]][0]} {match[2]}"
    return match[1] if match and is_listed else ""


def is_quantity(column: Variable) -> bool:
    """Whether a column's numbers are amounts or years, rather than codes or identifiers."""
    is_name = column.name in _IDENTIFIERS or bool(list_of(column)) or column.kind is Kind.STATE
    return not (is_name or column.codes or column.kind is Kind.TEXT)


def _dyadic_columns(level: Level, release: DatasetRelease, width: int) -> Columns:
    key, shareob, *states = _DIRECTED if level is Level.DIRECTED else _UNDIRECTED
    asymmetric = [
        replace(column, label="a shared alliance is asymmetric")
        for column in _variables_named(("asymm",), release)
    ]
    head = (key, YEAR, ALLY, *_owed(release), shareob, CHANGE, *COUNTS, NUMBER, *asymmetric)
    return (*head, *_numbered("atopid", width), *states, *_version(release))


def _shared(release: DatasetRelease, width: int) -> Iterator[Variable]:
    yield from (variable for variable in release.variables if variable.name not in APART)
    yield from _numbered("mem", width)
    yield from _variables_named(_SOURCE, release)
    yield from _flags(release)
    yield from _version(release)


def _owed(release: DatasetRelease) -> list[Variable]:
    return _variables_named(PRIMARY_OBLIGATIONS, release)


def _version(release: DatasetRelease) -> list[Variable]:
    return _variables_named(("version",), release)


def _variables_named(names: Iterable[str], release: DatasetRelease) -> list[Variable]:
    """Return variables of the release by name; a release may lack some of today's."""
    known = release.questionnaire.by_name
    return [known[name] for name in names if name in known]


def _flags(release: DatasetRelease) -> Iterator[Variable]:
    """Yield the columns that say what is new or revised, such as new5, rev5."""
    words = {"new": "alliance new in release", "rev": "coding revised in release"}
    for name in release.flags:
        flag = Variable(name, scope="R", codes=NO_YES)
        label = f"{words.get(name[:3], 'flag')} {name[3:]}".strip()
        yield replace(release.questionnaire.by_name.get(name, flag), label=label)


def _numbered(stem: str, width: int) -> Iterator[Variable]:
    noun, missing = _LISTED[stem]
    return (Variable(f"{stem}{n}", f"{noun} {n}", missing=missing) for n in range(1, width + 1))
