"""The sheet as PDF."""

import shutil
import subprocess

import pypdfium2
import pytest

from coding.models.questionnaire import QUESTIONS, SECTIONS
from coding.sheets.printing.pdf import FONTS, MISSING, print_pdf
from coding.sheets.printing.printable import PrintableSheet
from tests.export.read_back import pdf_text


def printed(notes=(), **answers) -> bytes:
    said = {q.number: "No" for q in QUESTIONS} | {int(n[1:]): text for n, text in answers.items()}
    return print_pdf(PrintableSheet(4765, 0, said, tuple(notes)))


def test_title_imprint_and_headings_are_there():
    text = pdf_text(printed())
    assert "ALLIANCE TREATY OBLIGATIONS AND PROVISIONS (ATOP)" in text
    assert "Brett Ashley Leeds with Jeffrey M. Ritter" in text
    assert all(section.heading in text for section in SECTIONS)


def test_a_short_answer_stands_on_the_questions_own_line():
    assert "61. Coder: Andrew Long" in pdf_text(printed(q61="Andrew Long"))


@pytest.mark.parametrize("question", ["q57", "q59", "q61"])
@pytest.mark.parametrize("lines", [1, 3])
def test_an_answer_longer_than_a_page_is_set_wherever_it_stands(question, lines):
    answer = "\n".join(["The Contracting Parties will consult. " * 200] * lines)
    assert pdf_text(printed(**{question: answer})).count("Contracting") == 200 * lines


def test_revision_notes_stand_at_the_end():
    note = "Version 4.0: Q14 revised by Nicholas Coulombe on December 27, 2017"
    lines = pdf_text(printed(notes=[note])).splitlines()
    assert note in [line.strip() for line in lines[-3:]]


def test_every_page_has_its_number():
    document = pypdfium2.PdfDocument(printed())
    pages = [page.get_textpage().get_text_bounded().split() for page in document]
    assert len(pages) > 1
    for number, said in enumerate(pages, start=1):
        assert str(number) in (said[0], said[-1])


def test_a_letter_that_no_font_has_is_seen_to_be_missing():
    assert MISSING in pdf_text(printed(q59="条"))


def test_fonts_are_embedded_as_subsets():
    content = printed()
    assert b"+LiberationSerif" in content
    assert len(content) < 150_000


def test_what_is_compressed_is_not_written_as_text_once_more():
    content = printed()
    assert b"FlateDecode" in content
    assert b"ASCII85Decode" not in content


def test_a_paragraph_that_goes_on_overleaf_has_more_than_one_line_before_it():
    begun = set()
    for lines_above in range(46, 56):
        above, below = "Staat " * 15 * lines_above, "Zustimmung " * 60
        begun.add(lines_with("Zustimmung", printed(q1=f"{above}\n{below}"))[0])
    assert len(begun) > 2
    assert 1 not in begun


def lines_with(word: str, content: bytes) -> list[int]:
    """How many lines of each page that has the word do have it."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]
    counts = [sum(word in line for line in page.splitlines()) for page in pages]
    return [count for count in counts if count]


def test_no_clock_is_in_the_file():
    assert b"20000101000000" in printed()


def test_each_font_is_as_vendored():
    import hashlib

    noted = (FONTS / "VENDOR.txt").read_text()
    for path in FONTS.glob("*.ttf"):
        assert f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" in noted


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not here")
def test_another_reader_of_pdf_sees_the_same_words(tmp_path):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(printed(q59="Łódź, Příbram, Договор, Συνθήκη"))
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    assert "59. Treaty citation: Łódź, Příbram, Договор, Συνθήκη" in done.stdout
