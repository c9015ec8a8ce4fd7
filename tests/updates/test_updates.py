"""A site that an earlier state of this project made is migrated, verifies, and says the same."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.costly import IS_GATE, on_the_gate
from tests.updates.kept import KeptDatabase, Rows, states, unpack

pytestmark = [pytest.mark.django_db, on_the_gate]
ROOT = Path(__file__).resolve().parent.parent.parent

# On PostgreSQL one state, which has a bit of everything.
STATES = states() if IS_GATE else ["0018"]

RENAMED = {"coding_releasedcoding": "coding_releasedsheet"}
RENAMED_COLUMNS = {"atop_id": "atopid"}  # of answers.csv and changes.csv
WORDS_OF_LENGTH = ("length", "duration")  # a code has taken the first name over since


# Each on one worker: two would both update it.
EACH = [pytest.param(state, marks=pytest.mark.xdist_group(f"update {state}")) for state in STATES]


@pytest.fixture(scope="module", params=EACH)
def updated(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """What the database held before and after, and both exports."""
    folder = tmp_path_factory.mktemp("updated")
    unpack(request.param, folder)
    kept = KeptDatabase(folder / request.param)
    with django_db_blocker.unblock(), kept.made() as made:
        before = made.rows()
        _update(made.url, folder)
        after = made.rows()
    return before, after, folder / request.param, folder / "new"


def _update(url: str, folder: Path) -> None:
    passed = {name: value for name, value in os.environ.items() if name != "EXPORT_DIR"}
    environment = {**passed, "DATABASE_URL": url, "VAR_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.updates.update", str(folder / "new")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_row_of_the_record_says_what_it_said(updated):
    before, after, *_ = updated
    changed = [
        (table, row, now)
        for table, rows in before.items()
        for row, now in _pairs(rows, after[RENAMED.get(table, table)])
        if not _as_named_now(row).items() <= now.items()
    ]
    assert changed == []


def _as_named_now(row: dict[str, Any]) -> dict[str, Any]:
    before, since = WORDS_OF_LENGTH
    if before not in row or since in row:
        return row
    return {since if name == before else name: said for name, said in row.items()}


def _pairs(before: Rows, after: Rows) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each row with that of its key now."""
    found = {_key(row): row for row in after}
    for row in before:
        yield row, found.get(_key(row), {})


def _key(row: dict[str, Any]) -> Any:
    return row.get("history_id") or next(iter(row.values()))


def test_what_was_exported_is_exported_again(updated, tmp_path):
    *_, kept, new = updated
    _as_versions_were_called(new / "latest", tmp_path)
    assert _differing(kept / "export", tmp_path) == []


def _as_versions_were_called(place: Path, folder: Path) -> None:
    """Copy a night's export with the release's label alone for its version, as earlier ones had."""
    data = json.loads((place / "manifest.json").read_text())
    version, label = data["version"], data["release"]
    for path in (path for path in place.rglob("*") if path.suffix in SAME):
        name = str(path.relative_to(place)).replace(_in_names(version), _in_names(label))
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes().replace(version.encode(), label.encode()))


def _in_names(version: str) -> str:
    return version.replace(".", "_")


def test_what_was_frozen_is_exported_as_it_was(updated):
    *_, kept, new = updated
    frozen = [
        place.parent
        for place in new.glob("2*/manifest.json")
        if json.loads(place.read_text())["frozen"]
    ]
    assert len(frozen) == (kept / "released").exists()
    for place in frozen:
        assert _differing(kept / "released", place) == []


def _differing(old: Path, new: Path) -> list[str]:
    files = [path.relative_to(old) for path in sorted(old.rglob("*")) if path.is_file()]
    assert files
    return [str(name) for name in files if not SAME[name.suffix](old / name, new / name)]


def _same_table(old: Path, new: Path) -> bool:
    """As far as there were columns; rows that moved are told in files of their own since."""
    names = [name for name in _header(old) if not name.startswith("rows_")]
    before, after = (
        [
            {name: row.get(name, row.get(RENAMED_COLUMNS.get(name))) for name in names}
            for row in rows
        ]
        for rows in (_rows(old), _rows(new))
    )
    return before == after


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file)]


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


def _same_values(old: Path, new: Path) -> bool:
    return _holds(json.loads(new.read_text()), json.loads(old.read_text()))


def _holds(new: Any, old: Any) -> bool:
    """Whether all that was said before is said, perhaps among more."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(
            name in new and _holds(new[name], value) for name, value in old.items()
        )
    if isinstance(old, list):
        return len(old) == len(new) and all(map(_holds, new, old))
    return bool(old == new)


def _same_print(old: Path, new: Path) -> bool:
    """But for the codes, which were printed below the answers only later."""
    return _answers(old) == _answers(new)


def _answers(path: Path) -> str:
    return path.read_text().partition("\nNUMERIC CODES\n")[0].rstrip()


SAME = {".csv": _same_table, ".json": _same_values, ".txt": _same_print}
