"""Phases as a release publishes them, small enough to read: two members, or three that vary."""

from datetime import date

from coding.codebook.cells import MISSING, Coding
from coding.workflow.release_import import PublishedRelease
from tests.history.small_record import Phase, member


def release_of(*phases, label="5.1", file="small.csv"):
    return PublishedRelease(label, date(2018, 12, 31), file, phases)


def two(atop_id=1005, phase=0, alliance=None, **first):
    """A phase of 200 and 220, with the alliance's codes and those of the first member."""
    return Phase(
        atop_id,
        phase,
        Coding(
            alliance or {"estmode": 1, "cowid": MISSING, "length": 0},
            {"200": member(200, nonagg=1, **first), "220": member(220, nonagg=1)},
        ),
        {key: {"new5": 0, "rev5": 1} for key in ("200", "220")},
    )


def varying(atop_id=1010):
    """A phase of three in which 200 owes 230 less than 220."""
    every = {str(code): member(code, nonagg=1, obvary=int(code == 200)) for code in (200, 220, 230)}
    return Phase(atop_id, 0, Coding({"asymm": 1}, every, {("200", "230"): {"nonagg": 0}}))
