"""The way in: fill → serve → sign in → measure turn by turn → report."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from bench.actions import READS, WRITES
from bench.content import CLIENTS
from bench.measure import Bench, Plan, serving
from bench.report import Report, engine_name
from bench.servers import Server, fill_all

PLAN = Plan(rounds={1: 10, CLIENTS: 12}, requests={1: 5, CLIENTS: 2})
QUICK = Plan(rounds={1: 4, CLIENTS: 2}, requests={1: 3, CLIENTS: 2})


def main() -> None:
    """Measure, and end with 1 when a write on the site failed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # by way of every finally
    options = _options()
    begun = time.monotonic()
    sizes = [850] if options.quick else options.sizes
    with tempfile.TemporaryDirectory(prefix="atop-bench-") as folder:
        servers = [
            Server(kind, size, _folder(folder, size), options.database)
            for size in sizes
            for kind in ("site", "baseline")
        ]
        try:
            fill_all(servers)
            _say(f"filled: {time.monotonic() - begun:.0f} s")
            with serving(servers):
                bench = Bench(servers, QUICK if options.quick else PLAN)
                bench.run(options.actions, (1, CLIENTS), _say)
        finally:
            for server in servers:
                server.drop()
    report = Report(bench.series, bench.sizes, engine_name(options.database))
    print(report.write(time.monotonic() - begun))
    failures = [*bench.broken, *report.failures()]
    for said in failures[:10]:
        _say(said)
    sys.exit(1 if failures else 0)


def _folder(folder: str, size: int) -> Path:
    path = Path(folder) / str(size)
    path.mkdir(exist_ok=True)
    return path


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    every = [*READS, *WRITES]
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="850 sheets only, few requests")
    parser.add_argument(
        "--sizes",
        type=lambda text: sorted(int(part) for part in text.split(",")),
        default=[850, 8500],
        help="numbers of sheets, such as 850,8500",
    )
    parser.add_argument(
        "--database",
        default="",
        help="a PostgreSQL server, such as postgres://USER:PASSWORD@HOST:5432, on which databases "
        "named bench_… are made and dropped again; without it SQLite is measured",
    )
    parser.add_argument(
        "--actions",
        type=lambda text: text.split(","),
        default=every,
        help=f"some of: {', '.join(every)}",
    )
    options = parser.parse_args()
    unknown = set(options.actions) - set(every)
    if unknown:
        parser.error(f"There is no action {', '.join(sorted(unknown))}.")
    return options
