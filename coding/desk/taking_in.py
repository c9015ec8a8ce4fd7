"""Puts files on the desk: as they are sent, out of a folder, or packed in a ZIP."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

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
# What systems put into folders beside the files of people.
LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Incoming:
    """A file by its name, with its content; or why it has none."""

    name: str
    content: bytes = b""
    problem: Problem | None = None

    @property
    def is_litter(self) -> bool:
        """Whether a program made the file beside those of people."""
        path = PurePosixPath(self.name)
        is_hidden = path.name.startswith((".", "~$")) or "__MACOSX" in path.parts
        return is_hidden or path.name in LITTER


def too_large(name: str) -> Incoming:
    """Return what stands on the desk for a file that is not even looked at."""
    rule = f"A sheet is smaller than {LARGEST_FILE // 2**20} MB."
    fix = "Save the sheet as .txt, .pdf or .docx and import that file."
    return Incoming(name, problem=Problem(name, None, "", rule, "", fix))


@transaction.atomic
def take_in(incoming: Iterable[Incoming], *, by: Any, name: str) -> Batch:
    """Put files on the desk as one batch, all or none. Raises Refused."""
    require(rules.why_not_import(by), NotAllowed)
    batch = Batch.objects.create(by=by, at=timezone.now(), name=name[:LONGEST_NAME])
    litter = []
    number = 0
    for one in incoming:
        if one.is_litter:
            litter.append(one.name)
            continue
        number += 1
        if number > MOST_FILES:
            raise Refused(f"More than {MOST_FILES:,} files at once. Send them in several parts.")
        _put(batch, one)
    if not number:
        raise Refused("There is no file in it that could hold a sheet.")
    if litter:
        batch.remark = f"{counted(len(litter), 'file')} of other programs left out: {_some(litter)}"
        batch.save()
    return batch


def _put(batch: Batch, one: Incoming) -> None:
    DeskFile.objects.create(
        batch=batch,
        name=_short(one.name),
        content=one.content,
        sha256=sha256(one.content).hexdigest(),
        size=len(one.content),
        state=FileState.REFUSED if one.problem else FileState.WAITING,
        problems=[str(one.problem)] if one.problem else [],
    )


def _short(name: str) -> str:
    """Return a name that every database takes: of a long path, its end."""
    return (on_one_line(name) or "no name")[-LONGEST_NAME:]


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def in_order(names: Iterable[str]) -> Iterator[str]:
    yield from sorted(names, key=lambda name: (name.casefold(), name))
