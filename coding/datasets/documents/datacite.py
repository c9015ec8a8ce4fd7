"""datacite.json: the release as DataCite's metadata schema 4.5 describes it, to register a DOI."""

from collections.abc import Iterator, Sequence
from typing import Any

from coding.datasets.documents.citing import Author
from coding.datasets.documents.data_files import DataFile
from coding.datasets.documents.publication import (
    ABSTRACT,
    ARTICLE,
    AUTHORS,
    FIRST_YEAR,
    PUBLISHER,
    SUBJECTS,
    Publication,
)


def datacite(publication: Publication, files: Sequence[DataFile]) -> dict[str, Any]:
    """Return the metadata; missing values, such as a DOI, are left out."""
    covered = f"{FIRST_YEAR}/{publication.release.cut_off}"
    issued = "Issued" if publication.is_frozen else "Updated"  # only a release is issued
    described = {
        "doi": publication.doi,
        "url": publication.url,
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Coded alliance agreements"},
        "creators": [_creator(author) for author in AUTHORS],
        "titles": [{"title": publication.title, "lang": "en"}],
        "publisher": {"name": PUBLISHER},
        "publicationYear": str(publication.day.year),
        "subjects": [{"subject": subject, "lang": "en"} for subject in SUBJECTS],
        "dates": [
            {"date": publication.day.isoformat(), "dateType": issued},
            {"date": covered, "dateType": "Other", "dateInformation": "covered"},
            *_corrected(publication),
        ],
        "language": "en",
        "version": publication.label,
        "sizes": [f"{file.rows} {file.kind.title}" for file in files if not file.is_nna],
        "formats": sorted({written.media_type for file in files for written in file.written}),
        "rightsList": _rights(publication),
        "descriptions": [
            {"description": text, "descriptionType": kind, "lang": "en"}
            for text, kind in ((ABSTRACT, "Abstract"), (publication.note, "Other"))
            if text
        ],
        "relatedIdentifiers": [*_related(publication)],
    }
    return {name: value for name, value in described.items() if value}


def _corrected(publication: Publication) -> Iterator[dict[str, str]]:
    if day := publication.corrected:
        text = "how the data are cited was corrected; the data are as issued"
        yield {"date": day.isoformat(), "dateType": "Updated", "dateInformation": text}


def _creator(author: Author) -> dict[str, str]:
    return {
        "name": author.sorted_name,
        "nameType": "Personal",
        "givenName": author.given,
        "familyName": author.family,
    }


def _rights(publication: Publication) -> list[dict[str, str]]:
    if not publication.licence:
        return []
    return [
        {
            "rights": publication.licence,
            "rightsUri": publication.licence_address,
            "rightsIdentifier": publication.licence,
            "rightsIdentifierScheme": "SPDX",
            "schemeUri": "https://spdx.org/licenses/",
        }
    ]


def _related(publication: Publication) -> Iterator[dict[str, str]]:
    for doi, relation, kind in (
        (ARTICLE.doi, "IsDescribedBy", "JournalArticle"),
        (publication.older_doi, "IsNewVersionOf", "Dataset"),
    ):
        if doi:
            yield {
                "relatedIdentifier": doi,
                "relatedIdentifierType": "DOI",
                "relationType": relation,
                "resourceTypeGeneral": kind,
            }
