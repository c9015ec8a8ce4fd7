"""What goes on beside a team at work: the nightly export, an import of sheets, and a freeze."""

from __future__ import annotations

import subprocess
from itertools import count
from pathlib import Path

from bench.servers import ROOT, Server

SAMPLE = ROOT / "coding" / "sheets" / "samples" / "4765.txt"
IMPORTED = 60  # sheets at a time
_numbers = count(6100)  # ATOP IDs that neither samples nor copies have
FREEZE = "from bench.jobs import freeze; freeze()"


def begin(server: Server) -> dict[str, subprocess.Popen[bytes]]:
    """Start all of them on the database of the site, each as a process of its own."""
    sheets = [str(path) for path in _sheets(server.folder / "printed")]
    commands = {
        "export": ["nightly_export", "--output", str(server.folder / "exports"), "--keep", "2"],
        "import": ["import_sheets", "--by", "admin0", *sheets],
        "freeze": ["shell", "--no-imports", "-c", FREEZE],
    }
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return {name: server.start("django", *command, **streams) for name, command in commands.items()}


def ended(running: dict[str, subprocess.Popen[bytes]]) -> list[str]:
    """Wait for the end of each; return what failed."""
    failed = []
    for name, process in running.items():
        _, said = process.communicate()
        if process.returncode:
            failed.append(f"{name}: {said.decode()[-300:].strip()}")
    return failed


def _sheets(folder: Path) -> list[Path]:
    """Write printed sheets of alliances that the site does not have."""
    folder.mkdir(exist_ok=True)
    made = []
    for _ in range(IMPORTED):
        atop_id = str(next(_numbers))
        made.append(folder / f"{atop_id}.txt")
        made[-1].write_text(SAMPLE.read_text().replace(SAMPLE.stem, atop_id))
    return made


def freeze() -> None:
    """Ask for the freeze, and freeze: as far as the gate where that stays shut."""
    from django.contrib.auth.models import User

    from coding.models import Release
    from coding.releases.freezing import take_step
    from coding.releases.gate import run_gate
    from coding.workflow.refusals import Refused
    from coding.workflow.release_steps import ASK, FREEZE, TAKE_BACK

    first, second = User.objects.filter(username__in=("admin0", "admin1")).order_by("username")
    release = Release.objects.filter(frozen_at=None).get()
    take_step(ASK, release, by=first, seen=run_gate(release).seen)
    release.refresh_from_db()
    try:
        take_step(FREEZE, release, by=second, seen=run_gate(release).seen)
    except Refused as refused:
        print(refused)
        take_step(TAKE_BACK, release, by=first, seen="")
