"""Puts files on the desk: as they are sent, out of a folder, or packed in a ZIP."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from coding.codebook.counted_nouns import counted
from coding.codebook.problems import Problem
from coding.codebook.text import on_one_line
from coding.models import Batch, DeskFile
from coding.models.desk import FileState
from coding.sheets.files.readers import LARGEST_FILE
from coding.workflow import rules
from coding.workflow.refusals import NotAllowed, Refused, require

MOST_FILES = 2_000
LONGEST_NAME = 255
# Files that operating systems add to people's folders.
LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Incoming:
    """A file with its name and content, or the problem why it has none.

    ``path`` is where it lies on this machine; None if it came another way, such as out of a ZIP.
    """

    name: str
    content: bytes = b""
    problem: Problem | None = None
    path: Path | None = None

    @property
    def is_litter(self) -> bool:
        """Whether a program, not a person, put the file there."""
        path = PurePosixPath(self.name)
        is_hidden = path.name.startswith((".", "~$")) or "__MACOSX" in path.parts
        return is_hidden or path.name in LITTER


def too_large(name: str) -> Incoming:
    """Return the entry for a file that is refused unread, for its size."""
    rule = f"A sheet is smaller than {LARGEST_FILE // 2**20} MB."
    fix = "Save the sheet as .txt, .pdf or .docx and import that file."
    return Incoming(name, problem=Problem(name, rule, fix))


class _Waiting(NamedTuple):
    """A file that is set aside until all files are there."""

    file: Incoming  # without its content
    sha256: str
    size: int


def add_files(incoming: Iterable[Incoming], *, by: Any, name: str) -> Batch:
    """Put files on the desk as one batch, all or none. Raises Refused.

    They are unpacked and hashed before the transaction begins, so that nobody waits for the
    database meanwhile.
    """
    require(rules.why_not_import(by), NotAllowed)
    require(None if on_one_line(name) else "The batch has no name.")
    with TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as aside:
        waiting, litter = _put_aside(incoming, aside)
        aside.seek(0)
        batch = Batch(by=by, at=timezone.now(), name=on_one_line(name)[:LONGEST_NAME])
        batch.remark = " ".join(_remarks(waiting, litter))
        _store_files(batch, waiting, aside)
    return batch


def _put_aside(incoming: Iterable[Incoming], aside: IO[bytes]) -> tuple[list[_Waiting], list[str]]:
    waiting: list[_Waiting] = []
    litter: list[str] = []
    for file in incoming:
        if file.is_litter:
            litter.append(file.name)
            continue
        if len(waiting) == MOST_FILES:
            raise Refused(f"More than {MOST_FILES:,} files at once. Send them in several parts.")
        aside.write(file.content)
        checksum, size = sha256(file.content).hexdigest(), len(file.content)
        waiting.append(_Waiting(replace(file, content=b""), checksum, size))
    if not waiting:
        raise Refused("There is no file in it that could hold a sheet.")
    return waiting, litter


def _remarks(waiting: list[_Waiting], litter: list[str]) -> Iterator[str]:
    if litter:
        yield f"{counted(len(litter), 'file')} of other programs left out: {_some_names(litter)}."
    names = Counter(file.file.name for file in waiting)
    if doubles := [name for name, number in names.items() if number > 1]:
        yield f"Several files have the same name, and all of them are here: {_some_names(doubles)}."


@transaction.atomic
def _store_files(batch: Batch, waiting: Iterable[_Waiting], contents: IO[bytes]) -> None:
    batch.save()
    for file in waiting:
        problem = file.file.problem
        DeskFile.objects.create(
            batch=batch,
            name=_short(file.file.name),
            content=contents.read(file.size),
            sha256=file.sha256,
            size=file.size,
            state=FileState.REFUSED if problem else FileState.WAITING,
            problems=[str(problem)] if problem else [],
        )


def _short(name: str) -> str:
    """Return a name that fits every database: the end of a long path."""
    return (on_one_line(name) or "no name")[-LONGEST_NAME:]


def _some_names(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
