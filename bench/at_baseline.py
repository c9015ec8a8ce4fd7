"""The actions in plain admin, and the bare views."""

from __future__ import annotations

from datetime import UTC, datetime

from bench.actions import QUESTIONS, Client
from bench.client import Sent, form_with
from bench.content import LIST_ROWS

LOGIN = "/admin/login/"
FROM_QUEUE = "_changelist_filters=status__exact%3Dpending"


def _form(sheet: dict) -> str:
    return f"/admin/baseline/sheet/{sheet['pk']}/change/"


def open_(client: Client) -> Sent:
    """The change form of the sheet."""
    sheet, _ = client.any_place()
    return Sent(_form(sheet), holds='name="_save"')


def queue(client: Client) -> Sent:
    """The list of the proposals that are pending."""
    return Sent("/admin/baseline/proposal/?status__exact=pending", holds="result_list")


def difference(client: Client) -> Sent:
    """The change form of one proposal."""
    found = client.dice.choice(client.all_pending)
    return Sent(f"/admin/baseline/proposal/{found['pk']}/change/", holds=found["mark"])


def history(client: Client) -> Sent:
    """The history page of a sheet, with what changed."""
    sheet, _ = client.any_place()
    path = _form(sheet).replace("/change/", "/history/")
    return Sent(path, holds="change-history")


def list_(client: Client) -> Sent:
    """A page of the list of sheets with their members."""
    page = client.dice.randint(1, max(1, len(client.sheets) * 9 // 10 // LIST_ROWS))
    return Sent(f"/admin/baseline/sheet/?p={page}", holds="result_list")


def _saved(client: Client, place: tuple[dict, int]) -> Sent:
    sheet, number = place
    path, mark = _form(sheet), client.mark()
    fields = form_with(client.session.get(path).body, "atop_id")
    names = [name for name in fields if name not in ("csrfmiddlewaretoken", "atop_id")]
    name = names[number - 1 - QUESTIONS[-1]]  # the answers are the form's last fields
    fields |= {name: f"{fields[name]}\nSee {mark}.", "_continue": "Save and continue editing"}
    return Sent(path, fields, status=302, verify=(path, mark))


def save(client: Client) -> Sent:
    """POST of a sheet's change form."""
    return _saved(client, client.own_again())


def same_sheet(client: Client) -> Sent:
    """All clients save one sheet at the same time, each another answer."""
    return _saved(client, client.shared_place())


def _moved(client: Client, found: dict, status: str, button: str, verify: tuple[str, str]) -> Sent:
    path = f"/admin/baseline/proposal/{found['pk']}/change/?{FROM_QUEUE}"
    fields = form_with(client.session.get(path).body, "status")
    if status == "pending":
        now = datetime.now(UTC)
        fields |= {"submitted_at_0": f"{now:%Y-%m-%d}", "submitted_at_1": f"{now:%H:%M:%S}"}
    fields |= {"status": status, button: "Save"}
    return Sent(path, fields, status=302, verify=verify)


def submit(client: Client) -> Sent:
    """POST of a proposal: draft to pending."""
    found = client.supply.next_draft()
    path = f"/admin/baseline/proposal/{found['pk']}/change/"
    return _moved(
        client, found, "pending", "_continue", (path, '<option value="pending" selected>')
    )


def approve(client: Client) -> Sent:
    """POST of a proposal: pending to approved, with the answer."""
    found = client.supply.next_pending()
    verify = (f"/bare/{found['sheet']}/", found["mark"])
    return _moved(client, found, "approved", "_save", verify)


def bare_sheet(client: Client) -> Sent:
    """The bare view of all answers."""
    sheet, _ = client.any_place()
    return Sent(f"/bare/{sheet['key']}/", holds="</dl>")


ACTIONS = {
    "open": open_,
    "section": open_,
    "queue": queue,
    "difference": difference,
    "history": history,
    "list": list_,
    "autosave": save,
    "save": save,
    "same sheet": same_sheet,
    "submit": submit,
    "approve": approve,
}
BARE = {"open": bare_sheet, "section": bare_sheet, "read": bare_sheet}
