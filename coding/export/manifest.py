"""manifest.json: every file with its hash, what the data are, and which software wrote them.

The time in it is that of the data, not of the clock, so the same data give the same bytes.
"""

import json
import platform
import tomllib
from collections.abc import Collection
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from coding.code_hash import code_hash
from coding.export.output import ExportedFile, Output, sha256_of
from coding.export.reports import Reporting, watched
from coding.export.scope import ExportScope

NAME = "manifest.json"
CHECK = "files checked"
WRITERS = (
    "Django",
    "python-docx",
    "reportlab",
    "pandas",
    "pyarrow",
    "pyreadstat",
    "xlsxwriter",
    "Jinja2",
)
SITE = Path(__file__).resolve().parent.parent.parent


def software() -> dict[str, str]:
    """Return the versions of everything that affects the bytes of an export.

    ``code`` tells two states of one version apart, without git.
    """
    project = tomllib.loads((SITE / "pyproject.toml").read_text())["project"]
    return {
        "site": project["version"],
        "code": code_hash(),
        "python": platform.python_version(),
        **{name: version(name) for name in WRITERS},
    }


def write_manifest(
    output: Output, scope: ExportScope, versions: dict[str, str], made_from: str
) -> None:
    """Write the manifest; ``made_from`` is the hash of all that the files are made from, or ""."""
    manifest = {
        "data_as_of": scope.data_as_of,
        "release": scope.release,
        "version": scope.version,
        "frozen": scope.is_frozen,
        "corrections": scope.corrections,
        "cut_off": scope.cut_off.isoformat() if scope.cut_off else None,
        "changes_since_release": scope.changes_since_release,
        "compared_with": scope.compared_with,
        "sheets": scope.sheets,
        "held_back": [asdict(alliance) for alliance in scope.held.alliances.values()],
        "remark": scope.remark,
        "chain_head": scope.head or None,
        "made_from": made_from or None,
        "software": versions,
        "files": [asdict(entry) for entry in sorted(output.entries, key=lambda entry: entry.name)],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    output.add(NAME, text.encode())


def first_fault(root: Path, progress: Reporting, seen: Collection[str] = frozenset()) -> str | None:
    """Compare the folder with its manifest; return the first fault, or None.

    Files that were ``seen`` are not read again.
    """
    listed = entries_of(read_manifest(root))
    present = {
        path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir()
    } - {NAME}
    if present != set(listed):
        return f"{sorted(present ^ set(listed))[0]} is in the folder or in the manifest, not both"
    for name, entry in watched(listed.items(), progress, CHECK, len(listed)):
        if name not in seen and sha256_of(root / name) != entry.sha256:
            return f"{name} is not as it was written"
    return None


def read_manifest(root: Path) -> Any:
    return json.loads((root / NAME).read_bytes())


def entries_of(manifest: dict[str, Any]) -> dict[str, ExportedFile]:
    return {entry["name"]: ExportedFile(**entry) for entry in manifest["files"]}
