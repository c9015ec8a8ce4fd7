"""What the gate finds in the codes: uncoded ones, rows that cannot be published, bad files.

Making and checking every dataset file takes seconds, and most approvals change no code. So the
result is cached with a hash of all that it was computed from.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from coding.codebook.sheet import key_of
from coding.datasets.faults import FaultKind, RowFault
from coding.export.output import HashedFile
from coding.export.released import released_alliances
from coding.export.reports import Reporting, silent
from coding.export.scope import ExportScope
from coding.releases.gate_input import GateInput
from coding.releases.gate_parts import GateParts, InAlliance, parts_now
from coding.releases.obstacles import Check, Obstacle
from coding.releases.uncoded import UncodedIn, uncoded_in
from coding.workflow.kept_results import keep_result, kept_result

CODED = "Every sheet is coded, or was published so"
PUBLISHABLE = "Every alliance can be published"
_KEPT = "gate"

COMPLETE = "States and years are complete: a row for each year that a member is bound, and no other"
MIRRORED = "Every pair has its mirror row, and both directions agree"
_CHECK_OF = {
    FaultKind.DUPLICATE: "No row occurs twice in a dataset file",
    FaultKind.ABSENT: COMPLETE,
    FaultKind.UNFOUNDED: COMPLETE,
    FaultKind.LATE: COMPLETE,
    FaultKind.PURE: COMPLETE,
    FaultKind.ONE_SIDED: MIRRORED,
    FaultKind.ASYMMETRIC: MIRRORED,
    FaultKind.DISAGREES: MIRRORED,
    FaultKind.CODE: "Every code is one of its variable",
}


@dataclass(frozen=True)
class InCodes:
    """The result of the gate's checks of codes for the open release.

    ``hashes`` has each CSV file's SHA-256 by its stem, ``rows`` the number of its rows. Both are
    empty while the release lacks its label or the like: there are no files to check then.
    """

    checks: tuple[Check, ...]
    remarks: tuple[str, ...]
    hashes: dict[str, str]
    rows: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        files = [[stem, self.hashes[stem], self.rows[stem]] for stem in self.hashes]
        return {
            "checks": [asdict(check) for check in self.checks],
            "remarks": self.remarks,
            "files": files,  # a list: PostgreSQL does not keep the order of an object's keys
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "InCodes":
        checks = tuple(Check.from_json(check) for check in data["checks"])
        hashes = {stem: sha256 for stem, sha256, _ in data["files"]}
        rows = {stem: number for stem, _, number in data["files"]}
        return cls(checks, tuple(data["remarks"]), hashes, rows)


def found_in_codes(
    scope: ExportScope, *, with_files: bool, at_once: bool = False, progress: Reporting = silent
) -> InCodes:
    """Return the result for the codes, from the cache if they are the same.

    Raises TakesLong if it is called with ``at_once`` and would take too long.
    """
    seen = GateInput.now(scope, with_files=with_files)
    if before := kept_result(_KEPT, seen.all_of_it, InCodes.from_json):
        return before
    if with_files:
        result = _found_in_files(seen, parts_now(seen, at_once=at_once, progress=progress))
    else:
        result = _found_without(seen)
    keep_result(_KEPT, seen.all_of_it, result.as_json())
    return result


def _found_without(seen: GateInput) -> InCodes:
    every, released = list(seen.by_alliance), seen.released(seen.by_alliance)
    uncoded = [uncoded_in(seen.coded(key), released.get(key, {})) for key in every]
    return InCodes((_coded(uncoded),), (_of_known(uncoded, seen.scope),), {}, {})


def _found_in_files(seen: GateInput, parts: GateParts) -> InCodes:
    """Return the result including the files as they would be frozen, and their faults."""
    scope = seen.scope
    every, files = list(parts.alliances.values()), dict[str, HashedFile]()
    for stem, file in parts.files.by_stem.items():
        files[stem] = HashedFile()
        file.write(scope.dataset_release(), files[stem].write)
    uncoded = [found_in.uncoded for found_in in every]
    usable = Check.of(PUBLISHABLE, _unpublishable(every))
    checks = (_coded(uncoded), usable, *_of_files(parts.files.faults, scope))
    remarks = _of_known(uncoded, scope), _of_late(sum(sheet.late for sheet in every), scope.cut_off)
    hashes = {stem: file.sha256 for stem, file in files.items()}
    rows = {stem: file.lines - 1 for stem, file in files.items()}  # without the header
    return InCodes(checks, remarks, hashes, rows)


def _coded(of_alliances: Iterable[UncodedIn]) -> Check:
    return Check.of(CODED, (obstacle for uncoded in of_alliances for obstacle in uncoded.obstacles))


def _of_known(of_alliances: Iterable[UncodedIn], scope: ExportScope) -> str:
    """Say how many codes the last release lacked too."""
    known = [number for uncoded in of_alliances for number in uncoded.known]
    if not known:
        return ""
    return (
        f"{sum(known):,} codes of {len(known):,} sheets are not coded yet, as in release "
        f"{scope.changes_since_release}. The codebook counts them apart from what is missing."
    )


def _unpublishable(of_alliances: Iterable[InAlliance]) -> Iterator[Obstacle]:
    every = list(of_alliances)
    if not any(found_in.rows for found_in in every):
        yield Obstacle("No dataset file would have a row: no member is coded up to the cut-off.")
    for found_in in every:
        yield from found_in.unusable


def _of_files(faults: Sequence[RowFault], scope: ExportScope) -> Iterator[Check]:
    """Yield the checks of the dataset files, without faults that were published before."""
    in_question = {_alliance(fault) for fault in faults if fault.kind is FaultKind.CODE}
    before = _published_codes(scope, in_question) if in_question else set()
    standing = [
        fault for fault in faults if (_alliance(fault), fault.column, fault.value) not in before
    ]
    for title in dict.fromkeys(_CHECK_OF.values()):
        yield Check.of(
            title, (_obstacle(fault) for fault in standing if _CHECK_OF[fault.kind] == title)
        )


def _published_codes(
    scope: ExportScope, alliances: set[int | None]
) -> set[tuple[int | None, str, object]]:
    """Return the last frozen release's codes of some alliances as (ATOP ID, variable, value).

    A value without a label is no fault if it was published before (observed in 5.1: refothio 2 of
    ATOP ID 4860).
    """
    only = None if None in alliances else [alliance for alliance in alliances if alliance]
    return {
        (phase.atop_id, cell.rpartition("/")[2], value)
        for phases in released_alliances(scope.changes_since_release, only)
        for phase in phases
        for cell, value in phase.coding.cells.items()
    }


def _alliance(fault: RowFault) -> int | None:
    atop_id = dict(fault.key).get("atopid")
    return int(atop_id) if atop_id else None


def _obstacle(fault: RowFault) -> Obstacle:
    alliance, phase = _alliance(fault), dict(fault.key).get("phase")
    return Obstacle(str(fault), key_of(alliance, int(phase or 0)) if alliance else "")


def _of_late(rows: int, cut_off: date | None) -> str:
    if not rows:
        return ""
    count = "A member's row begins" if rows == 1 else f"{rows} members' rows begin"
    return f"{count} after the cut-off, {cut_off}. They are in none of the dataset files."
