"""Measures turn by turn: a few requests here, a few there, so that noise meets all alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException

from bench import at_baseline, at_site
from bench.actions import REVIEWERS_DO, WRITES, Client, Supply
from bench.client import Answer, BenchError, Sent, Session
from bench.content import CLIENTS
from bench.servers import Server

Make = Callable[[Client], Sent]
SIDES = {
    "site": ("site", at_site.ACTIONS),
    "admin": ("baseline", at_baseline.ACTIONS),
    "bare": ("baseline", at_baseline.BARE),
}
WARM = 10  # templates, caches, connections; PostgreSQL keeps a plan after so many of a statement


@dataclass
class Plan:
    """How many turns, and how many requests of each client in a turn: alone, and all together."""

    rounds: dict[int, int]
    requests: dict[int, int]


@dataclass
class Series:
    """All that was measured of one action on one side."""

    seconds: list[float] = field(default_factory=list)  # with the page that follows
    posts: list[float] = field(default_factory=list)  # without
    refused: list[str] = field(default_factory=list)  # another answer than the one that counts
    lost: list[str] = field(default_factory=list)  # accepted, but the text is not there

    @property
    def median(self) -> float:
        """The median in milliseconds."""
        return statistics.median(self.seconds) * 1000

    @property
    def median_post(self) -> float:
        """The median of the request alone, in milliseconds."""
        return statistics.median(self.posts) * 1000

    @property
    def p95(self) -> float:
        """19 of 20 were not slower."""
        return statistics.quantiles(self.seconds, n=20)[-1] * 1000


Key = tuple[str, int, int, str]  # action, clients, sheets, side


class Bench:
    """The signed-in clients of all servers, and the series they measure."""

    def __init__(self, servers: list[Server], plan: Plan) -> None:
        self.plan = plan
        self.sizes = sorted({server.size for server in servers})
        self.pool = ThreadPoolExecutor(CLIENTS)
        self.series: dict[Key, Series] = {}
        self.broken: list[str] = []  # actions that could not be measured to their end
        self.people = {
            (server.kind, server.size, role): self._sign_in(server, role)
            for server in servers
            for role in ("writer", "reviewer")
        }

    def _sign_in(self, server: Server, role: str) -> list[Client]:
        path = at_site.LOGIN if server.kind == "site" else at_baseline.LOGIN
        targets = server.targets()
        supply = Supply(targets)

        def one(number: int) -> Client:
            session = Session(server.port)
            session.sign_in(path, f"{role}{number}")
            return Client(session, number, targets, supply)

        return list(self.pool.map(one, range(CLIENTS)))

    def run(self, actions: list[str], clients: tuple[int, ...], say: Callable[[str], None]) -> None:
        """Measure each action, by one client and by several."""
        for action in actions:
            for number in clients:
                if action == "same sheet" and number == 1:
                    continue
                begun = time.monotonic()
                try:
                    self._measure(action, number)
                except (BenchError, OSError, HTTPException) as error:
                    self.broken.append(f"{action}, {number} client(s): {error!r}")
                    say(self.broken[-1])
                say(f"{action}, {number} client(s): {time.monotonic() - begun:.0f} s")

    def _measure(self, action: str, clients: int) -> None:
        turns = [
            (size, side, SIDES[side][1][action])
            for size in self.sizes
            for side in SIDES
            if action in SIDES[side][1]
        ]
        if action not in WRITES:
            for size, side, make in turns:  # off the record
                everybody = self._clients(action, size, side, CLIENTS)
                self._block(action, make, everybody, WARM, Series())
        for turn in range(self.plan.rounds[clients]):
            for size, side, make in turns:
                series = self.series.setdefault((action, clients, size, side), Series())
                people = self._clients(action, size, side, clients)
                for person in people:
                    person.is_fresh_turn = turn % 2 == 0
                self._block(action, make, people, self.plan.requests[clients], series)

    def _clients(self, action: str, size: int, side: str, number: int) -> list[Client]:
        role = "reviewer" if action in REVIEWERS_DO else "writer"
        return self.people[SIDES[side][0], size, role][:number]

    def _block(
        self, action: str, make: Make, people: list[Client], number: int, series: Series
    ) -> None:
        """Prepare all requests, send them, then look whether what was written is there."""
        ready = list(self.pool.map(lambda one: [make(one) for _ in range(number)], people))
        list(self.pool.map(lambda one: one.session.reconnect(), people))
        sent = list(self.pool.map(_send_all, people, ready))
        for requests, answers in zip(ready, sent, strict=True):
            for request, answer in zip(requests, answers, strict=True):
                series.seconds.append(answer.whole)
                series.posts.append(answer.seconds)
                if not answer.counts(request):
                    said = f"{action} {request.path}: {answer.status} {answer.body[:200]}"
                    series.refused.append(said)
        lost = self.pool.map(_verify, people, ready, sent)
        series.lost += [path for paths in lost for path in paths]


def _send_all(person: Client, requests: list[Sent]) -> list[Answer]:
    return [person.session.act(request) for request in requests]


def _verify(person: Client, requests: list[Sent], answers: list[Answer]) -> list[str]:
    """Return the addresses where a text that was accepted does not stand."""
    lost = []
    for request, answer in zip(requests, answers, strict=True):
        if request.verify and answer.status == request.status:
            path, text = request.verify
            if text not in person.session.send(Sent(path)).body:
                lost.append(path)
    return lost


@contextmanager
def serving(servers: list[Server]) -> Iterator[None]:
    """Serve all of them while the block runs."""
    if not servers:
        yield
        return
    with servers[0].serving(), serving(servers[1:]):
        yield
