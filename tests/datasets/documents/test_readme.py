"""README.txt: what is in the folder, with counts."""

from collections.abc import Callable

import pytest

from coding.datasets.documents.publication import Publication
from tests.datasets.documents.described_release import FULL, PUBLICATION


@pytest.fixture
def readme(told) -> Callable[[Publication], str]:
    return lambda publication: told(publication)["README.txt"].decode()


def test_every_file_is_listed_with_its_rows_and_columns(files, readme) -> None:
    lines = readme(PUBLICATION).splitlines()
    for file in files:
        (line,) = (line for line in lines if line.split(" ")[0] == file.stem)
        assert line.split()[1:3] == [f"{file.rows:,}", str(len(file.columns))]


def test_each_format_is_told_with_the_number_of_its_files(readme) -> None:
    assert "CSV: 13 files, 0.0 MB" in readme(PUBLICATION)


def test_lines_are_short_and_nothing_is_said_twice(readme) -> None:
    text = readme(PUBLICATION)
    assert max(map(len, text.splitlines())) <= 79
    assert "\n\n\n" not in text


def test_what_a_release_says_of_itself_is_told(readme) -> None:
    text = readme(FULL)
    for words in ("10.1234/atop.9", "CC-BY-4.0", "https://atop.example.org", FULL.citation):
        assert words in text
