"""What the site makes is readable by its own user only, and its static files are served."""

import os
import re
import sqlite3
from itertools import chain
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.management import call_command
from django.templatetags.static import static
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from atop_site.databases import read_database
from atop_site.environment import read_folder, read_secret
from coding.export.nightly import export
from tests.costly import IS_GATE
from tests.export.conftest import write_no_more_than_csv


def open_to_others(folder: Path) -> list[Path]:
    """What group or others may read or change; links have no mode of their own."""
    found = [folder, *folder.rglob("*")]
    return [path for path in found if not path.is_symlink() and path.stat().st_mode & 0o077]


@pytest.fixture(autouse=True)
def _usual_umask():
    """The one that the settings set; a test may not lend another to the next."""
    usual = os.umask(0o077)
    yield
    os.umask(usual)
    assert usual == 0o077


def test_folder_secret_and_database_are_the_sites_own(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("VAR", raising=False)
    folder = read_folder("VAR", tmp_path / "var")
    read_secret("SECRET_KEY", folder / "secret-key")
    database = read_database("DATABASE_URL", folder / "atop.sqlite3")
    connection = sqlite3.connect(database["NAME"])
    connection.executescript(database["OPTIONS"]["init_command"] + "CREATE TABLE one (two)")
    assert {path.suffix for path in folder.iterdir()} >= {".sqlite3-wal", ".sqlite3-shm"}
    connection.close()
    assert open_to_others(folder) == []


def test_an_export_is_the_sites_own(sheet, tmp_path, monkeypatch):
    if not IS_GATE:
        write_no_more_than_csv(monkeypatch)
    export(tmp_path / "exports")
    assert open_to_others(tmp_path / "exports") == []


def test_an_upload_is_the_sites_own(tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    with TemporaryUploadedFile("sheet.pdf", "application/pdf", 3, None) as uploaded:
        uploaded.write(b"pdf")
        assert open_to_others(tmp_path) == []
    assert default_storage.file_permissions_mode == 0o600


@pytest.mark.django_db  # the end of an answer looks after connections
def test_static_files_are_the_sites_own_and_scripts_import_what_pages_load(tmp_path, settings):
    settings.STATIC_ROOT = str(tmp_path / "static")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "atop_site.static_files.StaticFiles"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert open_to_others(tmp_path / "static") == []
    serve = WhiteNoiseMiddleware(lambda request: None)
    answer = serve(RequestFactory().get("/static/css/site.css"))
    assert answer.status_code == 200
    assert b"--paper" in b"".join(answer.streaming_content)
    answer.close()
    imported = _imported(tmp_path / "static/js")
    assert {"asking", "shortcuts"} <= imported.keys()
    assert imported == {name: static(f"js/{name}.js") for name in imported}


def _imported(scripts: Path) -> dict[str, str]:
    """Return the scripts that others import, each with the address from which they do."""
    named = re.compile(r'^import .* from "\./((\w+)\.[0-9a-f]{12}\.js)";', re.MULTILINE)
    found = [named.findall(script.read_text()) for script in scripts.glob("*.????????????.js")]
    return {name: f"/static/js/{file}" for file, name in chain.from_iterable(found)}
