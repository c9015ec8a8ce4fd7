"""A team at work for minutes, here and in plain admin: ``python -m bench.load --minutes 5``.

50 coders save drafts and submit them, 5 reviewers decide, 20 readers read, each with a pause of
about a second between two actions. Turn by turn they work at the site and in plain admin, and in
both while the site is exported, sheets are imported and a release is frozen.
"""

from __future__ import annotations

import argparse
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from bench import jobs
from bench.actions import ADMIN, BARE, SITE, Client, Targets
from bench.browser import BenchError, Browser, Request
from bench.people import PASSWORD
from bench.results import Row, write
from bench.run import engine_name
from bench.servers import THREADS, WORKERS, Server
from bench.sides import Side, beside_admin, fill, servers_of

PAUSE = 1.0  # seconds on average between two actions of a person
TURN = 15.0  # seconds of each stage in its turn
AIM = 0.1  # of the 95th percentile of plain admin
EVERYTHING = "everything"
Doings = dict[str, int]  # actions by how often they are chosen


@dataclass(frozen=True)
class Role:
    """So many people of one kind, and what they do."""

    account: str
    first: int  # the number of the first account
    people: int
    doings: Doings


TEAM = (
    Role("writer", 0, 50, {"autosave": 30, "section": 5, "submit": 1}),
    Role("reviewer", 0, 5, {"queue": 2, "difference": 6, "approve": 1}),
    Role("writer", 50, 20, {"read": 6, "history": 2, "list": 2}),
)
TAKEN_FROM = {"approve": "pending", "submit": "draft"}  # rows that are used up


@dataclass
class Stage:
    """One way to work: where, with or without jobs beside; and all that was measured there."""

    name: str
    side: Side
    jobs_of: Server | None = None  # the site that is exported, and so on, meanwhile
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lasted: float = 0

    def fail(self, action: str, reason: str) -> None:
        """Note what went wrong with an action."""
        self.errors[action].append(f"{action}: {reason}"[:300])

    def everything(self) -> list[float]:
        """The seconds of all actions."""
        return [second for some in self.seconds.values() for second in some]

    def of(self, action: str) -> list[float]:
        """The seconds of one action, or of all."""
        return self.everything() if action == EVERYTHING else self.seconds[action]

    def rows(self, stages: list[Stage]) -> Iterator[Row]:
        """What to tell of each action and of all together, beside plain admin."""
        for action in [*sorted(self.seconds), EVERYTHING]:
            row = {"stage": self.name, "sheets": self.side.size, "action": action}
            yield row | self._measured(action) | self._beside_admin(action, stages)

    def _measured(self, action: str) -> Row:
        mine = self.of(action)
        some = self.errors.values() if action == EVERYTHING else [self.errors[action]]
        row: Row = {"done": len(mine), "per second": len(mine) / max(self.lasted, 1)}
        row |= {"p50 ms": _percentile(mine, 50), "p95 ms": _percentile(mine, 95)}
        return row | {"errors": sum(map(len, some))}

    def _beside_admin(self, action: str, stages: list[Stage]) -> Row:
        """Of plain admin with nothing beside it, and with what goes on beside this stage."""
        row: Row = {"p95 of admin": None, "of admin as busy": None, "aim": None}
        if not self.side.server.is_site:
            return row
        for name, has_jobs in (("p95 of admin", False), ("of admin as busy", bool(self.jobs_of))):
            theirs = _admin_of(self, stages, has_jobs=has_jobs).of(action)
            if theirs:
                row[name] = _percentile(self.of(action), 95) / _percentile(theirs, 95)
        if action == EVERYTHING and row["of admin as busy"] is not None:
            row["aim"] = row["of admin as busy"] <= AIM
        return row


def _percentile(seconds: list[float], part: int) -> float:
    if len(seconds) < 2:
        return 1000 * sum(seconds)
    return 1000 * statistics.quantiles(seconds, n=100, method="inclusive")[part - 1]


