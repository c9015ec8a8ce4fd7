"""All documents of a release, by the names they are published under."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from coding.datasets.documents.citing import bibtex, csl, ris
from coding.datasets.documents.codebook import codebook
from coding.datasets.documents.codebook_pdf import codebook_pdf
from coding.datasets.documents.companion_files import (
    DOCUMENTS,
    SCRIPTS,
    CompanionFile,
    WrittenCompanion,
)
from coding.datasets.documents.data_files import DataFile
from coding.datasets.documents.datacite import datacite
from coding.datasets.documents.datapackage import datapackage
from coding.datasets.documents.publication import ARTICLE, Publication
from coding.datasets.documents.recipes import question_of_script, recipes
from coding.datasets.documents.rendering import render
from coding.datasets.release import Level


def documents(
    publication: Publication,
    files: Iterable[DataFile],
    fonts: Path,
    *,
    beside: Sequence[WrittenCompanion] = (),
    record: Sequence[CompanionFile] = (),
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each document; ``fonts`` is the folder of the Liberation fonts.

    ``beside`` are the other tables in datasets/, ``record`` the files outside it. The same input
    gives the same bytes.
    """
    files, others = list(files), [*(written.kind for written in beside), *record]
    yield "README.txt", _readme(publication, files, others)
    yield "CITATION.cff", render("CITATION.cff", publication=publication)
    works = (publication.work, ARTICLE)
    yield "citation.bib", bibtex(*works).encode()
    yield "citation.ris", ris(*works).encode()
    yield "citation.json", csl(*works).encode()
    yield "datacite.json", _as_json(datacite(publication, files))
    yield "datapackage.json", _as_json(datapackage(publication, files, beside))
    yield "ddi-codebook.xml", render("ddi-codebook.xml", publication=publication, files=files)
    parts = codebook(publication, files, others)
    yield "codebook.html", render("codebook.html", parts=parts)
    yield "codebook.pdf", codebook_pdf(parts, fonts)
    for file in files:
        for recipe in recipes(publication.release, file.level, file.is_nna):
            yield recipe.name, recipe.script.encode("ascii")


def _readme(
    publication: Publication, files: list[DataFile], companions: list[CompanionFile]
) -> bytes:
    return render(
        "README.txt",
        publication=publication,
        files=files,
        others=companions,
        documents=(*DOCUMENTS, *SCRIPTS),
        example=recipes(publication.release, Level.ALLIANCE),
        asks=question_of_script,
    )


def _as_json(described: dict[str, Any]) -> bytes:
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()
