"""Exceptions of refused actions. Their message is the sentence that the page shows."""

from coding.models import Revision


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
