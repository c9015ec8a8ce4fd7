"""One registry of columns for all files and formats."""

from datetime import date

import pytest

from coding.datasets.columns import columns_of
from coding.datasets.release import Level, Release
from coding.datasets.variables import Kind
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
    release = Release("6.0", date(2022, 12, 31), flags=("new6", "rev6"))
    flags = {column.name: column.label for column in columns_of(Level.ALLIANCE, release)[-3:-1]}
    assert flags == {"new6": "alliance new in release 6", "rev6": "coding revised in release 6"}


def test_files_are_named_as_the_official_ones() -> None:
    release = Release("5.1", date(2018, 12, 31))
    assert release.file_stem(Level.DIRECTED, is_nna=True) == "atop5_1ddyr_NNA"
    assert release.file_stem(Level.ALLIANCE) == "atop5_1a"
    assert release.file_stem(Level.MEASURES) == "atopinst5_1"
