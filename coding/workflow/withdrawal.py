"""Withdraws a release that was imported wrongly from published files.

It stays as recorded, except that its label is free again and nothing is compared with it any more.
The sheets imported with it belong to the record and stay.
"""

from dataclasses import replace
from itertools import count
from typing import Any

from django.utils import timezone

from coding.models import Release
from coding.models.people_names import name_of
from coding.models.release import LONGEST_LABEL, WITHDRAWN
from coding.workflow import rules
from coding.workflow.chaining import moment, recorded
from coding.workflow.refusals import require
from coding.workflow.release_steps import WITHDRAW, locked, move


@recorded()
def withdraw(release: Release, *, by: Any, reason: str) -> Release:
    """Withdraw an imported release. Raises Refused."""
    release = locked(WITHDRAW, release, by=by)
    require(why_not_withdraw(release, reason))
    today = timezone.localtime(moment())
    release.withdrawn = f"Withdrawn by {name_of(by)} on {today:%Y-%m-%d}: {reason.strip()}"
    release.label = _free_label(release.label)
    return move(release, replace(WITHDRAW, reason=release.withdrawn), by=by)


def why_not_withdraw(release: Release, reason: str) -> rules.Reason:
    """Refuse a release that was frozen here or that another one follows, and an empty reason."""
    if release.frozen_by_id:
        return f"Release {release} was frozen here, by two people. It stays."
    follower = Release.objects.filter(follows=release.label).first()
    if follower is not None:
        return f"Release {follower} was made as the one that follows {release}. Both stay."
    if not reason.strip():
        return "Say why the release is withdrawn: whoever finds it later reads the reason."
    return None


def _free_label(label: str) -> str:
    """Return an unused label; a long label is cut to make room for the suffix."""
    taken = set(Release.objects.values_list("label", flat=True))
    ends = (f"{WITHDRAWN}{f'-{n}' if n > 1 else ''}" for n in count(1))
    labels = (f"{label[: LONGEST_LABEL - len(end)]}{end}" for end in ends)
    return next(label for label in labels if label not in taken)
