"""Two sites in processes of their own on one PostgreSQL database: one site to people and jobs."""

import re
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.cookies import SimpleCookie

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from bench.browser import Browser, Request
from coding.backup.taking import back_up
from coding.dated_folders import NotWritten
from coding.export.nightly import export
from coding.models import Sheet
from coding.one_at_a_time import Job, one_at_a_time
from tests.factories import make_cast, make_person, make_sheet, pending
from tests.two_sites import Machine, database_url

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="several machines share PostgreSQL, not a file"
    ),
]
PASSWORD = "a-password-of-two-sites"
PAGE = "/sheets/4765/questions/14/"
JOBS = {
    Job.EXPORT: export,
    Job.BACKUP: back_up,
    Job.IMPORT: lambda path: call_command("import_sheets", str(path), skip_checks=True),
}
HOLD = """
import time
from coding.one_at_a_time import Job, one_at_a_time
with one_at_a_time(Job.EXPORT, SystemExit):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def cast(seeded, settings):
    settings.PASSWORD_HASHERS = ["atop_site.authentication.Argon2"]
    cast, password = make_cast(), make_password(PASSWORD)
    make_person("reviewer2", "Rolf Second", "reviewer")
    for person in User.objects.all():
        person.password = password
        person.save()
    make_sheet(4765)
    return cast


@pytest.fixture(scope="module")
def collected(tmp_path_factory, django_db_setup):
    """The folder of static files, as `collectstatic` makes it on each machine."""
    machine = Machine(tmp_path_factory.mktemp("collected") / "site")
    assert machine.start("django", "collectstatic", "--no-input", "--verbosity", "0").wait() == 0
    return machine.folder / "static"


@pytest.fixture
def machines(cast, collected, tmp_path):
    with ExitStack() as stack:
        both = [Machine(tmp_path / name) for name in ("here", "there")]
        for machine in both:
            shutil.copytree(collected, machine.folder / "static")
            stack.enter_context(machine.serving())
        yield both


@pytest.fixture
def browser_at():
    """Makes browsers, signed in as somebody or with the cookies of another one."""
    with ExitStack() as stack:

        def browser(machine, person=None, cookies_of=None):
            browser = Browser(machine.port)
            stack.callback(browser.connection.close)
            if person:
                browser.sign_in(machine.login, person.username, PASSWORD)
            else:
                browser.cookies = SimpleCookie(cookies_of.cookies)
            return browser

        yield browser


def autosave(browser, fields, text):
    return browser.send(Request(f"{PAGE}save/", {**fields, "text": text, "note": "As it says."}))


def test_who_works_at_two_machines_works_at_one_site(machines, browser_at, cast):
    one, other = machines
    here = browser_at(one, cast.coder)
    there = browser_at(other, cookies_of=here)
    before = there.form_at(PAGE, "text")
    assert autosave(here, here.form_at(PAGE, "text"), "Typed here.").status == 200
    assert there.form_at(PAGE, "text")["text"] == "Typed here."
    late = autosave(there, before, "Typed there, not knowing.")
    assert (late.status, "Typed here." in late.body) == (409, True)
    styles = re.search(r"/static/[^\"]+\.css", here.send(Request(PAGE)).body)[0]
    assert there.send(Request(styles)).body == here.send(Request(styles)).body
    out = "/accounts/logout/"
    there.send(Request(out, {"csrfmiddlewaretoken": before["csrfmiddlewaretoken"]}))
    assert here.send(Request(PAGE)).status == 302


def test_two_reviewers_at_two_machines_decide_once(machines, browser_at, cast):
    revision = pending(Sheet.objects.get(), 14, "Changed.", by=cast.second_coder)
    page = f"/review/{revision.pk}/"
    people = (cast.reviewer, User.objects.get(username="reviewer2"))
    browsers = [browser_at(*place) for place in zip(machines, people, strict=True)]
    forms = [browser.form_at(page, "seen") | {"decision": "approve"} for browser in browsers]

    def decide(browser, fields):
        return browser.send(Request(f"{page}decide/", fields)).status

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(decide, browsers, forms))
    assert statuses in ([302, 302], [302, 409])  # the later one is told, after or in the meantime
    assert list(revision.events.values_list("step", flat=True)).count("approve") == 1


def test_only_who_has_not_just_written_reads_from_the_replica(
    cast, collected, browser_at, tmp_path
):
    """The replica is a second connection to the same database, known by its name there."""
    machine = Machine(tmp_path / "site", REPLICA_URL=f"{database_url()}?application_name=replica")
    shutil.copytree(collected, machine.folder / "static")
    with machine.serving():
        browser = browser_at(machine, cast.coder)
        del browser.cookies["wrote"]  # as after some seconds
        assert "Clara Coder" in browser.send(Request("/sheets/4765/")).body
        asked = asked_of_the_replica()
        assert "coding_" in asked
        assert autosave(browser, browser.form_at(PAGE, "text"), "Typed.").status == 200
        assert "Typed." in browser.send(Request("/sheets/4765/proposed/")).body
        assert browser.send(Request("/sheets/4765/")).status == 200
        assert asked_of_the_replica() == asked


def asked_of_the_replica():
    """What a connection of that name asked, and when."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT query_start, query FROM pg_stat_activity WHERE application_name = 'replica'"
        )
        return str(sorted(cursor.fetchall()))


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name.lower())
def test_a_job_that_runs_on_another_machine_is_not_begun_here(job, seeded, tmp_path):
    sentence = f"Another {job.name.lower()} is running, on this machine or on another one"
    failures = (NotWritten, CommandError)
    with one_at_a_time(job, CommandError), pytest.raises(failures, match=sentence):
        JOBS[job](tmp_path)


def test_a_machine_that_is_killed_holds_up_no_job_of_others(seeded, tmp_path):
    machine = Machine(tmp_path / "site")
    holding = machine.start("django", "shell", "--no-imports", "-c", HOLD, stdout=subprocess.PIPE)
    assert holding.stdout.readline() == b"held\n"
    with pytest.raises(CommandError), one_at_a_time(Job.EXPORT, CommandError):
        pass
    holding.kill()
    holding.communicate()
    for _ in range(100):  # until the server has noticed
        with suppress(CommandError), one_at_a_time(Job.EXPORT, CommandError):
            return
        time.sleep(0.1)
    pytest.fail("The lock of a process that is gone still stands.")
