"""The release gate: what must hold in the record before a release is frozen."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coding.checks.registry import errors
from coding.codebook.release_labels import comes_after
from coding.conversation.comment_threads import open_of_record
from coding.export import record
from coding.export.held_back import NOTHING_HELD, AllHeldBack
from coding.export.reports import ExportFailed, Reporting, silent
from coding.models import Release
from coding.models.release import last_frozen
from coding.releases.gate_codes import found_in_codes
from coding.releases.obstacles import Check, Obstacle
from coding.workflow.check_counts import checked
from coding.workflow.visibility import whole_record

NO_THREADS = Check("Every comment is resolved", [])


@dataclass(frozen=True)
class Gate:
    """The result of all checks. ``hashes`` has each CSV file's SHA-256 by its stem.

    ``threads`` lists open comments, which do not block a freeze. ``seen`` identifies what was on
    the screen: the release and the state of the record.
    """

    checks: tuple[Check, ...]
    remarks: tuple[str, ...]
    hashes: dict[str, str]
    rows: dict[str, int]
    seen: str
    held: AllHeldBack = NOTHING_HELD
    threads: Check = NO_THREADS

    @property
    def in_the_way(self) -> list[str]:
        """The alliances that block the freeze; they could be held back."""
        sheets = (
            obstacle.sheet
            for check in self.checks
            for obstacle in check.obstacles
            if obstacle.sheet
        )
        return list(dict.fromkeys(sheet.partition(".")[0] for sheet in sheets))

    @property
    def is_open(self) -> bool:
        return all(check.holds for check in self.checks)


def run_gate(release: Release, *, at_once: bool = False, progress: Reporting = silent) -> Gate:
    """Run every check over the record for the open release.

    It takes a second if codes changed, some seconds if all did, since files are made and checked.
    Raises TakesLong if it is called with ``at_once`` and would take some seconds.
    """
    ready = Check.of("The release says what it is", _lacking(release))
    scope = record.scope()
    # First, so that a page that would take long is answered before anything else is looked at.
    codes = found_in_codes(scope, with_files=ready.holds, at_once=at_once, progress=progress)
    decided = Check.of("Every change is decided", _undecided(scope.held))
    sound = Check.of("No check finds an error", _errors(scope.held))
    remarks = [_of_drafts(), *codes.remarks]
    if not ready.holds:
        remarks.append("The dataset files are checked once the release says what it is.")
    texts = tuple(remark for remark in remarks if remark)
    checks = (ready, decided, sound, *codes.checks)
    threads = Check.of(NO_THREADS.title, _open_threads(scope.held))
    return Gate(checks, texts, codes.hashes, codes.rows, _fingerprint(release), scope.held, threads)


def _lacking(release: Release) -> Iterator[Obstacle]:
    if release.cut_off is None:
        yield Obstacle("It has no cut-off, the last day that the data cover. Give it in admin.")
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
    """Yield an obstacle for a label that is not after the last release's, or an earlier cut-off."""
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


def _undecided(held: AllHeldBack) -> Iterator[Obstacle]:
    waiting = whole_record().pending().exclude(sheet__atop_id__in=held.alliances)
    for revision in waiting.select_related("sheet"):
        text = f"The change by {revision.author_name} waits for a decision."
        yield Obstacle(text, revision.sheet.key, revision.question, revision.pk)


def _open_threads(held: AllHeldBack) -> Iterator[Obstacle]:
    for comment in open_of_record(without=held.alliances):
        text = f"{comment.by_name} began a thread that is not resolved."
        yield Obstacle(text, comment.sheet.key, comment.question, thread=comment.pk)


def _errors(held: AllHeldBack) -> Iterator[Obstacle]:
    for sheet in checked():
        for finding in errors(sheet.findings) if sheet.atop_id not in held else ():
            question = finding.questions[0] if finding.questions else None
            text = f"{finding.in_words} ({finding.rule})"
            yield Obstacle(text, sheet.key, question, cell=finding.cell)


def _of_drafts() -> str:
    drafts = whole_record().drafts().count()
    if not drafts:
        return ""
    count = "A draft is" if drafts == 1 else f"{drafts} drafts are"
    return f"{count} not submitted. Drafts are not part of a release."


def _fingerprint(release: Release) -> str:
    scope = record.scope()
    waiting = whole_record().pending().count()
    decided = whole_record().approved().count()
    errors = [
        *(release.label, str(release.cut_off), release.description),
        *(release.freeze_asked_by_id, scope.data_as_of, scope.sheets, waiting, decided),
        release.held_back,
    ]
    return hashlib.sha256(json.dumps(errors, sort_keys=True).encode()).hexdigest()[:20]
