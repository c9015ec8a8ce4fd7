"""Which revisions may be approved together, and what a reviewer has to settle first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coding.codebook.text import as_typed
from coding.models import Revision
from coding.workflow.checking import Alliance, Caused, caused_by
from coding.workflow.checking_together import (
    CheckedTogether,
    ChecksFound,
    Passed,
    check_together,
    nearest_first,
    passed_warning,
    places_in_words,
    revisions_explaining,
    without_reason,
)
from coding.workflow.published_rows import Unconfirmed, require_confirmed
from coding.workflow.refusals import Refused
from coding.workflow.visibility import whole_record


@dataclass(frozen=True)
class Consent:
    """The reviewer's answers to warnings and to losses of dataset rows.

    ``reasons`` maps the box of a check's warning to the reviewer's reason for passing it.
    ``confirmed`` names what leaves the dataset files, as the page showed it.
    """

    reasons: Mapping[str, str] = field(default_factory=dict)
    confirmed: Collection[str] = ()


@dataclass
class Approvable:
    """Which revisions may be approved together, which not, and the warnings that each one keeps."""

    ready: list[Revision] = field(default_factory=list)
    refused: list[tuple[Revision, Refused]] = field(default_factory=list)
    warnings: Mapping[int, list[Passed]] = field(default_factory=dict)


def approve_together(
    alliance: Alliance, revisions: Iterable[Revision], consent: Consent, *, by_name: str
) -> Approvable:
    """Check revisions of an alliance with each other, and nothing else, over its approved data.

    If an approval would take something out of the dataset files and nobody confirmed that, none is
    approved.
    """
    sound = check_together(alliance, revisions, reasons=consent.reasons)
    refused: list[tuple[Revision, Refused]] = []
    for revision, against in sound.against:
        hint = _hint([*sound.kept, revision], against[0], alliance)
        refused.append((revision, ChecksFound(revision, against, to_be="approved", hint=hint)))
    try:
        require_confirmed(alliance, sound.kept, consent.confirmed)
    except Unconfirmed as why:
        return Approvable([], [*refused, *((revision, why) for revision in sound.kept)])
    return Approvable(sound.kept, refused, _warnings(sound, consent, by_name))


def _warnings(sound: CheckedTogether, consent: Consent, by_name: str) -> dict[int, list[Passed]]:
    """Return the warnings of each revision: those its author passed, then the reviewer's."""
    kept = defaultdict(list, {revision.pk: list(revision.warnings) for revision in sound.kept})
    for caused in sound.brings:
        text = as_typed(consent.reasons.get(caused.box, ""))
        if text:
            holder = nearest_first(sound.kept, caused)[0]
            kept[holder.pk].append(passed_warning(caused, holder, reason=text, by=by_name))
    return kept


@dataclass(frozen=True)
class Objection:
    """A finding that stands against an approval, and the pending changes that would explain it."""

    brought: Caused
    with_it: list[Revision]


def objections(alliance: Alliance, revisions: Sequence[Revision]) -> list[Objection]:
    """Return what a reviewer must settle before the revisions can be approved together."""
    against = without_reason(caused_by(alliance, revisions), revisions, {})
    waiting = waiting_beside(alliance, revisions) if against else []
    return [
        Objection(caused, revisions_explaining(alliance, revisions, caused, waiting))
        for caused in against
    ]


def waiting_beside(alliance: Alliance, revisions: Sequence[Revision]) -> list[Revision]:
    """Return the other pending revisions on the sheets of the alliance."""
    pending = whole_record().pending().filter(sheet__in=alliance.phases).select_related("sheet")
    return list(pending.exclude(pk__in=[revision.pk for revision in revisions]))


def _hint(revisions: Sequence[Revision], caused: Caused, alliance: Alliance) -> str:
    """Name the pending changes that would explain the finding against the last revision."""
    with_it = revisions_explaining(alliance, revisions, caused, waiting_beside(alliance, revisions))
    if not with_it:
        return ""
    places = places_in_words(with_it, revisions[-1])
    return f" It goes with {places}, which waits too: decide on them together."
