"""PostgreSQL dumps in custom format, made and read by PostgreSQL's own programs."""

import os
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from coding.backup.failures import BackupFailed

# Empties the schema, in the same transaction that restores the dump.
_EMPTY_SCHEMA = """DO $$ DECLARE one record; BEGIN
FOR one IN SELECT oid::regclass AS name FROM pg_class
  WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') LOOP
  EXECUTE format('DROP TABLE %s CASCADE', one.name); END LOOP;
FOR one IN SELECT oid::regprocedure AS name FROM pg_proc
  WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS (
    SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e') LOOP
  EXECUTE format('DROP ROUTINE %s CASCADE', one.name); END LOOP;
END $$"""
_AS_TEXT = ["pg_restore", "--no-owner", "--no-privileges", "--file=-"]


def name() -> str:
    return str(connection.settings_dict["NAME"])


def copy(path: Path) -> None:
    """Dump the state that the connection's transaction sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
    how = ["--format=custom", f"--snapshot={snapshot}", f"--file={path}"]
    arguments, environment = _address()
    done = _run(["pg_dump", *how, *arguments], env=environment)
    if done.returncode:
        raise BackupFailed(f"pg_dump failed: {_message(done.stderr)}.")


def rows_in(path: Path) -> dict[str, int]:
    """Read the whole dump, and count the rows that it would insert into each table."""
    rows: Counter[str] = Counter()
    table = None
    with _started([*_AS_TEXT, "--data-only", str(path)], stderr=subprocess.PIPE) as reading:
        for line in reading.stdout or ():
            if table is None and line.startswith(b"COPY "):
                table = line.split()[1].decode().rpartition(".")[2].strip('"')
                rows[table] += 0
            elif line == b"\\.\n":
                table = None
            elif table is not None:
                rows[table] += 1
        errors = reading.stderr.read() if reading.stderr else b""
    if reading.returncode or table is not None:
        raise BackupFailed(f"{path} is damaged: {_message(errors)}.")
    return dict(rows)


def put_back(path: Path) -> None:
    """Replace all tables by the dump, in one transaction.

    Its end is said here: told to use a single transaction, psql takes whatever ends its input for
    the end of the dump, even that this process was killed.
    """
    arguments, environment = _address()
    psql = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    psql += ["--command=BEGIN", f"--command={_EMPTY_SCHEMA}", "--file=-", *arguments]
    connection.close()
    with (
        _started([*_AS_TEXT, str(path)], stderr=subprocess.DEVNULL) as reading,
        _started(psql, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as writing,
    ):
        errors = _hand_over(reading, writing)
    if writing.returncode:
        raise BackupFailed(f"PostgreSQL refused the dump: {_message(errors)}.")


def _hand_over(reading: Any, writing: Any) -> bytes:
    """Pipe the dump into psql; if reading it fails, kill psql, which ends the transaction."""
    try:
        for line in reading.stdout:
            writing.stdin.write(line)
        if reading.wait():
            writing.kill()
        else:
            writing.stdin.write(b"COMMIT;\n")
        writing.stdin.close()
    except BrokenPipeError:  # psql reported why it stopped
        reading.kill()
    errors: bytes = writing.stderr.read()
    return errors


def _address() -> tuple[list[str], dict[str, str]]:
    """Return the arguments and environment by which PostgreSQL's programs find the database."""
    (_, *arguments), more = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return arguments, {**os.environ, "PGCONNECT_TIMEOUT": "5", **(more or {})}


def _run(command: list[str], **how: Any) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(command, capture_output=True, check=False, **how)
    except FileNotFoundError as error:
        raise _missing(command) from error


def _started(command: list[str], **how: Any) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, **how)
    except FileNotFoundError as error:
        raise _missing(command) from error


def _missing(command: list[str]) -> BackupFailed:
    return BackupFailed(
        f"There is no {command[0]} here. Install PostgreSQL’s programs (Debian: postgresql-client)."
    )


def _message(stderr: bytes) -> str:
    """Return a program's message on one line, without the name of the program."""
    lines = stderr.decode(errors="replace").strip().splitlines() or ["it was cut off"]
    return lines[0].split(": ", 2)[-1].rstrip(".")
