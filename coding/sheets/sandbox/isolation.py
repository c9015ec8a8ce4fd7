"""Read a file in a process of its own, with limits, so that a bad file harms nothing else.

With its first file, each process of the site starts another one (``reading_process.py``), which
forks a reader for each file. A reader has neither settings nor a database. Its answer is unpacked
into plain values and values of sheets only (``answering.py``), whatever a file did to the reader.
"""

import atexit
import logging
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from coding.codebook.problems import FileRefused, Problem
from coding.low_priority import PATIENCE
from coding.sheets.sandbox.answering import unpacked

CLOCK = 3  # seconds on the clock that a reader has for each of its seconds of CPU
ENDED = struct.Struct("!iq")  # how a reader ended (its wait status), and its greatest memory in kB
_ROOT = Path(__file__).resolve().parents[3]
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "HOME")
_ADVICE = (
    "It holds far more than a coding sheet, or is damaged. Open it in the program that made it, "
    "copy the sheet's text into a new document, save that as .txt or .docx, and import it."
)
_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost: seconds of CPU, and memory in all."""

    seconds: int = 20
    memory: int = 500 * 2**20


@dataclass(frozen=True)
class Request:
    """A function of this site, its arguments, and what it may cost."""

    work: Callable[..., Any]
    arguments: tuple[Any, ...]
    limits: Limits
    gives_way: bool = False

    @property
    def seconds(self) -> int:
        return self.limits.seconds * CLOCK * (PATIENCE if self.gives_way else 1)


def read_in_sandbox(
    work: Callable[..., _Result],
    name: str,
    content: bytes,
    *more: Any,
    limits: Limits = Limits(),
    gives_way: bool = False,
) -> _Result:
    """Return ``work(name, content, *more)``, done in a process of its own. Raises FileRefused.

    ``work`` is a function of a module. It returns plain values and values of the classes that
    ``answering.py`` names. With ``gives_way`` it has a lower priority, and may take longer.
    """
    request = Request(work, (name, content, *more), limits, gives_way)
    answered = _ask(request)
    status, most_memory = ENDED.unpack(answered[-ENDED.size :])
    _log.debug("Reading %s took %d kB of memory at most.", name, most_memory)
    kind, result = _unpacked(answered[: -ENDED.size] if status == 0 else b"")
    ran_out = kind == "memory" or most_memory * 1024 > 0.9 * limits.memory
    if kind == "read":
        return result
    if kind == "refused" and not ran_out:  # else the reason may be a library's word for that
        raise FileRefused(result)
    if kind == "failed":
        _log.error("Reading %s failed:\n%s", name, result)
    raise FileRefused([Problem(name, _why(status, request, ran_out), _ADVICE)])


def _unpacked(answer: bytes) -> tuple[str, Any]:
    if not answer:
        return "", None
    try:
        kind, result = unpacked(answer)
        return kind, result
    except Exception as error:  # whatever a taken-over reader may send
        return "failed", repr(error)


def _why(status: int, request: Request, ran_out: bool) -> str:
    limits = request.limits
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if ended_by == signal.SIGXCPU:
        return f"Reading it took more than {limits.seconds} seconds."
    if ended_by == signal.SIGALRM:
        return f"Reading it took more than {request.seconds} seconds."
    if ran_out:
        return f"Reading it took more than {limits.memory // 2**20} MB of memory."
    return "The program that reads such files breaks off at this one."


def _ask(request: Request) -> bytes:
    """Send a request to a new reader; return its answer, followed by how it ended."""
    ours, readers = socket.socketpair()
    with ours:
        ours.settimeout(2 * request.seconds)
        with readers:
            _nursery.send(readers)
        try:
            ours.sendall(pickle.dumps(request))
            ours.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it ended before it had the whole request; its answer says how
        with ours.makefile("rb") as incoming:
            return incoming.read()


class _Nursery:
    """The process that forks readers, one for each process of the site."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: tuple[subprocess.Popen[bytes], socket.socket] | None = None

    def send(self, readers_socket: socket.socket) -> None:
        """Give a socket to a new reader; start the process if it is not running."""
        with self._lock:
            for _ in range(2):
                self._running = self._running or _started()
                try:
                    socket.send_fds(self._running[1], [b"+"], [readers_socket.fileno()])
                except OSError:  # somebody ended it
                    self.stop()
                else:
                    return
        raise RuntimeError("The process that reads files cannot be started.")

    def stop(self) -> None:
        """End the process: it exits when the other end of its socket is closed."""
        if self._running:
            process, requests = self._running
            requests.close()
            process.wait()
        self._running = None

    def forget(self) -> None:
        """After a fork, leave the process to the parent."""
        if self._running:
            process, requests = self._running
            requests.close()
            process.returncode = 0  # not ours to wait for
        self._lock, self._running = threading.Lock(), None


def _started() -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "coding.sheets.sandbox.reading_process"],
            cwd=_ROOT,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C at the terminal is for us
        )
    return process, ours


_nursery = _Nursery()
atexit.register(_nursery.stop)
os.register_at_fork(after_in_child=_nursery.forget)
