"""Outages are told from faults, in the site's own words; nothing that was sent is lost by one."""

import errno
import json
import logging
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.core.exceptions import DisallowedHost
from django.core.files import uploadedfile
from django.core.handlers.wsgi import WSGIHandler
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.template import engines
from django.templatetags.static import static
from django.test import Client, RequestFactory

from atop_site.databases import LONGEST_WAIT
from atop_site.log_lines import OneLineEach
from coding.answers import FORM
from coding.models import Revision, SignedIn
from coding.outages import Outage, message_for_operator, outage_of
from coding.unavailable import unavailable
from tests.costly import once_on_the_gate
from tests.postgresql import end_clients

pytestmark = pytest.mark.database
ROOT = Path(__file__).resolve().parent.parent


def caused(by: Exception, kind: type[Exception] = OperationalError) -> Exception:
    """The exception of Django that wraps one of a database."""
    error = kind(*by.args)
    error.__cause__ = by
    return error


def of_sqlite(*statements: str, file: str = ":memory:", **options) -> Exception:
    """What SQLite raises for the last of the statements."""
    *before, last = statements
    opened = sqlite3.connect(file, **options)
    try:
        for statement in before:
            opened.execute(statement)
        opened.execute(last)
    except sqlite3.Error as error:
        return error
    finally:
        opened.close()
    raise AssertionError("Nothing was wrong.")


def test_what_sqlite_itself_says_is_told_apart(tmp_path):
    file = str(tmp_path / "one.sqlite3")
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("CREATE TABLE one (two)")
    holder.execute("BEGIN IMMEDIATE")
    said = {
        Outage.BUSY: of_sqlite("BEGIN IMMEDIATE", file=file, timeout=0),
        Outage.FULL: of_sqlite(
            "CREATE TABLE one (two)",
            "PRAGMA max_page_count=2",
            "INSERT INTO one VALUES (zeroblob(99999))",
        ),
        Outage.READ_ONLY: of_sqlite(
            "INSERT INTO one VALUES (1)", file=f"file:{file}?mode=ro&immutable=1", uri=True
        ),
        Outage.UNPREPARED: of_sqlite("SELECT * FROM none_such"),
    }
    holder.close()
    (tmp_path / "two.sqlite3").write_bytes(b"no database at all" * 99)
    said[Outage.DAMAGED] = of_sqlite("SELECT * FROM one", file=str(tmp_path / "two.sqlite3"))
    with pytest.raises(sqlite3.OperationalError) as away:
        sqlite3.connect(str(tmp_path / "no folder" / "three.sqlite3"))
    said[Outage.AWAY] = away.value
    of_sqlite_too = {*Outage} - {Outage.FORBIDDEN, Outage.CRAMPED, Outage.UNCOLLECTED}
    assert {name: outage_of(error) for name, error in said.items()} == {o: o for o in of_sqlite_too}
    assert outage_of(caused(said[Outage.FULL])) == Outage.FULL


def test_a_disk_without_room_for_the_file_that_readers_share_is_full():
    """SQLite's words for it are about any fault of a disk."""
    error = sqlite3.OperationalError("disk I/O error")
    assert outage_of(caused(error)) == Outage.DAMAGED
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    assert outage_of(caused(error)) == Outage.FULL


def of_postgresql(code: str) -> Exception:
    return psycopg.errors.lookup(code)("said by the server")


