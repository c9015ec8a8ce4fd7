"""Groups the member rows of a file into one coding for each phase of an alliance.

An alliance-level code is the one that most members of the phase have; a member that differs keeps
its own (observed in 5.1: cowid in 3740 phase 1, refothio in 4860; reference 5.8, point 9). If two
codes are equally frequent, the alliance takes that of the member that entered first.

Derived variables are not stored; they are computed and compared with the published ones.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coding.codebook.cells import MISSING, Codes, Coding, member_key
from coding.codebook.coded_dates import ENTRY
from coding.codebook.derived import DERIVED_OF_ALLIANCE, DERIVED_OF_MEMBER
from coding.codebook.sheet import CodedPhase
from coding.codebook.variables import Variable
from coding.datasets.reading.columns import ATOP_ID, MEMBER, PHASE
from coding.datasets.reading.member_file import MemberFile
from coding.datasets.reading.members import MemberRow
from coding.datasets.reading.oddities import Oddity
from coding.datasets.reading.phases import rows_of

DERIVED = (*DERIVED_OF_ALLIANCE, *DERIVED_OF_MEMBER)

_AFTER_EVERY_DAY = 32

Roster = dict[str, MemberRow]  # a member's key → its row, in order of entry


@dataclass(frozen=True)
class CodedPhases:
    """The phases of a file, by ATOP ID and number.

    ``warnings`` list published values that do not follow from the codes; ``notes`` list members
    whose alliance-level code differs from the others'. Nothing of it is lost.
    """

    phases: tuple[CodedPhase, ...]
    warnings: tuple[Oddity, ...]
    notes: tuple[Oddity, ...]


def phases_of(file: MemberFile, variables: Iterable[Variable]) -> CodedPhases:
    """Group the rows of a file. ``variables`` tell which variables belong to members."""
    given_apart = {ATOP_ID, PHASE, *DERIVED, *file.flags}
    coded = [name for name in file.columns if name not in given_apart]
    of_members = {variable.name for variable in variables if variable.scope == "M"}
    of_alliance = [name for name in coded if name not in of_members]
    notes: list[Oddity] = []
    warnings: list[Oddity] = []
    phases: list[CodedPhase] = []
    for atop_id, rosters in _rosters_by_alliance(file.rows).items():
        of_this = {}
        for number, roster in rosters.items():
            coding = Coding(members=_codes_of(roster, [n for n in coded if n in of_members]))
            for name in of_alliance:
                coding.alliance[name] = _shared(name, roster, coding)
            flags = _codes_of(roster, file.flags)
            of_this[number] = CodedPhase(atop_id, number, coding, flags)
            notes += _notes(file.name, roster, coding, of_alliance)
        phases += of_this.values()
        warnings += _warnings(file, rosters, of_this)
    return CodedPhases(tuple(phases), tuple(warnings), tuple(notes))


def _rosters_by_alliance(rows: Iterable[MemberRow]) -> dict[int, dict[int, Roster]]:
    """Group rows by alliance and phase, sorted by entry (unknown days last), with spells' keys."""
    alliances: dict[int, dict[int, Roster]] = defaultdict(lambda: defaultdict(dict))
    for row in sorted(rows, key=_in_order):
        roster = alliances[_whole(row, ATOP_ID)][_whole(row, PHASE)]
        state = _whole(row, MEMBER)
        spells = sum(_whole(other, MEMBER) == state for other in roster.values())
        roster[member_key(state, spells + 1)] = row
    return alliances


def _in_order(row: MemberRow) -> tuple[int, ...]:
    year, month = (_whole(row, part) for part in ENTRY[:2])
    day = row.values[ENTRY[2]] or _AFTER_EVERY_DAY
    return _whole(row, ATOP_ID), _whole(row, PHASE), year, month, day, _whole(row, MEMBER)


def _whole(row: MemberRow, name: str) -> int:
    """Return a value that no row lacks."""
    value = row.values[name]
    assert value is not None, name
    return value


def _codes_of(roster: Roster, names: Sequence[str]) -> dict[str, Codes]:
    return {key: {name: _code(row, name) for name in names} for key, row in roster.items()}


def _code(row: MemberRow, name: str) -> int:
    value = row.values[name]
    return MISSING if value is None else value


def _shared(name: str, roster: Roster, coding: Coding) -> int:
    """Return the code that most members carry, and give the members that differ their own."""
    carried = {key: _code(row, name) for key, row in roster.items()}
    ((usual, _),) = Counter(carried.values()).most_common(1)
    for key, code in carried.items():
        if code != usual:
            coding.members[key][name] = code
    return usual


def _notes(file: str, roster: Roster, coding: Coding, names: Sequence[str]) -> Iterator[Oddity]:
    for name in names:
        for key, row in roster.items():
            if name in coding.members[key]:
                rule = f"The alliance has one {name}, but this member carries another code."
                found = (
                    f"{_words(coding.members[key][name])} beside {_words(coding.alliance[name])}"
                )
                yield Oddity(file, rule, "Both are kept.", found=found, line=row.line, column=name)


def _warnings(
    file: MemberFile, rosters: Mapping[int, Roster], phases: Mapping[int, CodedPhase]
) -> Iterator[Oddity]:
    """Yield the rows whose published derived variables differ from what their codes give."""
    names = [name for name in DERIVED if name in file.columns]
    codings = {number: phase.coding for number, phase in phases.items()}
    for number, roster in rosters.items():
        expected = rows_of(phases[number], codings, names)
        for row, values in zip(roster.values(), expected, strict=True):
            for name in names:
                if row.values[name] != values[name]:
                    given = f"Its codes give {_words(values[name])}."
                    rule = f"{name} follows from other codes. {given}"
                    fix = "It is not kept; correct the codes it follows from, where they are wrong."
                    found = _words(row.values[name])
                    yield Oddity(file.name, rule, fix, found=found, line=row.line, column=name)


def _words(value: int | None) -> str:
    return "missing" if value in (None, MISSING) else str(value)
