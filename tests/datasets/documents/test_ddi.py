"""ddi-codebook.xml: valid for DDI-Codebook 2.5, and true of the files."""

from xml.etree import ElementTree

import pytest

from coding.datasets.documents.publication import ABSTRACT
from coding.datasets.documents.rendering import render
from tests.datasets.documents.described_release import FULL, PUBLICATION
from tests.datasets.documents.validation import DDI_SCHEMA, faults_of_ddi

NAMESPACE = "ddi:codebook:2_5"


def ddi_codebook(publication, files) -> bytes:
    return render("ddi-codebook.xml", publication=publication, files=files)


@pytest.fixture(scope="module", params=[PUBLICATION, FULL], ids=["bare", "full"])
def document(request, files):
    return ddi_codebook(request.param, files)


def local(element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def test_the_document_is_valid(document) -> None:
    assert faults_of_ddi(document) == []


@pytest.mark.skipif(not DDI_SCHEMA.exists(), reason="no package has DDI's schema; see validation")
def test_the_schema_itself_was_asked(document) -> None:
    assert faults_of_ddi(document.replace(b'ID="F_', b'ID="1 ')) != []


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("<abstract>", "<dataType>x</dataType><abstract>", "stdyInfo has dataType"),
        ("<titl>", "<IDNo>1</IDNo><titl>", "titlStmt has another order than titl IDNo"),
        ("<titl>", '<titl language="en">', "titl has the attribute language"),
    ],
)
def test_what_the_schema_does_not_know_is_found(document, right, wrong, fault) -> None:
    assert fault in faults_of_ddi(document.replace(right.encode(), wrong.encode(), 1))


def test_every_column_of_every_file_is_a_variable_with_an_id_of_its_own(document, files) -> None:
    found = ElementTree.fromstring(document).findall(f".//{{{NAMESPACE}}}var")
    assert [(var.get("files"), var.get("name")) for var in found] == [
        (f"F_{file.stem}", column.name) for file in files for column in file.columns
    ]
    assert len({var.get("ID") for var in found}) == len(found)


def test_a_variable_tells_label_question_range_counts_and_values(document) -> None:
    variable = ElementTree.fromstring(document).find(".//*[@ID='V_atop9_9m_estmode']")
    said = [(local(element), (element.text or "").strip()) for element in variable.iter()]
    assert said[1:] == [
        ("labl", "treaty that needs ratification"),
        ("qstn", ""),
        ("qstnLit", "How was the alliance established?"),
        ("ivuInstr", "A treaty needs <ratification>."),
        ("valrng", ""),
        ("range", ""),
        ("sumStat", "3"),
        ("sumStat", "1"),
        ("txt", "Missing: no text was found."),
        *[("catgry", ""), ("catValu", "0"), ("labl", "non-treaty"), ("catStat", "3")],
        *[("catgry", ""), ("catValu", "1"), ("labl", "treaty"), ("catStat", "0")],
        ("varFormat", ""),
    ]


def test_the_study_is_told_with_people_scope_and_files(files) -> None:
    root = ElementTree.fromstring(ddi_codebook(FULL, files))
    said = [(local(element), (element.text or "").strip()) for element in root.iter()]
    for expected in (
        ("titl", FULL.title),
        ("IDNo", "10.1234/atop.9"),
        ("AuthEnty", "Leeds, Brett Ashley"),
        ("abstract", ABSTRACT),
        ("timePrd", "2018-12-31"),
        ("conditions", "Licence: CC-BY-4.0"),
        ("fileName", "atop9_9ddyr_NNA.csv"),
        ("caseQnty", "4"),
    ):
        assert expected in said


def test_a_letter_that_xml_cannot_hold_is_shown_as_lost(files) -> None:
    assert "see §3�." in ddi_codebook(FULL, files).decode()


def test_a_question_has_its_wording_and_the_rule_for_answering_it(document) -> None:
    root = ElementTree.fromstring(document)
    (asked,) = root.findall(f".//{{{NAMESPACE}}}var[@ID='V_atop9_9m_estmode']/{{{NAMESPACE}}}qstn")
    assert [child.text for child in asked] == [
        "How was the alliance established?",
        "A treaty needs <ratification>.",
    ]