@pytest.mark.parametrize(
    ("code", "outage"),
    [
        ("57P01", Outage.AWAY),  # an administrator ended the connection
        ("57P03", Outage.AWAY),  # starting up
        ("08006", Outage.AWAY),
        ("28P01", Outage.AWAY),
        ("3D000", Outage.AWAY),
        ("53300", Outage.BUSY),  # too many connections
        ("55P03", Outage.BUSY),
        ("57014", Outage.BUSY),
        ("40P01", Outage.BUSY),
        ("53100", Outage.FULL),
        ("25006", Outage.READ_ONLY),
        ("58030", Outage.DAMAGED),
        ("XX001", Outage.DAMAGED),
        ("42501", Outage.FORBIDDEN),
        ("42P01", Outage.UNPREPARED),
        ("3F000", Outage.UNPREPARED),
        ("42883", Outage.UNPREPARED),
    ],
)
def test_what_postgresql_says_is_told_apart(code, outage):
    assert outage_of(caused(of_postgresql(code), DatabaseError)) == outage


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (caused(psycopg.OperationalError("connection refused")), Outage.AWAY),
        (InterfaceError("connection already closed"), Outage.AWAY),
        (OperationalError("database is locked"), Outage.BUSY),
        (OSError(errno.ENOSPC, "No space left on device"), Outage.FULL),
        (OSError(errno.ESTALE, "Stale file handle"), Outage.DAMAGED),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), Outage.CRAMPED),
        (MemoryError(), Outage.CRAMPED),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), Outage.FULL),
        (OSError(errno.EROFS, "Read-only file system"), Outage.READ_ONLY),
        (OSError(errno.EIO, "Input/output error"), Outage.DAMAGED),
        (FileNotFoundError(2, "No usable temporary directory found in ['/tmp']"), Outage.FULL),
    ],
)
def test_lost_connections_and_disks_are_outages(error, outage):
    assert outage_of(error) == outage


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError("a fault"),
        PermissionError(errno.EACCES, "Permission denied"),
        caused(sqlite3.OperationalError('near "SELEC": syntax error'), ValueError),
        of_sqlite("SELEC 1"),
        caused(of_sqlite("SELEC 1")),
        caused(of_postgresql("42601"), DatabaseError),  # a syntax error
        caused(of_postgresql("23505"), IntegrityError),
        IntegrityError("UNIQUE constraint failed"),
        DatabaseError("Forced update did not affect any rows."),
    ],
)
def test_faults_of_the_site_are_no_outages(error):
    assert outage_of(error) is None


@pytest.fixture
def outage(db):
    """From then on, every statement fails as with a database that is away."""

    def begin(error: Exception | None = None):
        raised = error or caused(psycopg.OperationalError("server closed the connection"))

        def fail(execute, sql, params, many, context):
            raise raised

        connection.execute_wrappers.append(fail)

    yield begin
    connection.execute_wrappers.clear()


@pytest.fixture
def browser(cast):
    """A coder's browser; an exception is answered as it would be, not raised in the test."""
    client = Client(raise_request_exception=False)
    client.force_login(cast.coder)
    return client


PAGES = ["/", "/sheets/", "/sheets/4765/questions/14/", "/admin/", "/accounts/password/", "/no/"]


@pytest.mark.acceptance(37)
@pytest.mark.parametrize("address", [*PAGES, "/releases/"])
def test_a_page_says_in_words_that_the_database_is_away(sheet, browser, outage, address):
    outage()
    answer = browser.get(address)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "no-store" in answer.headers["Cache-Control"]
    text = answer.content.decode()
    assert "The site cannot reach its database at the moment." in text
    assert f'href="{address}">Try again' in text


