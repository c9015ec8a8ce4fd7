"""Mark alliances that are new or revised in the open release: the columns newN and revN.

N is the leading number of the release's label. newN is 1 for an alliance that the last frozen
release does not have. revN is 1 for a phase whose codes differ from that release; a new alliance is
not also revised (observed in 5.1). A release with the same number as the one before adds no columns
(observed in 5.1: its own additions have no new5). Older columns stay as they were recorded.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coding.codebook.cells import Codes
from coding.codebook.sheet import FIRST_PHASE, CodedPhase

_NUMBER = re.compile(r"\d+")

Phases = Mapping[int, CodedPhase]  # an alliance's phases by their numbers


@dataclass(frozen=True)
class FlagColumns:
    """The last frozen release's columns, then the open one's pair."""

    kept: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.kept, *self.added)


def flag_columns(recorded: Iterable[str], last: str | None, label: str | None) -> FlagColumns:
    """Return the columns for a release's label; ``recorded`` are the last release's."""
    kept = tuple(sorted(recorded, key=_in_order))
    number = _number(label)
    pair = (f"new{number}", f"rev{number}") if number and number != _number(last) else ()
    return FlagColumns(kept, tuple(name for name in pair if name not in kept))


def flags_of(phase: CodedPhase, before: Phases, columns: FlagColumns) -> dict[str, Codes]:
    """Return the flags of each member's row; ``before`` is the alliance as last released.

    A member that the release lacks has the phase's flags, a phase that it lacks the alliance's.
    """
    same = as_released(phase, before)
    sources = [same] if same else list(before.values())
    shared: Codes = {name: _highest(name, sources) for name in columns.kept}
    is_revised = bool(before) and (same is None or same.coding != phase.coding)
    shared |= zip(columns.added, (int(not before), int(is_revised)), strict=False)
    own = same.flags if same else {}
    return {key: {**shared, **own.get(key, {})} for key in phase.coding.members}


def as_released(phase: CodedPhase, before: Phases) -> CodedPhase | None:
    """Return a phase as the release has it; it may have the first one as the only one."""
    return before.get(phase.phase) or (before.get(0) if phase.phase == FIRST_PHASE else None)


def _highest(name: str, phases: Iterable[CodedPhase]) -> int:
    rows = (flags for phase in phases for flags in phase.flags.values())
    return max((flags.get(name, 0) for flags in rows), default=0)


def _in_order(name: str) -> tuple[int, str]:
    """Sort new5, rev5, new6, rev6: a database may keep names in another order."""
    return int(name[3:]), name[:3]


def _number(label: str | None) -> str:
    leading = _NUMBER.match(label or "")
    return leading[0] if leading else ""
