"""Exports as far as their files and manifests tell, made in no time."""

import hashlib
import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

FILES = MappingProxyType(
    {
        "datasets/atop5_0m.csv": b"atopid\r\n1005\r\n",
        "datasets/atop5_0m.dta": b"Stata",
        "datasets/atop5_0m_NNA.csv": b"atopid\r\n",
        "datasets/atopinst5_0.csv": b"atopid\r\n",
        "datasets/codebook.pdf": b"%PDF",
        "datasets/left-out.csv": b"atopid\r\n",
        "sheets.json": b"[]\n",
        "sheets/4765.txt": b"A sheet.",
        "sheets/4765.pdf": b"%PDF A sheet.",
        "sheets/1020.2.txt": b"Another one.",
    }
)

FROZEN_AT = "2025-12-31T16:03:38Z"  # what it says if nothing else is said


def make_export(root: Path, day: int = 1, holds: Any = FILES, **manifest: Any) -> Path:
    """An export of that day of January 2026; keywords let its manifest say something else."""
    place = root / f"202601{day:02}T023000Z"
    place.mkdir(parents=True)
    for name, content in holds.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(content)
    said = {
        "data_as_of": FROZEN_AT,
        "release": "5.0",
        "frozen": False,
        "sheets": 2,
        "remark": None,
        "files": [_entry(name, content) for name, content in holds.items()],
    }
    (place / "manifest.json").write_text(json.dumps({**said, **manifest}))
    return place


def _entry(name: str, content: bytes) -> dict[str, Any]:
    rows = content.count(b"\n") - 1 if name.endswith(".csv") else None
    digest = hashlib.sha256(content).hexdigest()
    return {"name": name, "rows": rows, "bytes": len(content), "sha256": digest}
