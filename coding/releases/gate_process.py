"""Runs the gate in a separate process, if a page would take too long.

The first to open the gate starts it for everybody: a row says which state is checked, and how far
it is. The result is cached (ADR 38), and the page finds it there when it is loaded again. A wrong
row or a killed process only makes the page slower.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from coding.models import Kept, Release
from coding.releases.separate_process import ProcessState, is_heard, start_command
from coding.workflow.kept_results import note_progress, note_run
from coding.workflow.locks import lock_release

_NAME = "gate, under way"


@dataclass(frozen=True)
class GateRun:
    """A run of the gate over the state with this hash."""

    saw: str

    def tell(self, progress: str) -> None:
        """Report the progress, and that the process is running."""
        self._update(heard_at=timezone.now().isoformat(), progress=progress)

    def end(self) -> None:
        self._update()

    def _update(self, **about: str) -> None:
        note_progress(_NAME, self.saw, about)


def under_way(release: Release, saw: str) -> ProcessState | None:
    """Start a run unless there is one, and return its progress.

    None if a run over this state ended without a cached result, or was killed: the page then runs
    the gate itself.
    """
    with transaction.atomic():
        lock_release(release)  # two requests at once start one run
        last = Kept.objects.filter(name=_NAME).first()
        if last and is_heard(_heard_at(last)):
            return ProcessState.running(last.content["progress"])
        if last and last.saw == saw:
            return None
        note_run(_NAME, saw, {})
        GateRun(saw).tell("")
    start(saw)
    return ProcessState.running("")


def _heard_at(row: Kept) -> datetime | None:
    heard_at = row.content.get("heard_at")
    return datetime.fromisoformat(heard_at) if heard_at else None


def start(saw: str) -> None:
    start_command("run_gate", "--saw", saw)
