"""Finds what the gate tells in a process of its own, where nobody should wait for it at a page.

Whoever opens the gate begins it, one for all: there is a row that says what is looked at, and how
far that is. What is found is kept (ADR 38), and is there when the page looks again. A row that is
wrong, or a process that was killed, makes the page slower, no more.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from coding.models import Kept, Release
from coding.releases.apart import Making, is_heard, start_command
from coding.workflow.kept import note, note_again
from coding.workflow.locks import lock_release

_NAME = "gate, under way"


@dataclass(frozen=True)
class Look:
    """A look at what is seen under a hash."""

    saw: str

    def tell(self, progress: str) -> None:
        """Write down how far it is, and that it is there."""
        self._update(heard_at=timezone.now().isoformat(), progress=progress)

    def end(self) -> None:
        self._update()

    def _update(self, **said: str) -> None:
        note_again(_NAME, self.saw, said)


def under_way(release: Release, saw: str) -> Making | None:
    """Begin to look, unless somebody did, and return how far that is.

    None where a process was at it, and what it found was not kept, or it was killed: then the page
    does it itself.
    """
    with transaction.atomic():
        lock_release(release)  # two who come at once begin one
        last = Kept.objects.filter(name=_NAME).first()
        if last and is_heard(_heard_at(last)):
            return Making.running(last.content["progress"])
        if last and last.saw == saw:
            return None
        note(_NAME, saw, {})
        Look(saw).tell("")
    start(saw)
    return Making.running("")


def _heard_at(row: Kept) -> datetime | None:
    said = row.content.get("heard_at")
    return datetime.fromisoformat(said) if said else None


def start(saw: str) -> None:
    start_command("run_gate", "--saw", saw)
