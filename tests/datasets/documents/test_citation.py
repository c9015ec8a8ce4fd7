"""CITATION.cff: YAML with the keys that the Citation File Format 1.2.0 requires."""

from dataclasses import replace
from datetime import date

import pytest

from coding.datasets.documents.rendering import render
from tests.datasets.documents.described_release import FULL, PUBLICATION
from tests.datasets.documents.validation import faults_of_cff, schema_of_cff

yaml = pytest.importorskip("yaml")


def citation(publication) -> bytes:
    return render("CITATION.cff", publication=publication)


def test_a_reader_of_yaml_finds_release_and_people() -> None:
    found = yaml.safe_load(citation(FULL))
    assert (found["cff-version"], found["type"], found["version"]) == ("1.2.0", "dataset", "9.9")
    assert found["date-released"] == date(2019, 5, 3)
    assert found["authors"][0] == {"family-names": "Leeds", "given-names": "Brett Ashley"}
    assert (found["doi"], found["license"]) == ("10.1234/atop.9", "CC-BY-4.0")


@pytest.mark.parametrize("publication", [PUBLICATION, FULL], ids=["bare", "full"])
def test_the_article_is_to_be_cited_beside_the_data(publication) -> None:
    found = yaml.safe_load(citation(publication))
    assert found["preferred-citation"]["title"].endswith("1815–1944")
    assert found["preferred-citation"]["doi"] == "10.1080/03050620213653"
    assert publication.cited in found["message"]


def test_what_was_no_release_has_no_day_of_its_release() -> None:
    of_the_night = replace(FULL, is_frozen=False)
    found = yaml.safe_load(citation(of_the_night))
    assert "date-released" not in found
    assert "which is no release" in found["title"]


def test_only_what_a_release_has_is_told() -> None:
    assert not {"doi", "url", "license"} & set(yaml.safe_load(citation(PUBLICATION)))


@pytest.mark.skipif(schema_of_cff() is None, reason="check-jsonschema is not installed")
@pytest.mark.parametrize("publication", [PUBLICATION, FULL], ids=["bare", "full"])
def test_the_file_is_valid_for_the_schema(publication) -> None:
    written = citation(publication)
    assert faults_of_cff(written) == []
    assert faults_of_cff(written.replace(b"type: dataset", b"type: data")) != []
