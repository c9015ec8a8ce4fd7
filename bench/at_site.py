"""The actions on this site. Addresses and field names are those of its own pages."""

from __future__ import annotations

from bench.actions import QUESTIONS, Client, section_of
from bench.client import Sent, form_with

LOGIN = "/accounts/login/"
NOTE = "The treaty says so, see the article that is quoted."


def _question(sheet: dict[str, str], number: int) -> str:
    return f"/sheets/{sheet['key']}/questions/{number}/"


def open_(client: Client) -> Sent:
    """The page of one question."""
    return Sent(_question(*client.any_place()), holds='id="approved-title"')


def section(client: Client) -> Sent:
    """The form of a whole section."""
    sheet, number = client.any_place()
    path = f"/sheets/{sheet['key']}/sections/{section_of(number)}/"
    return Sent(path, holds="Save all")


def read(client: Client) -> Sent:
    """The whole sheet."""
    sheet, _ = client.any_place()
    return Sent(f"/sheets/{sheet['key']}/", holds=f'id="q{QUESTIONS[-1]}"')


def queue(client: Client) -> Sent:
    """The queue with its first change."""
    return Sent("/review/", holds='name="seen"')


def difference(client: Client) -> Sent:
    """One change beside the queue."""
    found = client.dice.choice(client.all_pending)
    return Sent(f"/review/{found['pk']}/", holds=found["mark"])


def history(client: Client) -> Sent:
    """Every step on a sheet."""
    sheet, _ = client.any_place()
    return Sent(f"/sheets/{sheet['key']}/history/", holds="submitted")


def list_(client: Client) -> Sent:
    """A page of the list of sheets."""
    sheet = client.dice.choice(client.sheets[: -len(client.sheets) // 10])
    return Sent(f"/sheets/?after={sheet['key']}", holds="/sheets/")


def _typed(client: Client, path: str) -> tuple[dict[str, str], str]:
    """Open the page and type a sentence behind the answer."""
    fields, mark = form_with(client.session.get(path).body, "text"), client.mark()
    fields |= {"text": f"{fields['text']}\nSee {mark}.".strip(), "note": NOTE}
    return fields, mark


def _next_place(client: Client) -> str:
    """Turn by turn a question without a draft, and one whose draft was begun a turn ago."""
    sheet, number = client.own_again()
    return _question(sheet, number)


def autosave(client: Client) -> Sent:
    """The page's script saves what was typed."""
    path = _next_place(client)
    fields, mark = _typed(client, path)
    return Sent(f"{path}save/", fields, holds='"saved"', verify=(path, mark))


def save(client: Client) -> Sent:
    """The button saves what was typed."""
    path = _next_place(client)
    fields, mark = _typed(client, path)
    return Sent(path, {**fields, "action": "save"}, status=302, verify=(path, mark))


def same_sheet(client: Client) -> Sent:
    """All clients save on one sheet at the same time."""
    path = _question(*client.shared_place())
    fields, mark = _typed(client, path)
    return Sent(f"{path}save/", fields, holds='"saved"', verify=(path, mark))


def submit(client: Client) -> Sent:
    """A saved draft goes into the queue."""
    path = _question(*next(client.own))
    fields, _mark = _typed(client, path)
    client.session.send(Sent(f"{path}save/", fields))
    fields = form_with(client.session.get(path).body, "text")
    sent = {**fields, "action": "submit"}
    return Sent(path, sent, status=302, verify=(path, "Take back"))


def approve(client: Client) -> Sent:
    """The decision on what the page showed."""
    found = client.supply.next_pending()
    page = f"/review/{found['pk']}/"
    fields = {**form_with(client.session.get(page).body, "seen"), "decision": "approve"}
    verify = (f"/sheets/{found['sheet']}/", found["mark"])
    return Sent(f"{page}decide/", fields, status=302, verify=verify)


ACTIONS = {
    "open": open_,
    "section": section,
    "read": read,
    "queue": queue,
    "difference": difference,
    "history": history,
    "list": list_,
    "autosave": autosave,
    "save": save,
    "same sheet": same_sheet,
    "submit": submit,
    "approve": approve,
}
