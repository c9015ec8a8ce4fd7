"""Files are taken in as they come: none lost, none mistaken for another, nobody held up."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from coding.desk.adding_files import Incoming, add_files
from coding.desk.zip_files import unpacked
from coding.models import Batch, DeskFile
from coding.workflow.refusals import Refused
from tests.desk.on_the_desk import printed, sheet_file

SHEET = {"4765.txt": printed()}


def _zip(*files):
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        for name, content in files:
            file.writestr(name, content)
    packed.seek(0)
    return packed


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_entries_with_one_name_both_are_taken_and_named(cast):
    packed = _zip(("4765.txt", printed()), ("4765.txt", printed(q14="Another.")))
    batch = add_files(unpacked("sheets.zip", packed), by=cast.admin, name="sheets.zip")
    found = [bytes(file.content) for file in batch.files.all()]
    assert found == [printed(), printed(q14="Another.")]
    assert "the same name, and all of them are here: 4765.txt" in batch.remark


def test_files_are_unpacked_before_anything_is_written(cast):
    def slowly():
        yield sheet_file()
        assert not Batch.objects.exists()
        yield sheet_file(4766)

    batch = add_files(slowly(), by=cast.admin, name="A batch")
    assert [file.size for file in batch.files.all()] == [len(printed()), len(printed(4766))]
    assert [bytes(file.content) for file in batch.files.all()] == [printed(), printed(4766)]


def test_a_batch_has_a_name(cast):
    with pytest.raises(Refused, match="no name"):
        add_files([sheet_file()], by=cast.admin, name=" ")


def _put(*paths, **options):
    call_command("import_sheets", *map(str, paths), desk=True, by="admin", **options)


def test_a_batch_of_many_files_is_named_by_the_first(cast, tmp_path):
    paths = [tmp_path / f"{number}.txt" for number in (4765, 4766, 4767, 4768)]
    for path in paths:
        path.write_bytes(printed())
    _put(*paths)
    assert Batch.objects.get().name == "4765.txt and 3 others"


def test_the_folder_one_is_in_names_its_batch(cast, tmp_path, monkeypatch):
    folder = tmp_path / "From the archive"
    folder.mkdir()
    (folder / "4765.txt").write_bytes(printed())
    monkeypatch.chdir(folder)
    _put(".")
    assert Batch.objects.get().name == "From the archive"
    assert DeskFile.objects.get().name == "From the archive/4765.txt"


def test_an_entry_of_a_zip_is_no_file_of_the_folder_one_is_in(cast, tmp_path, monkeypatch):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    (here / "4765.txt").write_bytes(b"Something else.")
    (there / "sheets.zip").write_bytes(_zip(("4765.txt", printed())).getvalue())
    monkeypatch.chdir(here)
    _put(there / "sheets.zip")
    file = DeskFile.objects.get()
    assert (file.name, bytes(file.content)) == ("4765.txt", printed())


@pytest.mark.parametrize("option", ["dry_run", "confirm_leaving"])
def test_what_the_desk_does_by_itself_is_not_asked_for_beside_it(cast, tmp_path, option):
    (tmp_path / "4765.txt").write_bytes(printed())
    with pytest.raises(CommandError, match="--desk only puts files on the desk"):
        _put(tmp_path / "4765.txt", **{option: True})
    assert not Batch.objects.exists()


def test_a_name_is_one_line(cast):
    batch = add_files([Incoming("47\n65.txt", printed())], by=cast.admin, name="A\nbatch")
    assert (batch.name, batch.files.get().name) == ("A batch", "47 65.txt")
