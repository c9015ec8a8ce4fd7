"""All documents of a release, by the names they are published under."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from coding.datasets.documents.citation import citation
from coding.datasets.documents.codebook import codebook
from coding.datasets.documents.codebook_html import codebook_html
from coding.datasets.documents.codebook_pdf import codebook_pdf
from coding.datasets.documents.datacite import datacite
from coding.datasets.documents.datapackage import datapackage
from coding.datasets.documents.ddi import ddi_codebook
from coding.datasets.documents.files import DataFile
from coding.datasets.documents.publication import Publication
from coding.datasets.documents.readme import readme


def documents(
    publication: Publication,
    files: Iterable[DataFile],
    fonts: Path,
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each document; ``fonts`` is the folder of the Liberation fonts.

    The same input gives the same bytes.
    """
    files = list(files)
    yield "README.txt", readme(publication, files)
    yield "CITATION.cff", citation(publication)
    yield "datacite.json", datacite(publication, files)
    yield "datapackage.json", datapackage(publication, files)
    yield "ddi-codebook.xml", ddi_codebook(publication, files)
    blocks = codebook(publication, files)
    yield "codebook.html", codebook_html(blocks)
    yield "codebook.pdf", codebook_pdf(blocks, fonts)
