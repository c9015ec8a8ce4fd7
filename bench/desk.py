"""800 printed sheets through the import desk in one run: ``python -m bench.desk``.

Sheets as text, Word file and PDF in turn, every twentieth damaged, packed in a ZIP: put on the
desk, read, let in by one admin, confirmed by another, entered. A quarter of them first, on a site
of its own: the time for a file must not grow with the batch. The time to start, of which a worker
that finds nothing to do has all, is no file's. What became of the files is counted, too.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from zipfile import ZipFile

from bench.release import ROOT, Run

NUMBER, DAMAGED_EVERY = 800, 20
AIM_SECONDS, MOST_GROWTH = 0.75, 1.3  # of a file, all in all; of the time of a file
AIM_MB, AIM_READER_MB = 400, 500  # of the worker; of the process that reads one file
FORMS_IN_TURN = ("txt", "docx", "pdf")
_SET_UP = "import django; django.setup(); from bench import desk; desk.{}"


def pack(path: str, number: int) -> None:
    """Write so many sheets into a ZIP: each is one of the samples, with a number of its own."""
    from coding.management.demo import SAMPLES
    from coding.sheets.parser import read_sheet
    from coding.sheets.printing.from_record import FORMS
    from coding.sheets.printing.printable import PrintableSheet

    files = sorted(SAMPLES.glob("*.txt"))
    samples = [read_sheet(file.name, file.read_bytes()).answers for file in files]
    with ZipFile(path, "w") as packed:
        for place in range(number):
            atop_id, form = 1001 + place, FORMS_IN_TURN[place % 3]
            answers = {**samples[place // 3 % len(samples)], 1: str(atop_id)}
            printed = FORMS[form].make(PrintableSheet(atop_id, 0, answers))
            if place % DAMAGED_EVERY == DAMAGED_EVERY - 1:
                printed = printed[: len(printed) // 3]
            packed.writestr(f"sheets/{atop_id}.{form}", printed)


def make_admins() -> None:
    """Two accounts: one asks, one confirms."""
    from django.contrib.auth.models import Group, User

    for name in ("asker", "confirmer"):
        User.objects.create_user(name).groups.add(Group.objects.get(name="admin"))


def confirm() -> None:
    """Let in what was read, and confirm it."""
    from django.contrib.auth.models import User

    from coding.desk.file_actions import import_files, seen_of
    from coding.models import DeskFile
    from coding.workflow import import_requests

    by = {one.username: one for one in User.objects.all()}
    files = DeskFile.objects.all()
    _, asked = import_files(files, by=by["asker"], seen=seen_of(files))
    assert asked
    import_requests.confirm(asked, by=by["confirmer"])


class _Peak(logging.Handler):
    """Keeps the most memory that a reader told of, in kB."""

    most = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Take what ``read_in_sandbox`` logs of each file."""
        assert isinstance(record.args, tuple)
        self.most = max(self.most, int(str(record.args[1])))


def work() -> None:
    """Run the worker until nothing waits; print the most memory that a reader had, in MB."""
    from django.core.management import call_command

    from coding.sheets.sandbox import isolation

    peak, log = _Peak(), logging.getLogger(isolation.__name__)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    log.addHandler(peak)
    call_command("run_desk", once=True)
    print(peak.most / 1024)


def tell() -> None:
    """Print how many files are in which state."""
    from collections import Counter

    from coding.models import DeskFile

    states = Counter(DeskFile.objects.values_list("state", flat=True))
    print(", ".join(f"{state} {number}" for state, number in sorted(states.items())))


