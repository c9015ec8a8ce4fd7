"""Files of a batch whose remarks are all of one kind, listed with their words, to be accepted."""

from dataclasses import dataclass

from coding.desk.accepting import alike
from coding.desk.letting_in import files_of
from coding.forms.places import written_seen
from coding.models import Batch, DeskFile

PAGE = 50


@dataclass(frozen=True)
class AlikePage:
    """As many files as can be looked at, each with what a press is bound to; how many more."""

    batch: Batch
    kind: str
    files: list[tuple[DeskFile, str]]
    more: int


def load_alike(batch: Batch, kind: str) -> AlikePage:
    every = alike(files_of(batch), kind)
    shown = list(every.defer("content", "sheet_says")[:PAGE])
    tokens = [written_seen({file.pk: file.reading}) for file in shown]
    files = list(zip(shown, tokens, strict=True))
    return AlikePage(batch, kind, files, every.count() - len(files))
