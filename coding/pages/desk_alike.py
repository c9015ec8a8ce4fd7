"""Files of a batch whose remarks are all of one kind, listed together to be accepted."""

from dataclasses import dataclass

from coding.desk.accepting import alike
from coding.desk.file_actions import files_of
from coding.forms.places_in_lists import written_seen
from coding.models import Batch, DeskFile

PAGE = 50


@dataclass(frozen=True)
class AlikeFile:
    """A file with the texts of its remarks; ``seen`` binds the acceptance to what was shown."""

    file: DeskFile
    seen: str
    remarks: list[str]


@dataclass(frozen=True)
class AlikePage:
    """As many files as one can look at, and the number of further ones."""

    batch: Batch
    kind: str
    files: list[AlikeFile]
    more: int


def load_alike(batch: Batch, kind: str) -> AlikePage:
    every = alike(files_of(batch), kind)
    files = [_alike_file(file, kind) for file in every.defer("content", "sheet_says")[:PAGE]]
    return AlikePage(batch, kind, files, every.count() - len(files))


def _alike_file(file: DeskFile, kind: str) -> AlikeFile:
    """Return a file with its remarks, without the kind, which the heading shows."""
    remarks = [doubt.replace(f"{kind}: ", "", 1) for doubt in file.doubts]
    return AlikeFile(file, written_seen({file.pk: file.reading}), remarks)
