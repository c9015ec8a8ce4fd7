"""OpenDocument, old Word files and rich text are read where LibreOffice is installed."""

import contextlib
import shutil
import subprocess
import sys
import time

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.problems import FileRefused
from coding.sheets.files import libreoffice, readers
from coding.sheets.files.old_word import NotKnown, words_of_old_word
from coding.sheets.files.opendocument import LARGEST
from coding.sheets.files.rich_text import words_of_rich_text
from coding.sheets.files.second_reading import LOST, UNCHECKED
from coding.sheets.parser import read_sheet
from coding.sheets.sandbox.isolation import Limits, read_in_sandbox
from tests.costly import on_the_gate
from tests.sheets.files.word.making import paragraph, run, sheet_body, word_file, zipped
from tests.sheets.typeset import answers, typed

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
installed = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")
pytestmark = pytest.mark.xdist_group("libreoffice")  # each start of it takes seconds
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
    for kind in ("odt", "fodt", "doc", "rtf"):
        command = [PROGRAM, profile, "--headless", "--convert-to", kind, "sheet.docx"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder


@installed
@on_the_gate
@pytest.mark.parametrize("kind", ["odt", "fodt", "doc", "rtf"])
def test_a_converted_file_has_the_same_answers_and_says_that_it_was_converted(made, kind):
    content = (made / f"sheet.{kind}").read_bytes()
    sheet = read_in_sandbox(read_sheet, f"sheet.{kind}", content)
    assert sheet.answers == answers(q18="Yes")
    assert [str(unread) for unread in sheet.unread] == ["question 18: Struck out: “never”"]
    assert str(sheet.repairs[0]) == (
        f"Turned into a Word file by LibreOffice; compare it with the original: “sheet.{kind}”"
    )
    assert [doubt.what for doubt in sheet.doubts] == ([UNCHECKED] if kind == "fodt" else [])


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
    monkeypatch.setattr(libreoffice, "_SECONDS", 1)
    with pytest.raises(FileRefused, match="took more than 1 seconds"):
        read_sheet("sheet.rtf", RICH)
    for _ in range(100):
        if _is_gone(int(started.read_text())):
            return
        time.sleep(0.05)
    pytest.fail("it goes on")


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
    names = 'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    mimetype = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": mimetype, "content.xml": f"<d {names}>{text}</d>"})


def test_words_that_libreoffice_loses_of_an_open_document_are_listed(monkeypatch):
    made = word_file(sheet_body())
    monkeypatch.setattr(readers, "converted", lambda *_: made)
    kept = "<t:p>1. ATOP<t:s/>ID: 49<t:span>99</t:span><t:note-citation>7</t:note-citation></t:p>"
    sheet = read_sheet("a.odt", open_document(kept + "<t:p>Lost treaty<t:tab/>words</t:p>"))
    assert [str(unread) for unread in sheet.unread] == ["Words that LibreOffice lost: “Lost words”"]
    assert read_sheet("a.odt", open_document(kept)).unread == ()


@pytest.mark.parametrize(
    "text", ["<t:p>", "<!ENTITY", " " * (LARGEST + 1)], ids=["cut", "entity", "vast"]
)
def test_an_open_document_that_cannot_be_compared_is_refused(monkeypatch, text):
    made = word_file(sheet_body())
    monkeypatch.setattr(readers, "converted", lambda *_: made)
    with pytest.raises(FileRefused, match="OpenDocument text"):
        read_sheet("a.odt", open_document(text))


def converted_from(monkeypatch, name, content, *blocks):
    """The sheet that is read of a file which LibreOffice turned into a Word file of these words."""
    made = word_file(sheet_body(q18="".join(blocks)))
    monkeypatch.setattr(readers, "converted", lambda *_: made)
    return read_sheet(name, content)


def test_a_word_that_is_lost_is_no_part_of_another_word(monkeypatch):
    """All letters of “No” stand in “Noone”; as many do not."""
    text = "".join(f"<t:p>{line}</t:p>" for line in typed(answers(q18="Noone. No")).split("\n"))
    content = open_document(text.replace("&", "&amp;"))
    sheet = converted_from(monkeypatch, "a.odt", content, paragraph(run("Noone.")))
    assert [unread.words for unread in sheet.unread] == ["No"]


def test_many_words_are_compared_at_once(monkeypatch):
    words = " ".join(f"word{n}" for n in range(120_000))
    sheet = converted_from(monkeypatch, "a.odt", open_document(f"<t:p>{words}</t:p>"))
    assert sheet.unread[0].what == LOST


@on_the_gate
@installed
def test_words_in_a_part_of_rich_text_that_nobody_knows_are_listed(made):
    content = (made / "sheet.rtf").read_bytes()
    weird = content.replace(b"4999", b"4999{\\*\\weird weird words}", 1)
    assert weird != content
    sheet = read_sheet("sheet.rtf", weird)
    assert any(unread.what == LOST and "weird words" in unread.words for unread in sheet.unread)


@on_the_gate
@installed
@pytest.mark.parametrize("kind", ["rtf", "doc"])
def test_a_file_is_read_in_a_second_way(made, kind, monkeypatch):
    content = (made / f"sheet.{kind}").read_bytes()
    sheet = converted_from(monkeypatch, f"sheet.{kind}", content, paragraph(run("Yes")))
    assert [unread.words for unread in sheet.unread] == ["never"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.sxw", zipped({"mimetype": "application/vnd.sun.xml.writer"})),
        ("a.wpd", b"\xffWPC\x10\0\0\0"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le")),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(600) + "WordDocument".encode("utf-16-le")),
    ],
)
def test_of_a_kind_that_cannot_be_compared_that_is_said(monkeypatch, name, content):
    sheet = converted_from(monkeypatch, name, content, paragraph(run("Yes")))
    assert UNCHECKED in [doubt.what for doubt in sheet.doubts]


@given(st.binary(max_size=300), st.sampled_from([b"{\\rtf1 ", b"\xd0\xcf\x11\xe0"]))
def test_the_second_way_ends_whatever_the_file_holds(content, start):
    read = words_of_rich_text if start.startswith(b"{") else words_of_old_word
    with contextlib.suppress(NotKnown):
        assert isinstance(read(start + content), list)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (rb"{\rtf1\ansi Na\'efve{\*\unknown lost} caf\u233?s\par x}", "Naïvelost cafés x"),
        (rb"{\rtf1{\fonttbl{\f1\fcharset204 Arial;}}\f1 \'cc\'e8\'f0}", "Мир"),
        (rb"{\rtf1\uc2 \u8220??a\u8221??{\pict 00ff}\bin3 {{{b\tab c\_d}", "“a”b c-d"),
        (rb"{\rtf1 {\field{\*\fldinst HYPERLINK x}{\fldrslt shown}}}", "shown"),
    ],
)
def test_rich_text_is_read_as_its_words(text, words):
    assert words_of_rich_text(text) == words.split()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
def test_a_converter_has_what_its_reader_has_left(monkeypatch, tmp_path):
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n(ulimit -t; ulimit -v) > {tmp_path / 'limits'}\n")
    program.chmod(0o700)
    folder = str(tmp_path)
    with pytest.raises(FileRefused, match="damaged, or asks"):
        read_in_sandbox(read_with, "sheet.rtf", RICH, folder, limits=Limits(seconds=9))
    seconds, kilobytes = map(int, (tmp_path / "limits").read_text().split())
    assert 1 <= seconds <= 9
    assert kilobytes * 1024 < Limits().memory * 2


def read_with(name, content, folder):
    """Read a file with a program of this folder in LibreOffice's place."""
    libreoffice._program = lambda: f"{folder}/soffice"
    return read_sheet(name, content)
