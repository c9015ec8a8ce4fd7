"""Which code runs: a hash of the site's own sources. It tells two states of one version apart."""

import hashlib
from functools import lru_cache
from pathlib import Path

_SITE = Path(__file__).resolve().parent.parent


@lru_cache
def code_hash() -> str:
    """Return the hash of all that affects what is worked out and written.

    Fonts, lists and templates of documents are among it.
    """
    hashed = hashlib.sha256()
    every = (path for path in _SITE.glob("coding/**/*") if path.is_file())
    for path in sorted(path for path in every if path.suffix != ".pyc"):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        hashed.update(f"{path.relative_to(_SITE).as_posix()} {content}\n".encode())
    return hashed.hexdigest()[:16]
