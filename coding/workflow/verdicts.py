"""One decision on one revision: whether it can be taken now, and taking it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coding.codebook.cells import CellValues
from coding.codebook.sheet import FIRST_PHASE
from coding.codebook.text import as_typed
from coding.models import Release, ReleasedSheet, Revision, Sheet
from coding.models.compiled_queries import CompiledQuery
from coding.models.people_names import name_of
from coding.models.section import SectionRow
from coding.workflow import rules
from coding.workflow.chaining import moment
from coding.workflow.phase_numbers import number_first_phase
from coding.workflow.proposed_codes import replaced_by
from coding.workflow.record_writer import fingerprint, lock_revision, move, write_approved
from coding.workflow.refusals import DecidedBefore, NotAllowed, Refused, StaleReview, require
from coding.workflow.transitions import Transition


@dataclass(frozen=True)
class Verdict:
    """A reviewer's decision on one revision; ``seen`` is the fingerprint of what was shown.

    ``suggestion`` is the wording suggested instead, if the reviewer gives one.
    """

    transition: Transition
    revision: Revision
    seen: str
    comment: str = ""
    suggestion: Mapping[str, Any] | None = None

    @property
    def answers(self) -> tuple[int, int] | None:
        """The sheet and question whose answer it approves; None for other decisions."""
        if not self.transition.brings_answer:
            return None
        return self.revision.sheet_id, self.revision.question


@dataclass(frozen=True)
class HeldRevision:
    """A locked revision, with the answer and the codes that it would replace."""

    revision: Revision
    row: SectionRow
    replaced: CellValues

    @property
    def approved(self) -> str:
        return str(getattr(self.row, self.revision.asked.key))


def hold_as_seen(verdict: Verdict, sheet: Sheet, *, by: Any) -> HeldRevision:
    """Lock what is decided on. Raises Refused if the decision cannot be taken now."""
    revision, row = lock_revision(verdict.revision, sheet)
    revision.suggestion = dict(verdict.suggestion or {})
    held = HeldRevision(revision, row, replaced_by(sheet, revision.asked, revision.codes))
    require_as_seen(verdict, revision, held.approved, held.replaced, by=by)
    return held


def require_as_seen(
    verdict: Verdict, revision: Revision, approved: str, replaced: CellValues, *, by: Any
) -> None:
    """Raise Refused unless the person may take the decision, and saw what it is taken on."""
    transition = verdict.transition
    require(rules.why_not_take(transition, revision, by), NotAllowed)
    again = rules.has_decided_so(transition, revision, by, verdict.comment)
    require(rules.why_not_from(transition, revision, by), DecidedBefore if again else Refused)
    require(rules.why_not_without(transition, verdict.comment))
    if fingerprint(revision, approved, replaced) != verdict.seen:
        raise StaleReview(
            f"Q{revision.question} of {revision.sheet} changed since you opened it. "
            "The difference below is the new one; nothing was decided."
        )


def take(verdict: Verdict, held: HeldRevision, *, by: Any, batch: str = "") -> Revision:
    """Take the decision, and write the answer if it approves one."""
    revision, now = held.revision, moment()
    if verdict.answers:
        _note_what_it_replaces(held)
    revision.decided_by, revision.decided_by_name = by, name_of(by)
    revision.decided_at, revision.comment = now, as_typed(verdict.comment)
    data = {"comment": revision.comment, "batch": batch}
    move(revision, verdict.transition, by=by, at=now, **data)
    if verdict.answers:
        _answer(held, by=by, at=now)
    return revision


def _note_what_it_replaces(held: HeldRevision) -> None:
    revision, approved, replaced = held.revision, held.approved, held.replaced
    if revises(revision.sheet, revision, approved, replaced):
        revision.version = revision.version or open_release_label()
    revision.text = revision.text if revision.changes_text else approved
    revision.base, revision.base_codes = approved, replaced


def _answer(held: HeldRevision, *, by: Any, at: datetime) -> None:
    sheet = held.revision.sheet
    was_recorded = sheet.entered_at is not None
    write_approved(held.row, sheet, by=by, at=at, revision=held.revision)
    if not was_recorded:
        number_first_phase(sheet, by=by, at=at)


def revises(sheet: Sheet, revision: Revision, approved: str, replaced: CellValues) -> bool:
    """Whether the change gets a revision note; first answers and codes get none.

    On a published sheet a new code is a revision too, such as those of a member that joins.
    """
    was_coded = any(value is not None for value in replaced.values())
    was_answered = revision.changes_text and (approved or sheet.printed_from)
    return bool(was_answered or was_coded or (revision.codes and _was_published(sheet)))


def _was_published(sheet: Sheet) -> bool:
    may_have_been_alone = sheet.phase == FIRST_PHASE
    numbers = {sheet.phase, 0} if may_have_been_alone else {sheet.phase}
    kept = ReleasedSheet.objects.filter(atop_id=sheet.atop_id, phase__in=numbers)
    return kept.filter(release__withdrawn="").exists()


def open_release_label() -> str:
    for (label,) in _OPEN_RELEASE.rows():
        return str(label)
    raise Refused("No release is open. An admin opens the next one before changes go on.")


_OPEN_RELEASE = CompiledQuery(
    lambda: Release.objects.filter(frozen_at=None).values_list("label")[:1]
)
