"""What a file really is, and how large, is said before it is read."""

import re

import pytest

from coding.codebook.problems import FileRefused
from coding.sheets.files.word.package import LARGEST_PART, MOST_TAGS
from coding.sheets.files.word.reader import MOST_LINES
from coding.sheets.parser import read_sheet
from tests.sheets.typeset import answers

from .making import NAMES, lines, members_of, paragraph, run, sheet_body, word_file, zipped


def refused(content, name="a.docx"):
    with pytest.raises(FileRefused) as error:
        read_sheet(name, content)
    (problem,) = error.value.problems
    assert problem.line is None
    assert "\\x" not in problem.found
    return problem


def old_file(stream):
    return b"\xd0\xcf\x11\xe0" + b"\0" * 500 + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{\\rtf1\\ansi Yes}", "a rich text file (.rtf)"),
        (b"%PDF-1.4", "a PDF"),
        (b"\xffWPC\x10", "a WordPerfect file (.wpd)"),
        (b"<html><body>Yes</body></html>", "a web page (HTML)"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "a web archive"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "Word 2003 XML"),
        (b"Plain words", "text"),
        (b"\0" * 4000, "nothing but zero bytes"),
        (b"\xff\xd8\xff\xe0", "a picture (JPEG)"),
        (b"PK\x03\x04 cut short", "damaged or cut short"),
        (old_file("WordDocument"), "an old Word file (.doc)"),
        (old_file("EncryptedPackage"), "a Word file that asks for a password"),
        (old_file("Workbook"), "an old Excel workbook"),
        (old_file("__substg1.0_0037001F"), "a message of Outlook"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "an OpenDocument text"),
        (zipped({"xl/workbook.xml": "<x/>"}), "an Excel workbook"),
        (zipped({"Index/Document.iwa": "x"}), "a Pages document"),
        (zipped({"sheet.pdf": "x", "other.pdf": "y"}), "a ZIP archive of 2 files"),
    ],
)
def test_a_file_that_is_no_word_file_is_named(content, kind):
    problem = refused(content)
    assert kind in problem.rule
    assert "not a Word file" in problem.rule
    assert problem.fix


def test_advice_fits_what_the_file_is():
    assert "the ending .rtf" in refused(b"{\\rtf1 x}").fix
    assert "Unpack" in refused(zipped({"a.pdf": "x"})).fix
    assert "password" in refused(old_file("EncryptedPackage")).fix


@pytest.mark.parametrize("name", ["~$sheet.docx", "folder/~$4235.doc", "._sheet.docx", "._a.txt"])
def test_files_that_programs_keep_beside_a_sheet_are_named(name):
    assert "This is no sheet but" in refused(b"\x05Ann", name).rule


@pytest.mark.parametrize("name", ["a.docm", "a.dotx", "a.DOTM", "a.doc"])
def test_a_word_file_may_have_another_of_word_s_endings(name):
    assert read_sheet(name, word_file(sheet_body())).answers == answers(q18="")


def test_the_text_may_lie_elsewhere_in_the_package():
    members = {
        name.replace("document.xml", "document2.xml"): text.replace(
            b"word/document.xml", b"word/document2.xml"
        )
        for name, text in members_of(word_file(sheet_body())).items()
    }
    assert read_sheet("a.docx", zipped(members)).answers == answers(q18="")


def test_a_file_of_the_strict_kind_is_read():
    members = members_of(word_file(sheet_body(q18=paragraph(run("x", "<w:strike/>"), run("Yes")))))
    for name in members:
        for kind in (b"wordprocessingml", b"officeDocument"):
            usual = b"http://schemas.openxmlformats.org/" + kind + b"/2006/"
            strict = b"http://purl.oclc.org/ooxml/" + kind + b"/"
            members[name] = members[name].replace(usual, strict)
    sheet = read_sheet("a.docx", zipped(members))
    assert sheet.answers == answers(q18="Yes")
    assert [str(unread) for unread in sheet.unread] == ["question 18: Struck out: “x”"]


