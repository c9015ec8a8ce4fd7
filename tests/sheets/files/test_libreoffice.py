"""OpenDocument, old Word files and rich text are read where LibreOffice is installed."""

import io
import shutil
import subprocess
import zipfile

import docx
import pytest

from coding.codebook.problems import FileRefused
from coding.sheets.apart.isolation import read_apart
from coding.sheets.files import libreoffice, readers
from coding.sheets.files.opendocument import LARGEST
from coding.sheets.parser import read_sheet
from tests.sheets.files.word.making import sheet_body, word_file
from tests.sheets.typeset import answers, typed

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
installed = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")
RICH = rb"{\rtf1\ansi 1. ATOP ID: 4999\par}"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One sheet in three kinds of file, made by LibreOffice from a Word file."""
    folder = tmp_path_factory.mktemp("made")
    document = docx.Document()
    for line in typed(answers(q18="Yes")).split("\n"):
        written = document.add_paragraph(line)
        if line == "Yes":
            written.add_run(" never").font.strike = True
    document.save(str(folder / "sheet.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind in ("odt", "doc", "rtf"):
        command = [PROGRAM, profile, "--headless", "--convert-to", kind, "sheet.docx"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder


@installed
@pytest.mark.parametrize("kind", ["odt", "doc", "rtf"])
def test_a_converted_file_has_the_same_answers_and_says_that_it_was_converted(made, kind):
    content = (made / f"sheet.{kind}").read_bytes()
    sheet = read_apart(read_sheet, f"sheet.{kind}", content)
    assert sheet.answers == answers(q18="Yes")
    assert [str(each) for each in sheet.unread] == ["question 18: Struck out: “never”"]
    assert str(sheet.repairs[0]) == (
        f"Turned into a Word file by LibreOffice; compare it with the original: “sheet.{kind}”"
    )


def test_without_libreoffice_a_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr(libreoffice, "_program", lambda: None)
    with pytest.raises(FileRefused) as refused:
        read_sheet("sheet.rtf", RICH)
    assert str(refused.value) == (
        "sheet.rtf: To read .rtf files, this site needs LibreOffice on its server. "
        "Save it as .docx and import that file."
    )


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.doc", b"<html><body>Yes</body></html>", "a web page"),
        ("a.rtf", b"plain words", "text, or something else"),
        ("a.odt", b"%PDF-1.4", "a PDF"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a password"),
    ],
)
def test_only_what_its_ending_says_is_given_to_libreoffice(monkeypatch, name, content, kind):
    monkeypatch.setattr(libreoffice, "_run", lambda *_: pytest.fail("LibreOffice was run"))
    with pytest.raises(FileRefused, match=kind):
        read_sheet(name, content)


def test_a_converter_that_hangs_is_ended_with_all_that_it_started(monkeypatch, tmp_path):
    started = tmp_path / "started"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 & echo $! > {started}\nwait\n")
    program.chmod(0o700)
    monkeypatch.setattr(libreoffice, "_program", lambda: str(program))
    monkeypatch.setattr(libreoffice, "_SECONDS", 2)
    with pytest.raises(FileRefused, match="took more than 2 seconds"):
        read_sheet("sheet.rtf", RICH)
    assert _is_gone(int(started.read_text()))


def _is_gone(process):
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip()[:1] in ("", "Z")


def test_a_converter_that_makes_nothing_says_that_the_file_is_damaged(monkeypatch):
    monkeypatch.setattr(libreoffice, "_program", lambda: "true")
    with pytest.raises(FileRefused, match="damaged, or asks for a password"):
        read_sheet("sheet.rtf", RICH)


def open_document(text):
    out = io.BytesIO()
    names = 'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", f"<d {names}>{text}</d>")
    return out.getvalue()


def test_words_that_libreoffice_loses_of_an_open_document_are_listed(monkeypatch):
    made = word_file(sheet_body())
    monkeypatch.setattr(readers, "converted", lambda *_: made)
    kept = "<t:p>1. ATOP<t:s/>ID: 49<t:span>99</t:span><t:note-citation>7</t:note-citation></t:p>"
    sheet = read_sheet("a.odt", open_document(kept + "<t:p>Lost treaty<t:tab/>words</t:p>"))
    assert [str(each) for each in sheet.unread] == ["Words that LibreOffice lost: “Lost words”"]
    assert read_sheet("a.odt", open_document(kept)).unread == ()


@pytest.mark.parametrize("text", ["<t:p>", "<!ENTITY", " " * (LARGEST + 1)])
def test_an_open_document_that_cannot_be_compared_is_refused(monkeypatch, text):
    made = word_file(sheet_body())
    monkeypatch.setattr(readers, "converted", lambda *_: made)
    with pytest.raises(FileRefused, match="OpenDocument text"):
        read_sheet("a.odt", open_document(text))