class Person:
    """Somebody signed in at one server, who does one thing after the other."""

    def __init__(self, role: Role, place: int, server: Server, targets: Targets) -> None:
        browser, number = Browser(server.port), role.first + place
        self.client = Client(browser, number, targets, among=sum(one.people for one in TEAM))
        self.doings = dict(role.doings)
        self.accepted: dict[str, list[tuple[str, str]]] = {}  # by page: actions with their words
        browser.sign_in(server.login, f"{role.account}{number}", PASSWORD)

    def work(self, stage: Stage, until: float) -> None:
        """Act and pause, until the time is over."""
        dice = self.client.dice
        names, weights = list(self.doings), list(self.doings.values())
        while time.monotonic() + (pause := dice.expovariate(1 / PAUSE)) < until:
            time.sleep(pause)
            action = dice.choices(names, weights)[0]
            if self.client.targets.get(TAKEN_FROM.get(action, ""), True):
                self._do(action, stage)

    def _do(self, action: str, stage: Stage) -> None:
        self.client.begins = self.client.dice.random() < 0.3  # else again where they wrote before
        try:
            request = _MAKE[stage.side.name][action](self.client)
            answer = self.client.browser.act(request)
        except (BenchError, OSError, HTTPException) as error:
            stage.fail(action, repr(error))
            self.client.browser.connection.close()
            return
        stage.seconds[action].append(answer.whole)
        if not answer.counts(request):
            stage.fail(action, f"{request.path}: {answer.status} {answer.body[:200]}")
        elif request.verify:
            path, words = request.verify
            self.accepted.setdefault(path, []).append((action, words))

    def look_for_losses(self, stage: Stage) -> None:
        """Look for every text that was accepted in this turn, once nobody works."""
        for path, texts in self.accepted.items():
            page = self.client.browser.send(Request(path)).body
            for action, words in texts:
                if words not in page:
                    stage.fail(action, f"lost: {path}")
        self.accepted.clear()


_MAKE = {"site": SITE, "admin": {**ADMIN, "read": BARE["read"]}}


def main() -> None:
    """Measure each size, and end with 1 where the site failed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # by way of every finally
    options = _options()
    stages: list[Stage] = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory(prefix="atop-load-") as folder:
            stages += _at_work(Path(folder), size, options)
    rows = [row for stage in stages for row in stage.rows(stages)]
    about = {"database": engine_name(options.database), "minutes": str(options.minutes)}
    about |= {"served": f"gunicorn, {WORKERS} × {THREADS} threads", "pause": f"{PAUSE} s"}
    print(write(about, "load", rows))
    failed = [error for stage in stages for some in stage.errors.values() for error in some]
    print("\n".join(failed[:20]), file=sys.stderr)
    sys.exit(any(any(one.errors.values()) and one.side.server.is_site for one in stages))


def _admin_of(stage: Stage, stages: list[Stage], *, has_jobs: bool) -> Stage:
    """Plain admin of the same size, with or without jobs beside it."""
    admins = (one for one in stages if not one.side.server.is_site)
    return next(
        one for one in admins if one.side.size == stage.side.size and bool(one.jobs_of) == has_jobs
    )


def _at_work(folder: Path, size: int, options: argparse.Namespace) -> list[Stage]:
    """Fill and serve the site and plain admin, and let the team work at each in turn."""
    site, admin = beside_admin(folder, size, options.database)[:2]
    stages = [Stage("site", site), Stage("admin", admin)]
    stages += [Stage(f"{one.name} with jobs", one.side, site.server) for one in stages]
    with ExitStack() as stack:
        for server in servers_of([site, admin]):
            stack.callback(server.drop)
        fill([site, admin])
        for server in servers_of([site, admin]):
            stack.enter_context(server.serving())
        people = {side.name: _team(side.server) for side in (site, admin)}
        for _ in range(max(1, round(options.minutes * 60 / TURN))):
            for stage in stages:
                _turn(stage, people[stage.side.name])
    return stages


def _team(server: Server) -> list[Person]:
    everybody = [(role, place) for role in TEAM for place in range(role.people)]
    targets = server.targets()  # shared: what one of them takes, nobody else does
    with ThreadPoolExecutor(4) as pool:  # a password costs the server much
        return list(pool.map(lambda one: Person(*one, server, targets), everybody))


def _turn(stage: Stage, people: list[Person]) -> None:
    """Let all of them work for a while; with jobs, until these have ended."""
    begun = time.monotonic()
    running = jobs.begin(stage.jobs_of) if stage.jobs_of else []
    threads = [
        threading.Thread(target=one.work, args=(stage, begun + TURN), daemon=True) for one in people
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stage.lasted += time.monotonic() - begun
    for error in jobs.ended(running):
        stage.fail("jobs", error)
    for one in people:
        one.look_for_losses(stage)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=3, help="of each stage; 3 if not said")
    parser.add_argument(
        "--sizes",
        type=lambda text: [int(part) for part in text.split(",")],
        default=[850, 8500],
        help="numbers of sheets, multiples of 17",
    )
    parser.add_argument("--database", default="", help="as of python -m bench; SQLite without it")
    return parser.parse_args()


if __name__ == "__main__":
    main()
