"""The official release coming in: ``python -m bench.release``.

Imports the member file of release 5.1 into an empty SQLite database, imports it again, checks
all sheets and exports, each as a process of its own that tells its time and its peak memory; then
``bench.gate`` tells what admins wait for before a release. The official files are not part of the
project: without $ATOP_REFERENCE_DIR or ../shared nothing is measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = Path(os.environ.get("ATOP_REFERENCE_DIR", ROOT.parent / "shared"))
FILES = REFERENCE / "data" / "atop-5.1"
AIMS = {"first import": (30, 300)}  # seconds, MB


@dataclass(frozen=True)
class Run:
    """One command: how long it took, and how much memory it held at most."""

    name: str
    seconds: float
    megabytes: float
    said: str


def main() -> None:
    """Measure, and end with 1 when an aim is missed."""
    members, dyads = FILES / "atop5_1m.csv", FILES / "atop5_1ddyr.csv"
    if not members.exists():
        print(f"{members.name} is not here; set ATOP_REFERENCE_DIR to the folder that holds it.")
        return
    with tempfile.TemporaryDirectory(prefix="atop-bench-") as folder:
        environment = {**os.environ, "VAR_DIR": folder}
        environment.pop("DATABASE_URL", None)
        _run("migrate", ["migrate", "--verbosity", "0"], environment)
        importing = ["import_dataset", str(members), "--directed-dyads", str(dyads)]
        runs = [
            _run("first import", importing, environment),
            _run("second import", importing, environment),
            _run("all checks", ["check_sheets"], environment),
            _run("first export", ["nightly_export", "--output", f"{folder}/out"], environment),
        ]
        waits = _waits(environment)
    print("| | seconds | peak MB | |\n|---|---|---|---|")
    for run in runs:
        print(f"| {run.name} | {run.seconds:.1f} | {run.megabytes:.0f} | {run.said} |")
    print(waits)
    sys.exit(any(_is_missed(run) for run in runs))


def _waits(environment: dict[str, str]) -> str:
    """Return what admins wait for before a release, line by line."""
    asked = [sys.executable, "-m", "bench.gate"]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    done = subprocess.run(asked, cwd=ROOT, env=environment, text=True, check=True, **quiet)
    return str(done.stdout)


def _is_missed(run: Run) -> bool:
    seconds, megabytes = AIMS.get(run.name, (float("inf"), float("inf")))
    return run.seconds > seconds or run.megabytes > megabytes


def _run(name: str, arguments: list[str], environment: dict[str, str]) -> Run:
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    said = process.stdout.read().strip().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{name} failed: manage.py {' '.join(arguments)}")
    seconds = time.monotonic() - begun
    return Run(name, seconds, usage.ru_maxrss / 1024, _sentence(said[-1] if said else ""))


def _sentence(line: str) -> str:
    """Return the closing sentence; where no person looks on, the export says it as JSON."""
    return str(json.loads(line)["message"]) if line.startswith("{") else line


if __name__ == "__main__":
    main()
