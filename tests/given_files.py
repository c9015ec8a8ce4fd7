"""Files that are given beside the project, not in it; tests that need them skip without them."""

import os
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


GIVEN = Path(os.environ.get("ATOP_REFERENCE_DIR", HERE.parent.parent / "shared")).resolve()


def reference(path: str) -> Path:
    """A given file, from $ATOP_REFERENCE_DIR or ../shared; skips where it is absent."""
    if not (GIVEN / path).exists():
        pytest.skip(f"{path} is not here; set ATOP_REFERENCE_DIR to the folder that holds it")
    return GIVEN / path
