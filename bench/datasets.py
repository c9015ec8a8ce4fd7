"""The dataset files beside plain pandas: ``python -m bench.datasets``.

Generated histories of one, four and sixteen times the size of release 5.1 are made into all twelve
CSV files. A short pandas program – the way one would write it in an afternoon – makes the two
dyadic files, and so do we; both must give the same bytes. Each measurement is a process of
its own, which tells its time and its peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.results import write
from coding.codebook.column_order import RELEASE_5_1
from coding.codebook.questionnaire import Questionnaire
from coding.codebook.variables import Variable
from coding.datasets.every_file import derive
from coding.datasets.member import NEVER, Row
from coding.datasets.release import DatasetRelease, Level
from coding.datasets.writing import write_csv

SEED = 20171015
SIZES = (1, 4, 16)
FIRST_YEAR, YEARS = 1815, 204  # 1815 to 2018, as release 5.1
STATES = range(2, 960, 5)
OWED = ["defense", "offense", "neutral", "nonagg", "consul"]
# Members and number of alliances, chosen to give about the rows of release 5.1.
ALLIANCES = ((2, 690), (3, 40), (6, 40), (15, 12), (30, 3), (46, 1))
DYADIC = (Level.DYAD_YEAR, Level.DIRECTED)
QUESTIONNAIRE = Questionnaire(
    variables=tuple(
        Variable(name, name, scope="R" if name in ("new5", "rev5", "version") else "M")
        for name in RELEASE_5_1
    )
)


def release(size: int) -> DatasetRelease:
    """The release that speaks of all histories, up to the last year of the last."""
    last_day = date(FIRST_YEAR + YEARS * size - 1, 12, 31)
    return DatasetRelease("9.9", last_day, ("new9", "rev9"), QUESTIONNAIRE)


PLACES = release(1).places


def generated_rows(size: int) -> Iterator[Row]:
    """Member rows of a history like that of 5.1, told ``size`` times, one after the other.

    Alliances among the same states at the same time would widen the rows; later ones add rows.
    """
    rng = random.Random(SEED)
    for n in range(size):
        atopid = 1000 + n * 1000
        for members, number in ALLIANCES:
            for _ in range(number):
                atopid += 1
                yield from _alliance(rng, atopid, members, FIRST_YEAR + n * YEARS, n == size - 1)


def _alliance(
    rng: random.Random, atopid: int, members: int, first: int, is_last: bool
) -> Iterator[Row]:
    last = first + YEARS - 1
    begin = rng.randrange(first, last - 2) if members < 8 else rng.randrange(last - 70, last - 40)
    lasts = int(rng.expovariate(1 / 14)) if members < 8 else rng.randrange(20, 50)
    end = begin + 1 + lasts
    exits = (end, rng.randrange(1, 13), rng.randrange(1, 29)) if end <= last else (last, 12, 31)
    if end > last and is_last:
        exits = (0, 0, 0)
    turn = (begin + max(1, lasts // 2), 6, 15)
    has_phases = lasts > 3 and turn[0] < last and rng.random() < 0.06
    phases = [(1, turn), (2, exits)] if has_phases else [(0, exits)]
    states = rng.sample(STATES, members)
    day = rng.randrange(1, 29)
    for phase, left in phases:
        codes = {name: int(rng.random() < 0.4) for name in (*OWED, "asymm")}
        for state in states:
            entry = turn if phase == 2 else (begin, 5, day)
            row: dict[str, int | None] = dict.fromkeys(PLACES, 0)
            row |= {"atopid": atopid, "member": state, "phase": phase, **codes}
            row |= {"bilat": int(members == 2)}
            row |= dict(zip(("yrent", "moent", "dayent"), entry, strict=True))
            row |= dict(zip(("yrexit", "moexit", "dayexit"), left, strict=True))
            yield row


def twelve(rows: Iterator[Row], of: DatasetRelease, folder: Path) -> None:
    """Our twelve files, and the measures."""
    for table in derive(rows, (), of):
        with (folder / f"{table.stem}.csv").open("w", encoding="ascii", newline="") as file:
            write_csv(table, file.write)


def dyadic(rows: Iterator[Row], of: DatasetRelease, folder: Path) -> None:
    """Our dy and ddyr."""
    for table in derive(rows, (), of):
        if table.level in DYADIC:
            with (folder / f"{table.level}.csv").open("w", encoding="ascii", newline="") as file:
                write_csv(table, file.write)
        if table.level is Level.DIRECTED:
            return


def with_pandas(rows: Iterator[Row], of: DatasetRelease, folder: Path) -> None:
    """Write dy and ddyr with pandas: members joined with themselves, repeated by year, grouped."""
    import pandas as pd

    needed = ["atopid", "phase", "member", "bilat", "asymm", *OWED]
    dates = ["yrent", "moent", "dayent", "yrexit", "moexit", "dayexit"]
    m = pd.DataFrame([[row[name] for name in needed + dates] for row in rows],
                     columns=needed + dates)  # fmt: skip
    m["entry"] = m.yrent * 10000 + m.moent * 100 + m.dayent.fillna(1)
    m["exit"] = m.yrexit * 10000 + m.moexit * 100 + m.dayexit.fillna(31)
    m.loc[m.yrexit == 0, "exit"] = NEVER
    m = m.drop(columns=dates)
    pairs = m.merge(m[["atopid", "phase", "member", "entry", "exit"]], on=["atopid", "phase"],
                    suffixes=("", "B"))  # fmt: skip
    pairs["first"] = pairs[["entry", "entryB"]].max(axis=1)
    pairs["last"] = pairs[["exit", "exitB"]].min(axis=1)
    pairs = pairs[(pairs.member != pairs.memberB) & (pairs["first"] < pairs["last"])]
    pairs = pairs.rename(columns={"member": "stateA", "memberB": "stateB"})
    ended = pairs["last"] < NEVER
    pairs["last"] = (pairs["last"] // 10000).where(ended, of.cut_off.year)
    pairs["first"] = pairs["first"] // 10000
    pairs["ended"] = ended
    spans = pairs.reset_index(drop=True)
    y = spans.loc[spans.index.repeat(spans["last"] - spans["first"] + 1)]
    y["year"] = y["first"] + y.groupby(level=0).cumcount()
    y["transyr"] = ((y.year == y["first"]) | (y.ended & (y.year == y["last"]))).astype(int)
    ddyr, ids = _per_dyad_year(y.reset_index(drop=True))
    _written(ddyr, ids, of.label, ["stateA", "stateB"], "ddyad", folder / "ddyr.csv")
    low = ddyr[ddyr.stateA < ddyr.stateB].reset_index(drop=True)
    high = ddyr[ddyr.stateA > ddyr.stateB].sort_values(["stateB", "stateA", "year"])
    for name in OWED:
        low[name] = low[name].where(low[name] > high[name].array, high[name].array)
    low["shareob"] = low.shareob.where(high.shareob.array == 1)
    low = low.rename(columns={"stateA": "mem1", "stateB": "mem2"})
    _written(low, ids, of.label, ["mem1", "mem2"], "dyad", folder / "dy.csv")


def _per_dyad_year(y: Any) -> tuple[Any, list[str]]:
    """Sum up alliances: the last phase's codes, then the highest over all alliances."""
    dyad = ["stateA", "stateB", "year"]
    phases = y.groupby([*dyad, "atopid"])
    final = y[y.phase == phases.phase.transform("max")].groupby([*dyad, "atopid"])
    alliances = final[[*OWED, "asymm"]].max()
    alliances["bilatno"] = phases.bilat.min()
    alliances["transyr"] = phases.transyr.max()
    owes_nothing = (alliances[OWED].max(axis=1) == 0) & (alliances.bilatno == 0)
    alliances["shareob"] = owes_nothing.astype("Int64")
    alliances = alliances.reset_index("atopid")
    groups = alliances.groupby(dyad)
    rows = groups[[*OWED, "shareob", "transyr", "asymm"]].max()
    rows["bilatno"], rows["number"] = groups.bilatno.sum(), groups.size()
    rows["multino"] = rows.number - rows.bilatno
    rows["shareob"] = rows.shareob.where(rows.shareob == 1)
    alliances["n"] = groups.cumcount() + 1
    wide = alliances.set_index("n", append=True).atopid.unstack("n").astype("Int64")
    wide.columns = [f"atopid{n}" for n in wide.columns]
    return rows.join(wide).reset_index(), list(wide.columns)


