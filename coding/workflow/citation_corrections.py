"""Corrections of how a frozen release is cited: one admin asks, another one confirms.

Archives assign a DOI late, and names have misprints. The release's data and its row stay as frozen;
the correction is stored separately, with who made it and when.
"""

from collections.abc import Mapping
from typing import Any

from coding.models import Correction, Release
from coding.models.people_names import name_of
from coding.workflow import rules
from coding.workflow.chaining import moment, recorded
from coding.workflow.locks import lock_release
from coding.workflow.refusals import NotAllowed, require
from coding.workflow.second_person import decide, lock_undecided, tell

CORRECTABLE = ("citation", "doi", "url", "licence")


@recorded()
def ask(release: Release, says: Mapping[str, str], *, by: Any, reason: str) -> Correction:
    """Ask for a corrected citation of the release; only what differs is stored."""
    require(rules.why_not_run_releases(by), NotAllowed)
    release = lock_release(release)
    changed = {
        name: says[name] for name in CORRECTABLE if says[name] != release.description.get(name, "")
    }
    require(why_not_ready_to_correct(release) or _why_not_asked(changed, reason))
    asked = Correction.objects.create(
        release=release, says=changed, reason=reason, asked_by=by, asked_at=moment()
    )
    tell(asked, "correct", "asked for", by)
    return asked


@recorded()
def confirm(asked: Correction, *, by: Any) -> None:
    """Apply the correction that was asked for."""
    require(why_not_confirm(asked, by), NotAllowed)
    asked = lock_undecided(asked)
    decide(asked, by, is_confirmed=True)
    tell(asked, "confirm-correction", "confirmed", by)


@recorded()
def turn_down(asked: Correction, *, by: Any) -> None:
    """Reject the correction; the admin who asked withdraws it this way."""
    require(rules.why_not_run_releases(by), NotAllowed)
    asked = lock_undecided(asked)
    decide(asked, by, is_confirmed=False)
    tell(asked, "turn-down-correction", "turned down", by)


def why_not_ready_to_correct(release: Release) -> rules.Reason:
    """Refuse unless the release is frozen and no other correction waits."""
    if release.is_open:
        return f"Release {release} is open. Change what it says of itself in admin."
    if release.withdrawn:
        return f"Release {release} was withdrawn."
    waiting = release.corrections.filter(decided_at=None).first()
    if waiting:
        return f"A correction by {name_of(waiting.asked_by)} waits. It is decided on first."
    return None


def why_not_confirm(asked: Correction, user: Any) -> rules.Reason:
    """Refuse the admin who asked."""
    if asked.asked_by_id == user.pk:
        return "You asked for this correction. A second admin looks at it and confirms."
    return rules.why_not_run_releases(user)


def _why_not_asked(changed: Mapping[str, str], reason: str) -> rules.Reason:
    if not changed:
        return "Nothing differs from how the release is cited now."
    return None if reason else "Say why, for the second admin and for those who cited it."
