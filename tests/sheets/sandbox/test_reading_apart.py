"""Each file is read in a process of its own: a bad one costs only itself, and says why."""

import ctypes
import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coding.codebook.problems import FileRefused, Problem
from coding.sheets.parser import read_sheets
from coding.sheets.sandbox import isolation
from coding.sheets.sandbox.answering import unpacked
from coding.sheets.sandbox.isolation import Limits, Request, read_in_sandbox
from coding.sheets.sandbox.read_pages import read_pages
from tests.costly import on_the_gate, sampled
from tests.sheets.typeset import SAMPLE_IDS, sample

QUICK = Limits(seconds=1)


def read(name, content):
    return name, content.decode()


def read_for_ever(name, content):
    while True:
        pass


def wait_for_ever(name, content):
    time.sleep(1000)


def fill_memory(name, content):
    return "x" * (600 * 2**20)


def fill_memory_and_say_something_else(name, content):
    held = bytearray(470 * 2**20)
    raise FileRefused([Problem(name, "The file is broken.", "", found=str(len(held)))])


def crash(name, content):
    ctypes.string_at(0)


def refuse(name, content):
    raise FileRefused([Problem(name, "A rule.", "A remedy.", found="found", line=3)])


def stumble(name, content):
    raise KeyError("a fault of ours")


def priority(name, content):
    return os.nice(0)


def look_around(name, content):
    """Return what a reader has: environment, open files, and its folder."""
    from django.conf import settings

    opened = [os.readlink(f"/proc/self/fd/{fd}") for fd in _open_files()]
    Path("left-over").touch()
    return str(sorted(os.environ)), str(settings.DATABASES), str(opened), str(Path.cwd())


def _open_files():
    return [fd for fd in os.listdir("/proc/self/fd") if os.path.lexists(f"/proc/self/fd/{fd}")]


def start_another(name, content):
    program = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
    program.returncode = 0  # left alone
    return str(program.pid)


def answer_of(module, name, *arguments):
    """What a reader that was taken over may send: something of a module, called."""
    pushed = "".join(f"\x8c{chr(len(text))}{text}" for text in (module, name))
    return f"\x80\x04{pushed}\x93".encode("latin-1") + pickle.dumps(arguments)[2:-1] + b"R."


def why(work, limits=QUICK):
    with pytest.raises(FileRefused) as refused:
        read_in_sandbox(work, "sheet.pdf", b"", limits=limits)
    (problem,) = refused.value.problems
    assert problem.file == "sheet.pdf"
    return problem.rule


def test_what_the_reader_returns_comes_back():
    assert read_in_sandbox(read, "a.txt", "Türkiye".encode()) == ("a.txt", "Türkiye")


def test_what_the_reader_refuses_is_refused_for_its_own_reason():
    assert why(refuse) == "A rule."


def test_a_file_that_takes_too_long_is_refused_for_that():
    assert why(read_for_ever) in (
        "Reading it took more than 1 seconds.",
        "Reading it took more than 3 seconds.",  # on the clock of a busy machine
    )


@on_the_gate
def test_a_reader_that_waits_for_ever_is_ended_too():
    assert why(wait_for_ever) == "Reading it took more than 3 seconds."


def test_a_file_that_nobody_waits_for_is_read_at_a_lower_priority_and_may_take_longer():
    usual = read_in_sandbox(priority, "a.txt", b"")
    assert read_in_sandbox(priority, "a.txt", b"", gives_way=True) == min(usual + 10, 19)
    seconds, patient = (Request(read, (), QUICK, gives_way=one).seconds for one in (False, True))
    assert patient > 2 * seconds


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
@pytest.mark.parametrize("work", [fill_memory, fill_memory_and_say_something_else])
def test_a_file_that_takes_too_much_memory_is_refused_for_that(work):
    assert why(work, Limits()) == "Reading it took more than 500 MB of memory."


def test_a_file_at_which_a_library_crashes_is_refused():
    assert why(crash) == "The program that reads such files breaks off at this one."


def test_a_fault_of_the_reader_is_logged_and_the_file_refused(caplog):
    assert why(stumble) == "The program that reads such files breaks off at this one."
    assert "KeyError: 'a fault of ours'" in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_reader_has_no_settings_no_database_no_files_and_leaves_nothing(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    with open(__file__, encoding="utf-8"):
        environment, databases, opened, folder = read_in_sandbox(look_around, "a.txt", b"")
    assert "SECRET" not in environment
    assert "DATABASE" not in environment
    assert "ENGINE': 'django.db.backends.dummy" in databases or databases == "{}"
    assert __file__ not in opened
    assert not os.path.exists(folder)


def test_programs_that_a_reader_started_end_with_it():
    number = int(read_in_sandbox(start_another, "a.txt", b""))
    for _ in range(100):
        if not _is_running(number):
            return
        time.sleep(0.05)
    os.kill(number, signal.SIGKILL)
    pytest.fail("it goes on")


def _is_running(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("posix", "system"),
        ("coding.sheets.sandbox.isolation", "subprocess.Popen"),
        ("coding.sheets.document", "PageLine"),
    ],
)
def test_nothing_that_has_a_name_comes_out_of_a_reader(module, name):
    with pytest.raises(pickle.UnpicklingError, match="is no plain value"):
        unpacked(answer_of(module, name, ["true"]))


def test_an_answer_that_is_none_refuses_its_file(monkeypatch, caplog):
    monkeypatch.setattr(isolation, "unpacked", lambda _: unpacked(answer_of("posix", "system")))
    assert why(read) == "The program that reads such files breaks off at this one."
    assert "posix.system is no plain value" in caplog.text


@pytest.mark.parametrize("atop_id", sampled(SAMPLE_IDS))
def test_sheets_and_pages_come_out_as_they_were_read(atop_id):
    content = sample(atop_id).encode()
    for work in (read_sheets, read_pages):
        assert read_in_sandbox(work, "a.txt", content) == work("a.txt", content)


def test_files_are_read_beside_each_other_and_a_bad_one_holds_none_up():
    with ThreadPoolExecutor(4) as threads:
        bad = threads.submit(why, crash)
        good = [
            threads.submit(read_in_sandbox, read, f"{n}.txt", b"x" * n * 10**6) for n in range(4)
        ]
        assert [future.result()[0] for future in good] == ["0.txt", "1.txt", "2.txt", "3.txt"]
        assert bad.result()


@on_the_gate
def test_the_process_that_reads_is_started_anew_when_somebody_ended_it():
    ended = _nursery_of_this_process()
    os.kill(ended, signal.SIGKILL)
    time.sleep(0.2)
    assert read_in_sandbox(read, "a.txt", b"x") == ("a.txt", "x")


def _nursery_of_this_process():
    from coding.sheets.sandbox import isolation

    read_in_sandbox(read, "a.txt", b"")
    return isolation._nursery._running[0].pid
