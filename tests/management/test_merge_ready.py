"""manage.py merge_ready: two files for each, from a list of states that the user has."""

import pytest
from django.core.management import CommandError, call_command

from tests.datasets.test_merge_ready import DIRECTED
from tests.reference.official_lists import cow, gw

LIST = cow(
    "USA,2,United States of America,1816,1,1,2016,12,31,2016",
    "CAN,20,Canada,1816,1,1,1819,6,1,2016",
)


@pytest.fixture
def given(tmp_path):
    (tmp_path / "atop5_1ddyr.csv").write_text(DIRECTED)
    (tmp_path / "states.csv").write_bytes(LIST)
    (tmp_path / "left-out.csv").write_text('atopid,phase,member,why\r\n4765,0,,"It."\r\n')
    return tmp_path


def make(folder):
    files = (str(folder / "atop5_1ddyr.csv"), "--states", str(folder / "states.csv"))
    call_command("merge_ready", *files, "--output", str(folder / "merged"), skip_checks=True)


def test_frame_and_rows_outside_are_written_and_counted(given, capsys) -> None:
    make(given)
    said = capsys.readouterr()
    assert "8 rows in the frame, 3 of them from the file; 1 rows of the file lie" in said.out
    assert "1 alliances are in no file yet" in said.err
    frame = (given / "merged/atop5_1ddyr_cow.csv").read_text().splitlines()
    assert len(frame) == 9
    assert (
        "not in the system in 1817: 221" in (given / "merged/atop5_1ddyr_outside.csv").read_text()
    )


def test_another_list_is_refused_and_nothing_written(given) -> None:
    (given / "states.csv").write_bytes(gw("2,USA,United States of America,1816-01-01,2017-12-31"))
    with pytest.raises(CommandError, match="no list of states of COW"):
        make(given)
    assert not (given / "merged").exists()
