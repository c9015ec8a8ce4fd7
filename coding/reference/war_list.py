"""Read COW's inter-state wars: a line per state and side, with one or two spells of fighting.

In a date, -9 is an unknown day. -8 means that there is no second spell. An end in the year -7 is in
the future.
"""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from coding.reference.own_facts import COW_WARS, Fact, FactList, ParticipationFact, WarFact
from coding.reference.separated_values import ListRow, ListTable, existing

_NONE, _UNKNOWN, _ONGOING = -8, -9, -7

WAR_COLUMNS = (
    *("WarNum", "WarName", "ccode", "Side"),
    *("StartMonth1", "StartDay1", "StartYear1", "EndMonth1", "EndDay1", "EndYear1"),
    *("StartMonth2", "StartDay2", "StartYear2", "EndMonth2", "EndDay2", "EndYear2"),
    "Version",
)


class WarSpell(NamedTuple):
    """A time of fighting. An unknown day is the first of its month, or the last at the end."""

    begin: date
    begin_day_known: bool
    end: date | None
    end_day_known: bool


class Fought(NamedTuple):
    """One line of the list."""

    war: int
    name: str
    state: int
    side: int
    spells: list[WarSpell]


def read_cow_wars(table: ListTable) -> FactList:
    lines = table.read(_line)
    table.check_names("WarName", ((row, war.war, war.name) for row, war in lines))
    table.check_order(
        "EndYear1",
        (
            (row, (war.war, war.state), spell.begin, spell.end)
            for row, war in lines
            for spell in war.spells
        ),
    )
    version = table.one_value("Version", r"\d+(\.\d+)?")
    source = f"{COW_WARS}, version {version if '.' in version else f'{version}.0'}"
    wars = {war.war: WarFact(war.war, war.name, source) for _, war in lines}
    participations: list[Fact] = [
        ParticipationFact(war.war, war.state, war.side, *spell, source)
        for _, war in lines
        for spell in war.spells
    ]
    states: dict[int, int] = {}
    for row, war in lines:
        states.setdefault(war.state, row.line)
    facts = {"War": list[Fact](wars.values()), "Participation": participations}
    return FactList(table.file, COW_WARS, source, facts, states)


def _line(row: ListRow) -> Fought:
    spells = [_spell(row, "1")]
    if row.whole("StartYear2", 9999, _NONE) != _NONE:
        spells.append(_spell(row, "2"))
    return Fought(
        row.whole("WarNum", 9999),
        row.text("WarName", longest=100),
        row.whole("ccode", 9999),
        row.whole("Side", 2),
        spells,
    )


def _spell(row: ListRow, which: str) -> WarSpell:
    begin, begin_day_known = _day(row, f"Start{{}}{which}", is_end=False)
    if row.whole(f"EndYear{which}", 9999, _ONGOING) == _ONGOING:
        return WarSpell(begin, begin_day_known, None, True)
    return WarSpell(begin, begin_day_known, *_day(row, f"End{{}}{which}", is_end=True))


def _day(row: ListRow, column: str, *, is_end: bool) -> tuple[date, bool]:
    """Return a day and whether it is known. Only days may be unknown, never month or year."""
    year = row.whole(column.format("Year"), 9999)
    month = row.whole(column.format("Month"), 12)
    day = row.whole(column.format("Day"), 31, _UNKNOWN)
    if day == _UNKNOWN:
        return date(year, month, monthrange(year, month)[1] if is_end else 1), False
    return existing(column.format("Day"), year, month, day), True
