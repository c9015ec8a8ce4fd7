"""How to cite the data and the article: each with its own DOI, in every form the same."""

import json
from dataclasses import replace
from datetime import date

import pytest

from coding.datasets.documents.citing import bibtex, csl, ris
from coding.datasets.documents.publication import ARTICLE, Publication
from tests.datasets.documents.described_release import FULL, PUBLICATION, RELEASE

DATA = replace(FULL, citation="").work
NAMES = [
    "Leeds, Brett Ashley",
    "Ritter, Jeffrey M.",
    "Mitchell, Sara McLaughlin",
    "Long, Andrew G.",
]
ARTICLE_DOI = "10.1080/03050620213653"


def test_the_data_are_cited_by_people_year_title_version_publisher_and_doi() -> None:
    assert DATA.cited == (
        "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell and Andrew G. Long "
        "(2019). Alliance Treaty Obligations and Provisions (ATOP), version 9.9 [dataset]. ATOP "
        "Project. https://doi.org/10.1234/atop.9"
    )


def test_the_article_is_cited_with_its_own_doi() -> None:
    assert ARTICLE.cited.endswith("28: 237–260. https://doi.org/10.1080/03050620213653")
    assert ARTICLE_DOI not in DATA.cited


def test_a_doi_that_an_address_cannot_hold_as_it_is_leads_to_the_data_all_the_same() -> None:
    odd = replace(DATA, doi="10.1002/(SICI)1097<1::AID#2>3.0.CO;2-2")
    assert odd.address == "https://doi.org/10.1002/(SICI)1097%3C1::AID%232%3E3.0.CO;2-2"
    assert f"  doi = {{{odd.doi}}}" in bibtex(odd)


@pytest.mark.parametrize("words", ["doi:10.1234/ATOP.9", "https://dx.doi.org/10.1234/atop.9"])
def test_words_that_have_the_doi_already_are_not_followed_by_it(words) -> None:
    said = f"Leeds et al. (2019), ATOP 9.9, {words}"
    assert replace(FULL, citation=said).cited == said
    assert (
        replace(FULL, citation="As ATOP 9.9.").cited
        == "As ATOP 9.9. https://doi.org/10.1234/atop.9"
    )


def test_data_without_a_doi_are_found_at_their_address_or_nowhere() -> None:
    assert replace(DATA, doi="").cited.endswith(" https://atop.example.org/releases/9.9")
    assert PUBLICATION.cited.endswith("ATOP Project.")


def test_the_project_s_own_words_are_followed_by_the_doi_that_they_do_not_tell() -> None:
    assert FULL.cited == "Leeds & others: “ATOP”. https://doi.org/10.1234/atop.9"
    words = "Leeds (2019), https://doi.org/10.1234/atop.9."
    assert replace(FULL, citation=words).cited == words


def test_bibtex_reads_both_back() -> None:
    database = pytest.importorskip("pybtex.database")
    read = database.parse_string(bibtex(DATA, ARTICLE), "bibtex").entries
    data, article = read["atop_9.9"], read["atop"]
    for entry in (data, article):
        assert [str(person) for person in entry.persons["author"]] == NAMES
    assert (data.fields["version"], data.fields["doi"]) == ("9.9", "10.1234/atop.9")
    assert (article.type, article.fields["pages"]) == ("article", "237--260")
    assert article.fields["doi"] == ARTICLE_DOI


def test_bibtex_escapes_what_it_would_take_for_its_own() -> None:
    database = pytest.importorskip("pybtex.database")
    richtext = pytest.importorskip("pybtex.richtext")
    odd = replace(ARTICLE, title="50 % of A_1 & #2 – 3")
    (entry,) = database.parse_string(bibtex(odd), "bibtex").entries.values()
    shown = richtext.Text.from_latex(entry.fields["title"]).render_as("text")
    assert shown == "50 % of A_1 & #2 – 3"


def test_ris_has_a_record_for_each() -> None:
    data, article = ris(DATA, ARTICLE).split("ER  - \r\n")[:2]
    assert data.startswith("TY  - DATA\r\nAU  - Leeds, Brett Ashley\r\n")
    assert "\r\nDO  - 10.1234/atop.9\r\n" in data
    assert "\r\nSP  - 237\r\nEP  - 260\r\n" in article
    assert f"\r\nDO  - {ARTICLE_DOI}\r\n" in article


def test_csl_has_a_record_for_each() -> None:
    data, article = json.loads(csl(DATA, ARTICLE))
    assert (data["type"], data["version"], data["DOI"]) == ("dataset", "9.9", "10.1234/atop.9")
    assert data["issued"] == {"date-parts": [[2019]]}
    assert (article["type"], article["DOI"]) == ("article-journal", ARTICLE_DOI)


@pytest.mark.parametrize(
    "name", ["README.txt", "CITATION.cff", "datapackage.json", "codebook.html"]
)
def test_each_document_names_both(name, told) -> None:
    words = told(replace(FULL, citation=""))[name].decode()
    for doi in ("10.1234/atop.9", ARTICLE_DOI):
        assert f"https://doi.org/{doi}" in words


def test_the_study_is_cited_by_its_own_citation_in_ddi(told) -> None:
    ddi = told(replace(FULL, citation=""))["ddi-codebook.xml"].decode()
    assert f"<biblCit>{DATA.cited}</biblCit>" in ddi
    assert f"<relPubl>{ARTICLE.cited}</relPubl>" in ddi


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC-BY-NC-SA-4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        ("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
        ("ODC-By-1.0", "https://opendatacommons.org/licenses/by/1-0/"),
        ("", ""),
    ],
)
def test_a_licence_has_the_address_of_its_text(licence, address) -> None:
    assert Publication(RELEASE, date(2019, 5, 3), licence=licence).licence_address == address
