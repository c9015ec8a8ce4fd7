"""backup.json: which database, which version of the site, and what each table held."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coding.backup.contents import Contents
from coding.backup.failures import BackupFailed
from coding.export.output import ExportedFile, sha256_of

NAME = "backup.json"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """The description of a backup.

    ``made_at`` is the time of its data, ``head`` the hash of the chain's end then.
    """

    made_at: str
    kind: str
    file: ExportedFile
    head: str
    migrations: list[str]
    software: dict[str, str]
    tables: dict[str, Contents]
    format: int = FORMAT

    @property
    def rows(self) -> dict[str, int]:
        return {table: held.rows for table, held in self.tables.items()}


def now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def written(manifest: Manifest) -> bytes:
    return (json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n").encode()


def read(folder: Path) -> Manifest:
    """Return the manifest in the folder. Raises BackupFailed if it is no backup."""
    try:
        contents: dict[str, Any] = json.loads((folder / NAME).read_bytes())
        if contents["format"] > FORMAT:
            raise BackupFailed(f"{folder} was written by a newer version of the site.")
        tables = {table: Contents(**held) for table, held in contents.pop("tables").items()}
        made = Manifest(**{**contents, "file": ExportedFile(**contents["file"])}, tables=tables)
        _require_as_written(made)
    except FileNotFoundError:
        raise BackupFailed(f"{folder} is no backup: there is no {NAME} in it.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupFailed(f"{folder / NAME} cannot be read ({error}).") from error
    return made


def _require_as_written(made: Manifest) -> None:
    """Raise TypeError where something else than a backup writes stands in what is looked at."""
    words: list[Any] = [made.file.name, made.software["site"], *made.migrations]
    if not all(isinstance(word, str) for word in words):
        raise TypeError("a number or a list stands where a word should be")


def require_whole(folder: Path, manifest: Manifest) -> None:
    """Compare the folder with its manifest. Raises BackupFailed for the first fault."""
    present = {path.name for path in folder.iterdir()}
    if stray := sorted(present ^ {NAME, manifest.file.name}):
        raise BackupFailed(f"{folder}: {stray[0]} is in the folder or in {NAME}, not in both.")
    path = folder / manifest.file.name
    if path.stat().st_size != manifest.file.bytes or sha256_of(path) != manifest.file.sha256:
        raise BackupFailed(f"{path} is not as it was written: it is damaged, or was changed.")
