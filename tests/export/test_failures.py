"""Complete or absent: whatever goes wrong, what was served stays served."""

import errno
import os
from contextlib import contextmanager
from dataclasses import replace

import pytest

from coding import dated_folders
from coding.dated_folders import why_no_folder
from coding.export import datasets, folder, nightly, prints
from coding.export.nightly import export
from coding.export.reports import ExportFailed
from tests.export.read_back import files
from tests.factories import approved_change, make_sheet


@pytest.fixture
def served(cast, sheet, root):
    """An export that is served, whose folder must not change; the next one would be another."""
    place = export(root).place
    approved_change(sheet, 15, "Changed since.", by=cast.coder, reviewer=cast.reviewer)
    return place, files(place)


def assert_untouched(root, served):
    place, content = served
    assert (root / "latest").resolve() == place.resolve()
    assert files(place) == content
    assert {path.name for path in root.iterdir()} == {".lock", "latest", place.name}


def fail(*args, **kwargs):
    raise RuntimeError("the writer fell over")


WRITERS = ("write_json", "write_answers", "write_changes", "write_datasets", "write_prints")


@pytest.mark.acceptance(17)
@pytest.mark.parametrize("writer", WRITERS)
def test_a_writer_that_fails_leaves_nothing_behind(root, served, monkeypatch, writer):
    monkeypatch.setattr(nightly, writer, fail)
    with pytest.raises(RuntimeError):
        export(root)
    assert_untouched(root, served)


def test_a_failure_in_the_middle_of_the_sheets_leaves_nothing_behind(root, served, monkeypatch):
    make_sheet(4999)
    text, written = prints.FORMS["txt"], []

    def second_fails(sheet):
        written.append(sheet)
        return fail() if len(written) > 1 else text.make(sheet)

    monkeypatch.setitem(prints.FORMS, "txt", replace(text, make=second_fails))
    with pytest.raises(RuntimeError):
        export(root)
    assert_untouched(root, served)


def test_a_failure_in_the_middle_of_a_dataset_file_leaves_nothing_behind(root, served, monkeypatch):
    def half(table, write):
        write("atopid,")
        fail()

    monkeypatch.setattr(datasets, "write_csv", half)
    with pytest.raises(RuntimeError):
        export(root)
    assert_untouched(root, served)


def test_a_dataset_file_that_changed_after_writing_fails_the_check(sheet, root, monkeypatch):
    def write_then_spoil(output, *args, **options):
        datasets.write_datasets(output, *args, **options)
        next(output.root.glob("datasets/*m.csv")).write_text("atopid")

    monkeypatch.setattr(nightly, "write_datasets", write_then_spoil)
    with pytest.raises(ExportFailed, match=r"atop6_0_dev\d+m\.csv is not as it was written"):
        export(root)
    assert [path.name for path in root.iterdir()] == [".lock"]


@pytest.mark.acceptance(17)
def test_a_full_disk_is_told_in_one_sentence(root, served, monkeypatch):
    def full(fd):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as here:
        here.setattr(os, "fsync", full)
        with pytest.raises(ExportFailed, match="No space left on device"):
            export(root)
    assert_untouched(root, served)


def test_a_file_that_changed_after_writing_fails_the_check(root, served, monkeypatch):
    def write_then_spoil(output, *args):
        prints.write_prints(output, *args)
        (output.root / "sheets.json").write_text("[]")

    monkeypatch.setattr(nightly, "write_prints", write_then_spoil)
    with pytest.raises(ExportFailed, match=r"sheets\.json is not as it was written"):
        export(root)
    assert_untouched(root, served)


def test_a_file_too_many_fails_the_check(root, served, monkeypatch):
    def write_one_more(output, *args):
        prints.write_prints(output, *args)
        (output.root / "stray.txt").write_text("")

    monkeypatch.setattr(nightly, "write_prints", write_one_more)
    with pytest.raises(ExportFailed, match=r"stray\.txt"):
        export(root)
    assert_untouched(root, served)


def test_a_failure_to_move_the_link_keeps_the_old_one(root, served, monkeypatch):
    def refuse(source, target):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(ExportFailed, match="Permission denied"):
        export(root)
    assert (root / "latest").resolve() == served[0].resolve()


def test_a_second_export_at_the_same_time_is_refused(root, served):
    writing = root / f"{dated_folders.WRITING}20200101T000000Z"
    with folder.locked(root):
        writing.mkdir()
        with pytest.raises(ExportFailed, match="Another export is writing"):
            export(root)
    writing.rmdir()  # what the other one writes stays
    assert_untouched(root, served)


def test_what_another_machine_is_writing_stays(root, served, monkeypatch):
    @contextmanager
    def refused(job, failure):
        raise failure("Another export is running, on this machine or on another one.")
        yield

    writing = root / f"{dated_folders.WRITING}20200101T000000Z"
    writing.mkdir()
    monkeypatch.setattr(dated_folders, "one_at_a_time", refused)
    with pytest.raises(ExportFailed, match="on another one"):
        export(root)
    assert writing.exists()


def test_what_a_crash_left_goes_at_the_next_start(root, served):
    left = root / f"{dated_folders.WRITING}20200101T000000Z"
    (left / "sheets").mkdir(parents=True)
    (left / "sheets" / "4765.txt").write_text("half")
    (root / ".latest-20200101T000000Z").symlink_to("20200101T000000Z")
    export(root)
    assert not left.exists()
    assert not (root / ".latest-20200101T000000Z").is_symlink()


def test_a_folder_in_the_place_of_the_link_is_refused(sheet, root):
    (root / "latest").mkdir(parents=True)
    with pytest.raises(ExportFailed, match="is not a link"):
        export(root)


def test_a_link_that_leads_nowhere_is_replaced(sheet, root):
    root.mkdir()
    (root / "latest").symlink_to("gone")
    assert (root / "latest").resolve() != export(root).place
    assert (root / "latest" / "manifest.json").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [("file", "file is a file"), ("file/in/it", "would be in .*file, which is a file")],
)
def test_a_file_in_the_place_of_a_folder_is_told(sheet, tmp_path, name, said):
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportFailed, match=rf"{said}\. Name a folder"):
        export(tmp_path / name)


def test_a_folder_that_is_not_open_or_full_is_told(tmp_path):
    told = why_no_folder(tmp_path, PermissionError(13, "Permission denied", str(tmp_path)))
    assert "not open to the user who runs this. Run it as the site's user" in told
    told = why_no_folder(tmp_path, OSError(30, "Read-only file system"))
    assert told.startswith(f"{tmp_path} cannot be written to (Read-only file system). Name another")


def test_after_a_failure_the_next_export_works(cast, sheet, root, served, monkeypatch):
    with monkeypatch.context() as here:
        here.setattr(nightly, "write_prints", fail)
        with pytest.raises(RuntimeError):
            export(root)
    approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    place = export(root).place
    assert (root / "latest").resolve() == place.resolve()
