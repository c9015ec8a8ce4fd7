"""Read the two lists of independent states: COW's and Gleditsch and Ward's.

In both, a state that still exists ends on the list's own last day, 31 December of its version. Such
a spell is stored without an end: the state counts as a member until a newer list says otherwise.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from coding.codebook.states_and_wars import COW, GW
from coding.reference.own_facts import COW_STATES, GW_STATES, Fact, FactList, SpellFact, StateFact
from coding.reference.separated_values import BadCell, ListRow, ListTable

COW_COLUMNS = (
    *("stateabb", "ccode", "statenme", "styear", "stmonth", "stday"),
    *("endyear", "endmonth", "endday", "version"),
)


class GwColumns(NamedTuple):
    """The names of the columns in Gleditsch and Ward's list."""

    code: str
    name: str
    begin: str
    end: str


GW_TABLE = GwColumns("gwcode", "statename", "startdate", "enddate")
GW_TEXT = GwColumns("statenumber", "countryname", "start", "end")
_GW_ABBREVIATION = "stateabb"  # absent in some of their files

# States that have another number in Gleditsch and Ward's list than in COW's: Serbia, Kiribati,
# Nauru, Tonga, Tuvalu. Their 815, Vietnam until 1893, is the Annam that ATOP counts as 8152.
_COW_CODES = {340: 345, 815: 8152, 970: 946, 971: 970, 972: 955, 973: 947}
# States that Gleditsch and Ward carry on where COW begins a new one: unified Germany and Yemen.
_SUCCEEDED = {260: (date(1990, 10, 3), 255), 678: (date(1990, 5, 22), 679)}


class ListedState(NamedTuple):
    """One line of a list of states; ``code`` is the list's own number."""

    code: int
    abbreviation: str
    name: str
    begin: date
    end: date


ListedLines = list[tuple[ListRow, ListedState]]


def read_cow_states(table: ListTable) -> FactList:
    lines = table.read(_cow_line)
    table.check_names("statenme", ((row, state.code, state.name) for row, state in lines))
    _check_order(table, lines, "endyear")
    version = table.one_value("version", r"\d{4}")
    last_day = date(int(version), 12, 31) if version else date.max
    source = f"{COW_STATES}, version {version}"
    spells: list[Fact] = [
        SpellFact(state.code, COW, state.begin, _end_or_none(state.end, last_day), None, source)
        for _, state in lines
    ]
    return FactList(
        table.file,
        COW_STATES,
        source,
        {"State": _last_names(lines, source), "StateSpell": spells},
        {},
    )


def read_gw_states(table: ListTable, columns: GwColumns) -> FactList:
    """Read Gleditsch and Ward's list.

    Spells get the COW country code. Names are used for states that COW does not list.
    """
    lines = table.read(partial(_gw_line, columns=columns))
    _check_order(table, lines, columns.end)
    last_day = max((state.end for _, state in lines), default=date.max)
    if (last_day.month, last_day.day) != (12, 31):
        row = next(row for row, state in lines if state.end == last_day)
        rule = "The latest end is the list's last day, a 31 December."
        table.refuse(row, BadCell(columns.end, rule, str(last_day)))
    source = f"{GW_STATES}, to {last_day}"
    spells: list[Fact] = []
    states: dict[int, int] = {}
    for row, listed in lines:
        for code, begin, end in _under_cow_codes(listed):
            listed_as = listed.code if listed.code != code else None
            spells.append(
                SpellFact(code, GW, begin, _end_or_none(end, last_day), listed_as, source)
            )
            states.setdefault(code, row.line)
    own = [(row, state) for row, state in lines if state.code not in _COW_CODES]
    facts = {"State": _last_names(own, source), "StateSpell": spells}
    return FactList(table.file, GW_STATES, source, facts, states)


def _cow_line(row: ListRow) -> ListedState:
    return ListedState(
        row.whole("ccode", 9999),
        row.text("stateabb", longest=10),
        row.text("statenme", longest=100),
        row.day("styear", "stmonth", "stday"),
        row.day("endyear", "endmonth", "endday"),
    )


def _gw_line(row: ListRow, columns: GwColumns) -> ListedState:
    has_abbreviation = _GW_ABBREVIATION in row.cells
    return ListedState(
        row.whole(columns.code, 9999),
        row.text(_GW_ABBREVIATION, longest=10) if has_abbreviation else "",
        row.text(columns.name, longest=100),
        row.iso_date(columns.begin),
        row.iso_date(columns.end),
    )


def _check_order(table: ListTable, lines: ListedLines, column: str) -> None:
    table.check_order(column, ((row, state.code, state.begin, state.end) for row, state in lines))


def _last_names(lines: ListedLines, source: str) -> list[Fact]:
    """Return each state once, with the name of its last spell."""
    states = {
        state.code: StateFact(state.code, state.abbreviation, state.name, source)
        for _, state in lines
    }
    return list(states.values())


def _end_or_none(end: date, last_day: date) -> date | None:
    return None if end == last_day else end


def _under_cow_codes(listed: ListedState) -> Iterator[tuple[int, date, date]]:
    """Yield the spell under COW's code, in two parts where COW begins a new state."""
    if listed.code not in _SUCCEEDED:
        yield _COW_CODES.get(listed.code, listed.code), listed.begin, listed.end
        return
    change, successor = _SUCCEEDED[listed.code]
    if listed.begin < change:
        yield listed.code, listed.begin, min(listed.end, change - timedelta(days=1))
    if listed.end >= change:
        yield successor, max(listed.begin, change), listed.end
