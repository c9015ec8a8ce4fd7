"""The states and wars named in the dataset files, as tables: today's or those of a freeze.

Their history has what they were when a release was frozen.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from coding.datasets.documents.companion_files import (
    STATE_SPELLS,
    STATES,
    WAR_SPELLS,
    WARS,
    CompanionFile,
)
from coding.models import Participation, State, StateSpell, War
from coding.models.tracking import Tracked

Rows = list[tuple[Any, ...]]


def reference_tables(at: datetime | None) -> Iterator[tuple[CompanionFile, Rows]]:
    """Yield each table with its rows in order, as of a moment or as of now; four queries."""
    yield STATES, sorted(_rows_of(State, at, "code", "abbreviation", "name", "source"))
    spelled = ("state_id", "system", "begin", "end", "listed_as", "source")
    yield STATE_SPELLS, _standing(StateSpell, at, *spelled)
    yield WARS, sorted(_rows_of(War, at, "number", "name", "source"))
    fought = ("war_id", "state_id", "side", "begin", "end", "begin_day_known", "end_day_known")
    yield (
        WAR_SPELLS,
        [
            (*spell, int(begin_known and end_known), source)
            for *spell, begin_known, end_known, source in _standing(
                Participation, at, *fought, "source"
            )
        ],
    )


def _standing(model: type[Tracked], at: datetime | None, *names: str) -> Rows:
    """Return the spells that are not withdrawn; no two have the same columns before their end."""
    rows = _rows_of(model, at, "withdrawn", *names)
    return sorted((row[1:] for row in rows if not row[0]), key=lambda row: row[:4])


def _rows_of(model: type[Tracked], at: datetime | None, *names: str) -> Iterator[tuple[Any, ...]]:
    rows = model.history.as_of(at) if at else model._default_manager.all()
    return (tuple(getattr(row, name) for name in names) for row in rows)
