"""datacite.json: valid for DataCite's schema 4.5, with and without a DOI."""

from dataclasses import replace

import pytest

from coding.datasets.documents.datacite import datacite
from tests.datasets.documents.described_release import FULL, PUBLICATION

REQUIRED = {"creators", "titles", "publisher", "publicationYear", "types", "schemaVersion"}


@pytest.mark.parametrize("publication", [PUBLICATION, FULL], ids=["bare", "full"])
def test_the_metadata_are_valid_for_the_schema(publication, files) -> None:
    schema45 = pytest.importorskip("datacite.schema45")
    schema45.validator.validate(datacite(publication, files))


@pytest.mark.parametrize("publication", [PUBLICATION, FULL], ids=["bare", "full"])
def test_what_datacite_requires_is_there(publication, files) -> None:
    described = datacite(publication, files)
    assert set(described) >= REQUIRED
    assert described["publicationYear"] == "2019"
    assert [creator["name"] for creator in described["creators"]][:2] == [
        "Leeds, Brett Ashley",
        "Ritter, Jeffrey M.",
    ]


def test_a_doi_is_told_once_there_is_one(files) -> None:
    assert "doi" not in datacite(PUBLICATION, files)
    assert datacite(FULL, files)["doi"] == "10.1234/atop.9"


def test_what_was_no_release_was_not_issued(files) -> None:
    for is_frozen, kind in ((True, "Issued"), (False, "Updated")):
        day, *_ = datacite(replace(FULL, is_frozen=is_frozen), files)["dates"]
        assert day == {"date": "2019-05-03", "dateType": kind}


def test_the_day_is_told_on_which_the_citation_was_corrected(files) -> None:
    days = datacite(FULL, files)["dates"]
    assert [day["date"] for day in days if day["dateType"] == "Updated"] == ["2019-06-01"]
    never = replace(FULL, corrected=None)
    assert "Updated" not in {date["dateType"] for date in datacite(never, files)["dates"]}


def test_the_size_of_each_kind_of_file_is_told(files) -> None:
    assert "4 members of alliances" in datacite(FULL, files)["sizes"]


def test_the_article_and_the_release_before_are_related(files) -> None:
    after = replace(FULL, older_doi="10.1234/atop.8")
    related = {
        work["relationType"]: work["relatedIdentifier"]
        for work in datacite(after, files)["relatedIdentifiers"]
    }
    assert related == {
        "IsDescribedBy": "10.1080/03050620213653",
        "IsNewVersionOf": "10.1234/atop.8",
    }
    assert [work["relationType"] for work in datacite(FULL, files)["relatedIdentifiers"]] == [
        "IsDescribedBy"
    ]


def test_the_licence_has_its_address(files) -> None:
    (rights,) = datacite(FULL, files)["rightsList"]
    assert rights["rightsUri"] == "https://creativecommons.org/licenses/by/4.0/"
