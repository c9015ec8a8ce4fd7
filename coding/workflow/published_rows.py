"""How approvals change the rows of an alliance in the dataset files, and which rows they remove.

Whoever approves has to confirm each loss of a whole row, on any page and in any program.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from coding.codebook.cells import Coding
from coding.codebook.sheet import CodedPhase, key_of
from coding.datasets.effects.alliance_effect import AllianceSide
from coding.datasets.effects.losses import losses
from coding.datasets.release import UNRELEASED, DatasetRelease
from coding.models import Release, Revision, Sheet
from coding.models.release import last_day_described, newest_first
from coding.models.rows_in_record import phases_in_record
from coding.models.variables import QUESTIONNAIRE
from coding.workflow.checking import Alliance
from coding.workflow.refusals import Refused


class Unconfirmed(Refused):
    """A step would take something out of the dataset files, and nobody confirmed that."""

    def __init__(self, where: str, gone: Sequence[str], how: str) -> None:
        super().__init__(f"{where}: {' '.join(gone)} {how}")
        self.gone = gone


class Releases(NamedTuple):
    """The open release and the last frozen one, as far as there are any."""

    current: Release | None
    frozen: Release | None


def moves_rows(alliance: Alliance, revisions: Collection[Revision]) -> bool:
    """Whether approving the revisions can change a dataset file: by codes, or by a new phase."""
    enters = any(revision.sheet_id not in alliance.recorded for revision in revisions)
    return enters or any(revision.codes for revision in revisions)


def published_phases(alliance: Alliance) -> list[CodedPhase]:
    """Return the alliance's phases in the record, as the dataset files are made from them."""
    recorded = [alliance.phases[pk] for pk in alliance.phases if pk in alliance.recorded]
    has_several = len(recorded) > 1
    return sorted(
        (
            CodedPhase(sheet.atop_id, sheet.phase or int(has_several), state.coding)
            for sheet, state in recorded
        ),
        key=lambda phase: phase.phase,
    )


def releases_now() -> Releases:
    """Return the open release and the last frozen one; one query."""
    every = newest_first(Release.objects.defer("hashes", "states", "questionnaire"))
    current = next((release for release in every if release.is_open), None)
    frozen = (release for release in every if not (release.is_open or release.withdrawn))
    return Releases(current, next(frozen, None))


def release_of_record(releases: Releases | None = None) -> DatasetRelease:
    """Return the release as which the record would be exported now."""
    current, frozen = releases or releases_now()
    cut_off = last_day_described(current, frozen) or date.max
    try:
        label = current.label if current else UNRELEASED
        return DatasetRelease(label, cut_off, (), QUESTIONNAIRE)
    except ValueError:  # no file can have this label; an export says how to mend it
        return DatasetRelease(UNRELEASED, cut_off, (), QUESTIONNAIRE)


def what_leaves(alliance: Alliance, revisions: Collection[Revision]) -> list[str]:
    """Return what leaves the dataset files if the revisions are approved together."""
    is_coded = any(state.coding.members for _, state in alliance.phases.values())
    if not is_coded or not moves_rows(alliance, revisions):
        return []
    was, now = sides_of(alliance, revisions, release_of_record())
    return losses(was, now)


def sides_of(
    alliance: Alliance, revisions: Collection[Revision], release: DatasetRelease
) -> tuple[AllianceSide, AllianceSide]:
    """Return what is published of the alliance without and with the revisions."""
    after = alliance.with_revisions(revisions)
    was, now = (AllianceSide.of(published_phases(phases), release) for phases in (alliance, after))
    return was, now


def token_of(gone: Sequence[str]) -> str:
    """Return a short name of what leaves, so that a confirmation holds only for what was shown."""
    return hashlib.sha256("\x1f".join(gone).encode()).hexdigest()[:16]


def require_confirmed(
    alliance: Alliance, revisions: Sequence[Revision], confirmed: Collection[str]
) -> None:
    """Raise Unconfirmed where something leaves the dataset files that was not confirmed."""
    gone = what_leaves(alliance, revisions)
    where = f"Q{revisions[0].question}" if revisions else ""
    require_losses(gone, confirmed, where, "Tick that this is intended, then approve again.")


def require_losses(gone: Sequence[str], confirmed: Collection[str], where: str, how: str) -> None:
    """Raise Unconfirmed where something is lost that was not confirmed."""
    if gone and token_of(gone) not in confirmed:
        raise Unconfirmed(where, gone, how)


def what_a_new_phase_takes(atop_id: int, phase: int) -> list[str]:
    """Return what leaves the dataset files if a sheet without codes enters as a phase."""
    if not Sheet.objects.in_record().filter(atop_id=atop_id).exists():
        return []
    before = list(phases_in_record([atop_id]))
    if not any(phase.coding.members for phase in before):
        return []
    numbered = [replace(phase, phase=phase.phase or 1) for phase in before]
    after = [*numbered, CodedPhase(atop_id, phase, Coding())]
    release = release_of_record()
    return losses(*(AllianceSide.of(phases, release) for phases in (before, after)))


def require_entry_confirmed(atop_id: int, phase: int, confirmed: Collection[str]) -> None:
    """Raise Unconfirmed where a new phase takes out what nobody confirmed."""
    how = "Confirm that this is intended before the sheet is imported."
    gone = what_a_new_phase_takes(atop_id, phase)
    require_losses(gone, confirmed, key_of(atop_id, phase), how)
