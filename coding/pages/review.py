"""A change as its reviewer sees it, against what is approved now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from coding.history.codes_in_words import CodeChange, CodeLine, changes, names_of, states_in
from coding.history.differences import Piece, difference
from coding.models import Revision
from coding.pages.phase_comparison import PhaseBefore, PhaseDifference, lines_proposed
from coding.workflow import rules
from coding.workflow.proposed_codes import replaced_by
from coding.workflow.record_writer import fingerprint


@dataclass(frozen=True)
class Change:
    """One change as a reviewer sees it; ``seen`` binds the decision to it."""

    revision: Revision
    pieces: list[Piece]
    codes: list[CodeChange]
    seen: str
    overtaken: bool  # the approved answer is no longer the one it was written against
    reason_against: str | None
    against: PhaseDifference | None = None  # the phase before, where this is a phase's first answer
    lines: list[CodeLine] = field(default_factory=list)  # its codes, where they are compared so

    @classmethod
    def of(cls, revision: Revision, user: Any, before: PhaseBefore | None = None) -> "Change":
        """Compare the revision, loaded with its sheet's sections, with what is approved now.

        The first answer of a later phase is compared with the phase ``before`` as well.
        """
        asked = revision.asked
        approved = getattr(getattr(revision.sheet, asked.section.key), asked.key)
        replaced = replaced_by(revision.sheet, asked, revision.codes)
        names = names_of(states_in(revision.codes))
        is_first = not approved and not any(value is not None for value in replaced.values())
        against = before.of_revision(revision, names) if before and is_first else None
        return cls(
            revision,
            difference(approved, revision.text) if revision.changes_text else [],
            changes(revision.codes, replaced, names),
            fingerprint(revision, approved, replaced),
            (revision.changes_text and approved != revision.base)
            or replaced != revision.base_codes,
            rules.why_not_review(revision, user),
            against,
            lines_proposed(revision, names) if against else [],
        )


def changes_of(revisions: Iterable[Revision], user: Any) -> list[Change]:
    """Return what a reviewer sees of each; the phase before is read once for each sheet."""
    shown = list(revisions)
    sheets = {one.sheet_id: one.sheet for one in shown}
    before = {pk: PhaseBefore.of(sheet) for pk, sheet in sheets.items()}
    return [Change.of(one, user, before[one.sheet_id]) for one in shown]
