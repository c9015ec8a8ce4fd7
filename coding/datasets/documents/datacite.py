"""datacite.json: the release as DataCite's metadata schema 4.5 describes it, to register a DOI."""

import json
from collections.abc import Iterable, Sequence

from coding.datasets.documents.files import DataFile
from coding.datasets.documents.publication import (
    ABSTRACT,
    ARTICLE,
    AUTHORS,
    FIRST_YEAR,
    PROJECT,
    SUBJECTS,
    Publication,
)


def datacite(publication: Publication, files: Iterable[DataFile]) -> bytes:
    """Return the metadata; ``doi`` is absent until the release has one."""
    files = list(files)
    described = {
        **({"doi": publication.doi} if publication.doi else {}),
        **({"url": publication.url} if publication.url else {}),
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Coded alliance agreements"},
        "creators": [
            {
                "name": author.sorted_name,
                "nameType": "Personal",
                "givenName": author.given,
                "familyName": author.family,
            }
            for author in AUTHORS
        ],
        "titles": [{"title": publication.title, "lang": "en"}],
        "publisher": {"name": PROJECT},
        "publicationYear": str(publication.day.year),
        "subjects": [{"subject": subject, "lang": "en"} for subject in SUBJECTS],
        "dates": [
            {"date": publication.day.isoformat(), "dateType": "Issued"},
            {"date": _covered(publication), "dateType": "Other", "dateInformation": "covered"},
        ],
        "language": "en",
        "version": publication.label,
        "sizes": [f"{file.rows} {file.kind.title}" for file in files if not file.is_nna],
        "formats": _formats(files),
        **({"rightsList": [_rights(publication)]} if publication.licence else {}),
        "descriptions": [
            {"description": text, "descriptionType": kind, "lang": "en"}
            for text, kind in ((ABSTRACT, "Abstract"), (publication.note, "Other"))
            if text
        ],
        "relatedIdentifiers": [
            {
                "relatedIdentifier": ARTICLE.doi,
                "relatedIdentifierType": "DOI",
                "relationType": "IsDescribedBy",
                "resourceTypeGeneral": "JournalArticle",
            }
        ],
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _covered(publication: Publication) -> str:
    return f"{FIRST_YEAR}/{publication.release.cut_off.isoformat()}"


def _formats(files: Sequence[DataFile]) -> list[str]:
    found = {written.media_type for file in files for written in file.written}
    return sorted(found)


def _rights(publication: Publication) -> dict[str, str]:
    return {
        "rights": publication.licence,
        "rightsIdentifier": publication.licence,
        "rightsIdentifierScheme": "SPDX",
    }
