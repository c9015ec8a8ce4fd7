"""A small record with something in every state, and what its pages offer to each role."""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client

from coding.models import Revision, Sheet
from coding.models.revision import Status
from tests.factories import coded, make_cast, make_person, make_sheet, revision_at, suggested
from tests.fuzzing.addresses import Form, Forms, asked_by, let_go, of_this_site, routes
from tests.releases.exports_on_disk import make_export

MOST_PAGES = 60  # of one role


@dataclass
class World:
    """Who asks, with a browser each; and what is known of addresses, forms and parameters."""

    browsers: dict[str, Client]
    parts: dict[str, list[str]]
    routes: list[str]
    forms: list[Form] = field(default_factory=list)
    queries: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def build() -> World:
    people = _people()
    _record(people)
    make_export(Path(settings.EXPORT_DIR))
    browsers = {"nobody": Client(raise_request_exception=False)}
    for name, person in people.items():
        browsers[name] = Client(raise_request_exception=False)
        browsers[name].force_login(person)
    world = World(browsers, _parts(people), list(routes()))
    for browser in browsers.values():
        _walk(world, browser)
    names = {name for form in world.forms for name, _ in form.boxes}
    world.names = sorted(names | {name for _, asked in world.queries for name, _ in asked})
    return world


def _people() -> dict[str, User]:
    people = make_cast().everybody()
    every = make_person("every", "Eve Everything", is_staff=True)
    every.groups.set(Group.objects.all())
    root = make_person("root", "Ruth Root", is_staff=True, is_superuser=True)
    return {**people, "every": every, "root": root}


def _record(people: dict[str, User]) -> None:
    sheet, people_of = make_sheet(4765), {"by": people["coder"], "reviewer": people["reviewer"]}
    for number, status in enumerate(Status, start=14):
        revision_at(status, sheet, number, f"Text of {status}.", **people_of)
    suggested(sheet, 21, "Long.", "Short.", **people_of)
    revision_at(Status.DRAFT, sheet, 22, "Mine.", by=people["every"], reviewer=people["reviewer"])
    coded(sheet, 36, {"base": 1}, **people_of)
    make_sheet(1020)


def _parts(people: dict[str, User]) -> dict[str, list[str]]:
    """Values that addresses can have at their places, by the name of the place."""
    revisions = [str(pk) for pk in Revision.objects.values_list("pk", flat=True)]
    rows = [*revisions, *(str(person.pk) for person in people.values())]
    rows += [str(pk) for pk in Sheet.objects.values_list("pk", flat=True)]
    return {
        "key": ["4765", "1020", "4765.1", "9999"],
        "question": [str(number) for number in range(1, 62)],
        "section": ["formation", "obligations", "institutionalization", "context", "documentation"],
        "form": ["txt", "docx", "pdf"],
        "pk": revisions,
        "object_id": rows,
        "id": rows,
        "label": ["6.0", "5.0", "latest", "5.1"],
        "name": ["sheets.json", "SHA256SUMS", "datasets/atop5_0m.csv"],
        "part": ["sheets", "datasets"],
        "step": ["submit", "take-back", "discard", "withdraw", "ask", "freeze", "publish"],
        "provider_id": ["sso"],
        "app_label": ["coding", "auth"],
    }


def _walk(world: World, browser: Client) -> None:
    """Follow the links of the pages; keep their forms and what their links ask."""
    waiting, seen = ["/", "/admin/", "/accounts/login/", "/account/shortcuts/"], set()
    waiting += [f"/sheets/4765/questions/{number}/" for number in (4, 14, 19, 24, 36)]
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        place = address.partition("?")[0]
        kind = "".join(sign for sign in place if not sign.isdigit())
        if kind in seen or "logout" in place:
            continue
        seen.add(kind)
        page = browser.get(address)
        let_go(page)
        if "html" not in page.headers.get("Content-Type", "") or page.status_code != 200:
            continue
        read = Forms(address)
        read.feed(page.text)
        world.forms += read.forms
        links = sorted(filter(None, map(of_this_site, read.links)))
        world.queries += [(link.partition("?")[0], asked_by(link)) for link in links if "?" in link]
        waiting += links
