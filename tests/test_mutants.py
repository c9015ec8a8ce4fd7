"""`make mutants` asks tests by a command of its own, which nobody else runs."""

import subprocess
import sys
from pathlib import Path

from tests.costly import on_the_gate

ROOT = Path(__file__).resolve().parent.parent


@on_the_gate
def test_pytest_understands_the_command_by_which_mutants_are_tried():
    lines = (ROOT / ".ci/mutants").read_text().splitlines()
    (run,) = (line.strip('"') for line in lines if line.startswith("run="))
    options = run.partition(" -m pytest ")[2].split()
    pytest = [sys.executable, "-m", "pytest", *options, "--collect-only", "tests/test_words.py"]
    done = subprocess.run(pytest, cwd=ROOT, capture_output=True, text=True, check=False)
    assert options
    assert done.returncode == 0, done.stderr
