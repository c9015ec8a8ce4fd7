"""datapackage.json: a Frictionless Data Package of the CSV files, each with its schema.

The package in datasets/ has the dataset files and the tables next to them, that of the whole folder
the files of the record: a package cannot name files outside its folder.

The other formats are left out: programs would treat them as further tables, and read Parquet or
Excel cells with other types than the schema's. Value labels are in ``enumLabels``, a recipe of the
Table Schema, not in constraints, because a release may have a value without a label.
"""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any

from coding.codebook.variables import Kind, Variable
from coding.datasets.documents.companion_files import CompanionFile, WrittenCompanion
from coding.datasets.documents.data_files import DataFile, WrittenFile
from coding.datasets.documents.publication import ABSTRACT, ARTICLE, AUTHORS, SUBJECTS, Publication
from coding.datasets.documents.recipes import recipes
from coding.datasets.release import DatasetRelease

_TYPES = {Kind.NUMBER: "integer", Kind.DECIMAL: "number", Kind.TEXT: "string"}


def datapackage(
    publication: Publication, files: Iterable[DataFile], beside: Iterable[WrittenCompanion] = ()
) -> dict[str, Any]:
    release = publication.release
    datasets = [_resource(file, file.csv, release) for file in files if file.csv]
    return _package(
        publication, [*datasets, *(_resource_of_other(entry, entry.kind.file) for entry in beside)]
    )


def package_of_record(
    publication: Publication, files: Iterable[WrittenCompanion]
) -> dict[str, Any]:
    """Return the descriptor of the files outside datasets/."""
    package = _package(publication, [_resource_of_other(file, file.kind.name) for file in files])
    note = "The dataset files are described in datasets/datapackage.json."
    own = {
        "name": f"{publication.name}-record",
        "title": f"{publication.title}: the coding sheets and their changes",
        "description": f"{package['description']}\n\n{note}",
    }
    return package | own


def _package(publication: Publication, resources: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return a descriptor; missing values, such as a DOI, are left out."""
    package = {
        "profile": "data-package",
        "name": publication.name,
        "title": publication.title,
        "version": publication.label,
        "created": f"{publication.day.isoformat()}T00:00:00Z",
        "description": "\n\n".join(filter(None, [ABSTRACT, publication.note])),
        "homepage": publication.url,
        "id": publication.doi and publication.work.address,
        "licenses": publication.licence
        and [{"name": publication.licence, "path": publication.licence_address}],
        "contributors": [
            {"title": f"{author.given} {author.family}", "role": "author"} for author in AUTHORS
        ],
        "keywords": list(SUBJECTS),
        "citation": publication.cited,  # our own property, which the standard allows
        "sources": [{"title": ARTICLE.cited, "path": ARTICLE.address}],
        "resources": resources,
    }
    return {name: value for name, value in package.items() if value}


def _resource(file: DataFile, csv: WrittenFile, release: DatasetRelease) -> dict[str, Any]:
    scripts = ", ".join(recipe.name for recipe in recipes(release, file.level, file.is_nna))
    return {
        "name": file.stem.lower(),
        "path": csv.path,
        "title": file.title,
        "description": f"A row for each: {file.kind.unit}. {file.kind.rule} To read it: {scripts}.",
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


def _resource_of_other(file: WrittenCompanion, path: str) -> dict[str, Any]:
    kind = file.kind
    resource = {
        "name": PurePosixPath(path).stem.lower(),
        "path": path,
        "title": kind.about,
        "description": _description_of(kind),
        "profile": "tabular-data-resource" if kind.is_table else "data-resource",
        "format": PurePosixPath(path).suffix.removeprefix("."),
        "mediatype": "text/csv" if kind.is_table else "application/json",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    return resource | (_schema_beside(kind) if kind.is_table else {})


def _description_of(kind: CompanionFile) -> str:
    if not kind.is_table:
        return kind.about
    variant = f" {kind.variant} is the same for spreadsheet programs." if kind.is_safe_too else ""
    return f"{kind.about} A row is {kind.unit}. It joins {kind.joins}.{variant}"


def _schema_beside(kind: CompanionFile) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in kind.columns],
        "missingValues": [""],
    }
    if kind.key:
        schema["primaryKey"] = list(kind.key)
    return {
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "schema": schema,
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
        field["enumLabels"] = {str(value): label for value, label in column.labels.items()}
    return field
