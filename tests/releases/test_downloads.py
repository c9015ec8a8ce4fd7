"""Which exports are offered, how their files are sorted, and that no other file is handed out."""

import io
import json
import os
import shutil
import subprocess
import zipfile

import pytest

from coding.datasets.formats.registry import FORMATS as REGISTERED
from coding.releases import file_groups
from coding.releases.archive import zip_of
from coding.releases.downloads import EVERYTHING, LATEST, MEDIA_TYPES, SHEETS, complete_exports
from coding.releases.file_groups import groups_of
from tests.releases.exports_on_disk import FILES, make_export

HASH = "0" * 64


def test_the_newest_export_of_the_record_and_of_each_release_is_offered(tmp_path):
    make_export(tmp_path, 1)
    make_export(tmp_path, 2, release="5.1", frozen=True)
    nightly = make_export(tmp_path, 3)
    again = make_export(tmp_path, 4, release="5.1", frozen=True)
    make_export(tmp_path, 5, release="6.0", frozen=True)
    found = complete_exports(tmp_path)
    assert set(found) == {LATEST, "5.1", "6.0"}
    assert (found[LATEST].place, found["5.1"].place) == (nightly, again)


def test_a_new_export_is_seen_at_once(tmp_path):
    first = make_export(tmp_path, 1)
    assert complete_exports(tmp_path)[LATEST].place == first
    second = make_export(tmp_path, 2)
    assert complete_exports(tmp_path)[LATEST].place == second


def test_without_a_folder_nothing_is_offered(tmp_path):
    assert complete_exports(tmp_path / "missing") == {}
    (tmp_path / "file").write_text("")
    assert complete_exports(tmp_path / "file") == {}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1]", "null", '{"files": 7}', '{"files": [], "frozen": false, "release": null}'],
)
def test_a_broken_manifest_is_passed_over(tmp_path, text):
    whole = make_export(tmp_path, 1)
    (make_export(tmp_path, 2) / "manifest.json").write_text(text)
    assert complete_exports(tmp_path)[LATEST].place == whole


@pytest.mark.parametrize(
    "said",
    [
        {"files": [{"name": "x"}]},
        {"files": ["x"]},
        {"files": [{"name": "x", "rows": None, "bytes": "many", "sha256": HASH}]},
        {"files": [{"name": "x", "rows": None, "bytes": 1, "sha256": "none"}]},
        {"data_as_of": "yesterday"},
        {"sheets": None},
        {"frozen": True, "release": None},
        {"frozen": True, "release": "../../6"},
        {"frozen": True, "release": "latest"},
    ],
)
def test_a_manifest_that_says_what_cannot_be_is_passed_over(tmp_path, said):
    whole = make_export(tmp_path, 1)
    make_export(tmp_path, 2, **said)
    found = complete_exports(tmp_path)
    assert {address: export.place for address, export in found.items()} == {LATEST: whole}


@pytest.mark.parametrize("left", ["manifest.json", "sheets/4765.txt", "datasets"])
def test_a_half_removed_export_is_passed_over(tmp_path, left):
    whole, half = make_export(tmp_path, 1), make_export(tmp_path, 2)
    shutil.rmtree(half / left) if (half / left).is_dir() else (half / left).unlink()
    assert complete_exports(tmp_path)[LATEST].place == whole


def test_an_export_that_is_removed_after_it_was_offered_is_passed_over(tmp_path):
    whole, half = make_export(tmp_path, 1), make_export(tmp_path, 2)
    assert complete_exports(tmp_path)[LATEST].place == half
    shutil.rmtree(half / "sheets")
    assert complete_exports(tmp_path)[LATEST].place == whole


def test_links_and_other_folders_are_passed_over(tmp_path):
    whole = make_export(tmp_path / "elsewhere", 1)
    (tmp_path / "20260105T023000Z").symlink_to(whole)
    (tmp_path / "latest").symlink_to(whole)
    shutil.copytree(whole, tmp_path / "by-hand")
    (tmp_path / "20260106T023000Z").mkdir()
    (tmp_path / "20260106T023000Z" / "manifest.json").symlink_to(whole / "manifest.json")
    assert complete_exports(tmp_path) == {}


@pytest.mark.parametrize(
    "name", ["../secret", "sheets/../../secret", "./../secret", "{root}/secret", "..//secret"]
)
def test_no_name_leads_out_of_the_folder(tmp_path, name):
    (tmp_path / "secret").write_text("s")
    entry = {"name": name.format(root=tmp_path), "rows": None, "bytes": 1, "sha256": HASH}
    place = make_export(tmp_path, holds={"sheets/4765.txt": b"s"}, files=[entry])
    assert (place / entry["name"]).read_text() == "s"
    assert complete_exports(tmp_path) == {}


