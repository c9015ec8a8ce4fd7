"""The process that forks a reader for each file; a reader ends when its file is read.

``isolation.py`` starts the process with a socket to it. It imports the readers once, and knows
neither the site's settings nor a database. It receives a socket for each file: from it the reader
takes the request, and on it writes the answer. When the reader has ended, its guardian adds how.
"""

import contextlib
import gc
import importlib
import os
import pickle
import resource
import shutil
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from coding.codebook.problems import FileRefused
from coding.low_priority import give_way
from coding.sheets.sandbox.answering import packed
from coding.sheets.sandbox.isolation import ENDED, Request
from coding.without_database import load_models

_SAMPLES = Path(__file__).parent.parent / "samples"
_MOST_FILES_OPEN = 64
_LARGEST_WRITTEN = 200 * 2**20
_LOADED_BEFORE = ("lxml.etree", "pypdfium2")


def main() -> None:
    """Load the readers, and serve the socket that is the standard input."""
    load_models()
    for name in _LOADED_BEFORE:
        importlib.import_module(name)
    _read_once()
    gc.freeze()  # readers share the memory that is used so far
    serve(socket.socket(fileno=os.dup(0)))


def _read_once() -> None:
    """Read a sample, so that what is prepared at first use is ready in all readers."""
    from coding.sheets.parser import read_sheet  # it needs the models, which are loaded by now

    sample = next(_SAMPLES.glob("*.txt"))
    read_sheet(sample.name, sample.read_bytes())


def serve(requests: socket.socket) -> None:
    """Fork a guardian for each socket received, until the other side has ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # guardians need not be waited for
    while True:
        received, sockets, _, _ = socket.recv_fds(requests, 1, 1)
        if not received:
            return
        if os.fork() == 0:
            requests.close()
            _in_child(partial(_guard, socket.socket(fileno=sockets[0])))
        os.close(sockets[0])


def _in_child(work: Callable[[], None]) -> None:
    """Do the work of a forked process, and end it whatever happens."""
    status = 1
    try:
        work()
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)


def _guard(answers: socket.socket) -> None:
    """Run a reader in a folder of its own, remove what it leaves, and report how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    folder = tempfile.mkdtemp(prefix="atop-reading-")
    try:
        reader = os.fork()
        if reader == 0:
            _in_child(partial(_answer_request, answers, folder))
        _, status, used = os.wait4(reader, 0)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(reader, signal.SIGKILL)  # programs that it started
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):  # the process that asked may be gone
        answers.sendall(ENDED.pack(status, used.ru_maxrss))


def _answer_request(answers: socket.socket, folder: str) -> None:
    os.setsid()
    os.chdir(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    with answers.makefile("rb") as incoming:
        request: Request = pickle.load(incoming)
    if request.gives_way:
        give_way()
    _limit(request)
    answers.sendall(packed(_answer(request)))


def _limit(request: Request) -> None:
    """Let the system end this process when it exceeds its limits.

    The memory that it has now is counted, so that it never has more than allowed. macOS has no
    limit on memory.
    """
    limits = request.limits
    signal.setitimer(signal.ITIMER_REAL, request.seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MOST_FILES_OPEN, _MOST_FILES_OPEN))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_WRITTEN, _LARGEST_WRITTEN))
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:
            size, resident = map(int, file.read().split()[:2])
        most = (size - resident) * resource.getpagesize() + limits.memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _answer(request: Request) -> tuple[str, Any]:
    """Return the result, the problems of a refused file, or what went wrong."""
    try:
        return "read", request.work(*request.arguments)
    except FileRefused as refused:
        return "refused", refused.problems
    except MemoryError:
        return "memory", None
    except Exception:
        return "failed", traceback.format_exc()


if __name__ == "__main__":
    main()