@dataclass(frozen=True)
class Whole:
    """A batch from its files to the record: its steps, and how long a worker takes to start."""

    number: int
    steps: dict[str, Run]
    start: float
    load: float  # average of the last minute, when it began

    @property
    def each(self) -> float:
        """Seconds of a file, all in all."""
        return sum(run.seconds for run in self.steps.values()) / self.number

    @property
    def worked(self) -> float:
        """Seconds of a file with the worker, less its start."""
        steps = (self.steps["read"], self.steps["entered"])
        return sum(run.seconds - self.start for run in steps) / self.number

    @property
    def reader(self) -> float:
        return float(self.steps["read"].said)

    @property
    def lost(self) -> int:
        """How many files did not become what they should: damaged ones wait, others entered."""
        told = dict(one.split() for one in self.steps["entered"].said.split(", "))
        damaged = self.number // DAMAGED_EVERY
        waiting = sum(int(told.get(state, 0)) for state in ("refused", "doubtful"))
        entered = int(told.get("entered", 0))
        return abs(self.number - damaged - entered) + abs(damaged - waiting)


def main() -> None:
    """Measure, and end with 1 when an aim is missed."""
    few, many = _whole_run(NUMBER // 4), _whole_run(NUMBER)
    print("| | seconds | peak MB | |\n|---|---|---|---|")
    for whole in (few, many):
        for name, run in whole.steps.items():
            aim = f"{run.seconds:.1f} | {run.megabytes:.0f} | {run.said}"
            print(f"| {whole.number} files: {name} | {aim} |")
    print(f"Load when they began: {few.load:.1f} and {many.load:.1f}.")
    missed = [aim for aim, holds in aims(few, many) if not holds]
    for aim, holds in aims(few, many):
        print(f"{aim}: {'met' if holds else 'MISSED'}.")
    sys.exit(bool(missed))


def aims(few: Whole, many: Whole) -> list[tuple[str, bool]]:
    """Return what was aimed at with what was found, and whether it holds."""
    worker = max(run.megabytes for run in many.steps.values())
    return [
        (f"A file in {many.each:.2f} s (aim {AIM_SECONDS})", many.each <= AIM_SECONDS),
        (
            f"With the worker {few.worked:.2f} s of {few.number}, {many.worked:.2f} s of "
            f"{many.number} (aim: at most {MOST_GROWTH} times as long)",
            many.worked <= MOST_GROWTH * few.worked,
        ),
        (f"The worker's memory {worker:.0f} MB (aim {AIM_MB})", worker <= AIM_MB),
        (f"A reader's {many.reader:.0f} MB (aim {AIM_READER_MB})", many.reader <= AIM_READER_MB),
        (
            f"{few.lost + many.lost} files did not become what they should (aim 0)",
            not few.lost + many.lost,
        ),
    ]


def _whole_run(number: int) -> Whole:
    load, *_ = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="atop-bench-") as folder:
        environment = {**os.environ, "VAR_DIR": folder}
        environment["DJANGO_SETTINGS_MODULE"] = "atop_site.settings"
        environment.pop("DATABASE_URL", None)
        packed = str(Path(folder, "sheets.zip"))
        manage = partial(_run, environment, "manage.py")
        ours = partial(_run, environment, "-c")
        manage("migrate", "--verbosity", "0")
        ours(_SET_UP.format("make_admins()"))
        ours(_SET_UP.format(f"pack({packed!r}, {number})"))
        empty = ours(_SET_UP.format("work()"))
        steps = {
            "put on the desk": manage("import_sheets", "--desk", "--by", "asker", packed),
            "read": ours(_SET_UP.format("work()")),
            "let in and confirmed": ours(_SET_UP.format("confirm()")),
            "entered": ours(_SET_UP.format("work()")),
        }
        states = ours(_SET_UP.format("tell()")).said
    steps["entered"] = replace(steps["entered"], said=states)
    return Whole(number, steps, empty.seconds, load)


def _run(environment: dict[str, str], *arguments: str) -> Run:
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    output = process.stdout.read().strip()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"Failed: {' '.join(arguments)}")
    return Run("", time.monotonic() - begun, usage.ru_maxrss / 1024, output)


if __name__ == "__main__":
    main()
