"""The steps of a release as one table: guard, buttons, history rows and docs read it.

The table says who may take which step at which stage. ``coding.releases.gate`` checks whether the
record is fit for a freeze.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from coding.models import Release, ReleasedSheet
from coding.models.people_names import name_of
from coding.workflow import rules
from coding.workflow.announcements import Happening, announce
from coding.workflow.chaining import moment, note_rows, recorded
from coding.workflow.locks import lock_release
from coding.workflow.record_writer import save_tracked
from coding.workflow.refusals import NotAllowed, require

CHUNK = 200  # sheets written at a time


class ReleaseStage(Enum):
    """Where a release stands. The value is the reason given for a step of another stage."""

    OPEN = "Nobody has asked for the freeze. One admin asks, another one freezes."
    ASKED = "The freeze has been asked for. A second admin looks at it and freezes."
    FROZEN = "Release {} is frozen."
    PUBLISHED = "Release {} is published."
    WITHDRAWN = "Release {} was withdrawn."

    @classmethod
    def of(cls, release: Release) -> "ReleaseStage":
        """Return where the release stands."""
        if release.is_open:
            return cls.ASKED if release.freeze_asked_at else cls.OPEN
        if release.withdrawn:
            return cls.WITHDRAWN
        return cls.PUBLISHED if release.published_at else cls.FROZEN


@dataclass(frozen=True, kw_only=True)
class ReleaseStep:
    """One step of a release. ``sets`` and ``clears`` name the pair of fields, who and when."""

    name: str
    done: str
    source: ReleaseStage
    target: ReleaseStage
    reason: str  # of its history row
    label: str = ""  # of its button; "" where it has none
    told: str = ""  # what the page says afterwards
    too_early: str = ""  # said where the release is still open, instead of the stage's words
    sets: str = ""
    clears: str = ""
    by_second: bool = False  # whether it takes somebody else than who asked for the freeze
    needs_gate: bool = False  # whether the gate has to be open, as the page showed it
    is_forward: bool = True
    is_final: bool = False


ASK = ReleaseStep(
    name="ask",
    label="Ask for the freeze",
    done="asked to be frozen",
    source=ReleaseStage.OPEN,
    target=ReleaseStage.ASKED,
    reason="Freeze asked for",
    told="The freeze is asked for. A second admin looks at the gate and freezes.",
    sets="freeze_asked",
)
FREEZE = ReleaseStep(
    name="freeze",
    label="Freeze for good",
    done="frozen",
    source=ReleaseStage.ASKED,
    target=ReleaseStage.FROZEN,
    reason="Frozen, as {} asked",
    told="Release {} is frozen. Open the next one in admin, so that approvals can go on.",
    sets="frozen",
    by_second=True,
    needs_gate=True,
    is_final=True,
)
TAKE_BACK = ReleaseStep(
    name="take-back",
    label="Cancel the request",
    done="no longer asked to be frozen",
    source=ReleaseStage.ASKED,
    target=ReleaseStage.OPEN,
    reason="Request to freeze taken back",
    told="The request is cancelled. The release stays open.",
    clears="freeze_asked",
    is_forward=False,
)
LAPSE = ReleaseStep(
    name="lapse",
    done="changed, so that the request to freeze lapsed",
    source=ReleaseStage.ASKED,
    target=ReleaseStage.OPEN,
    reason="The request to freeze lapsed",
    clears="freeze_asked",
)
PUBLISH = ReleaseStep(
    name="publish",
    label="Publish",
    done="published",
    source=ReleaseStage.FROZEN,
    target=ReleaseStage.PUBLISHED,
    reason="Published",
    told="Release {} is published.",
    too_early="Release {} is open. It is frozen before it is published.",
    sets="published",
    is_final=True,
)
WITHDRAW = ReleaseStep(
    name="withdraw",
    done="withdrawn",
    source=ReleaseStage.FROZEN,
    target=ReleaseStage.WITHDRAWN,
    reason="Withdrawn",
    too_early="Release {} is open. Only one that was imported from published files is withdrawn.",
    is_forward=False,
    is_final=True,
)
RELEASE_STEPS = (ASK, FREEZE, TAKE_BACK, LAPSE, PUBLISH, WITHDRAW)


def steps_with_button() -> tuple[ReleaseStep, ...]:
    return tuple(step for step in RELEASE_STEPS if step.label)


def why_not_take(step: ReleaseStep, release: Release, user: Any) -> rules.Reason:
    """Refuse unless this person may take the step."""
    if step.by_second and release.freeze_asked_by_id == user.pk:
        return "You asked for this freeze. A second admin looks at it and freezes."
    return rules.why_not_run_releases(user)


def why_not_ready(step: ReleaseStep, release: Release) -> rules.Reason:
    stage = ReleaseStage.of(release)
    if stage is step.source:
        return None
    text = step.too_early if release.is_open and step.too_early else stage.value
    return text.format(release)


@recorded()
def take(step: ReleaseStep, release: Release, *, by: Any) -> Release:
    """Take a step that does not need the gate."""
    return move(locked(step, release, by=by), step, by=by)


def locked(step: ReleaseStep, release: Release, *, by: Any) -> Release:
    """Lock and return the release, if this person may take the step now."""
    release = lock_release(release)
    require_open_to(step, release, by=by)
    return release


def require_open_to(step: ReleaseStep, release: Release, *, by: Any) -> None:
    """Raise Refused unless this person may take the step now."""
    require(why_not_take(step, release, by), NotAllowed)
    require(why_not_ready(step, release))


def move(release: Release, step: ReleaseStep, *, by: Any) -> Release:
    reason = step.reason
    if step.by_second:
        reason = reason.format(name_of(release.freeze_asked_by))
    now = moment()
    if step.sets:
        setattr(release, f"{step.sets}_by", by)
        setattr(release, f"{step.sets}_at", now)
    if step.clears:
        setattr(release, f"{step.clears}_by", None)
        setattr(release, f"{step.clears}_at", None)
    save_tracked(release, by=by, at=now, reason=reason, author_name=name_of(by))
    announce(Happening(release, step.name, step.done, name_of(by), by.pk))
    return release


def pin(sheets: Iterable[ReleasedSheet]) -> None:
    """Write the sheets of a release as it has them, once and for good."""
    note_rows(ReleasedSheet.objects.bulk_create(sheets, batch_size=CHUNK))


def describe(release: Release, *, by: Any) -> bool:
    """Save an admin's changes to a release; return whether they cancelled a request to freeze it.

    The request was for the release before the changes.
    """
    return change(release, by=by, reason="Changed in admin" if release.pk else "Opened in admin")


def change(release: Release, *, by: Any, reason: str) -> bool:
    """Save an open release; return whether a request to freeze it lapsed by the change."""
    if ReleaseStage.of(release) is LAPSE.source:
        lapse = f"{reason}; {LAPSE.reason[0].lower()}{LAPSE.reason[1:]}"
        move(release, replace(LAPSE, reason=lapse), by=by)
        return True
    save_tracked(release, by=by, at=moment(), reason=reason, author_name=name_of(by))
    return False