def test_a_file_in_utf_16_is_read():
    body = f'<?xml version="1.0" encoding="UTF-16"?><w:document {NAMES}><w:body>{sheet_body()}'
    content = with_document(f"{body}</w:body></w:document>".encode("utf-16"))
    assert read_sheet("a.docx", content).answers == answers(q18="")


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-7", "utf-7"),  # a DTD could hide in it
        ("UTF-16", "utf-16-le"),  # without the mark that it begins with
        ("EUC-JP", "euc-jp"),
        ("no-such", "utf-8"),
    ],
)
def test_a_part_in_an_encoding_that_readers_could_understand_in_two_ways_is_refused(
    declared, encoding
):
    body = f'<?xml version="1.0" encoding="{declared}"?><w:document {NAMES}><w:body>{sheet_body()}'
    document = f"{body}</w:body></w:document>".encode(encoding)
    problem = refused(with_document(document))
    assert "word/document.xml cannot be read" in problem.rule
    assert "an encoding that word processors do not use" in problem.found


def with_document(document, **more):
    return zipped({"word/document.xml": document, **more})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_declares_entities_is_refused(encoding):
    prolog = '<!DOCTYPE d [<!ENTITY x "January 17, 1996">]>'
    document = f"{prolog}<w:document {NAMES}><w:body><w:p/></w:body></w:document>"
    problem = refused(with_document(document.encode(encoding)))
    assert "declares entities (DTD)" in problem.rule
    assert "January 17, 1996" in problem.found


@pytest.mark.acceptance(31)
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<w:p/>" * (MOST_TAGS + 1), "more than 250,000 pieces"),
        ("<w:p a='1' b='2' c='3'/>" * (MOST_TAGS // 3), "more than 250,000 pieces"),
        ("<w:p/>" * (MOST_LINES + 1), "fewer than 20,000 paragraphs"),
        (" " * (LARGEST_PART + 1), "unpacks to more than 16 MB"),
        ("<w:ins>" * 125 + "</w:ins>" * 125, "within each other"),
        ("<w:p>" + "<w:ins>" * 125 + "</w:ins>" * 125 + "</w:p>", "within each other"),
        ("<w:p>" * 3000 + "</w:p>" * 3000, "is broken"),
    ],
    ids=[
        "elements",
        "attributes",
        "lines",
        "size",
        "depth",
        "depth in a paragraph",
        "depth of the XML",
    ],
)
def test_what_costs_more_than_a_sheet_may_is_refused(body, words):
    assert words in refused(word_file(body)).rule


def test_damaged_parts_are_named():
    whole = bytearray(word_file(sheet_body()))
    whole[300] ^= 0xFF
    assert (
        "word/document.xml" in refused(word_file("<w:p>")).rule + refused(word_file("</w:p>")).rule
    )
    assert "broken" in refused(with_document("")).rule
    assert "broken" in refused(zipped({"word/styles.xml": "<x/>"})).rule


def test_a_table_of_contents_that_points_before_the_file_is_damage():
    content = with_document("<x/>")
    ends = content.rindex(b"PK\x05\x06") + 16
    moved = (int.from_bytes(content[ends : ends + 4], "little") + 500).to_bytes(4, "little")
    assert "broken" in refused(content[:ends] + moved + content[ends + 4 :]).rule


@pytest.mark.parametrize(
    ("flag", "packing", "words"), [(1, 8, "asks for a password"), (0, 14, "is broken")]
)
def test_a_locked_or_oddly_packed_part_is_named(flag, packing, words):
    content = bytearray(with_document("<x/>"))
    listed = content.rindex(b"PK\x01\x02")
    content[listed + 8], content[listed + 10] = flag, packing
    assert words in refused(bytes(content)).rule


def test_two_parts_of_one_name_are_refused():
    twice = zipped({"word/document.xml": "<a/>", "word/documenu.xml": "<b/>"})
    twice = twice.replace(b"documenu", b"document")
    assert "two parts of the same name" in refused(twice).rule


def test_a_file_without_words_of_its_own_says_what_it_holds():
    block = paragraph(run("1. ATOP ID: 4765", "<w:vanish/>"))
    problem = refused(word_file(block))
    assert problem.rule == (
        "The Word file shows no text of its own. It holds something else: Hidden."
    )
    assert problem.found == "1. ATOP ID: 4765"


def test_problems_of_a_word_file_name_the_question_and_no_line():
    body = sheet_body().replace(lines("31. "), "")
    body = re.sub("31\\. Does the treaty require[^<]*", "31. How many soldiers?", body)
    with pytest.raises(FileRefused) as error:
        read_sheet("a.docx", word_file(body))
    assert "line" not in str(error.value).replace("Put in the line", "")
    assert "question 30" in str(error.value)
