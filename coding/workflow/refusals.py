"""Exceptions of refused actions. Their message is the sentence that the page shows."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from coding.models import Revision

Item = TypeVar("Item")
Done = TypeVar("Done")


class Refused(Exception):
    """The action is not possible; the message says why and what can be done."""


class NotAllowed(Refused):
    """This person may never do it."""


class DecidedBefore(Refused):
    """This person made the same decision before; the message says when. Nothing is left to do."""


class StaleReview(Refused):
    """The revision or the approved answer is no longer what was on the reviewer's screen."""


class DraftConflict(Refused):
    """The draft was saved elsewhere, or ended, since the page was loaded.

    ``stored`` is the author's open revision as it stands now, or None when there is none.
    """

    def __init__(self, reason: str, stored: Revision | None) -> None:
        super().__init__(reason)
        self.stored = stored


def require(reason: str | None, refusal: type[Refused] = Refused) -> None:
    if reason:
        raise refusal(reason)


def take_each(
    items: Iterable[Item], action: Callable[[Item], Done]
) -> tuple[list[Done], list[tuple[Item, str]]]:
    """Take an action with each item; return the results, and what was refused with the reason."""
    done, skipped = [], []
    for item in items:
        try:
            done.append(action(item))
        except Refused as refused:
            skipped.append((item, str(refused)))
    return done, skipped
