"""Sheets that an admin holds back from a release, with all phases of their alliance.

The files describe an alliance as a whole. One that was published before stays as in the last
release; a new one is left out of this release.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from coding.codebook.sheet import CodedPhase
from coding.sheets.printing.printable import PrintableSheet


@dataclass(frozen=True)
class HeldBack:
    """An alliance that is held back. ``as_in`` is the release whose data it keeps, or None."""

    atop_id: int
    reason: str
    as_in: str | None = None

    def __str__(self) -> str:
        stays = f"as in release {self.as_in}" if self.as_in else "not in this release"
        return f"ATOP ID {self.atop_id}, {stays}: {self.reason}"

    @property
    def why(self) -> str:
        """Return why its data in the record are in no file."""
        stays = f", and stays as in release {self.as_in}" if self.as_in else ""
        return f"The alliance is held back by hand{stays}: {self.reason}"


@dataclass(frozen=True)
class AllHeldBack:
    """All alliances held back, by ATOP ID, with their phases in the last release."""

    alliances: Mapping[int, HeldBack] = field(default_factory=dict)
    phases: Mapping[int, list[CodedPhase]] = field(default_factory=dict)
    sheets: tuple[PrintableSheet, ...] = ()

    def __contains__(self, atop_id: int) -> bool:
        return atop_id in self.alliances

    def among_alliances(self, alliances: Iterable[list[CodedPhase]]) -> Iterator[list[CodedPhase]]:
        """Yield alliances in order of ATOP ID; those held back as in the last release."""
        passed = (alliance for alliance in alliances if alliance[0].atop_id not in self)
        staying = (self.phases[atop_id] for atop_id in sorted(self.phases))
        return heapq.merge(passed, staying, key=lambda phases: phases[0].atop_id)

    def among_sheets(self, sheets: Iterable[PrintableSheet]) -> Iterator[PrintableSheet]:
        """Yield sheets in order; those held back as in the last release."""
        passed = (sheet for sheet in sheets if sheet.atop_id not in self)
        return heapq.merge(passed, self.sheets, key=lambda sheet: (sheet.atop_id, sheet.phase))


NOTHING_HELD = AllHeldBack()
