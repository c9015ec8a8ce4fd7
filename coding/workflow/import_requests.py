"""New printed sheets from the import page enter the record when a second admin confirms them."""

from collections.abc import Collection, Sequence
from typing import Any

from coding.codebook.sheet import SheetContent
from coding.models import ImportRequest
from coding.workflow import rules
from coding.workflow.announcements import Happening, announce
from coding.workflow.chaining import moment, recorded
from coding.workflow.phase_numbers import belonging
from coding.workflow.record_writer import name_of
from coding.workflow.refusals import NotAllowed, require
from coding.workflow.sheet_import import ImportOutcome, import_sheet


@recorded()
def ask(contents: Sequence[SheetContent], *, by: Any) -> ImportRequest:
    """Ask that new sheets enter the record."""
    require(rules.why_not_import(by), NotAllowed)
    said = [content.as_texts() for content in contents]
    asked = ImportRequest.objects.create(asked_by=by, asked_at=moment(), sheets=said)
    _tell(asked, "ask", "asked for", by)
    return asked


@recorded()
def confirm(
    asked: ImportRequest, *, by: Any, confirmed: Collection[str] = ()
) -> list[ImportOutcome]:
    """Bring the sheets into the record. Who asked files what differs, if one is there by now.

    ``confirmed`` names what leaves the dataset files. Raises Unconfirmed where that is not named.
    """
    asked = _held(asked)
    require(why_not_confirm(asked, by), NotAllowed)
    outcomes = [_import(content, asked, confirmed, by) for content in asked.contents]
    _decide(asked, by, is_confirmed=True)
    _tell(asked, "confirm", "confirmed", by)
    return outcomes


def _import(
    content: SheetContent, asked: ImportRequest, confirmed: Collection[str], by: Any
) -> ImportOutcome:
    if belonging(content.atop_id, content.phase).exists():
        return import_sheet(content, by=asked.asked_by, confirmed=confirmed)
    return import_sheet(content, by=by, confirmed=confirmed, asked_by=name_of(asked.asked_by))


@recorded()
def turn_down(asked: ImportRequest, *, by: Any) -> None:
    """Leave the sheets out; who asked takes the request back so."""
    require(rules.why_not_import(by), NotAllowed)
    asked = _held(asked)
    _decide(asked, by, is_confirmed=False)
    _tell(asked, "turn-down", "turned down", by)


def why_not_confirm(asked: ImportRequest, user: Any) -> rules.Reason:
    """Whether this person is not the second one."""
    if asked.asked_by_id == user.pk:
        return "You asked for this import. A second admin looks at it and confirms."
    return rules.why_not_import(user)


def _held(asked: ImportRequest) -> ImportRequest:
    held = ImportRequest.objects.select_for_update().get(pk=asked.pk)
    require(f"Already decided by {name_of(held.decided_by)}." if held.decided_by else None)
    return held


def _decide(asked: ImportRequest, by: Any, *, is_confirmed: bool) -> None:
    asked.decided_by, asked.decided_at, asked.is_confirmed = by, moment(), is_confirmed
    asked.save()


def _tell(asked: ImportRequest, step: str, done: str, by: Any) -> None:
    announce(Happening(asked, step, done, name_of(by)))