def _written(rows: Any, ids: list[str], label: str, states: list[str], key: str, to: Path) -> None:
    rows = rows.assign(atopally=1, version=label, **{key: rows[states[0]] * 1000 + rows[states[1]]})
    head = [key, "year", "atopally", *OWED, "shareob", "transyr", "bilatno", "multino", "number"]
    rows[[*head, "asymm", *ids, *states, "version"]].to_csv(to, index=False, lineterminator="\r\n")


Make = Callable[[Iterator[Row], DatasetRelease, Path], None]
MAKES: dict[str, Make] = {"twelve": twelve, "dyadic": dyadic, "pandas": with_pandas}


def measure(what: str, size: int) -> dict[str, Any]:
    """Run one of MAKES here, and tell what it took; the generated rows are made as it reads."""
    if what == "pandas":
        import pandas  # noqa: F401 – loading it is not what is measured
    with tempfile.TemporaryDirectory() as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        MAKES[what](generated_rows(size), release(size), Path(folder))
        took = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
        files = sorted(Path(folder).iterdir())
        return {
            "what": what,
            "size": size,
            **took,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "written_mb": sum(path.stat().st_size for path in files) / 1e6,
            "dyad_years": _lines(folder, "*dy.csv"),
            "hashes": {path.name: sha256(path.read_bytes()).hexdigest() for path in files},
        }


