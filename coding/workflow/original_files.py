"""Keeps the file that a sheet was read from, with the sheet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from coding.models import Original, Sheet
from coding.models.people_names import name_of
from coding.workflow.chaining import moment, recorded

OPERATOR = "operator (command line)"


LET_IN_BY, BROUGHT_LATER = "let_in_by", "brought_later"


@dataclass(frozen=True)
class PrintedFile:
    """A file as it came, who brought it (None is the operator), and what was done in reading it."""

    name: str
    content: bytes
    by: Any = None
    said: dict[str, Any] = field(default_factory=dict)


@recorded()
def keep_original(sheet: Sheet, file: PrintedFile, *, brings_nothing: bool = False) -> None:
    """Keep the file unless the sheet has it; one that ``brings_nothing``, only as the first."""
    known, checksum = Original.objects.filter(sheet=sheet), sha256(file.content).hexdigest()
    if brings_nothing and known.exists():
        return
    if any(_read_alike(reading, file.said) for reading in _readings(known.filter(sha256=checksum))):
        return
    later = {BROUGHT_LATER: True} if brings_nothing else {}
    Original.objects.create(
        sheet=sheet,
        name=file.name,
        sha256=checksum,
        size=len(file.content),
        content=file.content,
        at=moment(),
        by=file.by,
        by_name=name_of(file.by) if file.by else OPERATOR,
        said=file.said | later,
    )


def _readings(originals: "QuerySet[Original]") -> Iterable[dict[str, Any]]:
    return originals.values_list("said", flat=True)


def _read_alike(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether the same was done in reading a file, whoever let it in."""
    let_in: dict[str, Any] = {LET_IN_BY: None, BROUGHT_LATER: None}
    return first | let_in == second | let_in