def test_a_file_that_became_a_link_is_not_opened(tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(FILES["sheets.json"])
    place = make_export(tmp_path / "exports")
    (place / "sheets.json").unlink()
    (place / "sheets.json").symlink_to(secret)
    exported = complete_exports(tmp_path / "exports")[LATEST]
    with pytest.raises(OSError, match="not in the export"):
        exported.open(exported.entry("sheets.json"))


def test_a_file_below_a_folder_that_became_a_link_is_not_opened(tmp_path):
    place = make_export(tmp_path / "exports")
    shutil.move(place / "sheets", tmp_path / "moved")
    (place / "sheets").symlink_to(tmp_path / "moved")
    exported = complete_exports(tmp_path / "exports")[LATEST]
    with pytest.raises(OSError, match="not in the export"):
        exported.open(exported.entry("sheets/4765.txt"))


def test_a_file_that_changed_is_not_opened(tmp_path):
    (make_export(tmp_path) / "sheets.json").write_text("[1, 2]")
    exported = complete_exports(tmp_path)[LATEST]
    with pytest.raises(OSError, match="not as it was exported"):
        exported.open(exported.entry("sheets.json"))


def test_only_what_the_manifest_lists_is_a_file(tmp_path):
    (make_export(tmp_path) / "stray.txt").write_text("")
    exported = complete_exports(tmp_path)[LATEST]
    assert exported.entry("stray.txt") is None
    assert exported.entry("sheets") is None
    assert exported.entry("manifest.json").name == "manifest.json"


def test_the_dataset_files_are_a_table_of_levels_and_formats(tmp_path):
    make_export(tmp_path)
    sorted_ = groups_of(complete_exports(tmp_path)[LATEST])
    assert sorted_.formats == ["CSV", "Stata"]
    assert [(table.stem, table.is_nna, table.rows) for table in sorted_.tables] == [
        ("atop5_0m", False, 1),
        ("atop5_0m_NNA", True, 0),
        ("atopinst5_0", False, 0),
    ]
    assert [file and file.name for _, file in sorted_.tables[0].by_format] == [
        "datasets/atop5_0m.csv",
        "datasets/atop5_0m.dta",
    ]
    assert sorted_.tables[1].by_format[1] == ("Stata", None)


def test_every_file_is_shown_in_one_place(tmp_path):
    files = {**FILES, "datasets/new.zip": b"", "new.txt": b""}
    make_export(tmp_path, holds=files)
    exported = complete_exports(tmp_path)[LATEST]
    sorted_ = groups_of(exported)
    listed = [entry.name for entry in sorted_.listed]
    assert sorted([*listed, *(entry.name for entry in exported.part(SHEETS))]) == sorted(files)
    assert [document.name for document in sorted_.documents] == ["codebook.pdf", "new.zip"]
    assert [entry.name for entry in sorted_.record] == ["sheets.json", "left-out.csv", "new.txt"]
    assert (sorted_.prints.sheets, sorted_.prints.endings) == (2, [".pdf", ".txt"])


def test_a_label_that_names_no_file_leaves_the_files_listed(tmp_path):
    make_export(tmp_path, release="6 / 0")
    sorted_ = groups_of(complete_exports(tmp_path)[LATEST])
    assert sorted_.tables == []
    assert "datasets/atop5_0m.csv" in {document.entry.name for document in sorted_.documents}


def test_every_format_has_its_column_and_its_media_type():
    assert {kind.suffix: kind.name for kind in REGISTERED}.items() <= file_groups.FORMATS.items()
    assert {kind.suffix: kind.media_type for kind in REGISTERED}.items() <= MEDIA_TYPES.items()


def unzipped(exported, entries) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(zip_of(exported, entries))))


def test_everything_comes_in_one_zip_file_in_one_folder(tmp_path):
    place = make_export(tmp_path)
    exported = complete_exports(tmp_path)[LATEST]
    archive = unzipped(exported, exported.part(EVERYTHING))
    assert archive.testzip() is None
    folder = f"atop-{place.name}/"
    found = {name.removeprefix(folder): archive.read(name) for name in archive.namelist()}
    manifest = (place / "manifest.json").read_bytes()
    assert found == {**FILES, "manifest.json": manifest, "SHA256SUMS": found["SHA256SUMS"]}


def test_the_printed_sheets_come_in_a_zip_file_of_their_own(tmp_path):
    make_export(tmp_path, release="5.1", frozen=True)
    exported = complete_exports(tmp_path)["5.1"]
    names = unzipped(exported, exported.part(SHEETS)).namelist()
    printed = [f"atop-5.1/{name}" for name in FILES if name.startswith("sheets/")]
    assert names == ["atop-5.1/SHA256SUMS", *printed]
    assert exported.part("drafts") == []


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_what_was_unpacked_is_checked_as_the_page_says(tmp_path):
    make_export(tmp_path, release="5.1", frozen=True)
    exported = complete_exports(tmp_path)["5.1"]
    unzipped(exported, exported.part(EVERYTHING)).extractall(tmp_path)
    check = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path / "atop-5.1", check=False).returncode == 0
    (tmp_path / "atop-5.1/sheets.json").write_text("[1]")
    done = subprocess.run(check, cwd=tmp_path / "atop-5.1", check=False, capture_output=True)
    assert done.returncode != 0


def test_the_same_files_give_the_same_zip_file(tmp_path):
    make_export(tmp_path)
    exported = complete_exports(tmp_path)[LATEST]
    first, second = (b"".join(zip_of(exported, exported.part(EVERYTHING))) for _ in range(2))
    assert first == second


def test_a_zip_file_breaks_off_rather_than_hold_something_else(tmp_path):
    place = make_export(tmp_path)
    exported = complete_exports(tmp_path)[LATEST]
    (place / "sheets/4765.txt").write_text("Something else.")
    with pytest.raises(OSError, match="not as it was exported"):
        list(zip_of(exported, exported.part(SHEETS)))


def test_a_zip_file_is_handed_out_piece_by_piece(tmp_path):
    content = os.urandom(1 << 22)
    make_export(tmp_path, holds={f"sheets/{n}.pdf": content for n in range(3)})
    exported = complete_exports(tmp_path)[LATEST]
    assert max(map(len, zip_of(exported, exported.part(SHEETS)))) < len(content) / 2


def test_the_manifest_is_a_file_with_the_checksum_of_its_bytes(tmp_path):
    make_export(tmp_path)
    exported = complete_exports(tmp_path)[LATEST]
    with exported.open(exported.manifest) as file:
        assert json.loads(file.read())["release"] == "5.0"
