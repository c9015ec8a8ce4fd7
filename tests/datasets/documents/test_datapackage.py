"""datapackage.json: valid, and true of the files beside it."""

import csv

import pytest

from coding.datasets.documents.datapackage import datapackage
from tests.costly import on_the_gate
from tests.datasets.documents.described_release import FULL, PUBLICATION


@pytest.fixture(scope="module")
def package(files):
    return datapackage(PUBLICATION, files)


@on_the_gate
def test_frictionless_finds_the_package_and_all_files_valid(files, folder) -> None:
    frictionless = pytest.importorskip("frictionless")
    described = datapackage(FULL, files)
    report = frictionless.Package.from_descriptor(described, basepath=str(folder)).validate()
    assert report.flatten(["name", "rowNumber", "type", "note"]) == []
    assert report.stats["tasks"] == 13


def test_frictionless_finds_a_file_that_was_changed(files, folder, tmp_path) -> None:
    frictionless = pytest.importorskip("frictionless")
    described = datapackage(PUBLICATION, files[:1])
    name = described["resources"][0]["path"]
    (tmp_path / name).write_bytes((folder / name).read_bytes().replace(b"1005", b"nine"))
    report = frictionless.Package.from_descriptor(described, basepath=str(tmp_path)).validate()
    assert {"type-error", "hash-count"} <= {kind for (kind,) in report.flatten(["type"])}


def test_each_schema_has_the_columns_of_the_header(package, folder) -> None:
    for resource in package["resources"]:
        with (folder / resource["path"]).open(newline="") as file:
            header = next(csv.reader(file))
        assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_fields_have_types_titles_labels_and_what_missing_means(package) -> None:
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert fields["estmode"] == {
        "name": "estmode",
        "type": "integer",
        "title": "treaty that needs ratification",
        "description": "Missing: no text was found.",
        "enumLabels": {"0": "non-treaty", "1": "treaty"},
    }
    assert fields["version"]["type"] == "string"


def test_only_what_a_release_has_is_told(package, files) -> None:
    assert not {"licenses", "id", "homepage"} & set(package)
    full = datapackage(FULL, files)
    assert full["licenses"] == [
        {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
    ]
