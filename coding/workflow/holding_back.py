"""Holds an alliance back from the open release, or includes it again.

The release stores who, when and why, also once it is frozen, and so does its history. A request to
freeze lapses, because the release is another one now.
"""

from typing import Any

from coding.models import Release, Sheet
from coding.models.people_names import name_of
from coding.models.times import day_of
from coding.workflow import rules
from coding.workflow.announcements import Happening, announce
from coding.workflow.chaining import recorded
from coding.workflow.locks import lock_release
from coding.workflow.refusals import NotAllowed, require
from coding.workflow.release_steps import change

HELD_BACK, LET_IN = "held-back", "let-in"  # as the log tells them


@recorded()
def hold_back(release: Release, atop_id: int, *, by: Any, reason: str) -> Release:
    """Keep an alliance in the release as the release before has it, for a reason."""
    release = _locked(release, by)
    require(why_not_ready_to_hold_back(release, atop_id, reason))
    kept = {"reason": " ".join(reason.split()), "by": name_of(by), "at": day_of(None).isoformat()}
    release.held_back = {**release.held_back, str(atop_id): kept}
    change(release, by=by, reason=f"ATOP ID {atop_id} held back: {kept['reason']}")
    announce(Happening(release, HELD_BACK, f"told to hold back ATOP ID {atop_id}", name_of(by)))
    return release


@recorded()
def include_again(release: Release, atop_id: int, *, by: Any) -> Release:
    """Include an alliance again that was held back from the release."""
    release = _locked(release, by)
    require(why_not_ready_to_include_again(release, atop_id))
    held_back = {**release.held_back}
    del held_back[str(atop_id)]
    release.held_back = held_back
    change(release, by=by, reason=f"ATOP ID {atop_id} no longer held back")
    announce(Happening(release, LET_IN, f"told to let ATOP ID {atop_id} in again", name_of(by)))
    return release


def _locked(release: Release, by: Any) -> Release:
    require(rules.why_not_run_releases(by), NotAllowed)
    return lock_release(release)


def why_not_ready_to_hold_back(release: Release, atop_id: int, reason: str) -> rules.Reason:
    """Refuse unless the release is open, the alliance in the record, and a reason given."""
    if not release.is_open:
        return _frozen(release)
    if str(atop_id) in release.held_back:
        return f"ATOP ID {atop_id} is held back already."
    if not Sheet.objects.in_record().filter(atop_id=atop_id).exists():
        return f"There is no sheet {atop_id} with an approved answer, so no release would have it."
    if not reason.strip():
        return f"Say why ATOP ID {atop_id} is held back. The second admin reads it."
    return None


def why_not_ready_to_include_again(release: Release, atop_id: int) -> rules.Reason:
    if not release.is_open:
        return _frozen(release)
    if str(atop_id) not in release.held_back:
        return f"ATOP ID {atop_id} is not held back."
    return None


def _frozen(release: Release) -> str:
    return f"Release {release} is frozen: what it holds back stays held back."
