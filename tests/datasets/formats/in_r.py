"""R as a reader of our files: haven of Debian's r-base-core and r-cran-haven."""

import subprocess
from functools import cache
from pathlib import Path
from shutil import which

import pytest

READER = Path(__file__).with_name("read.R")


def read_in_r(what: str, path: Path) -> str:
    """What haven finds in a file, its "cells" or its "labels"; skips where R or haven is absent."""
    if reason := why_not_in_r():
        pytest.skip(reason)
    command = ["Rscript", "--vanilla", READER, what, path]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


@cache
def why_not_in_r() -> str:
    if which("Rscript") is None:
        return "R is not installed (apt install r-base-core r-cran-haven)"
    ask = "quit(status = !requireNamespace('haven', quietly = TRUE))"
    done = subprocess.run(["Rscript", "-e", ask], capture_output=True, check=False)
    return "R has no haven (apt install r-cran-haven)" if done.returncode else ""
