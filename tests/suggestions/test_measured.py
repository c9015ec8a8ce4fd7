"""The table in the documentation is what the suggestions for the sample sheets come to."""

from pathlib import Path

from .sample_measures import measure, table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "suggestions.md"


def test_the_page_shows_the_table_as_it_is() -> None:
    assert table() in PAGE.read_text(encoding="utf-8")


def test_the_page_says_a_sentence_on_every_wrong_suggestion() -> None:
    page = PAGE.read_text(encoding="utf-8")
    wrong = [code for row in measure().values() for code in row.wrong]
    assert [code for code in wrong if code not in page] == []
    assert ("No suggestion for them is wrong" in page) == (not wrong)
