"""The official release coming in and going out: ``python -m bench.release [--against ../before]``.

Imports the member file of release 5.1 into an empty SQLite database, imports it again, checks
all sheets, exports, and exports again with nothing changed, each as a process of its own; then
``bench.gate`` tells what admins wait for before a release. With ``--against`` another checkout does
the same, turn by turn. Told are seconds by the clock and of the processor, the peak memory of the
largest process and of all together, and what is new on the disk. The official files are not part of
the project: without $ATOP_REFERENCE_DIR or ../shared nothing is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from operator import gt
from pathlib import Path
from typing import NamedTuple

from bench.together import Together

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = Path(os.environ.get("ATOP_REFERENCE_DIR", ROOT.parent / "shared"))
FILES = REFERENCE / "data" / "atop-5.1"
MEMBERS, DYADS = FILES / "atop5_1m.csv", FILES / "atop5_1ddyr.csv"


class Aim(NamedTuple):
    """What a command may take: seconds, MB of its largest process, new MB on the disk."""

    seconds: float
    megabytes: float
    on_disk: float = float("inf")


IMPORT, EXPORT, NIGHT = "first import", "first export", "a night with nothing changed"
AIMS = {IMPORT: Aim(30, 300), EXPORT: Aim(30, 300), NIGHT: Aim(5, 300, 5)}


@dataclass(frozen=True)
class Run:
    """One command: how long it took, how much memory it held at most, and what it said.

    ``processor`` has the seconds of all its processes, ``together`` their memory, ``on_disk`` the
    MB that it left in its folder.
    """

    name: str
    seconds: float
    megabytes: float
    said: str
    processor: float = 0
    together: float = 0
    on_disk: float = 0

    @property
    def is_missed(self) -> bool:
        aim = AIMS.get(self.name, Aim(*[float("inf")] * 3))
        return any(map(gt, (self.seconds, self.megabytes, self.on_disk), aim))


@dataclass(frozen=True)
class Side:
    """A checkout with a database and exports of its own."""

    name: str
    checkout: Path
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        mine = {**os.environ, "VAR_DIR": str(self.folder)}
        mine.pop("DATABASE_URL", None)
        return mine


def main() -> None:
    """Measure, and end with 1 when an aim is missed."""
    against = _options().against
    if not MEMBERS.exists():
        print(f"{MEMBERS.name} is not here; set ATOP_REFERENCE_DIR to the folder that holds it.")
        return
    with tempfile.TemporaryDirectory(prefix="atop-bench-") as folder:
        sides = [Side("now", ROOT, Path(folder) / "now")]
        if against:
            sides.insert(0, Side("before", against.resolve(), Path(folder) / "before"))
        print(f"Load when it began: {os.getloadavg()[0]:.1f}.\n")
        print("| | side | seconds | of the processor | peak MB | of all | new MB on the disk | |")
        print("|---|---|---|---|---|---|---|---|")
        missed = [run for side, run in _runs(sides) if side is sides[-1] and run.is_missed]
        print(_waits(sides[-1].environment))
    sys.exit(bool(missed))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path, help="another checkout, to measure beside this")
    return parser.parse_args()


def _runs(sides: list[Side]) -> Iterator[tuple[Side, Run]]:
    """Yield each command's run on each side, as it has ended, and print its line."""
    importing = ["import_dataset", str(MEMBERS), "--directed-dyads", str(DYADS)]
    for side in sides:
        side.folder.mkdir()
        _run(side, "migrate", ["migrate", "--verbosity", "0"])
    for name, command in (
        (IMPORT, importing),
        ("second import", importing),
        ("all checks", ["check_sheets"]),
        (EXPORT, ["nightly_export"]),
        (NIGHT, ["nightly_export"]),
    ):
        for side in sides:
            output = ["--output", str(side.folder / "out")] if name in (EXPORT, NIGHT) else []
            run = _run(side, name, [*command, *output])
            print(_line(side, run), flush=True)
            yield side, run


def _line(side: Side, run: Run) -> str:
    aim = AIMS.get(run.name)
    name = f"{run.name} (aim {aim.seconds:.0f} s, {aim.megabytes:.0f} MB)" if aim else run.name
    times = f"{run.seconds:.1f} | {run.processor:.1f}"
    sizes = f"{run.megabytes:.0f} | {run.together:.0f} | {run.on_disk:.1f}"
    return f"| {name} | {side.name} | {times} | {sizes} | {run.said} |"


def _waits(environment: dict[str, str]) -> str:
    """Return what admins wait for before a release, line by line."""
    asked = [sys.executable, "-m", "bench.gate"]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    done = subprocess.run(asked, cwd=ROOT, env=environment, text=True, check=True, **quiet)
    return str(done.stdout)


def _run(side: Side, name: str, arguments: list[str]) -> Run:
    there, begun = set(_sizes(side)), time.monotonic()
    process = subprocess.Popen(
        [sys.executable, str(side.checkout / "manage.py"), *arguments],
        env=side.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    with Together(process.pid) as together:
        lines = process.stdout.read().strip().splitlines()
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{name} failed: manage.py {' '.join(arguments)}")
    return Run(
        name,
        time.monotonic() - begun,
        usage.ru_maxrss / 1024,
        _sentence(lines[-1] if lines else ""),
        usage.ru_utime + usage.ru_stime,
        together.megabytes,
        sum(size for key, size in _sizes(side).items() if key not in there) / 2**20,
    )


def _sizes(side: Side) -> dict[int, int]:
    """Return what each file of the exports takes on the disk; linked ones are one file."""
    told = [path.stat() for path in (side.folder / "out").rglob("*")]
    return {one.st_ino: one.st_blocks * 512 for one in told}


def _sentence(line: str) -> str:
    """Return the closing sentence; where no person looks on, the export says it as JSON."""
    return str(json.loads(line)["message"]) if line.startswith("{") else line


if __name__ == "__main__":
    main()
