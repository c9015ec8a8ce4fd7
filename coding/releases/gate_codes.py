"""What the gate finds in the codes: what nobody coded, what is in no file, how the files are.

To make every dataset file and try it takes seconds, and most of what is approved changes no code.
So it is kept with a hash of all that it was found in, and found anew where that is another one.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from coding.codebook.sheet import key_of
from coding.datasets.every_file import Table, derive
from coding.datasets.faults import Fault, Kind
from coding.datasets.publishable import LeftOut, Publishable, publishable
from coding.datasets.soundness import faults_in
from coding.datasets.writing import write_csv
from coding.export import record
from coding.export.output import HashedFile
from coding.export.released import released_alliances
from coding.export.scope import ExportScope
from coding.models import ReleasedSheet
from coding.models.approved_rows import alliances_in_record
from coding.models.release import last_frozen
from coding.models.variables import BY_NAME
from coding.releases.obstacles import Check, Obstacle
from coding.releases.uncoded import Uncoded
from coding.sources import code_hash
from coding.workflow.kept import keep, kept

LABELS = {name: variable.codes for name, variable in BY_NAME.items() if variable.codes}
CODED = "Every sheet is coded, or was published so"
PUBLISHABLE = "Every alliance can be published"
_KEPT = "gate"

COMPLETE = "States and years are complete: a row for each year that a member is bound, and no other"
MIRRORED = "Every pair has its mirror row, and both directions agree"
_CHECK_OF = {
    Kind.DUPLICATE: "No row occurs twice in a dataset file",
    Kind.ABSENT: COMPLETE,
    Kind.UNFOUNDED: COMPLETE,
    Kind.LATE: COMPLETE,
    Kind.PURE: COMPLETE,
    Kind.ONE_SIDED: MIRRORED,
    Kind.ASYMMETRIC: MIRRORED,
    Kind.DISAGREES: MIRRORED,
    Kind.CODE: "Every code is one of its variable",
}


@dataclass(frozen=True)
class InCodes:
    """What is found in the codes of the record for the open release.

    ``hashes`` has each CSV file's SHA-256 by its stem, ``rows`` how many rows it has. Both are
    empty while the release does not say what it is: then there are no files to try.
    """

    checks: tuple[Check, ...]
    remarks: tuple[str, ...]
    hashes: dict[str, str]
    rows: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        files = [[stem, self.hashes[stem], self.rows[stem]] for stem in self.hashes]
        return {
            "checks": [asdict(one) for one in self.checks],
            "remarks": self.remarks,
            "files": files,  # PostgreSQL keeps the order of lists only
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "InCodes":
        checks = tuple(Check.from_json(one) for one in said["checks"])
        hashes = {stem: sha256 for stem, sha256, _ in said["files"]}
        rows = {stem: number for stem, _, number in said["files"]}
        return cls(checks, tuple(said["remarks"]), hashes, rows)


def found_in_codes(scope: ExportScope, *, with_files: bool) -> InCodes:
    """Return what is found in the codes, as it was found before where they are the same."""
    saw = _seen(scope, with_files=with_files)
    if before := kept(_KEPT, saw, InCodes.from_json):
        return before
    found = find_in_codes(scope, with_files=with_files)
    if _seen(scope, with_files=with_files) == saw:  # nobody wrote meanwhile
        keep(_KEPT, saw, found.as_json())
    return found


def find_in_codes(scope: ExportScope, *, with_files: bool) -> InCodes:
    """Find it from nothing: make all files as they would be frozen, and try them."""
    uncoded = Uncoded(scope)
    coded = Check.of(CODED, uncoded.obstacles())
    if not with_files:
        return InCodes((coded,), (uncoded.remark(),), {}, {})
    release, files = scope.dataset_release(), dict[str, HashedFile]()
    found = publishable(record.coded_alliances(scope), release)
    tables = _noted(derive(found.rows, found.pairs, release, found.uncoded), files)
    faults = list(faults_in(tables, scope.cut_off or date.max, LABELS))
    checks = (coded, Check.of(PUBLISHABLE, _unpublishable(found)), *_of_files(faults, scope))
    late = _of_late(len(found.left_out) - len(found.unusable), scope.cut_off)
    hashes = {stem: file.sha256 for stem, file in files.items()}
    rows = {stem: file.lines - 1 for stem, file in files.items()}  # without the header
    return InCodes(checks, (uncoded.remark(), late), hashes, rows)


def _seen(scope: ExportScope, *, with_files: bool) -> str:
    """Return the hash of all of it: codes, release, what is held back, the release before, code.

    Phases of alliances that are held back follow from the release before.
    """
    release = (scope.release, scope.cut_off, scope.flags, scope.changes_since_release)
    said = (code_hash(), with_files, release, scope.held.alliances, _pinned_before())
    hashed = hashlib.sha256(repr(said).encode())
    for phases in alliances_in_record():
        for one in phases:
            codes = (one.atop_id, one.phase, one.codes, one.members, one.pairs)
            hashed.update(repr(codes).encode())
    return hashed.hexdigest()


def _pinned_before() -> tuple[Any, ...]:
    """Return what tells the last frozen release from any other: what it pinned never changes."""
    before = last_frozen()
    if before is None:
        return ()
    pinned = ReleasedSheet.objects.filter(release=before).count()
    return before.pk, before.label, before.cut_off, before.frozen_at, before.hashes, pinned


def _unpublishable(found: Publishable) -> Iterator[Obstacle]:
    if not found.rows:
        yield Obstacle("No dataset file would have a row: no member is coded up to the cut-off.")
    yield from map(_unusable, found.unusable)


def _unusable(row: LeftOut) -> Obstacle:
    """Say what a row lacks by its labels too, and where the first of it is entered."""
    who = f"{BY_NAME['member'].label} {row.member}: " if row.member else ""
    sheet, lacking = key_of(row.atopid, row.phase or 0), [BY_NAME[name] for name in row.lacking]
    if not lacking:
        return Obstacle(f"{who}{row.why}", sheet)
    labels, first = "; ".join(f"{one.name}: {one.label}" for one in lacking), lacking[0]
    cell = f"{row.member}/{first.name}" if first.scope == "M" else first.name
    return Obstacle(f"{who}{row.why} ({labels})", sheet, first.home, cell=cell)


def _noted(tables: Iterable[Table], files: dict[str, HashedFile]) -> Iterator[Table]:
    """Yield the tables; each one's CSV file, by its stem, is hashed in passing."""
    for table in tables:
        files[table.stem] = HashedFile()
        write_csv(table, files[table.stem].write)
        yield table


