"""Whether the index of the search, and the numbers of findings in lists, say what follows.

Nothing follows from them: both can be made anew.
"""

from collections.abc import Iterator

from coding.record.faults import Misfit
from coding.search import index_check
from coding.workflow.check_counts import miscounted


def faults() -> Iterator[Misfit]:
    """Yield each passage that is not as approved, and each sheet that is not counted so."""
    for difference in index_check.untrue_passages():
        yield Misfit("the index of the search", difference, index_check.MENDED)
    for sheet in miscounted():
        found = "Its numbers are not those of its findings."
        yield Misfit(
            f"coding_checkcount {sheet}", found, "counted anew: remove the row, and accept that"
        )
