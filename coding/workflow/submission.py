"""Which drafts are ready to be submitted together, and which warnings each of them passes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from coding.models import Revision
from coding.models.revision import Status
from coding.workflow import rules
from coding.workflow.checking import Alliance, Caused, caused_by
from coding.workflow.checking_together import (
    ChecksFound,
    Reasons,
    check_together,
    places_in_words,
    revisions_explaining,
    warnings_to_keep,
)
from coding.workflow.refusals import Refused, require
from coding.workflow.stray_codes import leave_out_strays
from coding.workflow.visibility import whole_record


@dataclass
class Submission:
    """What becomes of drafts that are submitted together."""

    ready: list[Revision] = field(default_factory=list)
    refused: list[tuple[Revision, Refused]] = field(default_factory=list)


def submit_together(held: Iterable[Revision], *, reasons: Reasons) -> Submission:
    """Check locked drafts of one author, alliance by alliance; store their warnings."""
    submission, by_alliance = Submission(), defaultdict(list)
    for revision in held:
        by_alliance[revision.sheet.atop_id].append(revision)
    for drafts in by_alliance.values():
        alliance = Alliance.of(*{draft.sheet for draft in drafts})
        _check(alliance, _complete(alliance, drafts, submission), submission, reasons)
    return submission


def _complete(
    alliance: Alliance, drafts: Iterable[Revision], submission: Submission
) -> list[Revision]:
    """Return the drafts that propose something, with a note where it replaces something."""
    complete = []
    for draft in drafts:
        _, state = alliance.phases[draft.sheet_id]
        leave_out_strays(draft, state.coding.members)
        approved = state.coding.cells if draft.codes else {}
        replaced = {cell: approved.get(cell) for cell in draft.codes}
        try:
            require(rules.why_not_ready_to_submit(draft, state.answers[draft.question], replaced))
            complete.append(draft)
        except Refused as why:
            submission.refused.append((draft, why))
    return complete


def _check(
    alliance: Alliance, drafts: list[Revision], submission: Submission, reasons: Reasons
) -> None:
    """Run the checks; the author's pending revisions may explain findings."""
    sound = check_together(alliance, drafts, reasons=reasons)
    relied: list[Revision] = []
    if sound.against:
        relied = _others_of_author(alliance, drafts, Status.PENDING)
        sound = check_together(alliance, drafts, reasons=reasons, relied=relied)
    warnings = warnings_to_keep(alliance, sound, reasons=reasons, relied=relied)
    for revision in sound.kept:
        revision.warnings = warnings[revision.pk]
    submission.ready += sound.kept
    if sound.against:
        others = _others_of_author(alliance, drafts, Status.DRAFT)
        for revision, against in sound.against:
            with_it = revisions_explaining(alliance, [*sound.kept, revision], against[0], others)
            hint = f" {submit_with(places_in_words(with_it, revision))}" if with_it else ""
            why = ChecksFound(revision, against, to_be="submitted", hint=hint)
            submission.refused.append((revision, why))


def _others_of_author(
    alliance: Alliance, beside: Sequence[Revision], status: Status
) -> list[Revision]:
    """Return the author's other revisions of this status on the alliance's sheets."""
    own = whole_record().filter(author=beside[0].author_id, status=status)
    on_sheets = own.filter(sheet__in=alliance.phases).select_related("sheet")
    return list(on_sheets.exclude(pk__in=[revision.pk for revision in beside]))


def submit_with(places: str) -> str:
    """Return the advice to submit the drafts that explain a finding, too."""
    return f"It goes with your draft of {places}: submit them together."


@dataclass(frozen=True)
class DraftFinding:
    """A finding that submitting a draft alone would cause.

    ``goes_with`` names pending revisions that explain it, ``drafts`` are drafts that would.
    """

    draft: Revision
    brought: Caused
    goes_with: str = ""
    drafts: list[Revision] = field(default_factory=list)

    @property
    def places(self) -> str:
        """The questions of the drafts: "Q15"."""
        return places_in_words(self.drafts, self.draft)


def findings_of_draft(draft: Revision, alliance: Alliance) -> Iterator[DraftFinding]:
    """Yield what the checks would say if the draft were submitted alone."""
    fresh = caused_by(alliance, [draft])
    if not fresh:
        return
    others = {
        status: _others_of_author(alliance, [draft], status)
        for status in (Status.PENDING, Status.DRAFT)
    }
    for caused in fresh:
        waiting, drafts = (
            revisions_explaining(alliance, [draft], caused, others[status])
            for status in (Status.PENDING, Status.DRAFT)
        )
        yield DraftFinding(draft, caused, places_in_words(waiting, draft), drafts)
