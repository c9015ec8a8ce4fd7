"""The codebook: every column once, with what it means and how often each value occurs."""

import re

import pytest

from coding.datasets.documents.blocks import Grid, Heading, Terms, Text
from coding.datasets.documents.codebook import codebook
from coding.datasets.documents.codebook_pdf import codebook_pdf
from coding.datasets.documents.rendering import render
from tests.datasets.documents.described_release import FONTS, FULL, PUBLICATION


@pytest.fixture(scope="module")
def blocks(files):
    return codebook(PUBLICATION, files)


def under(blocks, name: str) -> list:
    """The blocks from the first heading of this name to the next heading."""
    names = [block.name if isinstance(block, Heading) else "" for block in blocks]
    start = names.index(name) + 1
    following = (n for n in range(start, len(blocks)) if isinstance(blocks[n], Heading))
    return blocks[start : next(following, len(blocks))]


def test_every_column_of_every_file_is_described(blocks, files) -> None:
    named = {block.name for block in blocks if isinstance(block, Heading)}
    lists = re.compile(r"(mem|atopid)\d+")
    for file in files:
        single = {column.name for column in file.columns if not lists.fullmatch(column.name)}
        assert single <= named
    assert {"mem1, mem2 …", "atopid1, atopid2 …"} <= named


def test_no_two_places_have_one_anchor(blocks) -> None:
    anchors = [block.anchor for block in blocks if isinstance(block, Heading)]
    assert len(set(anchors)) == len(anchors)
    assert all(re.fullmatch(r"[A-Za-z][\w-]*", anchor) for anchor in anchors)


def test_a_variable_is_told_with_its_question_and_the_rows_of_each_value(blocks) -> None:
    terms, grid = under(blocks, "estmode")
    assert terms == Terms(
        [
            ("Describes", "the alliance, in each of its phases"),
            ("Question 6", "How was the alliance established?"),
        ]
    )
    assert grid == Grid(
        ("value", "meaning", "m", "aph", "a"),
        [
            ("0", "non-treaty", "3", "2", "2"),
            ("1", "treaty", "0", "0", "0"),
            ("missing", "no text was found", "1", "0", "0"),
        ],
        numbers=2,
    )


def test_a_section_begins_with_its_questions_and_their_rules(blocks) -> None:
    texts = [block.text if isinstance(block, Heading) else None for block in blocks]
    start = texts.index("I Formation") + 1
    assert blocks[start] == Text("The questions of this section, and the rule for answering each:")
    assert (
        "Question 6",
        "How was the alliance established?\nA treaty needs <ratification>.",
    ) in blocks[start + 1].terms
    assert isinstance(blocks[texts.index("II Obligations") + 1], Heading)  # no rule was kept


def test_a_value_without_a_label_is_told_as_such(blocks) -> None:
    _, grid = under(blocks, "refothio")
    assert ("2", "has no label", "1", "1", "1") in grid.rows


def test_a_quantity_is_told_by_its_range_and_unit(blocks) -> None:
    _, grid = under(blocks, "length")
    assert grid.rows[0] == ("0–120", "in months", "4", "2", "2")


def test_a_derived_variable_is_called_so(blocks) -> None:
    terms, _ = under(blocks, "atopid")
    assert terms.terms[0] == ("Describes", "the alliance, in each of its phases, derived")


def test_shareob_is_told_for_pairs_and_for_directed_pairs(blocks) -> None:
    labels = [part.text for part in blocks if isinstance(part, Heading) and part.name == "shareob"]
    assert len(labels) == 2


def test_sections_stand_in_their_printed_order(blocks) -> None:
    parts = [block.text for block in blocks if isinstance(block, Heading) and block.depth == 2]
    assert parts == [
        "Files",
        "How the files are made",
        "Phase, dates, members and release",
        "I Formation",
        "II Obligations",
        "IV Context",
        "Columns of the year files",
        "Measures",
    ]


def test_what_a_release_says_of_itself_is_at_the_beginning(files) -> None:
    opening = codebook(FULL, files)[:4]
    assert Text(FULL.note) in opening
    assert {"DOI", "Web", "Licence"} <= {term for term, _ in opening[3].terms}


def test_a_release_without_rows_has_a_codebook_too() -> None:
    assert codebook(PUBLICATION, [])


def test_the_page_escapes_what_is_typed_and_needs_nothing_else(files) -> None:
    page = render("codebook.html", parts=codebook(FULL, files)).decode()
    assert "&lt;1010&gt;" in page
    assert "&lt;was found&gt;" in page
    assert not re.search("<of|<was|<1010", page)
    assert not re.search(r"<script|<link|src=|@import", page)


def test_every_link_of_the_page_leads_somewhere(blocks) -> None:
    page = render("codebook.html", parts=blocks).decode()
    targets = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= targets


def test_the_pdf_says_what_the_page_says(files) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(codebook_pdf(codebook(FULL, files), FONTS))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    for words in ("release 9.9", "How was the alliance established?", "stateB", "<1010>", "§3"):
        assert words in text
    assert {mark.get_title() for mark in document.get_toc()} >= {"Codebook: " + FULL.title}
