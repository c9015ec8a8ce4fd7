"""Codes that nobody has given yet: what is in the way of a release, and what was published so."""

from collections.abc import Iterator
from functools import cached_property

from coding.codebook.cells import Codes, Coding
from coding.codebook.sheet import CodedPhase, key_of
from coding.codebook.still_to_do import Gap, gaps
from coding.export.release_flags import FIRST
from coding.export.released import released_alliances
from coding.export.scope import ExportScope
from coding.models.approved_values import phases_in_record
from coding.models.variables import VARIABLES
from coding.releases.obstacles import Obstacle

MOST_SAID = 3  # codes named for one sheet


class Uncoded:
    """The gaps of the record; those that the last release had at the same place stay apart.

    A variable that was declared after it is empty in all alliances that it has: whoever wants it in
    them codes it, and the codebook counts those that are not coded yet.
    """

    def __init__(self, scope: ExportScope) -> None:
        self._scope = scope

    def obstacles(self) -> Iterator[Obstacle]:
        """Yield an obstacle for each sheet that lacks a code which the last release had."""
        for phase, new, _ in self._found:
            if new:
                yield _obstacle(phase, new)

    def remark(self) -> str:
        """Say how many codes the last release lacked too."""
        known = [len(old) for _, _, old in self._found if old]
        if not known:
            return ""
        return (
            f"{sum(known):,} codes of {len(known):,} sheets are not coded yet, as in release "
            f"{self._scope.changes_since_release}. The codebook counts them apart from what is "
            "missing."
        )

    @cached_property
    def _found(self) -> list[tuple[CodedPhase, list[Gap], list[Gap]]]:
        """Each phase with gaps: those that are new, and those that were published so."""
        found = []
        for phase in phases_in_record():
            lacking = gaps(phase.coding, VARIABLES)
            if lacking and phase.coding.members and phase.atop_id not in self._scope.held:
                new = [gap for gap in lacking if not self._was_published(phase, gap)]
                found.append((phase, new, [gap for gap in lacking if gap not in new]))
        return found

    def _was_published(self, phase: CodedPhase, gap: Gap) -> bool:
        """Whether the last release has this row, without the code."""
        before = self._released.get((phase.atop_id, phase.phase))
        if before is None and phase.phase == FIRST:
            before = self._released.get((phase.atop_id, 0))
        if before is None:
            return False
        row = _row_of(gap, before.coding)
        return row is not None and gap.variable.name not in row

    @cached_property
    def _released(self) -> dict[tuple[int, int], CodedPhase]:
        alliances = released_alliances(self._scope.changes_since_release)
        return {(one.atop_id, one.phase): one for phases in alliances for one in phases}


def _row_of(gap: Gap, coding: Coding) -> Codes | None:
    if gap.partner:
        return coding.pairs.get((gap.member, gap.partner))
    return coding.members.get(gap.member) if gap.member else coding.alliance


def _obstacle(phase: CodedPhase, lacking: list[Gap]) -> Obstacle:
    labels = dict.fromkeys(f"{gap.variable.label} ({gap.variable.name})" for gap in lacking)
    said = ", ".join(list(labels)[:MOST_SAID])
    more = f", and {len(labels) - MOST_SAID} more" if len(labels) > MOST_SAID else ""
    places: dict[int, str] = {}
    for gap in sorted(lacking, key=lambda gap: gap.question):
        places.setdefault(gap.question, gap.cell)
    text = f"Not coded yet: {said}{more}."
    return Obstacle(text, key_of(phase.atop_id, phase.phase), places=tuple(places.items()))
