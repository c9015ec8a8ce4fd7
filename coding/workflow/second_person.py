"""What one admin asks for and another one decides: holding it, deciding, telling others."""

from typing import Any, TypeVar

from coding.models.people_names import name_of
from coding.models.second_person import AskedOfAnother
from coding.workflow.announcements import Happening, announce
from coding.workflow.chaining import moment
from coding.workflow.refusals import require

Asked = TypeVar("Asked", bound=AskedOfAnother)


def lock_undecided(asked: Asked) -> Asked:
    """Lock and return a request. Raises Refused if somebody has decided on it."""
    held: Asked = type(asked)._default_manager.select_for_update().get(pk=asked.pk)
    require(f"Already decided by {name_of(held.decided_by)}." if held.decided_by else None)
    return held


def decide(held: AskedOfAnother, by: Any, *, is_confirmed: bool) -> None:
    """Store who decided on a locked request, and how."""
    held.decided_by, held.decided_at, held.is_confirmed = by, moment(), is_confirmed
    held.save()


def tell(asked: AskedOfAnother, step: str, done: str, by: Any) -> None:
    announce(Happening(asked, step, done, name_of(by)))