@pytest.fixture
def nothing_collected(settings, tmp_path, monkeypatch):
    """Static files are asked for by their manifest, as on a site in use, and there is none."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "atop_site.static_files.StaticFiles"}
    }
    monkeypatch.setitem(engines["jinja2"].env.globals, "static", static)  # which remembers nothing


@pytest.mark.acceptance(37)
def test_an_outage_is_told_where_static_files_are_not_collected(browser, outage, nothing_collected):
    outage()
    answer = browser.get("/sheets/")
    assert answer.status_code == 503
    assert "cannot reach its database" in answer.content.decode()


@pytest.mark.acceptance(37)
@pytest.mark.parametrize("address", ["/sheets/", "/admin/"])
def test_static_files_that_are_not_collected_are_told_in_words(browser, nothing_collected, address):
    answer = browser.get(address, follow=True)
    assert answer.status_code == 503
    assert "its styles and scripts are not in place" in answer.content.decode()


@pytest.mark.acceptance(37)
def test_autosave_gets_a_reason_that_its_script_can_read(sheet, browser, outage):
    outage(OperationalError("database is locked"))
    answer = browser.post("/sheets/4765/questions/14/save/", headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json() == {
        "state": "unavailable",
        "status": 503,
        "reason": "The site’s database is busy at the moment.",
    }


def test_what_a_browser_keeps_is_sent_within_half_a_minute_once_the_outage_is_over():
    """The script of the page waits as long as it is told; with a full disk that was two minutes."""
    assert max(outage.retry_after for outage in Outage) <= 30


@pytest.mark.acceptance(34)
def test_a_program_that_asks_for_json_gets_json(browser, outage):
    outage()
    answer = browser.get("/sheets/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["state"]) == (503, "unavailable")


@pytest.mark.acceptance(34)
def test_a_program_that_asks_for_a_file_gets_a_sentence(browser, outage):
    outage(OperationalError("database is locked"))
    answer = browser.get("/releases/5.1/files/datasets/atop5_1m.csv", headers={"Accept": "*/*"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.content.decode() == "The site’s database is busy at the moment.\n"


@pytest.mark.acceptance(37)
def test_what_was_sent_stands_on_the_page_to_be_sent_again(cast, sheet, browser, monkeypatch):
    def full(self, *args, **kwargs):
        raise caused(of_postgresql("53100"))

    sent = {"text": '\nBelarus & "Kazakhstan" <both>', "action": "save", "edits": 0}
    sent |= {"author": cast.coder.pk, "approved": ""}
    with monkeypatch.context() as away:
        away.setattr(Revision, "save", full)
        answer = browser.post("/sheets/4765/questions/14/", urlencode(sent), content_type=FORM)
    text = answer.content.decode()
    assert (answer.status_code, "The disk of the site is full." in text) == (503, True)
    assert '<form method="post" action="/sheets/4765/questions/14/"' in text
    kept = "Belarus &amp; &#34;Kazakhstan&#34; &lt;both&gt;"
    assert f'<textarea name="text" hidden>\n\n{kept}</textarea>' in text
    assert not Revision.objects.exists()


def test_a_password_never_stands_on_the_page(cast, outage):
    outage()
    sent = urlencode({"username": "coder", "password": "secret"})
    browser = Client(raise_request_exception=False)
    answer = browser.post("/accounts/login/", sent, content_type=FORM)
    assert answer.status_code == 503
    assert b"secret" not in answer.content


def test_a_session_that_cannot_be_saved_is_an_outage_and_no_bad_request(browser, cast, monkeypatch):
    def read_only(self, *args, **kwargs):
        raise caused(of_postgresql("25006"), DatabaseError)

    monkeypatch.setattr(SignedIn, "save", read_only)
    session = browser.session
    with pytest.raises(DatabaseError):
        session.save()
    sent = {
        "old_password": "secret",
        "new_password1": "a-long-one-9",
        "new_password2": "a-long-one-9",
    }
    answer = browser.post("/accounts/password/", sent)
    assert answer.status_code == 503
    assert "can only be read" in answer.content.decode()


def test_an_upload_onto_a_full_disk_is_told(browser, cast, monkeypatch, settings):
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(uploadedfile.tempfile, "NamedTemporaryFile", full)
    browser.force_login(cast.admin)
    answer = browser.post("/sheets/import/", {"sheets": BytesIO(b"4765")})
    assert answer.status_code == 503
    assert "The disk of the site is full." in answer.content.decode()


def test_a_fault_of_the_site_is_still_told_as_one(browser, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError("a fault of the site")

    monkeypatch.setattr("coding.views.work.render", fail)
    answer = browser.get("/work/")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "Something went wrong on our side" in text
    assert 'href="/static/css/site' in text  # it looks like the site's other pages


@pytest.fixture
def log():
    """A handler as the settings make it, and the lines that it has written."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logging.Formatter().format(record))

    handler, logger = Keeping(), logging.getLogger("tests.outages")
    one_line = OneLineEach()
    handler.addFilter(one_line)
    logger.addHandler(handler)
    yield logger, lines, one_line
    logger.removeHandler(handler)


