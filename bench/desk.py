"""800 printed sheets through the import desk in one run: ``python -m bench.desk``.

Sheets as text, Word file and PDF in turn, every twentieth damaged, packed in a ZIP: put on the
desk, read, let in by one admin, confirmed by another, entered. A quarter of them first, on a site
of its own: the time for a file must not grow with the batch.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from zipfile import ZipFile

from bench.release import ROOT, Run

NUMBER, DAMAGED_EVERY = 800, 20
AIM_SECONDS, AIM_MB, MOST_GROWTH = 1.0, 400, 1.3  # of a file; of the worker; of a file's time
FORMS_IN_TURN = ("txt", "docx", "pdf")
_SET_UP = "import django; django.setup(); from bench import desk; desk.{}"


def pack(path: str, number: int) -> None:
    """Write so many sheets into a ZIP: each is one of the samples, with a number of its own."""
    from coding.management.demo import SAMPLES
    from coding.sheets.parser import read_sheet
    from coding.sheets.printing.from_record import FORMS
    from coding.sheets.printing.printable import PrintableSheet

    said = [read_sheet(one.name, one.read_bytes()).answers for one in sorted(SAMPLES.glob("*.txt"))]
    with ZipFile(path, "w") as packed:
        for place in range(number):
            atop_id, form = 1001 + place, FORMS_IN_TURN[place % 3]
            answers = {**said[place // 3 % len(said)], 1: str(atop_id)}
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

    from coding.desk.letting_in import let_in
    from coding.models import DeskFile
    from coding.workflow import import_requests

    by = {one.username: one for one in User.objects.all()}
    _, asked = let_in(DeskFile.objects.all(), by=by["asker"])
    assert asked
    import_requests.confirm(asked, by=by["confirmer"])


def tell() -> None:
    """Print how many files are in which state."""
    from collections import Counter

    from coding.models import DeskFile

    states = Counter(DeskFile.objects.values_list("state", flat=True))
    print(", ".join(f"{number} {state}" for state, number in sorted(states.items())))


def main() -> None:
    """Measure, and end with 1 when an aim is missed."""
    few, many = _whole_run(NUMBER // 4), _whole_run(NUMBER)
    print("| | seconds | peak MB | |\n|---|---|---|---|")
    for run in (*few, *many):
        print(f"| {run.name} | {run.seconds:.1f} | {run.megabytes:.0f} | {run.said} |")
    each = [
        sum(run.seconds for run in runs) / n for runs, n in ((few, NUMBER // 4), (many, NUMBER))
    ]
    print(f"A file: {each[0]:.2f} s of {NUMBER // 4}, {each[1]:.2f} s of {NUMBER}.")
    largest = max(run.megabytes for run in many)
    sys.exit(each[1] > AIM_SECONDS or each[1] > MOST_GROWTH * each[0] or largest > AIM_MB)


def _whole_run(number: int) -> list[Run]:
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
        steps = {
            "put on the desk": manage("import_sheets", "--desk", "--by", "asker", packed),
            "read": manage("run_desk", "--once"),
            "let in and confirmed": ours(_SET_UP.format("confirm()")),
            "entered": manage("run_desk", "--once"),
        }
        states = ours(_SET_UP.format("tell()")).said
    steps["entered"] = replace(steps["entered"], said=states)
    return [replace(run, name=f"{number} files: {name}") for name, run in steps.items()]


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
    said = process.stdout.read().strip()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"Failed: {' '.join(arguments)}")
    return Run("", time.monotonic() - begun, usage.ru_maxrss / 1024, said)


if __name__ == "__main__":
    main()
