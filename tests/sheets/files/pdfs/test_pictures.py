"""The pages of a PDF are shown as they are printed; what is no PDF is named in words."""

import pytest

from coding.codebook.problems import FileRefused
from coding.sheets.files.pdfs.pictures import WIDEST, page_count, page_picture
from coding.sheets.parser import read_sheet
from coding.sheets.sandbox.isolation import read_in_sandbox
from tests.sheets.typeset import answers

from .setting import pdf, story

SHEET = pdf(story(answers()))


def test_each_page_of_a_pdf_is_a_picture():
    pages = read_in_sandbox(page_count, "a.pdf", SHEET)
    pictures = [read_in_sandbox(page_picture, "a.pdf", SHEET, n) for n in range(1, pages + 1)]
    assert len(set(pictures)) == pages > 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert int.from_bytes(pictures[0][20:24]) == WIDEST  # its height


def test_a_page_that_is_not_there_is_refused():
    with pytest.raises(FileRefused, match="has no page 99"):
        page_picture("a.pdf", SHEET, 99)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"PK\x05\x06" + b"\0" * 18, "a ZIP archive"),
        (b"<html><body>1. ATOP ID", "a web page"),
        (b"1. ATOP ID: 4235\n", "it is text"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\x00\x01\x02\x03", "something unknown"),
        (b"%PDF-1.4\n1 0 obj", "damaged, or cut short"),
    ],
)
def test_what_is_no_pdf_is_named_in_words(content, named):
    for work in (read_sheet, page_count):
        with pytest.raises(FileRefused, match=named) as refused:
            work("a.pdf", content)
        assert "\\x" not in str(refused.value)
        assert "b'" not in str(refused.value)


def test_a_pdf_saved_with_the_head_of_the_web_servers_answer_is_read():
    content = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + b" " * 2000 + SHEET
    assert read_sheet("a.pdf", content).answers == answers()
