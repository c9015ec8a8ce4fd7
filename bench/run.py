"""The way in: fill → serve → sign in → measure turn by turn → report."""

from __future__ import annotations

import argparse
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.actions import READS, WRITES
from bench.measure import Bench, Plan
from bench.people import CLIENTS
from bench.report import Report
from bench.sides import Side, beside_admin, beside_checkout, fill, servers_of

PLAN = Plan(rounds={1: 10, CLIENTS: 12}, requests={1: 5, CLIENTS: 2})
QUICK = Plan(rounds={1: 4, CLIENTS: 2}, requests={1: 3, CLIENTS: 2})
EVERY = [*READS, *WRITES]


def main() -> None:
    """Measure, and end with 1 when a write on the site failed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # by way of every finally
    options = _options()
    with tempfile.TemporaryDirectory(prefix="atop-bench-") as folder:
        by_size = [_sides(Path(folder) / str(size), size, options) for size in options.sizes]
        bench = _measured([side for sides in by_size for side in sides], by_size, options)
    report = Report(bench.series, {"database": engine_name(options.database)})
    print(report.write())
    failures = [*bench.broken, *report.failures()]
    for failure in failures[:10]:
        _say(failure)
    sys.exit(1 if failures else 0)


def _sides(folder: Path, size: int, options: argparse.Namespace) -> list[Side]:
    if options.against:
        return beside_checkout(folder, size, options.database, options.against)
    return beside_admin(folder, size, options.database)


def _measured(sides: list[Side], by_size: list[list[Side]], options: argparse.Namespace) -> Bench:
    """Fill and serve all of them, and measure."""
    begun = time.monotonic()
    with ExitStack() as stack:
        for server in servers_of(sides):
            stack.callback(server.drop)
        for of_size in by_size:
            fill(of_size)
        _say(f"filled: {time.monotonic() - begun:.0f} s")
        for server in servers_of(sides):
            stack.enter_context(server.serving())
        bench = Bench(sides, QUICK if options.quick else PLAN)
        bench.run(options.actions, options.clients, _say)
        return bench


def engine_name(database: str) -> str:
    """Name the database engine with its version."""
    if not database:
        return f"SQLite {sqlite3.sqlite_version}"
    import psycopg

    with psycopg.connect(database.rstrip("/") + "/postgres") as connection:
        number = connection.info.server_version
    return f"PostgreSQL {number // 10000}.{number % 10000}"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    _add_where(parser)
    _add_what(parser)
    options = parser.parse_args()
    if unknown := set(options.actions) - set(EVERY):
        parser.error(f"There is no action {', '.join(sorted(unknown))}.")
    options.sizes = options.sizes or ([850] if options.quick else [850, 8500])
    return options


def _add_where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="few requests, 850 sheets")
    parser.add_argument(
        "--sizes",
        type=lambda text: sorted(int(part) for part in text.split(",")),
        help="numbers of sheets, multiples of 17; 850,8500 if not --quick",
    )
    parser.add_argument(
        "--database",
        default="",
        help="a PostgreSQL server, such as postgres://USER:PASSWORD@HOST:5432, on which databases "
        "named bench_… are made and dropped again; without it SQLite is measured",
    )


def _add_what(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--actions",
        type=lambda text: text.split(","),
        default=EVERY,
        help=f"some of: {', '.join(EVERY)}",
    )
    parser.add_argument(
        "--clients",
        type=lambda text: [int(part) for part in text.split(",")],
        choices=([1], [CLIENTS], [1, CLIENTS]),
        default=[1, CLIENTS],
        metavar="NUMBERS",
        help=f"1 or {CLIENTS} at a time; both in turn if not said",
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar="CHECKOUT",
        help="measure the site beside that of another checkout, on the same data, instead of admin",
    )
