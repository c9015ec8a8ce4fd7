"""Keeps the file that a sheet was read from, with the sheet."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from coding.models import Original, Sheet
from coding.workflow.chaining import moment, recorded
from coding.workflow.record_writer import name_of

OPERATOR = "operator (command line)"


@dataclass(frozen=True)
class PrintedFile:
    """A file as it came, who brought it (None is the operator), and what was done in reading it."""

    name: str
    content: bytes
    by: Any = None
    said: dict[str, Any] = field(default_factory=dict)


@recorded()
def keep_original(sheet: Sheet, file: PrintedFile, *, brings_nothing: bool = False) -> None:
    """Keep the file, unless the sheet has it already; what ``brings_nothing`` only as the first."""
    known, checksum = Original.objects.filter(sheet=sheet), sha256(file.content).hexdigest()
    if (known if brings_nothing else known.filter(sha256=checksum, said=file.said)).exists():
        return
    Original.objects.create(
        sheet=sheet,
        name=file.name,
        sha256=checksum,
        size=len(file.content),
        content=file.content,
        at=moment(),
        by=file.by,
        by_name=name_of(file.by) if file.by else OPERATOR,
        said=file.said,
    )
