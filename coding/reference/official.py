"""The official lists as their projects publish them, recognised by their header."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from coding.codebook.problems import FileRefused, Problem
from coding.reference.own_facts import COW_STATES, COW_WARS, GW_STATES, FactList
from coding.reference.separated_values import ListTable, read_table
from coding.reference.state_lists import (
    COW_COLUMNS,
    GW_TABLE,
    GW_TEXT,
    read_cow_states,
    read_gw_states,
)
from coding.reference.war_list import WAR_COLUMNS, read_cow_wars


class ListLayout(NamedTuple):
    """A list in one of its forms, recognised by these columns; it may have others too."""

    name: str
    columns: tuple[str, ...]
    read: Callable[[ListTable], FactList]


LAYOUTS = (
    ListLayout(COW_STATES, COW_COLUMNS, read_cow_states),
    ListLayout(GW_STATES, GW_TABLE, partial(read_gw_states, columns=GW_TABLE)),
    ListLayout(GW_STATES, GW_TEXT, partial(read_gw_states, columns=GW_TEXT)),
    ListLayout(COW_WARS, WAR_COLUMNS, read_cow_wars),
)
_NAMES = {name.lower() for layout in LAYOUTS for name in layout.columns}


def read_official(file: str, content: bytes) -> FactList:
    """Read an official file. Raises FileRefused with all problems."""
    table = read_table(file, content, _NAMES)
    fact_list = _layout_of(table).read(table)
    if table.problems:
        raise FileRefused(sorted(table.problems, key=lambda problem: problem.line or 0))
    return replace(fact_list, passed_over=table.passed_over)


def require_states(fact_list: FactList, known: Collection[int]) -> None:
    """Raise FileRefused if a list names states that no table has."""
    rule = "Every state of the list is in the table of states."
    fix = "Load the list of states that has it, together with this file, or add it in admin."
    problems = [
        Problem(fact_list.file, rule, fix, found=str(code), line=line)
        for code, line in fact_list.states.items()
        if code not in known
    ]
    if problems:
        raise FileRefused(problems)


def _layout_of(table: ListTable) -> ListLayout:
    """Return the list that the header belongs to. Raises FileRefused."""

    def missing(layout: ListLayout) -> list[str]:
        return [name for name in layout.columns if name.lower() not in table.columns]

    closest = min(LAYOUTS, key=lambda layout: len(missing(layout)) / len(layout.columns))
    if not missing(closest):
        return closest
    rule = (
        "The header is not that of a COW list of states, of Gleditsch and Ward's list, or of the "
        f"COW inter-state wars. To be “{closest.name}” it lacks {', '.join(missing(closest))}."
    )
    fix = "Take the file as it was published, with its header; see docs/reference-data.md."
    raise FileRefused([Problem(table.file, rule, fix, found=",".join(table.columns), line=1)])
