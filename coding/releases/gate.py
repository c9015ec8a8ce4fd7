"""The release gate: what must hold in the record before a release is frozen."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from coding.checks.registry import errors
from coding.codebook.release_labels import comes_after
from coding.codebook.sheet import key_of
from coding.conversation.threads import open_of_record
from coding.datasets.every_file import Table, derive
from coding.datasets.faults import MOST_OF_A_KIND, Fault, Kind
from coding.datasets.publishable import LeftOut, Publishable, publishable
from coding.datasets.soundness import faults_in
from coding.datasets.writing import write_csv
from coding.export import record
from coding.export.held_back import NOTHING_HELD, Held
from coding.export.output import HashedFile
from coding.export.released import released_alliances
from coding.export.reports import ExportFailed
from coding.export.scope import ExportScope
from coding.models import Release
from coding.models.release import last_frozen
from coding.models.variables import BY_NAME
from coding.releases.obstacles import Obstacle
from coding.releases.uncoded import Uncoded
from coding.workflow.check_counts import checked
from coding.workflow.visibility import whole_record

MOST_NAMED = MOST_OF_A_KIND  # obstacles listed per check
LABELS = {name: variable.codes for name, variable in BY_NAME.items() if variable.codes}

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
class Check:
    """A condition with the first obstacles; ``more`` counts the others."""

    title: str
    obstacles: list[Obstacle]
    more: int = 0

    @classmethod
    def of(cls, title: str, obstacles: Iterable[Obstacle]) -> "Check":
        every = list(obstacles)
        return cls(title, every[:MOST_NAMED], max(0, len(every) - MOST_NAMED))

    @property
    def holds(self) -> bool:
        return not self.obstacles


NO_THREADS = Check("Every comment is resolved", [])


@dataclass(frozen=True)
class Gate:
    """The result of all checks. ``hashes`` has each CSV file's SHA-256 by its stem.

    ``threads`` names open comments, which are in nobody's way.
    ``seen`` identifies what was on the screen: the release and the state of the record.
    """

    checks: tuple[Check, ...]
    remarks: tuple[str, ...]
    hashes: dict[str, str]
    rows: dict[str, int]
    seen: str
    held: Held = NOTHING_HELD
    threads: Check = NO_THREADS

    @property
    def in_the_way(self) -> list[str]:
        """The alliances that could be held back, since they are in the way."""
        sheets = (one.sheet for check in self.checks for one in check.obstacles if one.sheet)
        return list(dict.fromkeys(sheet.partition(".")[0] for sheet in sheets))

    @property
    def is_open(self) -> bool:
        return all(check.holds for check in self.checks)


def run_gate(release: Release) -> Gate:
    """Run every check over the record for the open release. Takes some seconds."""
    ready = Check.of("The release says what it is", _lacking(release))
    scope = record.scope()
    decided = Check.of("Every revision is decided", _undecided(scope.held))
    sound = Check.of("No check finds an error", _errors(scope.held))
    uncoded = Uncoded(scope)
    coded = Check.of("Every sheet is coded, or was published so", uncoded.obstacles())
    checks, remarks = [ready, decided, sound, coded], [_of_drafts(), uncoded.remark()]
    files: dict[str, HashedFile] = {}
    if ready.holds:
        found = publishable(record.coded_alliances(scope), scope.dataset_release())
        derived = derive(found.rows, found.pairs, scope.dataset_release(), found.uncoded)
        tables = _noted(derived, files)
        faults = list(faults_in(tables, scope.cut_off or date.max, LABELS))
        checks += [
            Check.of("Every alliance can be published", _unpublishable(found)),
            *_of_files(faults, scope),
        ]
        remarks.append(_of_late(len(found.left_out) - len(found.unusable), release.cut_off))
    else:
        remarks.append("The dataset files are checked once the release says what it is.")
    said = tuple(remark for remark in remarks if remark)
    hashes = {stem: file.sha256 for stem, file in files.items()}
    rows = {stem: file.lines - 1 for stem, file in files.items()}  # without the header
    threads = Check.of(NO_THREADS.title, _open_threads(scope.held))
    return Gate(tuple(checks), said, hashes, rows, _seen(release), scope.held, threads)


def _lacking(release: Release) -> Iterator[Obstacle]:
    if release.cut_off is None:
        yield Obstacle("It has no cut-off, the last day that the data describe. Give it in admin.")
    elif release.cut_off > date.today():
        yield Obstacle(
            f"Its cut-off, {release.cut_off}, is still to come: nobody can know the years until "
            "then. Give an earlier day in admin."
        )
    if before := last_frozen():
        yield from _lacking_after(before, release)
    try:
        record.scope().dataset_release()
    except ExportFailed as unfit:
        yield Obstacle(str(unfit))


def _lacking_after(before: Release, release: Release) -> Iterator[Obstacle]:
    """A release follows the last one: in its label, which orders releases, and in time."""
    if not comes_after(release.label, before.label):
        yield Obstacle(
            f"Its label does not come after {before}, the last frozen release. Give a higher one "
            "in admin."
        )
    if release.cut_off and before.cut_off and release.cut_off < before.cut_off:
        yield Obstacle(
            f"Its cut-off, {release.cut_off}, is before that of release {before}, "
            f"{before.cut_off}. Give a later day in admin."
        )


def _undecided(held: Held) -> Iterator[Obstacle]:
    waiting = whole_record().pending().exclude(sheet__atop_id__in=held.alliances)
    for one in waiting.select_related("sheet"):
        text = f"The change by {one.author_name} waits for a decision."
        yield Obstacle(text, one.sheet.key, one.question, one.pk)


def _open_threads(held: Held) -> Iterator[Obstacle]:
    for one in open_of_record(without=held.alliances):
        text = f"{one.by_name} began a thread that is not resolved."
        yield Obstacle(text, one.sheet.key, one.question, thread=one.pk)


def _errors(held: Held) -> Iterator[Obstacle]:
    for sheet in checked():
        for finding in errors(sheet.findings) if sheet.atop_id not in held else ():
            question = finding.questions[0] if finding.questions else None
            text = f"{finding.said} ({finding.rule})"
            yield Obstacle(text, sheet.key, question, cell=finding.cell)


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
    before = _published_codes(scope) if any(one.kind is Kind.CODE for one in faults) else set()
    standing = [one for one in faults if (_alliance(one), one.column, one.value) not in before]
    for title in dict.fromkeys(_CHECK_OF.values()):
        yield Check.of(title, (_at(one) for one in standing if _CHECK_OF[one.kind] == title))


def _published_codes(scope: ExportScope) -> set[tuple[int | None, str, object]]:
    """Return the last frozen release's codes as (ATOP ID, variable, value).

    A value without a label is no fault if it was published before (observed in 5.1: refothio 2 of
    ATOP ID 4860).
    """
    return {
        (phase.atop_id, cell.rpartition("/")[2], value)
        for phases in released_alliances(scope.changes_since_release)
        for phase in phases
        for cell, value in phase.coding.cells.items()
    }


def _alliance(fault: Fault) -> int | None:
    found = dict(fault.key).get("atopid")
    return int(found) if found else None


def _at(fault: Fault) -> Obstacle:
    alliance, phase = _alliance(fault), dict(fault.key).get("phase")
    return Obstacle(str(fault), key_of(alliance, int(phase or 0)) if alliance else "")


def _of_drafts() -> str:
    drafts = whole_record().drafts().count()
    if not drafts:
        return ""
    count = "A draft is" if drafts == 1 else f"{drafts} drafts are"
    return f"{count} not submitted. Drafts are not part of a release."


def _of_late(rows: int, cut_off: date | None) -> str:
    if not rows:
        return ""
    count = "A member's row begins" if rows == 1 else f"{rows} members' rows begin"
    return f"{count} after the cut-off, {cut_off}. They are in none of the dataset files."


def _seen(release: Release) -> str:
    scope = record.scope()
    waiting = whole_record().pending().count()
    decided = whole_record().approved().count()
    said = [
        *(release.label, str(release.cut_off), release.said),
        *(release.freeze_asked_by_id, scope.data_as_of, scope.sheets, waiting, decided),
        release.held_back,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:20]
