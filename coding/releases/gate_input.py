"""The input of the gate: hashes of the codes, and of all else that is published with them."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from coding.code_hash import code_hash
from coding.codebook.sheet import CodedPhase
from coding.datasets.effects.alliance_effect import AllianceSide
from coding.datasets.publishable import publishable
from coding.export.release_flags import Phases, flags_of
from coding.export.released import released_alliances
from coding.export.scope import ExportScope
from coding.models import ReleasedSheet
from coding.models.release import last_frozen
from coding.models.rows_in_record import SheetRows, alliances_in_record

_HELD = "held back"  # the hash of such an alliance: its codes do not matter


@dataclass(frozen=True)
class GateInput:
    """The codes of the record, read once, as the open release publishes them.

    ``shared`` is the hash of what all alliances have in common: the release's own data and what it
    holds back, the release before, and the program code. ``by_alliance`` has hashes of codes.
    """

    scope: ExportScope
    shared: str
    rows: Mapping[int, list[SheetRows]]
    by_alliance: Mapping[int, str]

    @classmethod
    def now(cls, scope: ExportScope, *, with_files: bool) -> "GateInput":
        read = {phases[0].atop_id: phases for phases in alliances_in_record(with_answers=False)}
        hashes = {atop_id: _hash_of(phases) for atop_id, phases in read.items()}
        hashes |= dict.fromkeys(scope.held.alliances, _HELD)
        return cls(scope, _shared(scope, with_files), read, dict(sorted(hashes.items())))

    @cached_property
    def all_of_it(self) -> str:
        return hashlib.sha256(repr((self.shared, self.by_alliance)).encode()).hexdigest()

    def coded(self, atop_id: int) -> list[CodedPhase]:
        """Return the phases of an alliance as they are coded now; none if it is held back."""
        phases = () if atop_id in self.scope.held else self.rows[atop_id]
        return [CodedPhase(atop_id, rows.phase, rows.coding) for rows in phases]

    def released(self, atop_ids: Collection[int]) -> dict[int, Phases]:
        only = atop_ids if len(atop_ids) < len(self.by_alliance) else None
        before = released_alliances(self.scope.changes_since_release, only)
        return {phases[0].atop_id: {phase.phase: phase for phase in phases} for phases in before}

    def published(self, phases: list[CodedPhase], atop_id: int, released: Phases) -> AllianceSide:
        """Return what is published of an alliance with these phases."""
        scope = self.scope
        flagged = [
            replace(phase, flags=flags_of(phase, released, scope.flags))
            for phase in scope.held.phases.get(atop_id, phases)
        ]
        release = scope.dataset_release()
        return AllianceSide(publishable([flagged] if flagged else [], release), release)


def _hash_of(phases: Iterable[SheetRows]) -> str:
    content = [(phase.phase, phase.codes, phase.members, phase.pairs) for phase in phases]
    return hashlib.sha256(repr(content).encode()).hexdigest()[:32]


def _shared(scope: ExportScope, with_files: bool) -> str:
    """Return the hash of what alliances share; those held back depend on the release before."""
    release = (scope.release, scope.cut_off, scope.flags, scope.changes_since_release)
    grounds = (code_hash(), with_files, release, scope.held.alliances, _pinned_before())
    return hashlib.sha256(repr(grounds).encode()).hexdigest()


def _pinned_before() -> tuple[Any, ...]:
    """Return what identifies the last frozen release; its data never change."""
    before = last_frozen()
    if before is None:
        return ()
    pinned = ReleasedSheet.objects.filter(release=before).count()
    return before.pk, before.label, before.cut_off, before.frozen_at, before.hashes, pinned
