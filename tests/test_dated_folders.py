"""Folders named by a second: each has a later name than those before it."""

import pytest

from coding import dated_folders
from coding.dated_folders import put_in_place, stamped, written_aside

NOW = "20261130T120000Z"


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(dated_folders, "_stamp", lambda: NOW)


def put(root):
    with written_aside(root) as writing:
        return put_in_place(writing, root).name


@pytest.mark.parametrize(
    ("there", "new"),
    [
        ("20261129T120000Z", NOW),
        (NOW, "20261130T120001Z"),  # two within a second
        ("20261231T235959Z", "20270101T000000Z"),  # the clock was set back since
    ],
)
def test_a_new_folder_has_the_latest_name(tmp_path, there, new):
    (tmp_path / there).mkdir()
    assert put(tmp_path) == new
    assert [path.name for path in stamped(tmp_path)] == [new, there]
