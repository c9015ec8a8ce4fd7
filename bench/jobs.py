"""What goes on beside a team at work: the nightly export, an import of sheets, and a freeze.

Two admins go about the freeze on its pages: ``python -m bench.jobs PORT`` is what they do.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bench.browser import BenchError, Browser, Fields, Request
from bench.people import PASSWORD
from bench.servers import ROOT, Server

SAMPLE = ROOT / "coding" / "sheets" / "samples" / "4765.txt"
IMPORTED = 60  # sheets at a time
BETWEEN_LOOKS = 3  # seconds, as the page of the gate looks again by itself
_numbers = count(6100)  # ATOP IDs that neither samples nor copies have


@dataclass(frozen=True)
class Job:
    """A process, and the file of what it says: a pipe that nobody reads yet would stop it."""

    name: str
    process: subprocess.Popen[bytes]
    said: Path


def begin(server: Server) -> list[Job]:
    """Start all of them at the site, each as a process of its own."""
    sheets = [str(path) for path in _sheets(server.folder / "printed")]
    output = str(server.folder / "exports")
    commands = {
        "export": ["django", "nightly_export", "--output", output, "--keep", "2"],
        "import": ["django", "import_sheets", "--by", "admin0", *sheets],
        "freeze": ["bench.jobs", str(server.port)],
    }
    return [_started(server, name, command) for name, command in commands.items()]


def _started(server: Server, name: str, command: list[str]) -> Job:
    log = server.folder / f"{name}.log"
    with log.open("wb") as out:
        process = server.start(*command, stdout=subprocess.DEVNULL, stderr=out)
    return Job(name, process, log)


def ended(running: list[Job]) -> list[str]:
    """Wait for the end of each; return what failed."""
    failed = [job for job in running if job.process.wait()]
    return [f"{job.name}: {job.said.read_text()[-300:].strip()}" for job in failed]


def _sheets(folder: Path) -> list[Path]:
    """Write printed sheets of alliances that the site does not have."""
    folder.mkdir(exist_ok=True)
    made = []
    for _ in range(IMPORTED):
        atop_id = str(next(_numbers))
        made.append(folder / f"{atop_id}.txt")
        made[-1].write_text(SAMPLE.read_text().replace(SAMPLE.stem, atop_id))
    return made


def freeze(port: int) -> None:
    """Ask for the freeze, and freeze: as far as the gate where that stays shut."""
    one, other = Browser(port), Browser(port)
    with closing(one.connection), closing(other.connection):
        for number, person in enumerate((one, other)):
            person.sign_in("/accounts/login/", f"admin{number}", PASSWORD)
        _go_about_it(one, other)


def _go_about_it(one: Browser, other: Browser) -> None:
    found = re.search(r"/releases/[^/\"]+/gate/", one.send(Request("/releases/")).body)
    if not found:
        raise BenchError("No release is open.")
    gate = found[0]
    _look(one, gate)
    _take(one, gate, "ask")
    _take(other, gate, "freeze", _look(other, gate))
    page = other.send(Request(gate)).body
    if "asked for the freeze on" in page:  # somebody changed something, or it was shut
        _take(one, gate, "take-back")


def _look(person: Browser, gate: str) -> Fields:
    """Look at the gate until its files are made; return which one was on the screen."""
    while "are being made and tried" in (page := person.send(Request(gate)).body):
        time.sleep(BETWEEN_LOOKS)
    found = re.search(r'name="seen" value="(\w+)"', page)
    return {"seen": found[1] if found else ""}


def _take(person: Browser, gate: str, step: str, fields: Fields | None = None) -> None:
    token = person.cookies["csrftoken"].value
    fields = {"csrfmiddlewaretoken": token, **(fields or {})}
    answer = person.send(Request(gate.replace("gate/", f"step/{step}/"), fields))
    if answer.status != 302:
        raise BenchError(f"The step “{step}” of a release was answered with {answer.status}.")


if __name__ == "__main__":
    freeze(int(sys.argv[1]))
