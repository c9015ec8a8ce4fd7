"""Codes that nobody has given yet: obstacles to a release, or uncoded in the last one already."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from coding.codebook.cells import Codes, Coding
from coding.codebook.sheet import CodedPhase, key_of
from coding.codebook.still_to_do import Gap, gaps
from coding.export.release_flags import Phases, as_released
from coding.models.variables import VARIABLES
from coding.releases.obstacles import Obstacle

MOST_SAID = 3  # codes named for one sheet


@dataclass(frozen=True)
class UncodedIn:
    """The uncoded codes in the phases of an alliance.

    ``known`` has, for each sheet, the number of codes that the last release lacked at the same
    place. They are no obstacle: a variable that was declared later is empty in all alliances that
    the last release has. Anybody who wants it there codes it, and the codebook counts the uncoded
    ones.
    """

    obstacles: list[Obstacle] = field(default_factory=list)
    known: list[int] = field(default_factory=list)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "UncodedIn":
        return cls([Obstacle.from_json(obstacle) for obstacle in data["obstacles"]], data["known"])


def uncoded_in(phases: Iterable[CodedPhase], released: Phases) -> UncodedIn:
    """Return what an alliance lacks; ``released`` are its phases in the last release."""
    uncoded = UncodedIn()
    for phase in phases:
        lacking = gaps(phase.coding, VARIABLES) if phase.coding.members else []
        before = as_released(phase, released)
        new = [gap for gap in lacking if not _was_published(gap, before)]
        if new:
            uncoded.obstacles.append(_obstacle(phase, new))
        if known := len(lacking) - len(new):
            uncoded.known.append(known)
    return uncoded


def _was_published(gap: Gap, before: CodedPhase | None) -> bool:
    """Whether the last release has this row, without the code."""
    row = _row_of(gap, before.coding) if before else None
    return row is not None and gap.variable.name not in row


def _row_of(gap: Gap, coding: Coding) -> Codes | None:
    if gap.partner:
        return coding.pairs.get((gap.member, gap.partner))
    return coding.members.get(gap.member) if gap.member else coding.alliance


def _obstacle(phase: CodedPhase, lacking: list[Gap]) -> Obstacle:
    labels = dict.fromkeys(f"{gap.variable.label} ({gap.variable.name})" for gap in lacking)
    labels_shown = ", ".join(list(labels)[:MOST_SAID])
    more = f", and {len(labels) - MOST_SAID} more" if len(labels) > MOST_SAID else ""
    places: dict[int, str] = {}
    for gap in sorted(lacking, key=lambda gap: gap.question):
        places.setdefault(gap.question, gap.cell)
    text = f"Not coded yet: {labels_shown}{more}."
    return Obstacle(text, key_of(phase.atop_id, phase.phase), places=tuple(places.items()))
