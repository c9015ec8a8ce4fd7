"""README.txt: what is in the folder, with counts, and how to read and cite it."""

from collections.abc import Iterable

from coding.datasets.documents.files import DataFile, WrittenFile
from coding.datasets.documents.levels import MISSING, NNA, STATES
from coding.datasets.documents.publication import ABSTRACT, Publication
from coding.datasets.documents.rendering import render


def readme(publication: Publication, files: Iterable[DataFile]) -> bytes:
    """Return the file, in UTF-8 with lines of at most 79 characters where words allow."""
    files = list(files)
    formats: dict[str, list[WrittenFile]] = {}
    for one in (written for file in files for written in file.written):
        formats.setdefault(one.format, []).append(one)
    return render(
        "README.txt",
        publication=publication,
        abstract=ABSTRACT,
        files=files,
        formats=formats,
        nna=NNA,
        reading=f"{MISSING} {STATES}",
        width=max((len(file.stem) for file in files), default=0),
    )