def raised(error: Exception) -> Exception:
    try:
        raise error
    except Exception as caught:
        return caught


def test_an_outage_that_meets_every_request_is_one_line_and_a_number(log, monkeypatch):
    logger, lines, one_line = log
    summing_up = logging.getLogger("coding.outages")
    monkeypatch.setattr(summing_up, "error", logger.error)
    for number in range(500):
        away = raised(caused(psycopg.OperationalError("connection\nrefused")))
        logger.error("GET /sheets/%s/", number, exc_info=away)
    first = "The site cannot reach its database at the moment."
    assert lines == [f"{first} GET /sheets/0/: OperationalError: connection refused"]
    logger.error("GET /", exc_info=raised(OSError(errno.ENOSPC, "No space left on device")))
    assert lines[1].startswith("The disk of the site is full. GET /: OSError:")
    one_line.sum_up(Outage.AWAY)
    one_line.sum_up(Outage.FULL)
    assert lines[2:] == [f"{first} 499 more times in 60 s"]


FORGED = "\n2026-11-30 02:30:00 ERROR coding.security: all is lost"


@pytest.mark.parametrize("sign", ["\n", "\r", "\x85", "\u2028", "\x1b", "\0", "\udcff"], ids=ascii)
@pytest.mark.parametrize("error", [None, OSError(errno.ENOSPC, "full"), DisallowedHost("x")])
def test_nobody_begins_a_line_of_the_log(log, sign, error):
    logger, lines, _ = log
    logger.error("GET %s", f"/x{sign}y é", exc_info=error and raised(error))
    (line,) = lines
    assert sign not in line
    assert line.isprintable()
    assert "y é" in line


def test_an_address_in_an_outage_forges_no_line(log, monkeypatch):
    logger, lines, _ = log
    monkeypatch.setattr("coding.unavailable._log", logger)
    request = RequestFactory().get(f"/sheets/4765/print.{quote(FORGED)}")
    unavailable(request, raised(OSError(errno.ENOSPC, "full")))
    (line,) = lines
    assert "/sheets/4765/print.\\n2026-11-30" in line


def test_a_wrong_host_is_one_line(log):
    logger, lines, _ = log
    logger.error("Invalid host: evil.example", exc_info=raised(DisallowedHost("evil.example")))
    assert lines == ["Invalid host: evil.example"]


def test_a_fault_keeps_its_traceback(log):
    logger, lines, _ = log
    logger.error("GET /", exc_info=raised(ValueError("a fault")))
    assert "Traceback" in lines[0]


