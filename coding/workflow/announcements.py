"""Tells what happened: writers in the transaction of the action, listeners once it has committed.

The functions that record a step of a revision or a release announce it. Writers are called at the
end of the action with all that it announced, and what they write stands and falls with it. Each
listener is called with every step; an exception of a listener is logged, and the step and other
listeners go on.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from coding.workflow.chaining import at_end

_log = logging.getLogger("coding.workflow")


@dataclass(frozen=True)
class Happening:
    """One step of a revision or a release, and who took it.

    ``who`` is the key of the person whose name is ``by``; None if it was nobody who is signed in.
    """

    subject: Any
    step: str
    done: str
    by: str
    who: int | None = None

    def __str__(self) -> str:
        kind = self.subject._meta.verbose_name
        return f"{kind} {self.subject.pk} {self.done} by {self.by}"


def write_log(happening: Happening) -> None:
    _log.info("%s", happening)


Listener = Callable[[Happening], None]
Writer = Callable[[list[Happening]], None]
listeners: list[Listener] = [write_log]
writers: list[Writer] = []


def announce(happening: Happening) -> None:
    """Report it to writers at the end of the action, to listeners after the commit."""
    for writer in writers:
        at_end(writer, happening)
    for listener in listeners:
        transaction.on_commit(_telling(listener, happening), robust=True)


def _telling(listener: Listener, happening: Happening) -> Callable[[], None]:
    def tell() -> None:  # a function: Django names what failed, and a partial has no name
        listener(happening)

    return tell
