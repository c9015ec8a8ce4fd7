"""Phases as a release publishes them, small enough to read, and how they come into the record."""

from datetime import date

from coding.codebook.cells import MISSING, Codes, Coding
from coding.codebook.derived import ANY_CONDITION
from coding.codebook.sheet import CodedPhase
from coding.models import Release
from coding.workflow.release_import import PublishedRelease, import_release

NO_CONDITIONS = dict.fromkeys(ANY_CONDITION, 0)
SIGNED = {"yrent": 1850, "moent": 5, "dayent": 1, "yrexit": 0, "moexit": 0, "dayexit": 0}


def member(state: int, **codes: int) -> Codes:
    """A member that signed in 1850 and owes nothing, but for what is said."""
    owed = dict.fromkeys(("defense", "offense", "neutral", "nonagg", "consul"), 0)
    return {"member": state, "cowwar": 0, **SIGNED, **owed, **NO_CONDITIONS, **codes}


def release_of(*phases, label="5.1", file="small.csv"):
    return PublishedRelease(label, date(2018, 12, 31), file, phases)


def two(atop_id=1005, phase=0, alliance=None, **first):
    """A phase of 200 and 220, with the alliance's codes and those of the first member."""
    return CodedPhase(
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
    return CodedPhase(atop_id, 0, Coding({"asymm": 1}, every, {("200", "230"): {"nonagg": 0}}))


def publish(*phases: CodedPhase, label: str = "5.9") -> Release:
    """Bring the phases in as a release of this label."""
    import_release(release_of(*phases, label=label))
    return Release.objects.get(label=label)


def three_phases() -> Release:
    """Two alliances; the second has two phases, and a member with a number of its own.

    200 and 220 owe defense, 220 only against one adversary; 220 was at war as it signed.
    """
    return publish(
        CodedPhase(
            1005,
            0,
            Coding(
                {"estmode": 1, "length": 120, "cowid": 2005},
                {
                    "200": member(200, defense=1),
                    "220": member(220, defense=1, defcoadv=1, cowwar=10),
                    "230": member(230, dayent=MISSING),
                },
                {("200", "220"): {"defense": 1}, ("200", "230"): {"defense": 0}},
            ),
            {key: {"new5": 1, "rev5": 0} for key in ("200", "220", "230")},
        ),
        CodedPhase(
            1010,
            1,
            Coding(
                {"estmode": MISSING, "length": 0, "cowid": 2010},
                {"255": member(255, cowid=2011), "300": member(300)},
            ),
        ),
        CodedPhase(1010, 2, Coding({"length": 60}, {"255": member(255), "300": member(300)})),
    )
