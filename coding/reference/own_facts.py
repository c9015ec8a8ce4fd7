"""Facts about states and wars as plain rows, and the tables that come with the site.

The fields are named as the database's columns (coding.models.reference), so a row of a file can be
compared with a row of the database.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from coding.codebook.problems import Problem
from coding.codebook.states_and_wars import COW, GW

DATA = Path(__file__).parent / "data"

COW_STATES = "COW state system membership"
GW_STATES = "Gleditsch and Ward list of independent states"
COW_WARS = "COW inter-state wars"
OWN_SOURCES = {
    COW: f"{COW_STATES}, version 2016",
    GW: f"{GW_STATES}, to 2017-12-31",
    "wars": f"{COW_WARS}, version 4.0",
    "ATOP": "ATOP data, release 5.1",
}


@dataclass(frozen=True)
class StateFact:
    """A state: ``code`` is its COW country code."""

    code: int
    abbreviation: str
    name: str
    source: str


@dataclass(frozen=True)
class SpellFact:
    """A state's time in a system, COW or GW; ``end`` is None while it lasts.

    ``listed_as`` is the list's own number for the state, if that is not the COW country code.
    """

    state_id: int
    system: str
    begin: date
    end: date | None
    listed_as: int | None
    source: str


@dataclass(frozen=True)
class WarFact:
    """An inter-state war by its COW number."""

    number: int
    name: str
    source: str


@dataclass(frozen=True)
class ParticipationFact:
    """A state's time in a war on side 1 or 2; ``end`` is None while it lasts.

    If a day is unknown, ``begin`` is the first and ``end`` the last of its month.
    """

    war_id: int
    state_id: int
    side: int
    begin: date
    begin_day_known: bool
    end: date | None
    end_day_known: bool
    source: str


Fact = StateFact | SpellFact | WarFact | ParticipationFact
FactsByModel = dict[str, list[Fact]]  # name of the model → its rows; referenced models come first


@dataclass(frozen=True)
class FactList:
    """The content of one official file. ``states`` has the first line that names each state.

    ``passed_over`` describes values of the file that were ignored.
    """

    file: str
    name: str  # of the list, such as COW_STATES
    source: str  # the name with its version
    facts: FactsByModel
    states: dict[int, int]
    passed_over: Sequence[Problem] = ()


def own_facts() -> FactsByModel:
    """Return the site's own tables by the model they belong to."""
    return {
        "State": [
            StateFact(int(row["code"]), row["abbreviation"], row["name"], OWN_SOURCES[row["list"]])
            for row in rows_of_own_table("states.csv")
        ],
        "StateSpell": [_own_spell(row) for row in rows_of_own_table("spells.csv")],
        "War": [
            WarFact(int(row["number"]), row["name"], OWN_SOURCES["wars"])
            for row in rows_of_own_table("wars.csv")
        ],
        "Participation": [
            _own_participation(row) for row in rows_of_own_table("participations.csv")
        ],
    }


def rows_of_own_table(name: str) -> Iterator[dict[str, Any]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _own_spell(row: dict[str, str]) -> SpellFact:
    return SpellFact(
        state_id=int(row["code"]),
        system=row["list"],
        begin=date.fromisoformat(row["begin"]),
        end=date.fromisoformat(row["end"]) if row["end"] else None,
        listed_as=int(row["listed_as"]) if row["listed_as"] else None,
        source=OWN_SOURCES[row["list"]],
    )


def _own_participation(row: dict[str, str]) -> ParticipationFact:
    return ParticipationFact(
        war_id=int(row["war"]),
        state_id=int(row["code"]),
        side=int(row["side"]),
        begin=date.fromisoformat(row["begin"]),
        begin_day_known=True,
        end=date.fromisoformat(row["end"]),
        end_day_known=True,
        source=OWN_SOURCES["wars"],
    )
