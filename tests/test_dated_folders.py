"""Folders named by a second: of two within one, each has a second of its own."""

from coding import dated_folders
from tests.conftest import as_a_site_waits


def test_a_second_folder_within_a_second_waits_for_the_next(monkeypatch, tmp_path):
    stamps = ["20261130T120000Z"]
    monkeypatch.setattr(dated_folders, "_stamp", lambda: stamps[-1])
    monkeypatch.setattr(dated_folders.time, "sleep", lambda _: stamps.append("20261130T120001Z"))
    (tmp_path / stamps[0]).mkdir()
    assert as_a_site_waits(tmp_path) == "20261130T120001Z"
