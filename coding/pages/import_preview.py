"""What uploaded sheets would do, before anything is saved."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from coding.codebook.problems import FileRefused, Problem
from coding.forms.importing import seal
from coding.history.differences import Piece, difference
from coding.models.questionnaire import BY_NUMBER, Question
from coding.sheets.loader import LoadedSheet, preview
from coding.sheets.readers import LARGEST_FILE
from coding.workflow.published_rows import token_of
from coding.workflow.sheet_import import PrintedChange


@dataclass(frozen=True)
class PreviewedChange:
    """One difference between a printed sheet and the record, word by word."""

    question: Question
    pieces: list[Piece]
    change: PrintedChange

    @classmethod
    def of(cls, change: PrintedChange) -> "PreviewedChange":
        """Compare what is approved with what is printed."""
        pieces = difference(change.approved, change.printed)
        return cls(BY_NUMBER[change.question], pieces, change)


@dataclass(frozen=True)
class PreviewedFile:
    """What one uploaded file would do, or why it is refused."""

    name: str
    problems: tuple[Problem, ...] = ()
    loaded: LoadedSheet | None = None
    sealed: str = ""

    @classmethod
    def of(cls, file: UploadedFile, *, by: Any) -> "PreviewedFile":
        """Read the file; a refused one says so and holds nothing up."""
        name = file.name or ""
        try:
            loaded = preview(name, _content_of(file), by)
        except FileRefused as refused:
            return cls(name, problems=refused.problems)
        return cls(
            name,
            loaded=loaded,
            sealed="" if loaded.is_idle else seal(loaded.outcome.content),
        )

    @property
    def token(self) -> str:
        """The name by which what leaves the dataset files is confirmed; "" where nothing does."""
        leaves = self.loaded.leaves if self.loaded else ()
        return token_of(leaves) if leaves else ""

    @property
    def changes(self) -> list[PreviewedChange]:
        """The differences from the record, for a sheet that is in it already."""
        changes = self.loaded.outcome.changes if self.loaded else []
        return [PreviewedChange.of(change) for change in changes]

    @property
    def answers(self) -> list[tuple[Question, str]]:
        """All answers of a new sheet, in printed order."""
        said = self.loaded.parsed.answers if self.loaded else {}
        return [(BY_NUMBER[number], answer) for number, answer in sorted(said.items())]


def _content_of(file: UploadedFile) -> bytes:
    """Return the file's bytes; one that is too large is refused before it fills the memory."""
    size = file.size or 0
    if size > LARGEST_FILE:
        rule = f"A sheet is smaller than {LARGEST_FILE // 2**20} MB."
        fix = "Save the sheet as .txt, .pdf or .docx and upload that file."
        raise FileRefused([Problem(file.name or "", None, "", rule, filesizeformat(size), fix)])
    return file.read()
