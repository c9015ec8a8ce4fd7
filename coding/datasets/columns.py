"""The one registry of columns: every header, data dictionary and file format reads it.

The order is that of the official files of release 5.1 (reference 8). Lists of members and of
alliances are as wide as the data need, and the columns of flags are the release's.
"""

from collections.abc import Iterator

from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.datasets.release import Level, Release
from coding.datasets.variables import (
    IDENTITY,
    MEMBER_VARIABLES,
    PROMISES,
    SHARED,
    SOURCE,
    STANDING,
    VERSION,
    Column,
    Kind,
)

Columns = tuple[Column, ...]

ATOPIDPHASE = Column("atopidphase", "ATOP number of the phase: ATOPID + phase/10", Kind.DECIMAL)
DATES = (
    Column("begyr", "year of begin"),
    Column("begmo", "month of begin"),
    Column("begday", "day of begin"),
    Column("endyr", "year of end; 0 in effect"),
    Column("endmo", "month of end; 0 in effect"),
    Column("endday", "day of end; 0 in effect"),
)
YEAR = Column("year", "calendar year")
ALLY = Column("atopally", "bound by an alliance in this year; always 1")
NUMBER = Column("number", "number of alliances")
CHANGE = Column("transyr", "a commitment begins or ends in this year")
COUNTS = (
    Column("bilatno", "number of bilateral alliances"),
    Column("multino", "number of multilateral alliances"),
)
ANY_ASYMMETRIC = Column("asymm", "a shared alliance is asymmetric")
OWED = tuple(column for column in PROMISES if column.name in PRIMARY_OBLIGATIONS)
MEASURES = (
    Column("milinst", "military institutionalization, 0 to 2 (Leeds and Anac 2005)"),
    Column("formal", "formality of the agreement, 0 to 2 (Leeds and Anac 2005)"),
)
_UNDIRECTED = (
    Column("dyad", "dyad: mem1 * 1000 + mem2"),
    Column("shareob", "each owes the other nothing in a multilateral alliance they share"),
    Column("mem1", "lower COW country code"),
    Column("mem2", "higher COW country code"),
)
_DIRECTED = (
    Column("ddyad", "directed dyad: stateA * 1000 + stateB"),
    Column("shareob", "A owes B nothing in a multilateral alliance that they share"),
    Column("stateA", "COW country code of the state that owes"),
    Column("stateB", "COW country code of the state that is owed"),
)


def columns_of(level: Level, release: Release, width: int = 0) -> Columns:
    """Return the columns of a file in order.

    ``width`` is the number of its list columns: mem1… of a and aph, atopid1… of the year files.
    """
    match level:
        case Level.MEMBER:
            return (*MEMBER_VARIABLES, *_flags(release), *VERSION)
        case Level.PHASE:
            identity = (IDENTITY[0], ATOPIDPHASE, *IDENTITY[1:])
            return (*identity, *DATES, *STANDING, *_shared(release, width))
        case Level.ALLIANCE:
            standing = tuple(column for column in STANDING if column.name != "phase")
            return (*IDENTITY, *DATES, *standing, *_shared(release, width))
        case Level.MEASURES:
            return (IDENTITY[0], ATOPIDPHASE, *MEASURES, *VERSION)
        case Level.STATE_YEAR:
            state = Column("state", "COW country code of the state")
            head = (state, YEAR, ALLY, *OWED, NUMBER, CHANGE)
            return (*head, *_numbered("atopid", width, "alliance"), *VERSION)
    return _dyadic_columns(level, width)


def _dyadic_columns(level: Level, width: int) -> Columns:
    key, shareob, *states = _DIRECTED if level is Level.DIRECTED else _UNDIRECTED
    ids = _numbered("atopid", width, "alliance")
    head = (key, YEAR, ALLY, *OWED, shareob, CHANGE, *COUNTS, NUMBER, ANY_ASYMMETRIC)
    return (*head, *ids, *states, *VERSION)


def _shared(release: Release, width: int) -> Columns:
    members = _numbered("mem", width, "member")
    return (*SHARED, *members, *SOURCE, *_flags(release), *VERSION)


def _flags(release: Release) -> Columns:
    """The columns that say what is new or revised, such as new5, rev5."""
    words = {"new": "alliance new in release", "rev": "coding revised in release"}
    return tuple(
        Column(name, f"{words.get(name[:3], 'flag')} {name[3:]}".strip()) for name in release.flags
    )


def _numbered(stem: str, width: int, label: str) -> Iterator[Column]:
    return (Column(f"{stem}{n}", f"{label} {n}") for n in range(1, width + 1))
