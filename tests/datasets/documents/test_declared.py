"""What a column means: as the questionnaire declares it, or as the files add it."""

import pytest

from coding.codebook.variables import NO_YES, Variable
from coding.datasets.columns import columns_of
from coding.datasets.documents.declared import Declarations, list_of
from coding.datasets.release import Level
from coding.datasets.variables import MEMBER_VARIABLES
from coding.models.variables import COLUMNS
from tests.datasets.documents.described_release import DECLARATIONS
from tests.datasets.member_rows import RELEASE


def columns(level: Level) -> dict:
    return {column.name: column for column in columns_of(level, RELEASE, width=3)}


def test_the_files_have_the_variables_that_the_questionnaire_declares() -> None:
    names = [column.name for column in MEMBER_VARIABLES]
    assert names == [name for name in COLUMNS if name not in ("new5", "rev5", "version")]


def test_a_declared_variable_means_the_same_in_every_file() -> None:
    for level in (Level.MEMBER, Level.ALLIANCE, Level.DIRECTED):
        assert DECLARATIONS.of(columns(level)["defense"]).questions == (16, 18)


def test_flags_of_any_release_say_no_or_yes() -> None:
    assert DECLARATIONS.of(columns(Level.MEMBER)["new9"]) == Variable(
        "new9", scope="R", codes=NO_YES
    )


def test_the_columns_that_files_add_are_labelled() -> None:
    assert DECLARATIONS.of(columns(Level.DYAD_YEAR)["shareob"]).missing == "it is not so; never 0"
    assert DECLARATIONS.of(columns(Level.STATE_YEAR)["transyr"]).codes == NO_YES
    assert set(DECLARATIONS.of(columns(Level.MEASURES)["milinst"]).codes) == {0, 1, 2}


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
    assert DECLARATIONS.of(columns(Level.PHASE)["mem3"]).missing == "there are fewer members"
    assert DECLARATIONS.of(columns(Level.DYAD_YEAR)["mem2"]).missing == ""


def test_only_columns_with_labelled_values_have_labels() -> None:
    some = tuple(columns(Level.STATE_YEAR).values())
    assert set(DECLARATIONS.labels(some)) == {"atopally", "defense", "transyr"}


def test_a_column_that_nobody_declares_still_has_its_name() -> None:
    assert Declarations({}).of(columns(Level.STATE_YEAR)["state"]) == Variable("state")
