"""What is measured: each action on the site, and what comes closest to it in plain admin.

An action prepares one request (pages with forms are fetched off the clock) and says what makes
the answer count. docs/benchmarks.md has the table of what is compared with what.

Kindnesses to admin: its change form of a proposal stands for the difference although it shows two
texts and no difference; choosing a sheet by raw ID; as many rows a page as here; the list of the
queue has an index made for it.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any

from bench.browser import BenchError, Browser, Fields, Request
from bench.people import CLIENTS
from bench.questionnaire import ASKED, LABELS, field_of, section_of

READS = ("open", "section", "read", "queue", "difference", "history", "list", "overview", "search")
WRITES = ("autosave", "save", "same sheet", "submit", "approve")
REVIEWERS_DO = ("queue", "difference", "approve")
LIST_ROWS = 50
WORDS = ("embassy", "denounces", "consultations")  # a third of the sheets has them, or two
Targets = dict[str, list[dict[str, Any]]]


class Client:
    """One person at one server, with sheets of their own to write on."""

    def __init__(
        self, browser: Browser, number: int, targets: Targets, *, among: int = CLIENTS
    ) -> None:
        self.browser, self.number, self.targets, self.among = browser, number, targets, among
        self.dice = Random(number)
        self.sheets = targets["sheets"]
        self.unused = self._own_places()
        self.turns = itertools.count(1)
        self.begun: deque[tuple[Any, int]] = deque()
        self.begins = True  # new places in this turn, or again those of the turn before

    def _own_places(self) -> Iterator[tuple[Any, int]]:
        """Sheets that nobody else writes on, with a question of each; another at the next turn."""
        own = self.sheets[self.number :: self.among]
        for turn in range(len(ASKED)):
            for place, sheet in enumerate(own):
                yield sheet, ASKED[(place * 7 + turn) % len(ASKED)]

    def mark(self) -> str:
        """Words that stand nowhere else."""
        return f"mark-{self.number}-{next(self.turns)}-{self.dice.randrange(10**6)}"

    def any_place(self) -> tuple[Any, int]:
        """Any sheet, any question."""
        return self.dice.choice(self.sheets), self.dice.choice(ASKED)

    def own_place(self) -> tuple[Any, int]:
        """In one turn places not written on before, in the next the same ones again."""
        if not self.begins and self.begun:
            return self.begun.popleft()
        place = next(self.unused)
        if self.begins:
            self.begun.append(place)
        return place

    def shared_place(self) -> tuple[Any, int]:
        """A sheet that all clients come to at the same turn, with a question of their own."""
        turn = next(self.turns)
        return self.sheets[turn % len(self.sheets)], ASKED[(40 + self.number) % len(ASKED)]

    def take(self, status: str) -> dict[str, Any]:
        """A revision that nobody else uses."""
        if not self.targets[status]:
            raise BenchError("There are not enough rows for so many requests.")
        return self.targets[status].pop()

    def form_at(self, path: str, name: str) -> Fields:
        """The fields of a form, fetched off the clock."""
        return self.browser.form_at(path, name)


Make = Callable[[Client], Request]


def _question(place: tuple[dict[str, str], int]) -> str:
    return f"/sheets/{place[0]['key']}/questions/{place[1]}/"


def _section(client: Client) -> Request:
    sheet, number = client.any_place()
    return Request(f"/sheets/{sheet['key']}/sections/{section_of(number)}/", holds="Save all")


def _any_sheet(client: Client, path: str, holds: str) -> Request:
    sheet, _ = client.any_place()
    return Request(path.format(**sheet), holds=holds)


def _waiting(client: Client, path: str) -> Request:
    found = client.dice.choice(client.targets["pending"])
    return Request(path.format(**found), holds=found["mark"])


def _list(client: Client) -> Request:
    sheet = client.dice.choice(client.sheets[: -len(client.sheets) // 10])
    return Request(f"/sheets/?after={sheet['key']}", holds="/sheets/")


def _overview(client: Client) -> Request:
    sheet = client.dice.choice(client.sheets[: -len(client.sheets) // 10])
    return Request(f"/overview/?after={sheet['key']}", holds="in review")


def _search(client: Client, path: str, holds: str) -> Request:
    return Request(f"{path}?q={client.dice.choice(WORDS)}", holds=holds)


def _typed(client: Client, path: str) -> tuple[Fields, str]:
    """Open the page and type a sentence behind the answer."""
    fields, mark = client.form_at(path, "text"), client.mark()
    fields |= {"text": f"{fields['text']}\nSee {mark}.".strip(), "note": "The treaty says so."}
    return fields, mark


def _saved_by_script(client: Client, place: tuple[Any, int]) -> Request:
    path = _question(place)
    fields, mark = _typed(client, path)
    return Request(f"{path}save/", fields, holds='"saved"', verify=(path, mark))


def _saved_by_button(client: Client) -> Request:
    path = _question(client.own_place())
    fields, mark = _typed(client, path)
    return Request(path, {**fields, "action": "save"}, status=302, verify=(path, mark))


def _submitted(client: Client) -> Request:
    """A saved draft goes into the queue."""
    path = _question(next(client.unused))
    fields, _ = _typed(client, path)
    client.browser.send(Request(f"{path}save/", fields))
    sent = {**client.form_at(path, "text"), "action": "submit"}
    return Request(path, sent, status=302, verify=(path, '/withdraw/"'))


def _approved(client: Client) -> Request:
    """The decision on what the page showed."""
    found = client.take("pending")
    page = f"/review/{found['pk']}/"
    fields = {**client.form_at(page, "seen"), "decision": "approve"}
    verify = (f"/sheets/{found['sheet']}/", found["mark"])
    return Request(f"{page}decide/", fields, status=302, verify=verify)


SITE: dict[str, Make] = {
    "open": lambda one: Request(_question(one.any_place()), holds='id="approved-title"'),
    "section": _section,
    "read": lambda one: _any_sheet(one, "/sheets/{key}/", f'id="q{len(LABELS)}"'),
    "queue": lambda _: Request("/review/", holds='name="seen"'),
    "difference": lambda one: _waiting(one, "/review/{pk}/"),
    "history": lambda one: _any_sheet(one, "/sheets/{key}/history/", "submitted"),
    "list": _list,
    "overview": _overview,
    "search": lambda one: _search(one, "/sheets/", "<mark>"),
    "autosave": lambda one: _saved_by_script(one, one.own_place()),
    "save": _saved_by_button,
    "same sheet": lambda one: _saved_by_script(one, one.shared_place()),
    "submit": _submitted,
    "approve": _approved,
}

_SHEET, _PROPOSAL = "/admin/baseline/sheet/", "/admin/baseline/proposal/"
_FORM = _SHEET + "{pk}/change/"
_TO_QUEUE = "?_changelist_filters=status__exact%3Dpending"


def _admin_list(client: Client) -> Request:
    page = client.dice.randint(1, max(1, len(client.sheets) * 9 // 10 // LIST_ROWS))
    return Request(f"{_SHEET}?p={page}", holds="result_list")


def _admin_saved(client: Client, place: tuple[dict[str, Any], int]) -> Request:
    """“Save and continue editing” of the whole sheet, with a sentence behind one answer."""
    (sheet, number), mark = place, client.mark()
    path, name = _FORM.format(**sheet), field_of(number)
    fields = client.form_at(path, name)
    fields |= {name: f"{fields[name]}\nSee {mark}.", "_continue": "Save and continue editing"}
    return Request(path, fields, status=302, verify=(path, mark))


def _admin_submitted(client: Client) -> Request:
    path = f"{_PROPOSAL}{client.take('draft')['pk']}/change/"
    now = datetime.now(UTC)
    fields = client.form_at(path, "status") | {"status": "pending", "_continue": "Save"}
    fields |= {"submitted_at_0": f"{now:%Y-%m-%d}", "submitted_at_1": f"{now:%H:%M:%S}"}
    return Request(path, fields, 302, verify=(path, '<option value="pending" selected>'))


def _admin_approved(client: Client) -> Request:
    """A proposal saved as approved; it leads back to the list of those that are pending."""
    found = client.take("pending")
    path = f"{_PROPOSAL}{found['pk']}/change/{_TO_QUEUE}"
    fields = client.form_at(path, "status") | {"status": "approved", "_save": "Save"}
    return Request(path, fields, 302, verify=(f"/bare/{found['sheet']}/", found["mark"]))


def _admin_form(client: Client) -> Request:
    return _any_sheet(client, _FORM, 'name="_save"')


ADMIN: dict[str, Make] = {
    "open": _admin_form,
    "section": _admin_form,
    "queue": lambda _: Request(f"{_PROPOSAL}?status__exact=pending", holds="result_list"),
    "difference": lambda one: _waiting(one, _PROPOSAL + "{pk}/change/"),
    "history": lambda one: _any_sheet(one, _SHEET + "{pk}/history/", "change-history"),
    "list": _admin_list,
    "search": lambda one: _search(one, _SHEET, 'class="field-'),
    "autosave": lambda one: _admin_saved(one, one.own_place()),
    "save": lambda one: _admin_saved(one, one.own_place()),
    "same sheet": lambda one: _admin_saved(one, one.shared_place()),
    "submit": _admin_submitted,
    "approve": _admin_approved,
}
BARE: dict[str, Make] = dict.fromkeys(
    ("open", "section", "read"), lambda one: _any_sheet(one, "/bare/{key}/", "</dl>")
)
