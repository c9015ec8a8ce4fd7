"""Fresh databases, filled, and gunicorn in front of them: all of it in a folder that goes again."""

from __future__ import annotations

import json
import os
import secrets
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

from bench.client import BenchError

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {"site": "atop_site.settings", "baseline": "bench.baseline.settings"}
WSGI = {"site": "atop_site.wsgi", "baseline": "bench.baseline.wsgi"}
LOADERS = {"site": "bench.load", "baseline": "bench.baseline.load"}
WORKERS, THREADS = 2, 4  # as `make run` serves the site
START_SECONDS = 30


@dataclass
class Server:
    """One project on one database of one size."""

    kind: str
    size: int
    folder: Path
    database: str  # "" for SQLite, else the address of a PostgreSQL server
    port: int = field(init=False)
    secret: str = field(init=False)

    def __post_init__(self) -> None:
        self.secret = secrets.token_urlsafe(50)
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]

    @property
    def name(self) -> str:
        """The database's name on PostgreSQL."""
        return f"bench_{self.kind}_{self.size}_{os.getpid()}"

    @property
    def url(self) -> str:
        """The address of its own database."""
        if not self.database:
            return f"sqlite:///{self.folder / self.kind}.sqlite3"
        return urlsplit(self.database)._replace(path=f"/{self.name}").geturl()

    @property
    def environment(self) -> dict[str, str]:
        """All that the process gets to know."""
        return {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": SETTINGS[self.kind],
            "SECRET_KEY": self.secret,
            "VAR_DIR": str(self.folder),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": self.url,
        }

    def targets(self) -> dict[str, Any]:
        """What the loader told about the rows."""
        return json.loads((self.folder / f"{self.kind}.json").read_text())

    def prepare(self) -> None:
        """Make the tables and, for the site, the folder of static files."""
        if self.database:
            on_server(self.database, f'CREATE DATABASE "{self.name}"')
        self._manage("migrate", "--verbosity", "0")
        if self.kind == "baseline":  # its models have no migrations
            self._manage("migrate", "--run-syncdb", "--verbosity", "0")
        if self.kind == "site":
            self._manage("collectstatic", "--no-input", "--verbosity", "0")

    def fill(self) -> subprocess.Popen[bytes]:
        """Start to fill it."""
        call = f"from {LOADERS[self.kind]} import main; main({self.size}, {str(self.folder)!r})"
        command = [sys.executable, "-m", "django", "shell", "--no-imports", "-c", call]
        return subprocess.Popen(command, env=self.environment, cwd=ROOT)

    def settle(self) -> None:
        """Let PostgreSQL know its tables, as autovacuum would have by the next day."""
        if self.database:
            on_server(self.url, "VACUUM ANALYZE")

    def drop(self) -> None:
        """Remove a database on a server; an SQLite file goes with its folder."""
        if self.database:
            on_server(self.database, f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _manage(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "django", *arguments]
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve it while the block runs."""
        command = [sys.executable, "-m", "gunicorn", WSGI[self.kind]]
        command += ["--bind", f"127.0.0.1:{self.port}", "--no-control-socket"]
        command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--keep-alive", "30"]
        command += ["--log-level", "warning"]
        if Path("/dev/shm").is_dir():
            command += ["--worker-tmp-dir", "/dev/shm"]
        log = self.folder / f"{self.kind}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(command, env=self.environment, cwd=ROOT, stderr=out)
            try:
                self._await(log)
                yield
            finally:
                process.terminate()
                process.wait(timeout=START_SECONDS)

    def _await(self, log: Path) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/admin/login/")
                if connection.getresponse().status < 500:
                    return
            except (OSError, HTTPException):
                time.sleep(0.2)
        raise BenchError(f"{self.kind} did not start: {log.read_text()[-2000:]}")


def on_server(address: str, statement: str) -> None:
    """Run one statement on PostgreSQL, outside a transaction."""
    import psycopg  # only where PostgreSQL is measured

    maintenance = urlsplit(address)
    if maintenance.path in ("", "/"):
        maintenance = maintenance._replace(path="/postgres")
    with psycopg.connect(maintenance.geturl(), autocommit=True) as connection:
        connection.execute(statement)


def fill_all(servers: list[Server]) -> None:
    """Fill the site's databases, then the baseline's, which need the corpus of the first."""
    for server in servers:
        server.prepare()
    for kind in SETTINGS:
        running = [(server, server.fill()) for server in servers if server.kind == kind]
        for server, process in running:
            if process.wait():
                raise BenchError(f"Filling {server.kind} with {server.size} sheets failed.")
            server.settle()
