"""The lines that tell how to read the files do what they say."""

import subprocess
import sys

import pytest

from coding.datasets.documents.files import about
from coding.datasets.documents.recipes import recipes
from coding.datasets.formats.columnar import columnar
from coding.datasets.formats.stata import write_stata
from tests.datasets.documents.described_release import PUBLICATION, RELEASE, ROWS
from tests.datasets.formats.in_r import why_not_in_r
from tests.datasets.member_rows import tables

STEM = "atop9_9m"
OWING = 1  # rows of the member file that owe defense
LINES = {one.program: "\n".join(one.lines) for one in recipes(STEM)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the member file is, as Stata reads it."""
    place = tmp_path_factory.mktemp("recipes")
    table = columnar(tables(ROWS, release=RELEASE)["m"])
    write_stata(table, place / f"{STEM}.dta", about(table, PUBLICATION))
    return place


def ran(folder, *command, typed):
    done = subprocess.run(
        command, input=typed, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_python_counts_by_number_and_tells_the_labels(folder) -> None:
    told = ran(folder, sys.executable, "-", typed=LINES["Python"])
    count, labels = told.splitlines()
    assert count == str(OWING)
    assert "(0): 'no'" in labels
    assert "(1): 'yes'" in labels


def test_pandas_alone_finds_nothing_by_number(folder) -> None:
    as_words = LINES["Python"].replace(", convert_categoricals=False", "")
    assert ran(folder, sys.executable, "-", typed=as_words).splitlines()[0] == "0"


def test_r_counts_by_number_and_tells_the_labels(folder) -> None:
    if reason := why_not_in_r():
        pytest.skip(reason)
    told = ran(folder, "R", "--vanilla", "--no-echo", typed=LINES["R"])
    assert f"[1] {OWING}" in told
    assert told.split()[-4:] == ["no", "yes", str(len(ROWS) - OWING), str(OWING)]


def test_each_recipe_is_of_some_five_lines() -> None:
    assert {one.program: 4 <= len(one.lines) <= 5 for one in recipes(STEM)} == dict.fromkeys(
        ("R", "Stata", "Python"), True
    )
