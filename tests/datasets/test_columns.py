"""One registry of columns for all files and formats."""

from dataclasses import replace
from datetime import date

import pytest

from coding.codebook.questionnaire import Questionnaire
from coding.codebook.variables import NO_YES, Kind, Variable
from coding.datasets.columns import columns_of, is_quantity, list_of
from coding.datasets.release import DatasetRelease, Level
from coding.models.variables import BY_NAME
from tests.datasets.member_rows import RELEASE


@pytest.mark.parametrize("level", Level)
def test_every_column_has_a_name_of_its_own(level) -> None:
    columns = columns_of(level, RELEASE, width=3)
    names = [column.name for column in columns]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("level", Level)
def test_version_is_the_only_text_and_atopidphase_the_only_decimal(level) -> None:
    kinds = {column.name: column.kind for column in columns_of(level, RELEASE, width=3)}
    assert kinds.pop("version") is Kind.TEXT
    decimals = {name for name, kind in kinds.items() if kind is Kind.DECIMAL}
    assert decimals <= {"atopidphase"}
    assert Kind.TEXT not in kinds.values()


def test_lists_are_as_wide_as_asked_for() -> None:
    names = [column.name for column in columns_of(Level.STATE_YEAR, RELEASE, width=2)]
    assert names[-4:] == ["transyr", "atopid1", "atopid2", "version"]


def test_flags_are_the_releases() -> None:
    release = replace(RELEASE, flags=("new6", "rev6"))
    flags = {column.name: column.label for column in columns_of(Level.ALLIANCE, release)[-3:-1]}
    assert flags == {"new6": "alliance new in release 6", "rev6": "coding revised in release 6"}


def test_files_are_named_as_the_official_ones() -> None:
    release = DatasetRelease("5.1", date(2018, 12, 31))
    assert release.file_stem(Level.DIRECTED, is_nna=True) == "atop5_1ddyr_NNA"
    assert release.file_stem(Level.ALLIANCE) == "atop5_1a"
    assert release.file_stem(Level.MEASURES) == "atopinst5_1"


def columns(level: Level) -> dict[str, Variable]:
    return {column.name: column for column in columns_of(level, RELEASE, width=3)}


def test_a_declared_variable_means_the_same_in_every_file() -> None:
    for level in (Level.MEMBER, Level.ALLIANCE, Level.DIRECTED):
        assert columns(level)["defense"] == BY_NAME.get("defense")


def test_flags_of_any_release_say_no_or_yes() -> None:
    flag = columns(Level.MEMBER)["new9"]
    assert (flag.scope, flag.codes, flag.label) == ("R", NO_YES, "alliance new in release 9")


@pytest.mark.parametrize("level", [Level.PHASE, Level.ALLIANCE])
def test_what_a_member_has_by_itself_is_in_no_file_of_phases_or_alliances(level) -> None:
    of_members = [name for name in columns(Level.MEMBER) if name not in columns(level)]
    assert of_members[:2] == ["member", "cowsys"]
    assert {"cowwar", "termmode", "defcoadv", "olimob", "obvary"} <= {*of_members}
    assert len(of_members) == (35 if level is Level.PHASE else 36)


def test_a_variable_that_is_declared_anew_is_in_the_files_of_members_phases_and_alliances() -> None:
    seats = Variable("seat", "seats of members", scope="A", where="institutionalization")
    before, after = RELEASE.variables[:98], RELEASE.variables[98:]
    release = replace(RELEASE, questionnaire=Questionnaire((), (*before, seats, *after)))
    for level in (Level.MEMBER, Level.PHASE, Level.ALLIANCE):
        names = [column.name for column in columns_of(level, release)]
        assert names.index("seat") == names.index(before[-1].name) + 1
    for level in (Level.STATE_YEAR, Level.DYAD_YEAR, Level.DIRECTED, Level.MEASURES):
        assert "seat" not in [column.name for column in columns_of(level, release)]


def test_a_variable_that_a_release_does_not_have_is_in_none_of_its_files() -> None:
    kept = tuple(code for code in RELEASE.questionnaire.variables if code.name != "cow4id")
    release = replace(RELEASE, questionnaire=Questionnaire((), kept))
    for level in Level:
        assert "cow4id" not in [column.name for column in columns_of(level, release)]


def test_the_columns_that_files_add_say_what_they_mean() -> None:
    assert columns(Level.DYAD_YEAR)["shareob"].missing == "it is not so; never 0"
    assert columns(Level.STATE_YEAR)["transyr"].codes == NO_YES
    assert set(columns(Level.MEASURES)["milinst"].codes) == {0, 1, 2}


@pytest.mark.parametrize(
    ("level", "name", "stem"),
    [
        (Level.ALLIANCE, "mem2", "mem"),
        (Level.DIRECTED, "atopid3", "atopid"),
        (Level.DYAD_YEAR, "mem2", ""),  # the higher of two states, not a list
        (Level.ALLIANCE, "statthr2", ""),
    ],
)
def test_columns_of_a_list_are_known_from_others(level, name, stem) -> None:
    assert list_of(columns(level)[name]) == stem


def test_the_columns_of_a_list_are_missing_where_it_is_shorter() -> None:
    assert columns(Level.PHASE)["mem3"].missing == "there are fewer members"
    assert columns(Level.DYAD_YEAR)["mem2"].missing == ""


def test_a_quantity_is_told_from_codes_and_from_numbers_that_name_something() -> None:
    found = {
        code.name: is_quantity(code)
        for level in Level
        for code in columns_of(level, RELEASE, width=2)
    }
    for name in ("year", "begyr", "yrent", "number", "bilatno", "length"):
        assert found[name], name
    for name in (
        "atopid",
        "atopid2",
        "cowid",
        "mem1",
        "mem2",
        "stateA",
        "dyad",
        "ddyad",
        "version",
    ):
        assert not found[name], name
    for name in ("member", "state", "atopidphase", "defense", "milinst"):
        assert not found[name], name