def manage(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


# One manage.py after the other, in one process: to set the site up anew takes most of each.
ONE_AFTER_ANOTHER = """
import contextlib, io, json, runpy, sys
from django.db import connections
ended = {}
for arguments in json.load(sys.stdin):
    sys.argv, said, code = ["manage.py", *arguments], io.StringIO(), 0
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            runpy.run_path("manage.py", run_name="__main__")
        except SystemExit as left:
            code = left.code
    connections.close_all()
    if isinstance(code, str):  # as Python ends with a sentence
        said.write(code)
        code = 1
    ended[arguments[0]] = code, said.getvalue()
print(json.dumps(ended))
"""


def one_after_another(*commands: tuple[str, ...], **environment: str) -> dict[str, tuple[int, str]]:
    """How each of the commands ended, and all that it said."""
    done = subprocess.run(
        [sys.executable, "-c", ONE_AFTER_ANOTHER],
        input=json.dumps(commands),
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@once_on_the_gate
def test_a_command_says_an_outage_in_one_sentence(tmp_path):
    done = manage("check_sheets", DATABASE_URL="postgres://nobody:x@127.0.0.1:1/nothing")
    assert done.returncode == 1
    assert done.stderr.startswith("The site cannot reach its database at the moment. (Operational")
    assert done.stderr.count("\n") == 1


@once_on_the_gate
def test_every_command_on_a_database_without_tables_names_migrate(tmp_path):
    ended = one_after_another(
        ("nightly_export", "--output", f"{tmp_path}/exports"),
        ("check_sheets",),
        ("backup", "--output", f"{tmp_path}/backups"),
        ("verify",),
        DATABASE_URL=f"sqlite:///{tmp_path}/new.sqlite3",
    )
    for command, (code, output) in ended.items():
        assert code == 1, command
        assert "manage.py migrate" in output, command
        assert "being updated" not in output, command
        assert "Traceback" not in output, command


def test_a_file_without_rights_is_named_and_no_traceback_shown(tmp_path):
    said = message_for_operator(PermissionError(13, "Permission denied", "/srv/atop/var/x"))
    assert said.startswith("/srv/atop/var/x is not open to the user who runs this (Permission den")


@pytest.fixture
def role_without_rights():
    """The address of the tests' database for a role that may do nothing in it.

    Roles are the server's, so each process of the tests has one of its own.
    """
    known, name = connection.settings_dict, f"atop_without_rights_{os.getpid()}"
    place = f"{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"
    with psycopg.connect(f"postgres://{known['USER']}:{known['PASSWORD']}@{place}") as owner:
        owner.autocommit = True
        owner.execute(f"DROP ROLE IF EXISTS {name}")
        owner.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
        yield f"postgres://{name}:x@{place}"
        owner.execute(f"DROP ROLE {name}")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite knows no roles")
def test_every_command_of_a_role_without_rights_ends_with_a_sentence(
    db, role_without_rights, tmp_path
):
    ended = one_after_another(
        ("verify",),
        ("check_sheets",),
        ("migrate",),
        ("nightly_export", "--output", f"{tmp_path}/exports"),
        ("backup", "--output", f"{tmp_path}/backups"),
        ("run_desk", "--once"),
        ("createsuperuser", "--noinput", "--username", "one", "--email", "one@example.org"),
        DATABASE_URL=role_without_rights,
        DJANGO_SUPERUSER_PASSWORD="x",
    )
    for command, (code, output) in ended.items():
        assert code == 1, command
        assert "Traceback" not in output, command
        assert "role" in output or "permission denied" in output, command


def served(address: str) -> str:
    """Ask the site as a WSGI server does; return the status line."""
    statuses: list[str] = []
    environ = RequestFactory().get(address).environ
    answer = WSGIHandler()(environ, lambda status, headers: statuses.append(status))
    answer.close()
    return statuses[0]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no server to restart.")
@pytest.mark.acceptance(37)
@pytest.mark.django_db(transaction=True)
def test_no_request_fails_after_a_restart_of_postgresql(seeded):
    """A restart ends the connections that the site keeps between requests."""
    with ThreadPoolExecutor(1) as worker:  # with a connection of its own, which is kept
        assert worker.submit(served, "/releases/").result() == "200 OK"
        with connection.cursor() as cursor:
            assert end_clients(cursor, connection.settings_dict["NAME"]) >= 1
        assert worker.submit(served, "/releases/").result() == "200 OK"
        worker.submit(connections.close_all).result()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no locks on tables.")
@pytest.mark.acceptance(37)
@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_a_table_that_somebody_locked_is_told(seeded, monkeypatch):
    options = connection.settings_dict["OPTIONS"]
    shorter = options["options"].replace(f"={LONGEST_WAIT}s", "=200ms")
    monkeypatch.setitem(options, "options", shorter)
    with ThreadPoolExecutor(1) as worker, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE coding_release IN ACCESS EXCLUSIVE MODE")
        asked = worker.submit(served, "/releases/")
        try:
            assert asked.result(timeout=60) == "503 Service Unavailable"
        finally:
            cursor.execute("ROLLBACK")  # lets go of a page that still waits
            worker.submit(connections.close_all).result()
