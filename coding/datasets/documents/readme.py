"""README.txt: what is in the folder, with counts, and how to read and cite it."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from coding.datasets.documents.files import DataFile
from coding.datasets.documents.levels import MISSING, NNA, STATES
from coding.datasets.documents.publication import ABSTRACT, Publication

_WIDTH = 79
_DOCUMENTS = (
    ("codebook.html, codebook.pdf", "every file and column, with labels and counts"),
    ("datapackage.json", "the files as a Frictionless Data Package"),
    ("ddi-codebook.xml", "the files as DDI-Codebook 2.5, for data archives"),
    ("datacite.json", "the release as DataCite metadata 4.5"),
    ("CITATION.cff", "how to cite, for programs"),
)


def readme(publication: Publication, files: Iterable[DataFile]) -> bytes:
    """Return the file, in UTF-8 with lines of at most 79 characters where words allow."""
    return "".join(f"{line}\n" for line in _lines(publication, list(files))).encode()


def _lines(publication: Publication, files: Sequence[DataFile]) -> Iterator[str]:
    yield from _heading(publication.title, "=")
    yield from _wrapped(ABSTRACT)
    yield from _wrapped(publication.note)
    yield f"Status of the data:   {publication.release.cut_off:%Y-%m-%d}"
    yield f"Day of this version:  {publication.day:%Y-%m-%d}"
    yield from ("", *_heading("Files"), *_table(files), "")
    yield from (*_formats(files), "")
    yield from _wrapped(NNA)
    yield from (*_heading("Documents"), *_documents(), "")
    yield from _heading("Reading the data")
    yield from _wrapped(f"{MISSING} {STATES}")
    yield from _heading("Citing")
    yield from _wrapped(publication.citation)
    yield from (f"{key}: {value}" for key, value in _where(publication) if value)


def _heading(text: str, line: str = "-") -> tuple[str, str, str]:
    return text, line * len(text), ""


def _wrapped(text: str) -> list[str]:
    lines = textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return [*lines, ""] if lines else []


def _documents() -> Iterator[str]:
    width = max(len(name) for name, _ in _DOCUMENTS)
    yield from (f"{name:{width}}  {text}" for name, text in _DOCUMENTS)


def _table(files: Sequence[DataFile]) -> Iterator[str]:
    width = max((len(file.stem) for file in files), default=0)
    yield f"{'file':{width}}  {'rows':>9}  {'columns':>7}  of"
    for file in files:
        yield f"{file.stem:{width}}  {file.rows:9,}  {len(file.columns):7,}  {file.kind.title}"


def _formats(files: Sequence[DataFile]) -> Iterator[str]:
    written = [one for file in files for one in file.written]
    for name in dict.fromkeys(one.format for one in written):
        of_format = [one for one in written if one.format == name]
        size = sum(one.bytes for one in of_format) / 1e6
        yield f"{name}: {len(of_format)} files, {size:,.1f} MB"


def _where(publication: Publication) -> Iterator[tuple[str, str]]:
    yield "DOI", publication.doi
    yield "Web", publication.url
    yield "Licence", publication.licence
