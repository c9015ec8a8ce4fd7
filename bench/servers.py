"""Fresh databases, filled, and gunicorn in front of them: all of it in a folder that goes again."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.actions import Targets
from bench.browser import BenchError

ROOT = Path(__file__).resolve().parent.parent
WORKERS, THREADS = 2, 4  # as `make run` serves the site
START_SECONDS = 60
CLIENTS_ENDED = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = '{}' AND backend_type = 'client backend'"
)
IS_BASELINE = {"DJANGO_SETTINGS_MODULE": "bench.baseline.settings"}


@dataclass
class Server:
    """The site, or plain admin, of one checkout on one database of one size."""

    name: str
    size: int
    folder: Path  # its own
    database: str  # "" for SQLite, else the address of a PostgreSQL server
    checkout: Path = ROOT
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(init=False)
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(50))

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]

    @property
    def is_site(self) -> bool:
        """Whether it serves the site, of whichever checkout."""
        return not self.settings

    @property
    def login(self) -> str:
        """Where one signs in."""
        return "/accounts/login/" if self.is_site else "/admin/login/"

    @property
    def database_name(self) -> str:
        """The database's name on PostgreSQL."""
        return f"bench_{self.name}_{self.size}_{os.getpid()}".replace(" ", "_")

    @property
    def url(self) -> str:
        """The address of its own database."""
        if not self.database:
            return f"sqlite:///{self.folder / 'bench.sqlite3'}"
        return urlsplit(self.database)._replace(path=f"/{self.database_name}").geturl()

    @property
    def environment(self) -> dict[str, str]:
        """All that the process gets to know."""
        return {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(self.checkout),
            "DJANGO_SETTINGS_MODULE": "atop_site.settings",
            "SECRET_KEY": self.secret,
            "VAR_DIR": str(self.folder),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": self.url,
            **self.settings,
        }

    def targets(self) -> Targets:
        """What the loader told about the rows."""
        return json.loads((self.folder / self._told_in).read_text())

    @property
    def _told_in(self) -> str:
        return "site.json" if self.is_site else "baseline.json"

    def fill(self) -> None:
        """Make the database with the checkout's own code, and let PostgreSQL know its tables."""
        if self.database:
            on_server(self.database, f'CREATE DATABASE "{self.database_name}"')
        self._migrate()
        module = self._filling if self.is_site else "bench.baseline.load"
        call = f"from {module} import main; main({self.size}, {str(self.folder)!r})"
        self._run("django", "shell", "--no-imports", "-c", call)
        if self.database:
            on_server(self.url, "VACUUM ANALYZE")

    @property
    def _filling(self) -> str:
        """What fills the site; a checkout from before the load test has it under another name."""
        has_it = (self.checkout / "bench" / "filling.py").exists()
        return "bench.filling" if has_it else "bench.load"

    def fill_like(self, other: Server) -> None:
        """Take over the database of another checkout, and migrate it as an update would."""
        if self.database:
            copied = f'CREATE DATABASE "{self.database_name}" TEMPLATE "{other.database_name}"'
            on_server(self.database, copied)
        else:
            shutil.copy(other.folder / "bench.sqlite3", self.folder)
        shutil.copy(other.folder / other._told_in, self.folder)
        self._migrate()
        if self.database:
            on_server(self.url, "VACUUM ANALYZE")

    def _migrate(self) -> None:
        if self.is_site:
            self._run("django", "migrate", "--verbosity", "0")
            self._run("django", "collectstatic", "--no-input", "--verbosity", "0")
        else:  # its models have no migrations; PostgreSQL wants those that they refer to first
            self._run("django", "migrate", "--verbosity", "0")
            self._run("django", "migrate", "--run-syncdb", "--verbosity", "0")

    def _run(self, module: str, *arguments: str) -> None:
        if self.start(module, *arguments).wait():
            raise BenchError(f"{self.name}: {module} {arguments[0]} failed.")

    def start(self, module: str, *arguments: str, **streams: Any) -> subprocess.Popen[bytes]:
        """Start a command on its database."""
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.Popen(command, env=self.environment, cwd=self.checkout, **streams)

    def drop(self) -> None:
        """Remove a database on a server; an SQLite file goes with its folder."""
        if self.database:
            # Not WITH (FORCE): it fails where autovacuum is at work in the database.
            on_server(self.database, CLIENTS_ENDED.format(self.database_name))
            on_server(self.database, f'DROP DATABASE IF EXISTS "{self.database_name}"')

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve it while the block runs."""
        served = "atop_site.wsgi" if self.is_site else "django.core.wsgi:get_wsgi_application()"
        command = [sys.executable, "-m", "gunicorn", served, "--bind", f"127.0.0.1:{self.port}"]
        command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--keep-alive", "30"]
        command += ["--log-level", "warning", "--no-control-socket"]
        if Path("/dev/shm").is_dir():
            command += ["--worker-tmp-dir", "/dev/shm"]
        log = self.folder / "gunicorn.log"
        with log.open("wb") as out:
            process = subprocess.Popen(command, env=self.environment, cwd=self.checkout, stderr=out)
            try:
                self._await(log)
                yield
            finally:
                process.terminate()
                process.wait(timeout=START_SECONDS)

    def _await(self, log: Path) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", self.login)
                if connection.getresponse().status < 500:
                    return
            except (OSError, HTTPException):
                time.sleep(0.2)
            finally:
                connection.close()
        raise BenchError(f"{self.name} did not start: {log.read_text()[-2000:]}")


def on_server(address: str, statement: str) -> None:
    """Run one statement on PostgreSQL, outside a transaction."""
    import psycopg  # only where PostgreSQL is measured

    maintenance = urlsplit(address)
    if maintenance.path in ("", "/"):
        maintenance = maintenance._replace(path="/postgres")
    with psycopg.connect(maintenance.geturl(), autocommit=True) as connection:
        connection.execute(statement)
