"""Lower priority for background work, so that processes that answer people run first."""

import os
from contextlib import suppress
from pathlib import Path

NICENESS = 10  # leaves such work a tenth of a busy machine at least
PATIENCE = 5  # times the usual time limit, for processes of lower priority
_OF_SESSION = Path("/proc/self/autogroup")


def give_way(more: int = NICENESS) -> None:
    """Run this process and its children at a lower priority from now on.

    Linux may divide the processor among sessions first, and apply niceness only within each. So a
    process that leads a session – a service, a timer's job, a background process of the site –
    lowers the priority of its session, too.
    """
    niceness = os.nice(more)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # a system without autogroups
            _OF_SESSION.write_text(str(niceness))


def patience() -> int:
    """Return the factor by which this process may exceed the usual time limits."""
    return PATIENCE if os.nice(0) > 0 else 1
