"""Old exports go when asked; nothing else ever does."""

import json
import os
import shutil
from pathlib import Path

import pytest

from coding.export.nightly import export
from coding.export.reports import LeftUndone
from coding.export.stored_exports import exports, of_release, remove_beyond


def made(root: Path, day: int, **manifest: object) -> Path:
    """An export of that day, as far as its manifest tells."""
    place = root / f"202601{day:02}T023000Z"
    (place / "sheets").mkdir(parents=True)
    (place / "sheets" / "4765.txt").write_text("a sheet")
    (place / "manifest.json").write_text(json.dumps({"files": [], **manifest}))
    return place


@pytest.fixture
def five(tmp_path) -> list[Path]:
    return [made(tmp_path, day) for day in range(1, 6)]


def days(root: Path) -> list[int]:
    return sorted(int(path.name[6:8]) for path in root.glob("2026*"))


def test_the_oldest_go(tmp_path, five) -> None:
    assert remove_beyond(2, tmp_path, five[-1]) == [five[2], five[1], five[0]]
    assert days(tmp_path) == [4, 5]


def test_nothing_goes_while_there_are_no_more(tmp_path, five) -> None:
    assert remove_beyond(5, tmp_path, five[-1]) == []
    assert days(tmp_path) == [1, 2, 3, 4, 5]


def test_the_one_that_is_served_stays_however_old(tmp_path, five) -> None:
    remove_beyond(2, tmp_path, five[0])
    assert days(tmp_path) == [1, 4, 5]


def test_exports_of_releases_stay_and_do_not_count(tmp_path, five) -> None:
    for day in (10, 20):
        made(tmp_path, day, frozen=True, release="5.1")
    remove_beyond(2, tmp_path, five[-1])
    assert days(tmp_path) == [4, 5, 10, 20]


def test_whatever_is_no_export_stays(tmp_path, five) -> None:
    (tmp_path / "20200101T000000Z").mkdir()
    (tmp_path / "20200102T000000Z").mkdir()
    (tmp_path / "20200102T000000Z" / "manifest.json").write_text("{")
    (tmp_path / "20200103T000000Z").mkdir()
    (tmp_path / "20200103T000000Z" / "manifest.json").write_text("[1]")
    (tmp_path / "20200104T000000Z").write_text("a file")
    (tmp_path / "20200105T000000Z").symlink_to(five[-1])
    shutil.copytree(five[0], tmp_path / "by-hand")
    shutil.copytree(five[0], tmp_path / "20200106T000000Z.old")
    others = {path.name for path in tmp_path.iterdir()} - {path.name for path in five}
    remove_beyond(1, tmp_path, five[-1])
    assert {path.name for path in tmp_path.iterdir()} == others | {five[-1].name}


def test_exports_are_listed_newest_first(tmp_path, five) -> None:
    release = made(tmp_path, 9, frozen=True, release="5.1")
    assert [export.place for export in exports(tmp_path)] == [release, *reversed(five)]
    assert [export.place for export in of_release(tmp_path, None)] == five[::-1]


def test_a_crash_in_the_middle_leaves_no_half_export(tmp_path, five, monkeypatch) -> None:
    def crash(path: Path) -> None:
        (path / "sheets" / "4765.txt").unlink()
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "rmtree", crash)
    with pytest.raises(KeyboardInterrupt):
        remove_beyond(4, tmp_path, five[-1])
    assert days(tmp_path) == [2, 3, 4, 5]


def test_one_that_cannot_be_removed_is_told_and_the_new_one_is_served(
    sheet, tmp_path, monkeypatch
) -> None:
    before = export(tmp_path).place
    rename = os.rename

    def refuse(source: Path, target: Path) -> None:
        if source == before:
            raise PermissionError(13, "Permission denied", str(source))
        rename(source, target)

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(LeftUndone, match=f"{before.name} could not be removed"):
        export(tmp_path, keep=1)
    assert (tmp_path / "latest").resolve() != before.resolve()


def test_what_a_crash_left_of_a_removal_goes_at_the_next_start(sheet, tmp_path) -> None:
    (tmp_path / ".removing-20200101T000000Z" / "sheets").mkdir(parents=True)
    export(tmp_path)
    assert list(tmp_path.glob(".removing-*")) == []


def test_an_export_keeps_as_many_as_it_is_told_itself_among_them(sheet, tmp_path) -> None:
    first, second = export(tmp_path).place, export(tmp_path).place
    third = export(tmp_path, keep=2)
    assert third.removed == [first]
    assert {path.name for path in tmp_path.glob("2*Z")} == {second.name, third.place.name}
