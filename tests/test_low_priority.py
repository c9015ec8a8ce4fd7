"""Work that nobody waits for gives way to people, in whichever session it runs."""

import subprocess
import sys
from pathlib import Path

import pytest

from coding.low_priority import NICENESS

GROUP = Path("/proc/self/autogroup")
GIVE_WAY = """
import os
from coding.low_priority import give_way, patience
before = os.nice(0), patience()
give_way()
print(*before, os.nice(0), patience())
"""
GROUP_SAYS = f"{GIVE_WAY}\nprint(open('{GROUP}').read())"


def said(program, **how):
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, **how
    )
    return done.stdout


def test_it_has_a_lower_priority_and_more_patience():
    before, patience, after, more_patience = map(int, said(GIVE_WAY).split())
    assert after == min(before + NICENESS, 19)
    assert more_patience > 1
    assert patience == 1 or before > 0


@pytest.mark.skipif(not GROUP.exists(), reason="this system does not group processes by session")
def test_so_has_the_session_that_it_leads_but_not_one_in_which_others_are():
    ours = GROUP.read_text()
    assert f"nice {NICENESS}" in said(GROUP_SAYS, start_new_session=True)
    assert ours.strip() in said(GROUP_SAYS)
    assert GROUP.read_text() == ours
