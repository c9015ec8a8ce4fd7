"""What is measured: each action on the site, and what comes closest to it in plain admin.

An action prepares one request (pages with forms are fetched off the clock) and says what makes
the answer count. The pairs, by name:

open       the page of one question       | change form of the sheet                | bare sheet
section    the form of a whole section    | the same change form                    | bare sheet
read       the whole sheet                | –                                       | bare sheet
autosave   the script saves a draft       | the sheet's change form is saved        |
save       the button saves a draft       | the same                                |
submit     a draft goes into the queue    | a proposal is saved, draft → pending    |
queue      the queue and its first change | list of the proposals that are pending  |
difference a change beside the queue      | change form of the proposal             |
approve    the decision on it             | it is saved, pending → approved         |
history    every step on a sheet          | history page of the sheet               |
list       sheets with their counts       | list of the sheets with their members   |

A write ends when the page that follows it is there; the POST alone is reported too. In admin
“Save and continue editing” leads back to the form, as saving does here, and an approval to the
list that is still filtered. The script's save leads nowhere.

Kindnesses to admin: its change form of a proposal stands for the difference although it shows two
texts and no difference; choosing a sheet by raw ID; as many rows a page as here; the list of the
queue has an index made for it.
"""

from __future__ import annotations

import itertools
import random
from collections import deque
from collections.abc import Iterator
from typing import Any

from bench.client import BenchError, Session
from bench.content import CLIENTS

READS = ("open", "section", "read", "queue", "difference", "history", "list")
WRITES = ("autosave", "save", "same sheet", "submit", "approve")
REVIEWERS_DO = ("queue", "difference", "approve")
SECTIONS = {
    "formation": range(2, 16),
    "obligations": range(16, 29),
    "institutionalization": range(29, 44),
    "context": range(44, 57),
    "documentation": range(57, 62),
}
QUESTIONS = [number for numbers in SECTIONS.values() for number in numbers]


class Supply:
    """The rows of one server that an action uses up, each for one client only."""

    def __init__(self, targets: dict[str, Any]) -> None:
        self._pending = list(reversed(targets["pending"]))
        self._drafts = list(reversed(targets.get("draft", [])))

    def next_pending(self) -> Any:
        """A proposal to approve."""
        return self._next(self._pending)

    def next_draft(self) -> Any:
        """A draft to submit."""
        return self._next(self._drafts)

    def _next(self, rows: list[Any]) -> Any:
        if not rows:
            raise BenchError("There are not enough rows for so many requests.")
        return rows.pop()


class Client:
    """One person's browser at one server, with a share of the rows of its own."""

    def __init__(
        self, session: Session, number: int, targets: dict[str, Any], supply: Supply
    ) -> None:
        self.session, self.number = session, number
        self.dice = random.Random(number)
        self.sheets: list[Any] = targets["sheets"]
        self.all_pending: list[Any] = targets["pending"]
        self.supply = supply
        self.own = self._own_places()
        self.serial = itertools.count(1)
        self.shared_turns = itertools.count(1)
        self.begun: deque[tuple[Any, int]] = deque()
        self.is_fresh_turn = False

    def _own_places(self) -> Iterator[tuple[Any, int]]:
        """Sheets that nobody else writes on, with a question of each; another at the next turn."""
        own = self.sheets[self.number :: CLIENTS]
        for turn in range(len(QUESTIONS)):
            for place, sheet in enumerate(own):
                yield sheet, QUESTIONS[(place * 7 + turn) % len(QUESTIONS)]

    def mark(self) -> str:
        """Words that stand nowhere else."""
        return f"mark-{self.number}-{next(self.serial)}-{self.dice.randrange(10**6)}"

    def any_place(self) -> tuple[Any, int]:
        """Any sheet, any question."""
        return self.dice.choice(self.sheets), self.dice.choice(QUESTIONS)

    def own_again(self) -> tuple[Any, int]:
        """In one block places not written on before, in the next the same ones again."""
        if self.is_fresh_turn or not self.begun:
            place = next(self.own)
            if self.is_fresh_turn:
                self.begun.append(place)
            return place
        return self.begun.popleft()

    def shared_place(self) -> tuple[Any, int]:
        """A sheet that all clients come to at the same turn, with a question of their own."""
        turn = next(self.shared_turns)
        numbers = list(SECTIONS["context"])
        return self.sheets[turn % len(self.sheets)], numbers[self.number % len(numbers)]


def section_of(number: int) -> str:
    """The section that holds the question."""
    return next(key for key, numbers in SECTIONS.items() if number in numbers)
