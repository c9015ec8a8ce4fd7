"""Keeps a database as this state of the project makes it, for the tests of later updates.

For each release and each migration that moves what is there, once, with an empty database of each
kind in DATABASE_URL: ``python -m tests.updates.keep FOLDER/0018``; then FOLDER/0018 joins the
others in kept.tar.xz, packed by ``tar --sort=name -cf - 00* | xz -9e``. Older states were kept
with the factories of their time, in the same words.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

FILES = ("answers.csv", "changes.csv", "sheets.json", "datasets/atop*.csv", "sheets/*.txt")


def main(folder: Path) -> None:
    call_command("migrate", verbosity=0)
    from coding.models.reference import read_lists
    from tests.updates import story

    read_lists()
    folder.mkdir(parents=True, exist_ok=True)
    story.fill(folder)
    (folder / f"{connection.vendor}.sql").write_text(_as_sql())
    _export(folder)


def _as_sql() -> str:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as made:
            return "\n".join(made.iterdump()) + "\n"
    command = ["pg_dump", "--no-owner", "--no-privileges", "--inserts", os.environ["DATABASE_URL"]]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return "\n".join(line for line in said.split("\n") if not line.startswith("\\"))  # psql's own


def _export(folder: Path) -> None:
    from coding.export import datasets

    datasets.formats_of = lambda level: ()
    made = folder.parent / f"{connection.vendor}-export"
    call_command("nightly_export", "--output", str(made))
    for place in (path.parent for path in made.glob("2*/manifest.json")):
        is_frozen = json.loads((place / "manifest.json").read_text())["frozen"]
        for path in (path for name in FILES for path in place.glob(name)):
            kept = folder / ("released" if is_frozen else "export") / path.relative_to(place)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, kept)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    main(Path(sys.argv[1]))
