"""A hash of the site's sources: it shows which code runs, and tells changes within one version."""

import hashlib
import os
from functools import lru_cache
from pathlib import Path

_SITE = Path(__file__).resolve().parent.parent


@lru_cache
def code_hash() -> str:
    """Return the hash of all sources that affect results and what is written.

    They include fonts, lists and templates of documents.
    """
    hashed = hashlib.sha256()
    for folder, _, names in sorted(os.walk(_SITE / "coding")):
        within = Path(folder).relative_to(_SITE).as_posix()
        for name in sorted(name for name in names if not name.endswith(".pyc")):
            with open(os.path.join(folder, name), "rb") as file:
                content = hashlib.sha256(file.read()).hexdigest()
            hashed.update(f"{within}/{name} {content}\n".encode())
    return hashed.hexdigest()[:16]
