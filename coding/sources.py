"""Which code runs: a hash of the site's own sources. It tells two states of one version apart."""

import hashlib
import os
from functools import lru_cache
from pathlib import Path

_SITE = Path(__file__).resolve().parent.parent


@lru_cache
def code_hash() -> str:
    """Return the hash of all that affects what is worked out and written.

    Fonts, lists and templates of documents are among it.
    """
    hashed = hashlib.sha256()
    for folder, _, names in sorted(os.walk(_SITE / "coding")):
        within = Path(folder).relative_to(_SITE).as_posix()
        for name in sorted(one for one in names if not one.endswith(".pyc")):
            with open(os.path.join(folder, name), "rb") as file:
                content = hashlib.sha256(file.read()).hexdigest()
            hashed.update(f"{within}/{name} {content}\n".encode())
    return hashed.hexdigest()[:16]
