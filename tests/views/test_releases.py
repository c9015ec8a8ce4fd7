"""The downloads: who sees which release, and what they may take away."""

import hashlib
import html
import io
import json
import re
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from coding.export.nightly import export
from coding.models import Release
from coding.releases.downloads import MEDIA_TYPES
from tests.costly import on_the_gate
from tests.export.read_back import everything_said
from tests.factories import draft, keep, pending
from tests.queries import cost_of
from tests.releases.exports_on_disk import FILES, FROZEN_AT, make_export

LIST = "/releases/"
SENTINEL = "zyxsentinelxyz"
PEOPLE = [None, "outsider", "coder", "second_coder", "reviewer", "admin", "reader"]
READERS = {"coder", "second_coder", "reviewer", "admin", "reader"}


@pytest.fixture
def root(tmp_path, settings):
    """The folder that exports are read from."""
    settings.EXPORT_DIR = tmp_path / "exports"
    return settings.EXPORT_DIR


@pytest.fixture
def releases(cast, root):
    """6.0 is open, 5.1 frozen, 5.0 published; each has an export, and so has the record."""
    release("5.0", is_published=True)
    release("5.1")
    for day, label in enumerate(["5.0", "5.1", "6.0"], start=1):
        make_export(root, day, release=label, frozen=True)
    make_export(root, 4)


def release(label, *, is_published=False, **said):
    now = timezone.now()
    said = {"cut_off": "2018-12-31", "frozen_at": FROZEN_AT} | said
    return keep(Release(label=label, published_at=now if is_published else None, **said))


@pytest.fixture
def as_person(client, cast):
    """Sign in, as nobody for None."""

    def enter(who):
        client.logout()
        if who:
            client.force_login(getattr(cast, who))
        return client

    return enter


