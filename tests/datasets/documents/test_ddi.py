"""ddi-codebook.xml: elements in the order of the schema, and true of the files.

The schema itself is not in the project (the DDI Alliance's codebook.xsd, LGPL). Where the folder of
given files has it as schemas/ddi-codebook-2.5/codebook.xsd, with what it includes, it is used.
"""

from xml.etree import ElementTree

import pytest

from coding.datasets.documents.publication import ABSTRACT
from coding.datasets.documents.rendering import render
from tests.datasets.documents.described_release import FULL, PUBLICATION
from tests.given_files import reference

NAMESPACE = "ddi:codebook:2_5"
# The elements that we write, in the order that codebook.xsd of 2014-01-28 has them in.
ORDER = {
    "codeBook": ("docDscr", "stdyDscr", "fileDscr", "dataDscr"),
    "stdyDscr": ("citation", "stdyInfo", "dataAccs", "othrStdyMat"),
    "citation": ("titlStmt", "rspStmt", "distStmt", "verStmt", "biblCit"),
    "titlStmt": ("titl", "IDNo"),
    "distStmt": ("distrbtr", "distDate"),
    "stdyInfo": ("subject", "abstract", "sumDscr", "notes"),
    "sumDscr": ("timePrd", "geogCover", "anlyUnit", "dataKind"),
    "fileTxt": ("fileName", "fileCont", "dimensns", "fileType", "dataMsng"),
    "dimensns": ("caseQnty", "varQnty"),
    "var": ("labl", "qstn", "valrng", "sumStat", "txt", "catgry", "varFormat"),
    "qstn": ("qstnLit", "ivuInstr"),
    "catgry": ("catValu", "labl", "catStat"),
}


def ddi_codebook(publication, files) -> bytes:
    return render("ddi-codebook.xml", publication=publication, files=files)


@pytest.fixture(scope="module", params=[PUBLICATION, FULL], ids=["bare", "full"])
def document(request, files):
    return ddi_codebook(request.param, files)


def local(element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def test_the_document_is_valid_against_the_schema(document) -> None:
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(reference("schemas/ddi-codebook-2.5/codebook.xsd")))
    schema.assertValid(etree.fromstring(document))


def test_elements_stand_in_the_order_of_the_schema(document) -> None:
    for parent in ElementTree.fromstring(document).iter():
        if order := ORDER.get(local(parent)):
            places = [order.index(local(child)) for child in parent]
            assert places == sorted(places), local(parent)


def test_every_column_of_every_file_is_a_variable_with_an_id_of_its_own(document, files) -> None:
    found = ElementTree.fromstring(document).findall(f".//{{{NAMESPACE}}}var")
    assert [(one.get("files"), one.get("name")) for one in found] == [
        (f"F_{file.stem}", column.name) for file in files for column in file.columns
    ]
    assert len({one.get("ID") for one in found}) == len(found)


def test_a_variable_tells_label_question_range_counts_and_values(document) -> None:
    variable = ElementTree.fromstring(document).find(".//*[@ID='V_atop9_9m_estmode']")
    said = [(local(one), (one.text or "").strip()) for one in variable.iter()]
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
    said = [(local(one), (one.text or "").strip()) for one in root.iter()]
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
