"""Convert old Word files, OpenDocument and rich text to Word files by LibreOffice, if installed.

It runs with a profile of its own, without macros and links, and without a network if the system
allows that. If it takes too long, it is ended with all that it started. It may use the seconds of
CPU and the memory that the process reading the file (``isolation.py``) has left, so that a file
costs no more in all.
"""

import contextlib
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cache, partial
from pathlib import Path

from coding.codebook.problems import UnreadableFile
from coding.low_priority import patience
from coding.sheets.files.file_kinds import kind_of

CONVERTED = (".doc", ".dot", ".odt", ".ott", ".fodt", ".sxw", ".rtf", ".wpd")
_KINDS = re.compile(
    r"an old Word file \(.doc\)|a (file of Word 2|rich text|text of|WordPerfect).*|"
    r"an OpenDocument text.*"
)
_SECONDS = 45
_LIMITED = (resource.RLIMIT_CPU, resource.RLIMIT_AS)
_SAVE_AS = "Open it in the program that made it, save it as .docx, and import that file."
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse">'
    "<value>{}</value></prop></item>"
)
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
)
_NO_NETWORK = ("unshare", "--user", "--map-current-user", "--net")


def converted(content: bytes, extension: str) -> bytes:
    """Return the file as a Word file. Raises UnreadableFile with the reason."""
    kind = kind_of(content)
    if kind is None or not _KINDS.fullmatch(kind):
        found = kind or "text, or something else"
        rule = f"Sheets are read from .txt, .pdf and .docx files, or {extension}; this is {found}."
        raise UnreadableFile(rule, _SAVE_AS)
    program = _program()
    if program is None:
        rule = f"To read {extension} files, this site needs LibreOffice on its server."
        raise UnreadableFile(rule, "Save it as .docx and import that file.")
    with tempfile.TemporaryDirectory(prefix="atop-converting-") as name:
        folder = Path(name)
        (folder / f"sheet{extension}").write_bytes(content)
        _write_settings(folder / "profile")
        _run([program, *_arguments(folder), str(folder / f"sheet{extension}")], folder)
        made = folder / "out" / "sheet.docx"
        if not made.exists():
            rule = "LibreOffice cannot open the file: it is damaged, or asks for a password."
            raise UnreadableFile(rule, _SAVE_AS)
        return made.read_bytes()


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _arguments(folder: Path) -> tuple[str, ...]:
    return (
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
        *("--convert-to", "docx", "--outdir", str(folder / "out")),
    )


def _write_settings(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    items = f'{head}<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    (profile / "user" / "registrymodifications.xcu").write_text(items, encoding="utf-8")


def _run(command: list[str], folder: Path) -> None:
    """Run a command in a folder, and end all that it started."""
    process = subprocess.Popen(
        [*_without_network(), *command],
        cwd=folder,
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=partial(_limit, *_resources_left()),
    )
    try:
        process.wait(seconds := _SECONDS * patience())
    except subprocess.TimeoutExpired:
        rule = f"LibreOffice took more than {seconds} seconds to open the file."
        raise UnreadableFile(rule, _SAVE_AS) from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        _count_in()


def _resources_left() -> tuple[int, int]:
    """Return the seconds of CPU and the memory that this process has left; -1 without a limit."""
    seconds, memory = (resource.getrlimit(kind)[0] for kind in _LIMITED)
    if seconds != resource.RLIM_INFINITY:
        seconds = max(int(seconds - time.process_time()), 1)
    if memory != resource.RLIM_INFINITY:
        with open("/proc/self/statm", encoding="ascii") as file:
            memory -= int(file.read().split()[1]) * resource.getpagesize()
    return seconds, memory


def _limit(seconds: int, memory: int) -> None:
    for kind, most in zip(_LIMITED, (seconds, memory), strict=True):
        resource.setrlimit(kind, (most, most))


def _count_in() -> None:
    """Subtract the seconds of CPU that child processes used from the limit of this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if soft != resource.RLIM_INFINITY:
        left = max(int(soft - used.ru_utime - used.ru_stime), int(time.process_time()) + 1)
        resource.setrlimit(resource.RLIMIT_CPU, (left, hard))


@cache
def _without_network() -> tuple[str, ...]:
    """Return the prefix that runs a command without a network; empty if the system forbids it."""
    if not shutil.which(_NO_NETWORK[0]):
        return ()
    tried = subprocess.run([*_NO_NETWORK, "true"], capture_output=True, check=False)
    return _NO_NETWORK if tried.returncode == 0 else ()