def _of_files(faults: list[Fault], scope: ExportScope) -> Iterator[Check]:
    """Yield the checks of the dataset files, without faults that were published before."""
    in_question = {_alliance(one) for one in faults if one.kind is Kind.CODE}
    before = _published_codes(scope, in_question) if in_question else set()
    standing = [one for one in faults if (_alliance(one), one.column, one.value) not in before]
    for title in dict.fromkeys(_CHECK_OF.values()):
        yield Check.of(title, (_at(one) for one in standing if _CHECK_OF[one.kind] == title))


def _published_codes(
    scope: ExportScope, alliances: set[int | None]
) -> set[tuple[int | None, str, object]]:
    """Return the last frozen release's codes of some alliances as (ATOP ID, variable, value).

    A value without a label is no fault if it was published before (observed in 5.1: refothio 2 of
    ATOP ID 4860).
    """
    only = None if None in alliances else [one for one in alliances if one]
    return {
        (phase.atop_id, cell.rpartition("/")[2], value)
        for phases in released_alliances(scope.changes_since_release, only)
        for phase in phases
        for cell, value in phase.coding.cells.items()
    }


def _alliance(fault: Fault) -> int | None:
    found = dict(fault.key).get("atopid")
    return int(found) if found else None


def _at(fault: Fault) -> Obstacle:
    alliance, phase = _alliance(fault), dict(fault.key).get("phase")
    return Obstacle(str(fault), key_of(alliance, int(phase or 0)) if alliance else "")


def _of_late(rows: int, cut_off: date | None) -> str:
    if not rows:
        return ""
    count = "A member's row begins" if rows == 1 else f"{rows} members' rows begin"
    return f"{count} after the cut-off, {cut_off}. They are in none of the dataset files."
