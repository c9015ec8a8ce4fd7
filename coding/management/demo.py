"""The demonstration: three coded sample sheets and an account for each role. Not for real sites."""

import json
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, User

from coding.accounts.demonstration import DEMO_ACCOUNTS, MARK, DemoAccount
from coding.codebook.cells import Coding
from coding.models import Sheet
from coding.models.approved_values import with_codes
from coding.sheets.loader import load
from coding.workflow.assigning import assign
from coding.workflow.chaining import moment, recorded
from coding.workflow.record_writer import save_tracked
from coding.workflow.release_import import fill_codes

USUAL_NAMES = {
    4235: "Treaty of Friendship, Cooperation and Mutual Assistance",
    4765: "Treaty of Friendship and Cooperation",
}
SAMPLES = Path(__file__).resolve().parent.parent / "sheets" / "samples"


class DemoRefused(Exception):
    """The demonstration would add well-known passwords to a site with real accounts."""


@recorded()
def load_demo(*, force: bool = False) -> None:
    """Add what is missing. Existing sheets, passwords, names and assignments stay as they are."""
    if settings.IS_IN_USE:
        raise DemoRefused(
            f"{settings.SITE_URL} is the address of a site in use. Demonstration accounts have "
            "published passwords, so none was added. Try the demonstration at "
            "SITE_URL=http://127.0.0.1:8000, with a database of its own."
        )
    present = set(User.objects.filter(email__endswith=MARK).values_list("username", flat=True))
    missing = [account for account in DEMO_ACCOUNTS if account.username not in present]
    others = User.objects.exclude(email__endswith=MARK).count()
    if missing and others and not force:
        raise DemoRefused(
            f"This site has accounts of its own ({others}). Demonstration accounts have published "
            "passwords, so none was added. Use another database, or --force if you mean it."
        )
    _load_samples()
    for account in missing:
        _add(account)
    if DEMO_ACCOUNTS[0] in missing:
        _assign()


def _load_samples() -> None:
    """Import the samples that are not in the record; others may have been revised."""
    published = _published_codes()
    for path in sorted(SAMPLES.glob("*.txt")):
        atop_id = int(path.stem)
        if not Sheet.objects.filter(atop_id=atop_id).exists():
            load(path.name, path.read_bytes())
            _enter_codes(atop_id, published[atop_id])
            if atop_id in USUAL_NAMES:
                _name(atop_id)


def _published_codes() -> dict[int, Coding]:
    """Return the samples' codes in release 5.1."""
    published = json.loads((SAMPLES / "codes.json").read_text())
    return {
        sheet["atop_id"]: Coding(sheet["codes"], sheet["members"]) for sheet in published["sheets"]
    }


def _enter_codes(atop_id: int, coding: Coding) -> None:
    sheet = with_codes(Sheet.objects.filter(atop_id=atop_id)).get()
    save = partial(save_tracked, by=None, at=moment(), reason="Codes of ATOP 5.1")
    fill_codes(sheet, coding.cells, save)


def _name(atop_id: int) -> None:
    sheet = Sheet.objects.get(atop_id=atop_id)
    sheet.usual_names = USUAL_NAMES[atop_id]
    save_tracked(sheet, by=None, at=moment(), reason="Usual names, for the demonstration")


def _add(account: DemoAccount) -> None:
    if User.objects.filter(username=account.username).exists():
        raise DemoRefused(
            f"There is an account “{account.username}” that is not a demonstration account. "
            "Use another database."
        )
    person = User(
        username=account.username,
        email=account.email,
        first_name=account.first_name,
        last_name=account.last_name,
        is_staff=account.role == "admin",
    )
    person.set_password(account.password)
    person.save()
    person.groups.add(Group.objects.get(name=account.role))


def _assign() -> None:
    """Assign the samples to the first coder, by the first admin."""
    named = {account.role: account.username for account in reversed(DEMO_ACCOUNTS)}
    coder, admin = (User.objects.get(username=named[role]) for role in ("coder", "admin"))
    samples = [path.name for path in SAMPLES.glob("*.txt")]
    held = Sheet.objects.filter(printed_from__in=samples).values_list("pk", flat=True)
    assign(list(held), to=coder, by=admin)
