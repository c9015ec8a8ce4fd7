"""Titles, names and labels that some format could not hold are refused before any is written."""

from dataclasses import replace

import pytest

from coding.codebook.variables import Variable
from coding.datasets.columns import columns_of
from coding.datasets.formats.about import Unlabelled, check
from coding.datasets.release import Level
from tests.datasets.formats.tables import ABOUT, COLUMNS
from tests.datasets.member_rows import RELEASE


def complaint(columns=COLUMNS, about=ABOUT) -> str:
    with pytest.raises(Unlabelled) as refused:
        check(columns, about)
    return str(refused.value)


@pytest.mark.parametrize("level", Level)
def test_the_registry_names_and_labels_every_column_so_that_all_formats_take_it(level) -> None:
    check(columns_of(level, RELEASE, width=99), ABOUT)


@pytest.mark.parametrize("name", ["", "1st", "a name", "double", "_N", "str12", "WITH", "x" * 33])
def test_a_name_that_stata_or_spss_does_not_take_is_refused(name) -> None:
    assert f"“{name}” cannot name a column" in complaint((Variable(name, "a label"),))


def test_names_that_differ_in_capital_letters_only_are_refused() -> None:
    columns = Variable("stateA", "one"), Variable("statea", "other")
    assert "Two columns are named stateA; capital letters do not count." in complaint(columns)


@pytest.mark.parametrize("label", ["", "x" * 81, "two\nlines"])
def test_a_label_that_stata_would_refuse_or_change_is_refused(label) -> None:
    assert "The label of mem1 has 1 to 80 characters" in complaint((Variable("mem1", label),))


def test_a_label_of_80_letters_beyond_ascii_is_taken() -> None:
    check((Variable("mem1", "–" * 80),), ABOUT)


@pytest.mark.parametrize("title", ["", "x" * 65, "–" * 22])
def test_a_title_that_spss_would_cut_is_refused(title) -> None:
    assert "The title has 1 to 64 bytes" in complaint(about=replace(ABOUT, title=title))


@pytest.mark.parametrize("note", ["", "x" * 67_785, "\0"])
def test_a_note_that_stata_would_cut_is_refused(note) -> None:
    assert "A note has 1 to 67784 bytes" in complaint(about=replace(ABOUT, notes=(note,)))


@pytest.mark.parametrize(
    ("labels", "rule"),
    [
        ({0: ""}, "The label of defense = 0 has 1 to 120 bytes"),
        ({0: "x" * 121}, "The label of defense = 0 has 1 to 120 bytes"),
        ({0: "no", 1: "no"}, "Two values of defense have one label"),
        ({n: f"{n:0120}" for n in range(300)}, "have more than 32000 bytes together"),
    ],
)
def test_value_labels_that_a_reader_could_not_take_are_refused(labels, rule) -> None:
    assert rule in complaint(about=replace(ABOUT, labels={"defense": labels}))


def test_everything_is_told_at_once() -> None:
    said = complaint((Variable("if", ""),), replace(ABOUT, title=""))
    assert [part in said for part in ("The title", "“if”", "The label of if")] == [True] * 3
