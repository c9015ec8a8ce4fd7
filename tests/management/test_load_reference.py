"""load_reference, as an operator sees it."""

import pytest
from django.core.management import CommandError, call_command

from coding.models import Participation, State, StateSpell, War
from tests.given_files import reference
from tests.reference.official_lists import cow, fought, wars

pytestmark = pytest.mark.django_db
OFFICIAL = ("cow_states.csv", "gw_states.csv", "Inter-StateWarData_v4.0.csv")
SCOTLAND = "SCT,201,Scotland,2023,1,1,2024,12,31,2024"
SOURCE = "COW inter-state wars, version 5.0"


@pytest.fixture
def run(capsys):
    """Run the command; return its standard output, line by line."""

    def run(*args, verbosity=0):
        call_command("load_reference", *map(str, args), verbosity=verbosity, skip_checks=True)
        return capsys.readouterr().out.splitlines()

    return run


@pytest.fixture
def refused(run, capsys):
    """Run the command that must fail; return (standard error, message)."""

    def refused(*args):
        with pytest.raises(CommandError) as failure:
            run(*args)
        return capsys.readouterr().err.splitlines(), str(failure.value)

    return refused


@pytest.fixture
def war_file(tmp_path):
    path = tmp_path / "wars.csv"
    path.write_bytes(wars(fought(), fought(state=365, side=2)))
    return path


def history_rows():
    return sum(model.history.count() for model in (State, StateSpell, War, Participation))


def test_the_lists_that_the_tables_came_from_change_nothing(run) -> None:
    before = history_rows()
    lines = run(*(reference(f"data/cow/{name}") for name in OFFICIAL), verbosity=1)
    assert lines == [
        "cow_states.csv: COW state system membership, version 2016",
        "gw_states.csv: Gleditsch and Ward list of independent states, to 2017-12-31",
        "Inter-StateWarData_v4.0.csv: COW inter-state wars, version 4.0",
        "Nothing to do: the tables say what the lists say.",
    ]
    assert history_rows() == before


def test_what_was_done_is_said_and_a_second_run_has_nothing_to_do(run, war_file) -> None:
    lines = run(war_file)
    assert lines == [f"wars.csv: {SOURCE}", "Rows 3 added, 356 left alone."]
    before = history_rows()
    assert run(war_file)[-1] == (
        "Nothing to do: the tables say what the lists say, but for 356 left alone."
    )
    assert history_rows() == before


def test_a_dry_run_says_what_would_be_and_writes_nothing(run, tmp_path, war_file) -> None:
    states = tmp_path / "states.csv"
    states.write_bytes(cow(SCOTLAND, "SYR,652,Syria,1946,4,17,2024,12,31,2024"))
    before = history_rows()
    lines = run("--dry-run", states, war_file, verbosity=1)
    assert lines[0] == "states.csv: COW state system membership, version 2024"
    assert "  + 201 Scotland" in lines
    assert "  ~ 652 Syria, COW 1946-04-17 to 1958-02-01: end 1958-02-01 → none" in lines
    assert "  - 652 Syria, COW since 1961-09-29" in lines
    assert (
        "  = 2 United States of America, COW since 1816-01-01: left alone, it is not in the "
        in ("\n".join(lines))
    )
    assert lines[-1].startswith("Rows that would be 5 added, 1 changed, 1 withdrawn, ")
    assert history_rows() == before


def test_one_bad_file_keeps_all_from_being_loaded(refused, tmp_path, war_file) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(cow(SCOTLAND.replace("201", "x")))
    before = history_rows()
    errors, message = refused(bad, war_file)
    assert errors == [
        f"{bad}, line 2, column ccode: A whole number from 1 to 9999. Found: “x”. "
        "Take the file as it was published."
    ]
    assert message == "1 of 2 files refused; nothing was loaded."
    assert history_rows() == before


def test_a_list_with_an_unknown_state_is_refused(refused, tmp_path) -> None:
    path = tmp_path / "wars.csv"
    path.write_bytes(wars(fought(state=201)))
    errors, message = refused(path)
    assert errors[0].startswith(f"{path}, line 2: Every state of the list is in the table")
    assert message == "A list was refused; nothing was loaded."


@pytest.mark.parametrize("name", ["missing.csv", ""])
def test_a_path_that_cannot_be_read_is_refused(refused, tmp_path, name) -> None:
    errors, _ = refused(tmp_path / name)
    assert "The file cannot be read." in errors[0]


def test_two_files_of_one_name_cannot_be_told_apart(refused, war_file) -> None:
    assert "same name" in refused(war_file, war_file)[1]


def test_the_load_is_signed_by_whoever_loads(run, refused, cast, war_file) -> None:
    assert refused("--by", "coder", war_file)[1].startswith("Only admins load reference")
    assert "no active account “nobody”" in refused("--by", "nobody", war_file)[1]
    run("--by", "admin", war_file)
    row = War.history.get(number=900)
    assert row.history_user == cast.admin
    assert row.history_change_reason == f"Loaded from wars.csv: {SOURCE}"
