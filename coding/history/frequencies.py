"""How often each code occurs: in phases of alliances, and in the rows of members and pairs."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from coding.codebook.cells import MISSING, Codes, Coding
from coding.codebook.derived import ANY_CONDITION, derived_of_alliance, derived_of_member
from coding.codebook.variables import Variable
from coding.history.code_columns import CodeColumns, Column, Columns
from coding.models.variables import BY_NAME, PAIR_BY_NAME

_IN_MEMBER = ("yrexit", *ANY_CONDITION)  # what a member's derived variables follow from
_IN_ALLIANCE = ("yrent", "moent", "dayent", "cowwar", "defense", "offense")  # and an alliance's
_NO_NUMBER = frozenset({None, MISSING, 0})


@dataclass(frozen=True)
class Numbers:
    """The numbers above 0 of a variable without labelled codes."""

    lowest: int
    highest: int
    different: int
    phases: int
    rows: int


@dataclass(frozen=True)
class Tally:
    """How often each value of one variable occurs; None counts what is not coded yet.

    ``phases`` counts the phases in which a value occurs, for one member at least; ``rows`` the
    rows of the member file, or the pairs of members.
    """

    phases: Counter[int | None]
    rows: Counter[int | None]
    numbers: Numbers | None = None

    @property
    def found(self) -> set[int]:
        """The values that occur; MISSING among them, where it does."""
        return {value for value in (*self.phases, *self.rows) if value is not None}


@dataclass(frozen=True)
class Frequencies:
    """The counts of all variables, and how many alliances, phases and rows were counted."""

    alliances: int
    phases: int
    members: int
    pairs: int
    _tallies: Mapping[str, Tally]
    _pair_tallies: Mapping[str, Tally]

    def of(self, variable: Variable) -> Tally | None:
        """Return the variable's counts; None for what these data do not hold."""
        tallies = self._pair_tallies if variable.scope == "P" else self._tallies
        return tallies.get(variable.name)


def count(columns: CodeColumns) -> Frequencies:
    """Count what is coded, and what follows from it."""
    alliance = columns.alliance | _derived_of_alliances(columns)
    member = columns.member | _derived_of_members(columns.member)
    return Frequencies(
        alliances=len(set(alliance["atopid"])),
        phases=len(alliance["atopid"]),
        members=len(columns.phase_of_member),
        pairs=len(columns.phase_of_pair),
        _tallies={
            **{name: _of_alliances(name, column, columns) for name, column in alliance.items()},
            **{
                name: _of_rows(BY_NAME[name], columns.phase_of_member, column)
                for name, column in member.items()
            },
        },
        _pair_tallies={
            name: _of_rows(PAIR_BY_NAME[name], columns.phase_of_pair, column)
            for name, column in columns.pair.items()
        },
    )


def _of_alliances(name: str, column: Column, columns: CodeColumns) -> Tally:
    """Count a variable of the alliance; a member may have a value of its own."""
    of_rows = list(map(column.__getitem__, columns.phase_of_member))
    in_phases = set(enumerate(column))
    for row, codes in columns.own.items():
        if name in codes:
            of_rows[row] = codes[name]
            in_phases.add((columns.phase_of_member[row], codes[name]))
    return _tally(BY_NAME[name], in_phases, of_rows)


def _of_rows(variable: Variable, phase_of_row: Sequence[int], column: Column) -> Tally:
    return _tally(variable, set(zip(phase_of_row, column, strict=True)), column)


def _tally(variable: Variable, in_phases: set[tuple[int, int | None]], of_rows: Column) -> Tally:
    tally = Tally(Counter(value for _, value in in_phases), Counter(of_rows))
    if variable.codes:
        return tally
    with_number = {phase for phase, value in in_phases if value not in _NO_NUMBER}
    return replace(tally, numbers=_numbers(tally, len(with_number)))


def _numbers(tally: Tally, phases: int) -> Numbers | None:
    found = tally.found.difference(_NO_NUMBER)
    if not found:
        return None
    rows = sum(tally.rows[value] for value in found)
    return Numbers(min(found), max(found), len(found), phases, rows)


def _derived_of_members(member: Columns) -> Columns:
    """Return the columns that follow from each member's own codes.

    Members with the same codes are worked out once: there are far fewer kinds than members.
    """
    kinds = list(zip(*(member[name] for name in _IN_MEMBER), strict=True))
    follows = {kind: derived_of_member(_given(_IN_MEMBER, kind)) for kind in set(kinds)}
    names = derived_of_member({})
    return {name: [follows[kind][name] for kind in kinds] for name in names}


def _derived_of_alliances(columns: CodeColumns) -> Columns:
    """Return the columns that follow for each phase from its members and its other phases."""
    codings = _codings(columns)
    phases: dict[int | None, dict[int, Coding]] = defaultdict(dict)
    keys = list(zip(columns.alliance["atopid"], columns.alliance["phase"], strict=True))
    for (atop_id, phase), coding in zip(keys, codings, strict=True):
        phases[atop_id][phase or 0] = coding
    follows = [
        derived_of_alliance(coding, phases[atop_id])
        for (atop_id, _), coding in zip(keys, codings, strict=True)
    ]
    names = follows[0] if follows else ()
    return {name: [codes[name] for codes in follows] for name in names}


def _codings(columns: CodeColumns) -> list[Coding]:
    codings = [Coding() for _ in columns.alliance["atopid"]]
    rows = zip(*(columns.member[name] for name in _IN_ALLIANCE), strict=True)
    for number, (phase, row) in enumerate(zip(columns.phase_of_member, rows, strict=True)):
        codings[phase].members[str(number)] = _given(_IN_ALLIANCE, row)
    return codings


def _given(names: Sequence[str], values: Sequence[int | None]) -> Codes:
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}
