"""datapackage.json: a Frictionless Data Package of the CSV files, each with its schema.

The other formats are left out: programs would treat them as further tables, and read Parquet or
Excel cells with other types than the schema's. Value labels are in ``enumLabels``, a recipe of the
Table Schema, not in constraints, because a release may hold a value without a label.
"""

from collections.abc import Iterable
from typing import Any

from coding.codebook.variables import Kind, Variable
from coding.datasets.documents.files import DataFile, WrittenFile
from coding.datasets.documents.publication import (
    ABSTRACT,
    ARTICLE,
    AUTHORS,
    SUBJECTS,
    Publication,
)

_TYPES = {Kind.NUMBER: "integer", Kind.DECIMAL: "number", Kind.TEXT: "string"}


def datapackage(publication: Publication, files: Iterable[DataFile]) -> dict[str, Any]:
    """Return the package's descriptor; what the release does not have, such as a DOI, is absent."""
    package = {
        "profile": "data-package",
        "name": publication.name,
        "title": publication.title,
        "version": publication.label,
        "created": f"{publication.day.isoformat()}T00:00:00Z",
        "description": "\n\n".join(filter(None, [ABSTRACT, publication.note])),
        "homepage": publication.url,
        "id": publication.doi and f"https://doi.org/{publication.doi}",
        "licenses": publication.licence
        and [{"name": publication.licence, "path": publication.licence_address}],
        "contributors": [
            {"title": f"{author.given} {author.family}", "role": "author"} for author in AUTHORS
        ],
        "keywords": list(SUBJECTS),
        "citation": publication.cited,  # a property of ours, which the standard allows
        "sources": [{"title": ARTICLE.cited, "path": ARTICLE.address}],
        "resources": [_resource(file, file.csv) for file in files if file.csv],
    }
    return {name: value for name, value in package.items() if value}


def _resource(file: DataFile, csv: WrittenFile) -> dict[str, Any]:
    return {
        "name": file.stem.lower(),
        "path": csv.path,
        "title": file.title,
        "description": f"A row for each: {file.kind.unit}. {file.kind.rule}",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": csv.media_type,
        "encoding": "ascii",
        "bytes": csv.bytes,
        "hash": f"sha256:{csv.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": {
            "fields": [_field(column) for column in file.columns],
            "missingValues": [""],
            "primaryKey": list(file.kind.key),
        },
    }


def _field(column: Variable) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind.stored],
        "title": column.label,
    }
    if column.missing:
        field["description"] = f"Missing: {column.missing}."
    if column.codes:
        field["enumLabels"] = {str(value): label for value, label in column.codes.items()}
    return field
