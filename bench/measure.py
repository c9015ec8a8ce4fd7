"""Measures turn by turn: a few requests here, a few there, so that noise meets all alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException

from bench.actions import REVIEWERS_DO, WRITES, Client, Make
from bench.browser import Answer, BenchError, Browser, Request
from bench.people import CLIENTS, PASSWORD
from bench.sides import Side, servers_of

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


Key = tuple[str, int, int, str]  # action, clients, sheets, side


class Bench:
    """The signed-in clients of all servers, and the series they measure."""

    def __init__(self, sides: list[Side], plan: Plan) -> None:
        self.sides, self.plan = sides, plan
        self.pool = ThreadPoolExecutor(CLIENTS)
        self.series: dict[Key, Series] = {}
        self.broken: list[str] = []  # actions that could not be measured to their end
        self.people: dict[tuple[int, str], list[Client]] = {}
        for server in servers_of(sides):
            targets = server.targets()
            for role in ("writer", "reviewer"):
                clients = [Client(Browser(server.port), n, targets) for n in range(CLIENTS)]
                for client in clients:
                    client.browser.sign_in(server.login, f"{role}{client.number}", PASSWORD)
                self.people[server.port, role] = clients

    def run(self, actions: list[str], clients: list[int], say: Callable[[str], None]) -> None:
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
        role = "reviewer" if action in REVIEWERS_DO else "writer"
        turns = [
            (side, side.actions[action], self.people[side.server.port, role])
            for side in self.sides
            if action in side.actions
        ]
        if action not in WRITES:
            for _, make, everybody in turns:  # off the record
                self._block(action, make, everybody, WARM, Series())
        for turn in range(self.plan.rounds[clients]):
            for side, make, everybody in turns:
                series = self.series.setdefault((action, clients, side.size, side.name), Series())
                people = everybody[:clients]
                for person in people:
                    person.begins = turn % 2 == 0
                self._block(action, make, people, self.plan.requests[clients], series)

    def _block(
        self, action: str, make: Make, people: list[Client], number: int, series: Series
    ) -> None:
        """Prepare all requests, send them, then look whether what was written is there."""
        ready = list(self.pool.map(lambda one: [make(one) for _ in range(number)], people))
        for person in people:
            person.browser.reconnect()
        sent = list(self.pool.map(_send_all, people, ready))
        for person, requests, answers in zip(people, ready, sent, strict=True):
            for request, answer in zip(requests, answers, strict=True):
                series.seconds.append(answer.whole)
                series.posts.append(answer.seconds)
                if not answer.counts(request):
                    answered = f"{action} {request.path}: {answer.status} {answer.body[:200]}"
                    series.refused.append(answered)
                elif is_lost(person, request):
                    series.lost.append(f"lost: {request.path}")


def _send_all(person: Client, requests: list[Request]) -> list[Answer]:
    return [person.browser.act(request) for request in requests]


def is_lost(person: Client, request: Request) -> bool:
    """Whether a text that was accepted does not stand where it belongs."""
    if request.verify is None:
        return False
    path, text = request.verify
    return text not in person.browser.send(Request(path)).body