def _lines(folder: str, pattern: str) -> int:
    path = next(Path(folder).glob(pattern))
    with path.open("rb") as file:
        return sum(1 for _ in file) - 1


def main() -> None:
    """Measure each in a process of its own, twice in turn, and keep the quicker run."""
    parser = argparse.ArgumentParser(prog="python -m bench.datasets", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="times 5.1")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--one", nargs=2, metavar=("WHAT", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one[0], int(options.one[1]))))
        return
    best: dict[tuple[str, int], dict[str, Any]] = {}
    for _ in range(options.rounds):
        for size in options.sizes:
            for what in MAKES:
                one = _in_a_process(what, size)
                kept = best.setdefault((what, size), one)
                if one["cpu_s"] < kept["cpu_s"]:
                    best[what, size] = one
    differ = [size for size in options.sizes
              if best["pandas", size]["hashes"] != best["dyadic", size]["hashes"]]  # fmt: skip
    smallest = {what: best[what, min(options.sizes)] for what in MAKES}
    rows = [_row(row, smallest[row["what"]]) for row in best.values()]
    about = {"cores": str(os.cpu_count()), "python": platform.python_version()}
    print(write({**about, "pandas": version("pandas")}, "datasets", rows))
    if differ:
        sys.exit(f"pandas wrote other files than we did at {differ} times the size of 5.1.")


def _in_a_process(what: str, size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.datasets", "--one", what, str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(f"{what} at {size} times the size of 5.1 failed.")
    print(f"{what} {size}x", file=sys.stderr, flush=True)
    return json.loads(done.stdout)


def _row(row: dict[str, Any], smallest: dict[str, Any]) -> dict[str, Any]:
    """What the table says; growth is the CPU time for each unit of size, beside the smallest."""
    growth = row["cpu_s"] / smallest["cpu_s"] / (row["size"] / smallest["size"])
    shown = ("what", "size", "dyad_years", "cpu_s", "wall_s", "peak_mb", "written_mb")
    return {name: row[name] for name in shown} | {"growth": growth}


if __name__ == "__main__":
    main()
