"""Work that nobody waits for at a page gives way to the processes that answer people."""

import os
from contextlib import suppress
from pathlib import Path

NICENESS = 10  # what people at work leave, a tenth of a busy machine at least
PATIENCE = 5  # times as long as others may take on the clock, who gives way may
_OF_SESSION = Path("/proc/self/autogroup")


def give_way(more: int = NICENESS) -> None:
    """Run this process, and what it starts, at a lower priority from now on.

    Linux may share the processor among sessions first, and heed niceness only within each. So a
    process that leads a session – a service, a timer's job, what the site starts beside itself –
    lowers that, too.
    """
    niceness = os.nice(more)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # a system that does not group processes so
            _OF_SESSION.write_text(str(niceness))


def patience() -> int:
    """Return how many times as long as usual this process may take on the clock."""
    return PATIENCE if os.nice(0) > 0 else 1
