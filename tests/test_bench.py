"""The benchmark's data: a few sheets through the workflow, the others copied in the database."""

import json
import subprocess
import sys
from contextlib import closing

import pytest
from django.contrib.auth.models import User

from bench import jobs
from bench.actions import REVIEWERS_DO, SITE, Client
from bench.browser import Browser
from bench.desk import Whole, aims
from bench.filling import main
from bench.load import Stage
from bench.measure import is_lost
from bench.people import PASSWORD
from bench.release import Run
from bench.servers import IS_BASELINE, Server
from bench.sides import Side
from coding.models import Membership, Release, Revision, Sheet
from coding.releases import gate_parts
from tests.costly import on_the_gate, once_on_the_gate


@on_the_gate
@pytest.mark.django_db
def test_the_sheets_of_the_benchmark_are_copied_with_their_record(client, tmp_path):
    main(34, str(tmp_path))
    targets = json.loads((tmp_path / "site.json").read_text())
    assert Sheet.objects.count() == 34
    assert Revision.objects.pending().count() == len(targets["pending"]) == 20
    first, copy = Sheet.objects.get(atop_id=1000), Sheet.objects.get(atop_id=1017)
    assert copy.formation.atop_identifier == "1017"
    assert copy.formation.members == first.formation.members
    assert copy.formation.history.count() == first.formation.history.count() > 0
    assert Membership.objects.filter(sheet=copy).count() == first.memberships.count() > 0
    client.force_login(User.objects.get(username="reviewer0"))
    waiting = targets["pending"][-1]
    assert waiting["mark"] in client.get(f"/review/{waiting['pk']}/").content.decode()
    assert client.get("/sheets/1017/history/").status_code == 200


@once_on_the_gate
@pytest.mark.django_db(transaction=True)
def test_each_action_of_the_benchmark_finds_what_it_looks_for_on_the_pages(
    live_server, seeded, tmp_path
):
    main(34, str(tmp_path))
    targets = json.loads((tmp_path / "site.json").read_text())
    for person in ("writer0", "reviewer0"):
        browser = Browser(live_server.thread.port)
        with closing(browser.connection):
            browser.sign_in("/accounts/login/", person, PASSWORD)
            client = Client(browser, 0, targets)
            for action in _actions_of(person):
                request = SITE[action](client)
                assert browser.act(request).counts(request), action
                assert not is_lost(client, request), action


@once_on_the_gate
@pytest.mark.django_db(transaction=True)
def test_two_admins_go_about_a_freeze_on_its_pages_as_far_as_the_gate(
    live_server, seeded, tmp_path, monkeypatch
):
    main(34, str(tmp_path))
    monkeypatch.setattr(gate_parts, "MOST_AT_ONCE", 99)  # in the page, with no process beside
    jobs.freeze(live_server.thread.port)
    steps = Release.history.order_by("history_id").values_list("history_change_reason", flat=True)
    assert [*steps][-2:] == ["Freeze asked for", "Request to freeze taken back"]


EXPORTS = """
import pathlib, sys, time
for _ in range(400):
    if pathlib.Path("imported").exists():
        sys.exit()
    time.sleep(0.05)
sys.exit("nothing was imported meanwhile")
"""
IMPORTS = """
import pathlib, sys
sys.stderr.write("much " * 100_000)
pathlib.Path("imported").touch()
"""


class _Busy(Server):
    """A site whose export ends after its import, which has much to say."""

    def start(self, module, *arguments, **streams):
        script = {"nightly_export": EXPORTS, "import_sheets": IMPORTS}.get(arguments[0], "")
        command = [sys.executable, "-c", script]
        return subprocess.Popen(command, cwd=self.folder, **streams)


def test_a_job_that_says_much_goes_on_while_another_one_is_waited_for(tmp_path):
    assert jobs.ended(jobs.begin(_Busy("site", 850, tmp_path / "site", ""))) == []


def _stage(name, server, seconds, jobs_of=None):
    stage = Stage(name, Side(name, server, {}), jobs_of)
    stage.seconds["read"] = seconds
    return stage


def test_the_site_is_compared_with_plain_admin_at_rest_and_with_the_same_jobs_beside_it(tmp_path):
    site = Server("site", 850, tmp_path / "site", "")
    admin = Server("admin", 850, tmp_path / "admin", "", settings=IS_BASELINE)
    stages = [
        _stage("admin", admin, [1.0] * 9),
        _stage("admin with jobs", admin, [2.0] * 9, site),
        _stage("site", site, [0.1] * 9),
        _stage("site with jobs", site, [0.3] * 9, site),
    ]
    at_rest, busy = ([*stage.rows(stages)][-1] for stage in stages[2:])
    told = [
        (round(row["p95 of admin"], 2), round(row["of admin as busy"], 2), row["aim"])
        for row in (at_rest, busy)
    ]
    assert told == [(0.1, 0.1, True), (0.3, 0.15, False)]


def _actions_of(person: str) -> list[str]:
    return [one for one in SITE if (one in REVIEWERS_DO) == person.startswith("reviewer")]


def _batch(number: int, states: str, read: float = 100.0) -> Whole:
    said = {"put on the desk": "", "read": "90", "let in and confirmed": "", "entered": states}
    seconds = {"read": read}
    steps = {name: Run("", seconds.get(name, 1.0), 100, told) for name, told in said.items()}
    return Whole(number, steps, start=1.0, load=0.0)


FEW = _batch(200, "entered 190, refused 10", 25.0)


@pytest.mark.parametrize(
    ("many", "missed"),
    [
        (_batch(800, "doubtful 15, entered 760, refused 25"), ""),
        (_batch(800, "refused 800"), "files did not become what they should"),
        (_batch(800, "entered 800"), "files did not become what they should"),
        (_batch(800, "entered 760, refused 40", 200.0), "With the worker"),
        (_batch(800, "entered 760, refused 40", 800.0), "A file in"),
    ],
)
def test_a_desk_whose_files_went_astray_or_took_too_long_misses_its_aims(
    many: Whole, missed: str
) -> None:
    found = [said for said, holds in aims(FEW, many) if not holds]
    assert bool(found) == bool(missed)
    assert any(missed in one for one in found) or not missed
