"""Makes the files of a frozen release in a separate process, and reports its progress.

The process is the command that an operator would run. It goes on when the web worker ends, and
reports to the database; one that has stopped reporting was killed, and can be started again. The
release is locked at the start, so that two people who press at once start one process.
"""

from django.conf import settings
from django.db import transaction

from coding.export import runs
from coding.models import ExportRun, Release
from coding.releases.separate_process import ProcessState, is_heard, start_command
from coding.workflow.locks import lock_release
from coding.workflow.refusals import require


def state_of_making(release: Release) -> ProcessState | None:
    """Return the state of the last run; None if none was started from the page, or it succeeded."""
    run = ExportRun.objects.filter(release=release.label, heard_at__isnull=False).first()
    if run is None or run.succeeded:
        return None
    if run.ended_at:
        return ProcessState(False, run.message)
    if not is_heard(run.heard_at):
        return ProcessState(False, "The last try was broken off: its process was killed.")
    return ProcessState.running(run.progress)


def make_files(release: Release) -> None:
    """Begin to make the files of a frozen release, unless that is going on. Raises Refused."""
    with transaction.atomic():
        release = lock_release(release)
        require(_why_not_make(release))
        now_making = state_of_making(release)
        if now_making and now_making.is_running:
            return
        run = runs.begin(settings.EXPORT_DIR, release.label)
        run.heard_at = run.started_at
        run.save(update_fields=["heard_at"])
    start(run)


def _why_not_make(release: Release) -> str | None:
    if release.withdrawn:
        return f"Release {release} was withdrawn: it has no files to make."
    if release.is_open:
        return f"Release {release} is not frozen: it has no files to make."
    return None


def start(run: ExportRun) -> None:
    """Start the process; it outlives the worker that starts it."""
    start_command(
        *("nightly_export", "--output", str(settings.EXPORT_DIR)),
        *("--release", run.release, "--run", str(run.pk)),
    )
