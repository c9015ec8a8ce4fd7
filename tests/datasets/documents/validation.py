"""Whether the documents of a folder are what their standards ask for.

The schemas come with packages of requirements-dev.in: check-jsonschema has that of the Citation
File Format, datacite DataCite's, frictionless that of data packages. No package has DDI's of 2.5:
here stand the facts that it holds of the elements that we write (DDI-Codebook 2.5, codebook.xsd of
2014-01-28). Where the folder of given files has schemas/ddi-codebook-2.5/codebook.xsd, with what it
includes, the schema itself is asked, too.
"""

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import frictionless
import jsonschema
import yaml
from datacite import schema45
from pybtex.database import parse_string

from tests.given_files import GIVEN

DDI_SCHEMA = GIVEN / "schemas/ddi-codebook-2.5/codebook.xsd"
DDI = "{ddi:codebook:2_5}"
# Each element that we write: its attributes, and what stands in it, in this order.
DDI_ELEMENTS = {
    "codeBook": ("version", "docDscr stdyDscr fileDscr dataDscr otherMat"),
    "docDscr": ("", "citation"),
    "stdyDscr": ("", "citation stdyInfo dataAccs othrStdyMat"),
    "citation": ("", "titlStmt rspStmt distStmt verStmt biblCit"),
    "titlStmt": ("", "titl IDNo"),
    "titl": ("", ""),
    "IDNo": ("agency", ""),
    "rspStmt": ("", "AuthEnty"),
    "AuthEnty": ("affiliation", ""),
    "distStmt": ("", "distrbtr distDate"),
    "distrbtr": ("URI abbr", ""),
    "distDate": ("date", ""),
    "verStmt": ("", "version notes"),
    "version": ("date type", ""),
    "biblCit": ("format", ""),
    "stdyInfo": ("", "subject abstract sumDscr notes"),
    "subject": ("", "keyword"),
    "keyword": ("vocab vocabURI", ""),
    "abstract": ("date", ""),
    "sumDscr": ("", "timePrd geogCover anlyUnit dataKind"),
    "timePrd": ("event date cycle", ""),
    "geogCover": ("", ""),
    "anlyUnit": ("unit", ""),
    "dataKind": ("type", ""),
    "notes": ("type subject level", ""),
    "dataAccs": ("", "useStmt notes"),
    "useStmt": ("", "conditions"),
    "conditions": ("", ""),
    "othrStdyMat": ("", "relPubl"),
    "relPubl": ("", ""),
    "fileDscr": ("ID URI", "fileTxt"),
    "fileTxt": ("", "fileName fileCont dimensns fileType dataMsng"),
    "fileName": ("ID", ""),
    "fileCont": ("", ""),
    "dimensns": ("", "caseQnty varQnty"),
    "caseQnty": ("", ""),
    "varQnty": ("", ""),
    "fileType": ("charset", ""),
    "dataMsng": ("", ""),
    "dataDscr": ("", "var"),
    "var": ("ID name files dcml intrvl", "labl qstn valrng sumStat txt catgry varFormat"),
    "labl": ("level", ""),
    "qstn": ("qstn var seqNo", "qstnLit ivuInstr"),
    "qstnLit": ("", ""),
    "ivuInstr": ("", ""),
    "valrng": ("", "range"),
    "range": ("UNITS min minExclusive max maxExclusive", ""),
    "sumStat": ("wgtd weight type", ""),
    "txt": ("level", ""),
    "catgry": ("missing missType", "catValu labl txt catStat"),
    "catValu": ("", ""),
    "catStat": ("type URI", ""),
    "varFormat": ("type formatname schema category URI", ""),
    "otherMat": ("ID type level URI", "labl txt"),
}


def faults_of(folder: Path) -> dict[str, list[str]]:
    """What is wrong with the documents of an export's folder datasets/, by their names."""
    found = {
        "CITATION.cff": faults_of_cff((folder / "CITATION.cff").read_bytes()),
        "datacite.json": _faults(schema45.validator, _json(folder / "datacite.json")),
        "datapackage.json": faults_of_package(folder / "datapackage.json"),
        "ddi-codebook.xml": faults_of_ddi((folder / "ddi-codebook.xml").read_bytes()),
    }
    works = parse_string((folder / "citation.bib").read_text(), "bibtex").entries
    cited = _json(folder / "citation.json")
    if list(works) != [work["id"] for work in cited]:
        found["citation.bib"] = [f"It cites {list(works)}, citation.json {cited}."]
    return {name: faults for name, faults in found.items() if faults}


def schema_of_cff() -> Any:
    """The schema of the Citation File Format 1.2.0; None where check-jsonschema is absent."""
    package = find_spec("check_jsonschema")
    if package is None or package.origin is None:
        return None
    vendored = Path(package.origin).parent / "builtin_schemas/vendor"
    return _json(vendored / "citation-file-format.json")


def faults_of_cff(content: bytes) -> list[str]:
    """What the schema finds; nothing without check-jsonschema, which the gate has."""
    described = yaml.safe_load(content)
    if "date-released" in described:  # not of a night, which is no release
        described["date-released"] = described["date-released"].isoformat()
    schema = schema_of_cff()
    return _faults(jsonschema.Draft7Validator(schema), described) if schema else []


def faults_of_package(path: Path) -> list[str]:
    """What frictionless finds in the descriptor and in the tables that it describes."""
    report = frictionless.Package.from_descriptor(str(path)).validate()
    return [" ".join(map(str, values)) for values in report.flatten(["name", "rowNumber", "note"])]


def faults_of_ddi(content: bytes) -> list[str]:
    return [*_strange_to_ddi(ElementTree.fromstring(content)), *_faults_by_its_schema(content)]


def _strange_to_ddi(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        name = element.tag.removeprefix(DDI)
        attributes, order = (said.split() for said in DDI_ELEMENTS.get(name, ("", "")))
        inside = [child.tag.removeprefix(DDI) for child in element]
        if unknown := [f"has {name}" for name in inside if name not in order]:
            yield f"{name} {unknown[0]}"
        elif inside != sorted(inside, key=order.index):
            yield f"{name} has another order than {' '.join(order)}"
        for attribute in set(element.keys()) - set(attributes):
            yield f"{name} has the attribute {attribute}"


def _faults_by_its_schema(content: bytes) -> list[str]:
    if not DDI_SCHEMA.exists():
        return []
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(DDI_SCHEMA))
    schema.validate(etree.fromstring(content))
    return [str(error) for error in schema.error_log]


def _faults(validator: Any, described: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(described)]


def _json(path: Path) -> Any:
    return json.loads(path.read_bytes())