def body(answer):
    """What came, to its end, which closes the file."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def ask(client, address, **said):
    answer = client.get(address, **said)
    answer.came = body(answer)
    return answer


def said(answer):
    """What the page says, whatever token its forms carry."""
    return re.sub(r'value="\w{64}"', "", answer.came.decode())


def text(client, address):
    return ask(client, address).came.decode()


def addresses(label):
    at = f"/releases/{label}/"
    names = [*FILES, "manifest.json", "SHA256SUMS"]
    return [at, *(f"{at}files/{name}" for name in names), f"{at}sheets.zip", f"{at}everything.zip"]


@pytest.mark.parametrize("who", PEOPLE)
def test_a_published_release_is_open_to_everybody(as_person, releases, who):
    client = as_person(who)
    for address in addresses("5.0"):
        assert ask(client, address).status_code == 200, address


@pytest.mark.parametrize("label", ["5.1", "latest"])
@pytest.mark.parametrize("who", PEOPLE)
def test_the_record_and_what_is_not_published_is_for_readers(as_person, releases, who, label):
    client = as_person(who)
    for address in addresses(label):
        answer = ask(client, address)
        if who in READERS:
            assert answer.status_code == 200, address
        elif who:
            assert answer.status_code == 403, address
        elif address.endswith("/"):
            assert (answer.status_code, answer.url.partition("?")[0]) == (
                302,
                reverse("account_login"),
            )
        else:
            assert answer.status_code == 403, address


@pytest.mark.parametrize("frozen_at", [None, "2025-12-30T10:00:00Z"])
def test_files_of_another_freeze_are_not_offered_under_its_label(as_person, cast, root, frozen_at):
    """It was withdrawn, and brought in anew; or the database is an older one again."""
    kept = Release.objects.get(label="6.0")
    kept.frozen_at, kept.cut_off = frozen_at, "2018-12-31"
    keep(kept)
    make_export(root, release="6.0", frozen=True)
    client = as_person("coder")
    assert "/files/" not in text(client, "/releases/6.0/")
    assert ask(client, f"/releases/6.0/files/{PARTED}").status_code == 404
    assert ask(client, "/releases/6.0/everything.zip").status_code == 404


PROGRAMS = {  # what pandas, R, curl, and programs that read JSON say they accept
    "pandas": {},
    "R": {"Accept": "*/*"},
    "JSON": {"Accept": "application/json"},
    "CSV": {"Accept": "text/csv, */*;q=0.1"},
}


@pytest.mark.acceptance(34)
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/releases/5.1/files/datasets/atop5_1m.csv", 403),
        ("/releases/5.1/files/SHA256SUMS", 403),
        ("/releases/7.7/everything.zip", 403),
        ("/releases/latest/files/sheets.json", 403),
        ("/releases/5.0/files/datasets/atop9_9m.csv", 404),
        ("/releases/5.0/some.zip", 404),
        ("/sheets/4765/print.pdf", 403),
        ("/nothing.csv", 404),
        ("/releases/5.1/datasets/atop5_1m.csv", 404),
    ],
)
def test_a_program_is_told_in_its_own_form_what_it_may_not_have(
    client, releases, program, address, status
):
    answer = ask(client, address, headers=PROGRAMS[program])
    assert answer.status_code == status
    if program == "JSON":
        assert answer.json().keys() == {"state", "status", "reason"}
    else:
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.came.decode().count("\n") == 1
    assert b"<" not in answer.came


@pytest.mark.acceptance(34)
def test_a_program_that_is_not_signed_in_gets_no_page_to_sign_in(client, releases):
    answer = ask(client, "/releases/compare.csv?from=5.0&to=5.1")
    assert (answer.status_code, answer.came.count(b"<")) == (403, 0)
    answer = ask(client, "/work/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["status"]) == (403, 403)


@pytest.mark.acceptance(34)
@pytest.mark.parametrize(
    "address",
    [
        "/releases/atop5_1m.csv",
        "/releases/everything.zip",
        "/releases/compare.csv/?from=5.0&to=5.1",
        "/releases/5.1/files/datasets/atop5_1m.csv/",
    ],
)
def test_an_address_that_is_nearly_that_of_a_file_leads_to_no_page_to_sign_in(
    client, releases, address
):
    answer = client.get(address, follow=True)
    assert answer.status_code == 403
    assert "This needs an account of the project." in answer.text


def test_a_person_who_may_not_have_a_file_gets_a_page_that_says_so(client, releases):
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    answer = ask(client, "/releases/5.1/files/datasets/atop5_1m.csv", headers=browser)
    assert answer.status_code == 403
    assert "This needs an account of the project." in said(answer)
    assert reverse("account_login") in said(answer)


@pytest.mark.parametrize("who", [None, "outsider"])
def test_strangers_do_not_learn_whether_a_release_exists(as_person, releases, who):
    for there, not_there in zip(addresses("5.1"), addresses("7.7"), strict=True):
        here, other = ask(as_person(who), there), ask(as_person(who), not_there)
        assert here.status_code == other.status_code
        assert said(here).replace("5.1", "7.7") == said(other)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_list_shows_each_person_what_they_may_have(as_person, releases, who):
    shown = text(as_person(who), LIST)
    assert "Release 5.0" in shown
    for words in ("Release 5.1", "Release 6.0", "Approved data today", "/releases/latest/"):
        assert (words in shown) == (who in READERS), words


def test_nothing_is_listed_while_nothing_is_published(client, cast, root):
    make_export(root)
    shown = text(client, LIST)
    assert "No release is published yet." in shown
    assert "6.0" not in shown
    assert "/files/" not in shown


def test_a_visitor_has_a_way_to_sign_in_and_no_door_that_is_shut(client, releases):
    shown = text(client, LIST)
    assert reverse("account_login") in shown
    for door in ("/sheets/", "/admin/", "/work/", "/review/", "Find a sheet"):
        assert door not in shown


def test_releases_come_the_open_one_first_then_the_newest(as_person, releases):
    shown = text(as_person("coder"), LIST)
    order = [shown.index(f">Release {label}<") for label in ("6.0", "5.1", "5.0")]
    assert order == sorted(order)


def test_the_state_of_a_release_is_told_in_words(as_person, cast, releases):
    wanted = Release.objects.get(label="6.0")
    wanted.freeze_asked_at, wanted.freeze_asked_by = timezone.now(), cast.admin
    keep(wanted)
    assert ">published<" in text(as_person("coder"), "/releases/5.0/")
    assert ">frozen<" in text(as_person("coder"), "/releases/5.1/")
    asked = text(as_person("coder"), "/releases/6.0/")
    assert ">freeze asked for<" in asked
    assert "by Ada Admin" in asked


def test_a_release_has_cut_off_note_and_citation(client, cast, root):
    release("5.0", is_published=True, note="Now with <b>wars</b>.", citation="Cite 5.0 so.")
    shown = text(client, "/releases/5.0/")
    assert "31 December 2018" in shown
    assert "Now with &lt;b&gt;wars&lt;/b&gt;." in shown
    assert "<blockquote>Cite 5.0 so.</blockquote>" in shown


def test_a_release_has_a_doi_an_address_and_a_licence_once_they_are_given(client, cast, root):
    release("5.0", is_published=True)
    assert "Licence" not in text(client, "/releases/5.0/")
    assert "doi.org/10.5281" not in text(client, "/releases/5.0/")
    fields = {"doi": "10.5281/zenodo.1", "url": "https://data.example.org/", "licence": "CC0-1.0"}
    release("5.2", is_published=True, **fields)
    shown = text(client, "/releases/5.2/")
    assert 'href="https://doi.org/10.5281/zenodo.1"' in shown
    assert 'href="https://data.example.org/"' in shown
    assert "Licence: CC0-1.0" in shown


def test_data_and_article_are_cited_each_with_its_own_doi(client, cast, root):
    release("5.0", is_published=True, doi="10.5281/zenodo.1")
    shown = text(client, "/releases/5.0/")
    assert "(ATOP), version 5.0 [dataset]. ATOP Project. <a" in shown
    assert '237–260. <a href="https://doi.org/10.1080/03050620213653"' in shown
    for written in ("@misc{atop_5.0,", "TY  - DATA", "&#34;type&#34;: &#34;dataset&#34;"):
        assert written in shown


def test_a_release_that_was_published_elsewhere_says_when(client, cast, root):
    release("5.1", is_published=True)
    release("5.2", is_published=True)
    assert "</span> 9 Aug 2022, imported here" in text(client, "/releases/5.1/")
    assert "(2022). Alliance Treaty" in text(client, "/releases/5.1/")
    assert "imported" not in text(client, "/releases/5.2/")


def test_the_files_are_a_table_with_a_link_for_each_format(client, releases):
    shown = text(client, "/releases/5.0/")
    assert "Members of alliances" in shown
    for name in FILES:
        assert (f"/releases/5.0/files/{name}" in shown) == (not name.startswith("sheets/"))
    assert "2 printed sheets, each as .pdf, .txt" in shown


def test_every_checksum_is_on_the_page_of_the_release(client, releases):
    shown = text(client, "/releases/5.0/")
    listed = [content for name, content in FILES.items() if not name.startswith("sheets/")]
    for content in listed:
        assert hashlib.sha256(content).hexdigest() in shown


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
def test_a_file_comes_whole_as_an_attachment_with_its_kind(client, releases, root, name):
    answer = ask(client, f"/releases/5.0/files/{name}")
    content = (root / "20260101T023000Z" / name).read_bytes()
    assert answer.came == content
    assert answer.headers["Content-Length"] == str(len(content))
    assert answer.headers["Content-Type"] == MEDIA_TYPES["." + name.rpartition(".")[2]]
    file = name.rpartition("/")[2]
    how = "inline" if name.endswith((".txt", ".html")) else "attachment"
    assert answer.headers["Content-Disposition"] == f'{how}; filename="{file}"'
    assert ("sandbox" in answer.headers["Content-Security-Policy"]) == (how == "inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_somebody_has_already_is_not_sent_again(client, releases):
    address = "/releases/5.0/files/sheets.json"
    tag = ask(client, address).headers["ETag"]
    assert tag == f'"{hashlib.sha256(FILES["sheets.json"]).hexdigest()}"'
    answer = ask(client, address, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.came) == (304, b"")
    assert ask(client, address, headers={"If-None-Match": '"other"'}).status_code == 200


PARTED = "datasets/atop5_0m.csv"
WHOLE = FILES[PARTED]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=2-4", 2, 4),
        ("BYTES=2-4", 2, 4),
        ("bytes=3-", 3, len(WHOLE) - 1),
        ("bytes=-2", len(WHOLE) - 2, len(WHOLE) - 1),
        ("bytes=1-999999", 1, len(WHOLE) - 1),
        ("bytes=-999999", 0, len(WHOLE) - 1),
    ],
)
def test_a_part_of_a_file_comes_where_a_part_is_asked_for(client, releases, asked, first, last):
    answer = ask(client, f"/releases/5.0/files/{PARTED}", headers={"Range": asked})
    assert (answer.status_code, answer.came) == (206, WHOLE[first : last + 1])
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(WHOLE)}"
    assert answer.headers["Content-Length"] == str(len(answer.came))


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,3-4", "bytes=4-2", "lines=1-2", "bytes=x-", "bytes=-", "bytes=٢-٤"]
)
def test_what_is_no_part_gets_the_whole_file(client, releases, asked):
    answer = ask(client, f"/releases/5.0/files/{PARTED}", headers={"Range": asked})
    assert (answer.status_code, answer.came) == (200, WHOLE)
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=999999-1000000", "bytes=-0"])
def test_behind_the_end_there_is_no_part(client, releases, asked):
    answer = ask(client, f"/releases/5.0/files/{PARTED}", headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(WHOLE)}"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert f"The file has {len(WHOLE)} bytes" in answer.came.decode()


def test_a_file_that_changed_since_its_first_part_comes_whole(client, releases):
    address, part = f"/releases/5.0/files/{PARTED}", {"Range": "bytes=2-4"}
    tag = ask(client, address).headers["ETag"]
    assert ask(client, address, headers=part | {"If-Range": tag}).status_code == 206
    assert ask(client, address, headers=part | {"If-Range": '"other"'}).came == WHOLE


@pytest.mark.parametrize("name", ["files/sheets.json", "files/SHA256SUMS", "everything.zip"])
def test_a_question_for_the_head_gets_the_same_headers_and_no_body(client, releases, name):
    address = f"/releases/5.0/{name}"
    whole, head = ask(client, address), client.head(address)
    assert body(head) == b""
    for header in ("Content-Type", "Content-Disposition", "Content-Length", "ETag"):
        assert head.headers.get(header) == whole.headers.get(header)


@pytest.mark.parametrize("name", ["files/sheets.json", "everything.zip", ""])
def test_nothing_is_sent_to_these_addresses(client, releases, name):
    assert client.post(f"/releases/5.0/{name}").status_code == 405


@pytest.mark.parametrize(
    "name",
    [
        "../20260104T023000Z/sheets.json",
        "..%2F20260104T023000Z%2Fsheets.json",
        "%2e%2e/%2e%2e/manage.py",
        "sheets/../sheets.json",
        "./sheets.json",
        "/etc/passwd",
        "//etc/passwd",
        "sheets",
        "sheets/",
        "stray.txt",
        "sheets.json%00",
        "SHEETS.JSON",
        "latest/sheets.json",
    ],
)
def test_no_other_file_is_handed_out(client, releases, root, name):
    (root / "20260101T023000Z" / "stray.txt").write_text("stray")
    answer = ask(client, f"/releases/5.0/files/{name}")
    assert answer.status_code == 404
    assert "Traceback" not in answer.came.decode()


@pytest.mark.parametrize("name", ["drafts.zip", "a-b.zip"])
def test_there_are_no_other_zip_files(client, releases, name):
    assert ask(client, f"/releases/5.0/{name}").status_code == 404


def test_the_record_has_its_address_even_where_a_release_bears_the_name(client, cast, root):
    release("latest", is_published=True)
    make_export(root)
    assert ask(client, "/releases/latest/files/sheets.json").status_code == 403


def test_everything_comes_as_a_zip_file(client, releases):
    answer = ask(client, "/releases/5.0/everything.zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.came))
    assert {f"atop-5.0/{name}" for name in FILES} < set(archive.namelist())
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="atop-5.0-everything.zip"'
    )


def test_the_checksums_come_as_sha256sum_reads_them(client, releases):
    lines = text(client, "/releases/5.0/files/SHA256SUMS")
    digest = hashlib.sha256(FILES["sheets.json"]).hexdigest()
    assert f"{digest}  sheets.json\n" in lines
    assert lines.count("\n") == len(FILES)


def test_where_there_is_no_export_the_command_is_told(as_person, cast, root):
    release("5.1")
    command = f"manage.py nightly_export --output {root}"
    shown = text(as_person("admin"), LIST)
    assert f"{command}</code>" in shown
    assert f"{command} --release 5.1</code>" in shown
    assert f"{command}</code>" in text(as_person("admin"), "/releases/latest/")
    assert f"{command} --release 5.1</code>" in text(as_person("admin"), "/releases/5.1/")


def test_a_folder_with_a_space_in_its_name_is_told_as_it_is_typed(as_person, settings, tmp_path):
    settings.EXPORT_DIR = tmp_path / "a folder"
    shown = html.unescape(text(as_person("admin"), LIST))
    assert f"--output '{tmp_path}/a folder'</code>" in shown


@pytest.mark.parametrize("who", ["visitor", "coder", "reader"])
def test_only_admins_are_told_about_folders(client, as_person, cast, root, who):
    release("5.0", is_published=True)
    for address in (LIST, "/releases/5.0/"):
        shown = text(client if who == "visitor" else as_person(who), address)
        assert "The files of release 5.0 are not here at the moment." in shown
        assert ("ask an admin" in shown) is (who != "visitor")
        assert str(root) not in shown


def test_an_open_release_is_said_to_have_no_files_yet(as_person, cast, root):
    assert "once it is frozen" in text(as_person("coder"), "/releases/6.0/")


@pytest.mark.parametrize("spoilt", ["manifest.json", "sheets.json"])
def test_a_spoilt_export_does_not_break_the_pages(as_person, releases, root, spoilt):
    for place in root.iterdir():
        (place / spoilt).write_bytes(b"{\xff")
    asked = [LIST, *addresses("5.0"), *addresses("latest")]
    for address in (query for query in asked if not query.endswith("everything.zip")):
        assert ask(as_person("coder"), address).status_code in (200, 404), address


def test_a_file_that_changed_on_the_disk_is_refused_in_words(client, releases, root):
    (root / "20260101T023000Z" / "sheets.json").write_text("[1, 2]")
    answer = ask(client, "/releases/5.0/files/sheets.json")
    assert answer.status_code == 404
    assert "sheets.json is not as it was exported." in answer.came.decode()


def test_a_label_that_cannot_be_an_address_does_not_break_the_list(as_person, releases):
    release("6/1")
    assert "Release 6/1" in text(as_person("coder"), LIST)


@on_the_gate
def test_each_script_has_a_link(as_person, cast, sheet, root):
    scripts = [path.name for path in export(root).place.glob("datasets/*.R")]
    shown = text(as_person("coder"), "/releases/latest/")
    assert len(scripts) == 13
    for name in scripts:
        assert f"/releases/latest/files/datasets/{name}" in shown


@on_the_gate
@pytest.mark.acceptance(13)
def test_every_file_can_be_taken_away_and_what_is_not_approved_is_in_none(
    as_person, cast, sheet, root
):
    draft(sheet, 14, f"{SENTINEL} draft", by=cast.coder, note=f"{SENTINEL} note")
    pending(sheet, 15, f"{SENTINEL} pending", by=cast.coder)
    place = export(root).place
    client = as_person("coder")
    answer = ask(client, "/releases/latest/everything.zip")
    folder = root.parent / "taken"
    zipfile.ZipFile(io.BytesIO(answer.came)).extractall(folder)
    said = everything_said(folder)
    assert "Answer 14." in said
    assert SENTINEL not in said
    for address in (LIST, "/releases/latest/"):
        assert SENTINEL not in text(client, address)
    for file in json.loads((place / "manifest.json").read_text())["files"]:
        answer = ask(client, f"/releases/latest/files/{file['name']}")
        assert hashlib.sha256(answer.came).hexdigest() == file["sha256"]


def test_the_list_asks_the_same_of_two_releases_and_of_twenty(as_person, releases):
    client = as_person("coder")
    few = cost_of(client, LIST)
    for number in range(20):
        release(f"4.{number}")
    assert cost_of(client, LIST) == few <= 8
