"""Every file of an export is described: what it is and, of a table, rows, key, columns, joins."""

import subprocess
from pathlib import PurePosixPath

import pandas
import pytest

from coding.datasets.documents.companion_files import DOCUMENTS, PACKAGE, RECORD, STATES, TABLES
from coding.datasets.release import Level
from coding.export.nightly import export
from coding.models import State
from tests.costly import once_on_the_gate
from tests.datasets.documents.validation import faults_of_package
from tests.datasets.formats.in_r import why_not_in_r
from tests.export.read_back import files, rows, table
from tests.factories import keep, make_sheet

IN_R = 'd <- read.csv("answers.csv", na.strings = ""); cat(d$answer[14:15], is.na(d$answer[13:14]))'


@pytest.fixture
def place(released, tmp_path):
    """The folder of a night, in which a question is answered “NA”."""
    make_sheet(5200, q13="", q14="NA", q15="Not for long.")
    return export(tmp_path / "exports").place


def every_table():
    return [file for file in (*RECORD, *TABLES) if file.is_table]


@once_on_the_gate
@pytest.mark.every_file
def test_no_file_is_undescribed_on_pages_and_in_the_readme(place) -> None:
    datasets = {PurePosixPath(table(place, level, "")).stem for level in Level}
    every = (PACKAGE, *RECORD, *TABLES, *DOCUMENTS)
    described = {"manifest.json", *(file.name for file in every)}
    described |= {file.variant for file in every if file.is_safe_too}
    others = {
        name
        for name in files(place)
        if not name.startswith("sheets/")
        and PurePosixPath(name).stem.removesuffix("_NNA") not in datasets
    }
    assert others <= described
    readme = (place / "datasets/README.txt").read_text()
    assert [name for name in others if PurePosixPath(name).name not in readme] == ["manifest.json"]
    assert readme.count("compare.csv") == 1


def test_a_table_has_the_columns_and_the_key_that_are_said_of_it(place) -> None:
    for file in every_table():
        read = pandas.read_csv(place / file.name, keep_default_na=False)
        assert [*read.columns] == [column.name for column in file.columns], file.name
        assert not file.key or not read.duplicated([*file.key]).any()
        if file.is_safe_too:
            assert rows(place, file.variant) == rows(place, file.name)


def test_data_packages_describe_them(place) -> None:
    assert faults_of_package(place / "datapackage.json") == []


def test_an_answer_that_reads_na_is_told_from_nothing(place) -> None:
    answers = pandas.read_csv(place / "answers.csv", keep_default_na=False)
    of_sheet = answers[answers["atopid"] == 5200]["answer"]
    assert [*of_sheet[12:15]] == ["", "NA", "Not for long."]
    assert b',"NA",\r\n' in (place / "answers.csv").read_bytes()


@once_on_the_gate
def test_r_tells_it_too(sheet, tmp_path) -> None:
    if reason := why_not_in_r():
        pytest.skip(reason)
    make_sheet(1234, q13="", q14="NA", q15="Not for long.")
    place = export(tmp_path / "exports").place
    command = ["Rscript", "--vanilla", "-e", IN_R]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=True)
    assert done.stdout == "NA Not for long. TRUE FALSE"


def test_answers_join_the_datasets_on_their_own_columns(place) -> None:
    answers = pandas.read_csv(place / "answers.csv", keep_default_na=False)
    phases = pandas.read_csv(place / table(place, "aph"))
    assert len(answers.merge(phases, on=["atopid", "phase"])) == 2 * 61


def test_a_release_has_the_states_of_its_day(released, tmp_path) -> None:
    canada = State.objects.get(code=20)
    canada.name = "Dominion of Canada"
    keep(canada)
    of_release, of_night = (
        {row["state"]: row["name"] for row in rows(file, STATES.name)}
        for file in (
            export(tmp_path / "exports", release="5.1").place,
            export(tmp_path / "exports").place,
        )
    )
    assert (of_release.pop("20"), of_night.pop("20")) == ("Canada", "Dominion of Canada")
    assert of_release == of_night
