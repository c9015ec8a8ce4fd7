"""Settings are read strictly, and a mistake is told with its remedy."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import engines

from atop_site.databases import database_at, read_database, read_replicas
from atop_site.environment import (
    read_flag,
    read_folder,
    read_log,
    read_place,
    read_secret,
    read_site_url,
)
from atop_site.wsgi import compile_templates
from tests.costly import on_the_gate

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in ("SECRET_KEY", "SECRET_KEY_FILE", "FLAG", "URL", "FOLDER"):
        monkeypatch.delenv(name, raising=False)


def test_a_secret_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "secret-key"
    made = read_secret("SECRET_KEY", path)
    assert len(made) >= 50
    assert read_secret("SECRET_KEY", path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_secret_comes_from_the_variable_or_from_its_file(tmp_path, monkeypatch):
    (tmp_path / "mine").write_text("f" * 40 + "\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "mine"))
    assert read_secret("SECRET_KEY", tmp_path / "other") == "f" * 40
    monkeypatch.setenv("SECRET_KEY", "v" * 40)
    with pytest.raises(ImproperlyConfigured, match="Keep one of them"):
        read_secret("SECRET_KEY", tmp_path / "other")
    monkeypatch.delenv("SECRET_KEY_FILE")
    assert read_secret("SECRET_KEY", tmp_path / "other") == "v" * 40


def test_a_short_secret_and_a_missing_file_are_explained(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(ImproperlyConfigured, match="shorter than 32"):
        read_secret("SECRET_KEY", tmp_path / "x")
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "missing"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        read_secret("SECRET_KEY", tmp_path / "x")


@pytest.mark.parametrize(("said", "read"), [(None, False), ("True", True), ("False", False)])
def test_a_flag_is_true_or_false(monkeypatch, said, read):
    if said:
        monkeypatch.setenv("FLAG", said)
    assert read_flag("FLAG", default=False) is read


@pytest.mark.parametrize("said", ["yes", "1", "true", ""])
def test_no_other_word_is_taken_for_a_flag(monkeypatch, said):
    monkeypatch.setenv("FLAG", said)
    with pytest.raises(ImproperlyConfigured, match="Set it to True or False"):
        read_flag("FLAG", default=False)


def test_the_public_address_gives_scheme_and_host(monkeypatch):
    here = "http://127.0.0.1:8000"
    assert read_site_url("URL", here) == (here, False, "127.0.0.1")
    monkeypatch.setenv("URL", "https://atop.example.org/")
    there = "https://atop.example.org"
    assert read_site_url("URL", "") == (there, True, "atop.example.org")


@pytest.mark.parametrize(
    "said", ["atop.example.org", "ftp://atop", "https://atop/site", "https://"]
)
def test_a_wrong_public_address_is_explained(monkeypatch, said):
    monkeypatch.setenv("URL", said)
    with pytest.raises(ImproperlyConfigured, match="scheme and host only"):
        read_site_url("URL", "")


def test_a_folder_that_cannot_be_made_is_explained(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FOLDER", str(tmp_path / "file" / "inside"))
    with pytest.raises(ImproperlyConfigured, match="cannot be made"):
        read_folder("FOLDER", tmp_path)


def test_a_folder_that_others_write_need_not_be_there_yet(tmp_path, monkeypatch):
    assert read_place("FOLDER", tmp_path) == tmp_path
    monkeypatch.setenv("FOLDER", str(tmp_path / "later"))
    assert read_place("FOLDER", tmp_path) == tmp_path / "later"
    assert not (tmp_path / "later").exists()


@pytest.mark.parametrize("said", ["", "exports", "./exports", "{tmp}/file"])
def test_a_folder_that_others_write_is_given_whole(tmp_path, monkeypatch, said):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FOLDER", said.format(tmp=tmp_path))
    with pytest.raises(ImproperlyConfigured, match="Give the whole path of a folder"):
        read_place("FOLDER", tmp_path)


def test_statements_are_prepared_on_postgresql_and_its_other_options_come_with_the_address(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("DATABASE_URL", "postgres://me:secret@host/name?sslmode=require")
    options = read_database("DATABASE_URL", tmp_path / "file")["OPTIONS"]
    expected = {"server_side_binding": True, "prepare_threshold": 5, "sslmode": "require"}
    assert options.items() >= expected.items()


def test_a_kept_connection_is_looked_at_before_it_serves_and_a_lost_server_is_noticed_soon(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("DATABASE_URL", "postgres://me:secret@host/name")
    database = read_database("DATABASE_URL", tmp_path / "file")
    assert database["CONN_HEALTH_CHECKS"]
    assert (database["OPTIONS"]["connect_timeout"], database["OPTIONS"]["keepalives_idle"]) == (
        5,
        20,
    )


@pytest.mark.parametrize("said", ["", "?options=-c%20lock_timeout%3D5s"])
def test_nobody_waits_for_ever_for_what_another_connection_holds(tmp_path, monkeypatch, said):
    monkeypatch.setenv("DATABASE_URL", f"{POSTGRESQL}{said}")
    options = read_database("DATABASE_URL", tmp_path / "file")["OPTIONS"]["options"]
    assert options == f"-c lock_timeout={5 if said else 20}s"


def test_sqlite_takes_its_write_lock_at_once_wherever_its_file_is(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    default = read_database("DATABASE_URL", tmp_path / "file")
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/atop/other")
    named = read_database("DATABASE_URL", tmp_path / "file")
    assert (default["NAME"], named["NAME"]) == (str(tmp_path / "file"), "/srv/atop/other")
    assert default["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert named["OPTIONS"] == default["OPTIONS"]


@on_the_gate
def test_threads_of_a_worker_take_shorter_turns_than_python_gives_them():
    assert float(_told_by_a_worker("sys.getswitchinterval()")) <= 0.001


@on_the_gate
def test_a_worker_looks_for_garbage_more_seldom_than_python_would():
    assert int(_told_by_a_worker("gc.get_threshold()[0]")) >= 10_000


def _told_by_a_worker(asked: str) -> str:
    program = f"import gc, sys, atop_site.wsgi; print({asked})"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_templates_of_all_pages_are_compiled_before_the_first_request():
    environment, pages = engines["jinja2"].env, ROOT / "templates"
    environment.cache.clear()
    compile_templates()
    found = {str(path.relative_to(pages)) for path in pages.rglob("*.html")}
    compiled = {name for _, name in environment.cache}
    assert compiled >= {name for name in found if not name.startswith("django/")}


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("DEBUG", "maybe", "DEBUG is"),
        ("DATABASE_URL", "mongo://x", "DATABASE_URL is no address of a database. Use postgres://"),
        ("DATABASE_URL", "sqlite:///rel.sqlite3", "the file “rel.sqlite3” without its whole path"),
        ("SECURITY_LOG", "/nowhere/security.log", "SECURITY_LOG is “/nowhere/security.log”: there"),
        ("TIME_ZONE", "Houston", "TIME_ZONE is “Houston”, which is no time zone"),
    ],
)
def test_a_mistake_in_the_settings_is_one_sentence_and_no_traceback(tmp_path, name, said, told):
    environment = {**os.environ, "VAR_DIR": str(tmp_path), name: said}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("url", ["mysql://me@host/name", "oracle://host/name"])
def test_other_kinds_of_databases_are_refused(url):
    with pytest.raises(ImproperlyConfigured, match="The target is neither PostgreSQL nor SQLite"):
        database_at(url, "The target")


@pytest.mark.parametrize("url", ["nonsense", "", "sqlite://", "sqlite:///x", "postgres://h:port/x"])
def test_what_is_no_address_is_told_without_what_stands_in_it(url):
    with pytest.raises(ImproperlyConfigured) as told:
        database_at(url, "The target")
    assert "sqlite:////FILE" in str(told.value)
    assert "leave it out" not in str(told.value)


def test_an_empty_name_of_a_folder_is_not_the_current_one(tmp_path, monkeypatch):
    monkeypatch.setenv("FOLDER", "")
    with pytest.raises(ImproperlyConfigured, match="FOLDER is empty"):
        read_folder("FOLDER", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOLDER", "var")
    assert read_folder("FOLDER", tmp_path) == tmp_path / "var"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "this is a folder"),
        ("none/security.log", "there is no folder"),
        ("closed/security.log", "may not write it"),
        ("closed.log", "may not write it"),
    ],
)
def test_a_log_that_cannot_be_written_is_told_at_the_start(tmp_path, monkeypatch, name, why):
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed.log").touch()
    monkeypatch.setattr(os, "access", lambda path, mode: "closed" not in os.path.basename(path))
    monkeypatch.setenv("LOG", str(tmp_path / name))
    with pytest.raises(ImproperlyConfigured, match=why):
        read_log("LOG")


def test_a_log_may_come_to_be_later(tmp_path, monkeypatch):
    monkeypatch.setenv("LOG", str(tmp_path / "security.log"))
    assert read_log("LOG") == str(tmp_path / "security.log")
    monkeypatch.setenv("LOG", "security.log")
    with pytest.raises(ImproperlyConfigured, match="this is no whole path"):
        read_log("LOG")
    monkeypatch.delenv("LOG")
    assert read_log("LOG") == ""


POSTGRESQL = "postgres://atop:secret@db:5432/atop"


def test_a_pooler_turns_off_what_stays_on_a_connection(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", POSTGRESQL)
    pooled = read_database("DATABASE_URL", tmp_path, is_pooled=True)
    assert pooled["OPTIONS"]["prepare_threshold"] is None
    assert "options" not in pooled["OPTIONS"]  # PgBouncer refuses them
    assert pooled["DISABLE_SERVER_SIDE_CURSORS"]


def test_a_pooler_before_sqlite_is_refused(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL names no PostgreSQL server"):
        read_database("DATABASE_URL", tmp_path / "file", is_pooled=True)


def test_a_replica_is_of_postgresql_and_so_is_its_primary(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", POSTGRESQL)
    monkeypatch.setenv("REPLICA_URL", POSTGRESQL.replace("@db", "@replica"))
    primary = read_database("DATABASE_URL", tmp_path)
    assert read_replicas("REPLICA_URL", primary, is_pooled=False)["replica"]["HOST"] == "replica"
    monkeypatch.setenv("REPLICA_URL", "sqlite:////copy")
    with pytest.raises(ImproperlyConfigured, match="do not both name a PostgreSQL server"):
        read_replicas("REPLICA_URL", primary, is_pooled=False)
    monkeypatch.delenv("REPLICA_URL")
    assert read_replicas("REPLICA_URL", primary, is_pooled=False) == {}


_EVENT = "import django; django.setup(); logging.getLogger('coding.security').info('{}')"


def _tell_an_event(folder, stderr, **more):
    """Tell the security log of something, in a process of its own."""
    usual = {name: said for name, said in os.environ.items() if name != "DATABASE_URL"}
    settings = {"DJANGO_SETTINGS_MODULE": "atop_site.settings", "VAR_DIR": str(folder)}
    command = [sys.executable, "-c", f"import logging; {_EVENT}"]
    subprocess.run(command, cwd=ROOT, env=usual | settings | more, stderr=stderr, check=True)


@on_the_gate
def test_lines_of_the_security_log_are_for_programs_and_no_terminal_shows_them(tmp_path):
    log = tmp_path / "stderr"
    with log.open("w") as stderr:
        _tell_an_event(tmp_path, stderr)
    assert log.read_text() == "{}\n"
    ours, terminal = os.openpty()
    _tell_an_event(tmp_path, terminal)
    os.set_blocking(ours, False)
    with pytest.raises(BlockingIOError):
        os.read(ours, 100)
    os.close(terminal)
    os.close(ours)


@on_the_gate
def test_lines_of_the_security_log_go_into_the_file_that_is_named(tmp_path):
    log, stderr = tmp_path / "security.log", tmp_path / "stderr"
    with stderr.open("w") as other:
        _tell_an_event(tmp_path, other, SECURITY_LOG=str(log))
    assert (log.read_text(), stderr.read_text()) == ("{}\n", "")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
