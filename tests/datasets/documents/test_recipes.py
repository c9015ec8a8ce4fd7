"""The lines that tell how each file is read do what they say, as scripts beside the file."""

import io
import re
import runpy
import subprocess
import sys
from contextlib import chdir, redirect_stdout
from dataclasses import replace
from datetime import date
from functools import cache

import pandas
import pytest

from coding.datasets.documents.data_files import about
from coding.datasets.documents.levels import VERSION
from coding.datasets.documents.recipes import PROGRAMS, recipes
from coding.datasets.every_file import derive
from coding.datasets.formats.columnar import columnar
from coding.datasets.formats.stata import write_stata
from coding.datasets.release import DatasetRelease, Level
from coding.datasets.writing import write_csv
from tests.costly import IS_GATE, on_the_gate
from tests.datasets.documents.described_release import PUBLICATION, RELEASE
from tests.datasets.formats.in_r import why_not_in_r
from tests.datasets.member_rows import BRAZIL, CUBA, FRANCE, USA, member

RUSSIA = 365
ROWS = [  # the USA owes Cuba defense and is owed none; France and Russia owe it each other
    member(USA, "1900-05-01", "1902-01-01", defense=1, estmode=1),
    member(CUBA, "1900-05-01", "1902-01-01", defense=0, consul=1, estmode=1),
    member(FRANCE, "1894-01-04", "1917-11-07", atopid=1350, defense=1, base=2),
    member(RUSSIA, "1894-01-04", "1917-11-07", atopid=1350, defense=1, base=2),
    member(BRAZIL, "1950-03-01", atopid=3000, nonagg=1),
    member(CUBA, "1950-03-01", atopid=3000, nonagg=1),
]
FILES = [(level, is_nna) for level in Level for is_nna in (False, True)][:-1]  # measures once
NAMES = [RELEASE.file_stem(*file) for file in FILES]
# By day those of the members, which have each kind of line.
EACH = [FILES[0], *(pytest.param(*file, marks=on_the_gate) for file in FILES[1:])]
# What the last line of a level's script prints; the lines before it show tables.
ANSWERS = {
    Level.MEMBER: "3",  # owe defense
    Level.PHASE: None,
    Level.ALLIANCE: "1",  # is in effect
    Level.STATE_YEAR: "2",  # owe defense in 1914
    Level.DYAD_YEAR: None,
    Level.DIRECTED: "3",  # in the years 1900, 1901 and 1902 the USA owe, and are not owed
    Level.MEASURES: None,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where all files are, as Stata reads them, with their scripts."""
    place = tmp_path_factory.mktemp("recipes")
    for table in derive(ROWS, (), RELEASE):
        columns = columnar(table)
        write_stata(columns, place / f"{table.stem}.dta", about(columns, PUBLICATION))
        for recipe in recipes(RELEASE, table.level, table.is_nna):
            (place / recipe.name).write_text(recipe.script, encoding="ascii")
    return place


def ran(folder, *command, typed=None):
    done = subprocess.run(
        command, input=typed, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# Each begins with nothing attached; to load haven anew for each takes most of it.
ONE_AFTER_ANOTHER = """
for (stem in commandArgs(TRUE)) {
  attached <- search()
  cat("\\f")
  source(paste0(stem, ".R"), local = new.env(parent = globalenv()), print.eval = TRUE)
  for (name in setdiff(search(), attached)) detach(name, character.only = TRUE)
}"""


@cache
def all_in_r(folder):
    if reason := why_not_in_r():
        pytest.skip(reason)
    stems = NAMES if IS_GATE else NAMES[:1]
    _, *said = ran(folder, "Rscript", "--vanilla", "-e", ONE_AFTER_ANOTHER, *stems).split("\f")
    return dict(zip(stems, said, strict=True))


def in_r(folder, stem):
    return all_in_r(folder)[stem]


@cache  # of what a script says several tests ask
def in_python(folder, stem):
    """What a script says by itself, in this process: to import pandas anew takes most of it."""
    with chdir(folder), redirect_stdout(io.StringIO()) as output:
        runpy.run_path(f"{stem}.py", run_name="__main__")
    return output.getvalue()


@pytest.mark.parametrize(("level", "is_nna"), EACH, ids=NAMES)
@pytest.mark.parametrize("run", [in_r, in_python])
def test_the_script_beside_a_file_runs_and_answers(folder, run, level, is_nna) -> None:
    told = run(folder, RELEASE.file_stem(level, is_nna)).split()
    assert told
    if ANSWERS[level] and not is_nna:
        assert told[-1] == ANSWERS[level]


@on_the_gate
@pytest.mark.parametrize("run", [in_r, in_python])
def test_the_allies_of_france_are_found_whichever_code_is_lower(folder, run) -> None:
    assert re.search(r"220 +365 +1\b", run(folder, "atop9_9dy"))


@on_the_gate
@pytest.mark.parametrize(
    ("run", "means"), [(in_r, r"no +yes\s+0 +1\b"), (in_python, r"0 +0\.0\n1 +1\.0")]
)
def test_measures_join_the_phases(folder, run, means) -> None:
    assert re.search(means, run(folder, "atopinst9_9"))


@on_the_gate
def test_r_tells_codes_in_words(folder) -> None:
    assert "treaty" in in_r(folder, "atop9_9m")


@on_the_gate
def test_pandas_alone_finds_nothing_by_number(folder) -> None:
    script = (folder / "atop9_9m.py").read_text()
    as_words = script.replace(", convert_categoricals=False)", ")")
    assert as_words != script
    assert ran(folder, sys.executable, "-", typed=as_words).split()[-1] == "0"


@pytest.fixture
def csv(tmp_path):
    """The member file of a release 6.0."""
    table = next(derive(ROWS, (), replace(RELEASE, label="6.0")))
    with (tmp_path / "file").open("w", newline="") as file:
        write_csv(table, file.write)
    return tmp_path


@pytest.mark.parametrize("advice", [', colClasses = c(version = "character")', ""])
def test_r_reads_a_label_as_a_number_unless_it_is_told_not_to(csv, advice) -> None:
    if reason := why_not_in_r():
        pytest.skip(reason)
    assert f"read.csv(file{advice}" in VERSION
    script = f'file <- "file"; cat(format(read.csv(file{advice})$version[1]))'
    assert ran(csv, "Rscript", "--vanilla", "-e", script) == ("6.0" if advice else "6")


@pytest.mark.parametrize("advice", [', dtype={"version": str}', ""])
def test_so_does_pandas(csv, advice) -> None:
    assert f"read_csv(file{advice}" in VERSION
    read = pandas.read_csv(csv / "file", **({"dtype": {"version": str}} if advice else {}))
    assert read["version"][0] == ("6.0" if advice else 6)


def test_every_script_says_what_surprises_in_its_program() -> None:
    for r, stata, python in (recipes(RELEASE, *file) for file in FILES):
        assert "format 118" in r.remark
        assert "foreign cannot" in r.remark
        assert "format 118" in stata.remark
        assert "convert_categoricals=False" in python.remark
        assert "defense == 1 finds no row" in python.remark


def test_each_recipe_is_of_some_five_lines() -> None:
    for file in FILES:
        of_file = recipes(RELEASE, *file)
        assert [recipe.program for recipe in of_file] == [program.name for program in PROGRAMS]
        assert all(4 <= len(recipe.lines) <= 6 for recipe in of_file), file


def test_scripts_are_named_by_the_release_and_name_its_files() -> None:
    release = DatasetRelease("5.1", date(2018, 12, 31))
    of_measures = recipes(release, Level.MEASURES)
    assert [measure.name for measure in of_measures] == [
        "atopinst5_1.R",
        "atopinst5_1.do",
        "atopinst5_1.py",
    ]
    assert all("atop5_1aph.dta" in measure.script for measure in of_measures)
