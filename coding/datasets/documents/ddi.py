"""ddi-codebook.xml: the release in DDI-Codebook 2.5, which data archives read.

The order of elements is that of the schema (codebook.xsd of the DDI Alliance, 2014-01-28).
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, indent, tostring

from coding.datasets.documents.ddi_variables import add_variable
from coding.datasets.documents.elements import add
from coding.datasets.documents.files import DataFile
from coding.datasets.documents.levels import KINDS, MISSING, STATES
from coding.datasets.documents.publication import (
    ABSTRACT,
    ARTICLE,
    AUTHORS,
    FIRST_YEAR,
    PROJECT,
    SUBJECTS,
    Publication,
)

NAMESPACE = "ddi:codebook:2_5"


def ddi_codebook(publication: Publication, files: Iterable[DataFile]) -> bytes:
    """Return the document, in UTF-8."""
    files = list(files)
    root = Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5"})
    _add_citation(add(root, "docDscr"), publication, f"Codebook of {publication.title}")
    _add_study(add(root, "stdyDscr"), publication)
    for file in files:
        _add_file(root, file)
    data = add(root, "dataDscr")
    for file in files:
        for column in file.columns:
            add_variable(data, file, column, publication.release.questionnaire.by_number)
    indent(root, " ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8") + b"\n"


def _add_citation(parent: Element, publication: Publication, title: str) -> None:
    citation = add(parent, "citation")
    titles = add(citation, "titlStmt")
    add(titles, "titl", title)
    if publication.doi:
        add(titles, "IDNo", publication.doi, agency="DOI")
    people = add(citation, "rspStmt")
    for author in AUTHORS:
        add(people, "AuthEnty", author.sorted_name)
    day = publication.day.isoformat()
    distribution = add(citation, "distStmt")
    add(distribution, "distrbtr", PROJECT, **({"URI": publication.url} if publication.url else {}))
    add(distribution, "distDate", day, date=day)
    add(add(citation, "verStmt"), "version", publication.label, date=day)
    add(citation, "biblCit", publication.citation)


def _add_study(study: Element, publication: Publication) -> None:
    _add_citation(study, publication, publication.title)
    about = add(study, "stdyInfo")
    subject = add(about, "subject")
    for word in SUBJECTS:
        add(subject, "keyword", word)
    add(about, "abstract", ABSTRACT)
    _add_scope(add(about, "sumDscr"), publication)
    if publication.note:
        add(about, "notes", publication.note)
    if publication.licence:
        use = add(add(study, "dataAccs"), "useStmt")
        add(use, "conditions", f"Licence: {publication.licence}")
    add(add(study, "othrStdyMat"), "relPubl", f"{ARTICLE.citation} doi:{ARTICLE.doi}")


def _add_scope(scope: Element, publication: Publication) -> None:
    last = publication.release.cut_off.isoformat()
    add(scope, "timePrd", str(FIRST_YEAR), event="start", date=str(FIRST_YEAR))
    add(scope, "timePrd", last, event="end", date=last)
    add(scope, "geogCover", "all states")
    for kind in KINDS.values():
        add(scope, "anlyUnit", kind.unit)
    add(scope, "dataKind", "coded documents")


def _add_file(root: Element, file: DataFile) -> None:
    text = add(add(root, "fileDscr", ID=f"F_{file.stem}"), "fileTxt")
    add(text, "fileName", file.csv.path if file.csv else file.stem)
    add(text, "fileCont", f"{file.title}. A row for each: {file.kind.unit}. {file.kind.rule}")
    size = add(text, "dimensns")
    add(size, "caseQnty", str(file.rows))
    add(size, "varQnty", str(len(file.columns)))
    add(text, "fileType", "text/csv", charset="US-ASCII")
    add(text, "dataMsng", f"{MISSING} {STATES}")
