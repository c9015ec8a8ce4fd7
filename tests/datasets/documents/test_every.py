"""All documents of a release together."""

import datetime
from dataclasses import replace

from coding.datasets.documents.all_documents import documents
from coding.datasets.documents.data_files import about
from coding.datasets.formats.columnar import columnar
from coding.datasets.formats.spss import note_lines
from tests.datasets.documents.described_release import FONTS, FULL, PUBLICATION, RELEASE, ROWS
from tests.datasets.member_rows import tables
from tests.export.read_back import pdf_text

NAMES = [
    "README.txt",
    "CITATION.cff",
    "citation.bib",
    "citation.ris",
    "citation.json",
    "datacite.json",
    "datapackage.json",
    "ddi-codebook.xml",
    "codebook.html",
    "codebook.pdf",
]


def test_a_release_has_all_documents(told) -> None:
    assert [*told(FULL)][: len(NAMES)] == NAMES


def test_each_file_has_its_scripts_beside_it(files, told) -> None:
    assert [*told(FULL)][len(NAMES) :] == [
        f"{file.stem}{end}" for file in files for end in (".R", ".do", ".py")
    ]


def test_the_same_input_gives_the_same_bytes(files, told) -> None:
    assert dict(documents(FULL, iter(files), FONTS)) == told(FULL)


def test_no_document_tells_the_day_of_its_writing(told) -> None:
    today = datetime.datetime.now(datetime.UTC)
    for name, content in told(PUBLICATION).items():
        for form in ("%Y-%m-%d", "%Y%m%d", "%d %b %Y"):
            assert today.strftime(form).encode() not in content, name


def test_the_readme_names_every_other_document(told) -> None:
    readme = told(FULL)["README.txt"].decode()
    assert [name for name in NAMES[1:] if name not in readme] == []


def test_a_note_keeps_its_line_breaks_in_every_form(files) -> None:
    noted = replace(FULL, note="First line.\nSecond line.")
    told = dict(documents(noted, files, FONTS))
    for name in ("README.txt", "codebook.html", "ddi-codebook.xml"):
        assert "First line.\nSecond line." in told[name].decode()
    for name in ("datapackage.json", "datacite.json"):
        assert r"First line.\nSecond line." in told[name].decode()
    shown = pdf_text(told["codebook.pdf"]).splitlines()
    assert {"First line.", "Second line."} <= set(shown)
    for table in tables(ROWS, release=RELEASE).values():
        (note,) = (note for note in about(columnar(table), noted).notes if note.startswith("First"))
        assert list(note_lines(note)) == ["First line.", "Second line."]
