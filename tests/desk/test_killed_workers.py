"""The worker killed at any moment of a batch: nothing is lost, and nothing is done twice."""

import json
import shutil

import pytest

from tests.costly import on_the_gate
from tests.export.test_processes import Site

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("processes"), on_the_gate]
# Works through a batch in processes that are killed at one statement after another, as the system
# kills; between two of them a whole one takes one file a step further, so that no file gives up.
KILL = """
import itertools, json, os, signal
from django.contrib.auth.models import Group, User
from django.db import connection, connections
from coding.desk import reading
from coding.desk.adding_files import Incoming, add_files
from coding.desk.worker import work_on_next
from coding.models import DeskFile, Original, Revision, Sheet
from coding.sheets.sandbox import isolation
from coding.record.verification import verify
from coding.workflow.import_requests import confirm
from tests.desk.on_the_desk import LETTER, let_in_all, sheet_file

read_in_sandbox = reading.read_in_sandbox
reading.read_in_sandbox = lambda work, *given, **how: work(*given)  # no process in a process

def person(name):
    one = User.objects.create_user(name)
    one.groups.add(Group.objects.get(name="admin"))
    return one

def in_child(work):
    connections.close_all()
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])

def killed_at(chosen):
    moments = itertools.count(1)
    def look(execute, *given):
        if next(moments) == chosen:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*given)
    def work():
        with connection.execute_wrapper(look):
            work_on_next()
    return work

def killed_while_another_process_reads():
    reading.read_in_sandbox = read_in_sandbox
    send = isolation._nursery.send
    def send_and_die(socket):
        send(socket)  # now there is a reader that waits for the file
        os.kill(os.getpid(), signal.SIGKILL)
    isolation._nursery.send = send_and_die
    work_on_next()

def go_on(moments):
    kills = 0
    if DeskFile.objects.filter(state="waiting").exists():
        kills += in_child(killed_while_another_process_reads)
        assert not in_child(work_on_next)
    while DeskFile.objects.filter(state__in=["waiting", "entering"]).exists():
        kills += in_child(killed_at(next(moments)))
        assert not in_child(work_on_next)
    return kills

asker, confirmer = person("asker"), person("confirmer")
files = [sheet_file(number) for number in range(4001, 4007)] + [LETTER]
both = sheet_file(4010).content + b"\\n" + sheet_file(4011).content
batch = add_files([*files, Incoming("both.txt", both)], by=asker, name="A batch")
kills = go_on(itertools.cycle(range(1, 12, 2)))
asked = let_in_all(batch, by=asker)
confirm(asked, by=confirmer)
kills += go_on(itertools.cycle(range(2, 130, 17)))
print(json.dumps({
    "kills": kills,
    "states": sorted(batch.files.values_list("state", flat=True)),
    "sheets": sorted(Sheet.objects.values_list("atop_id", flat=True)),
    "originals": sorted(Original.objects.values_list("sheet__atop_id", flat=True)),
    "entries": Sheet.history.count(),
    "faults": [str(fault) for fault in verify().faults],
}))
"""


def test_a_worker_that_is_killed_at_any_moment_loses_nothing_and_doubles_nothing(
    django_db_setup, tmp_path
):
    if django_db_setup is None:
        pytest.skip("This site keeps its data in a file: it runs with SQLite.")
    site = Site(tmp_path)
    shutil.copy(django_db_setup, site.database)
    found = json.loads(site.run(KILL).splitlines()[-1])
    sheets = [4001, 4002, 4003, 4004, 4005, 4006, 4010, 4011]
    assert found.pop("kills") >= 10
    assert found == {
        "states": ["entered"] * 8 + ["refused"],
        "sheets": sheets,
        "originals": sheets,
        "entries": len(sheets),
        "faults": [],
    }
