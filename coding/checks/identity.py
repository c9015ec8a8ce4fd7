"""The alliance and its phases: its number, and how the phases follow each other."""

import re
from collections.abc import Iterator

from coding.checks import words
from coding.checks.facts import Facts, cells_of
from coding.checks.rule import ERROR, WARNING, Fault, rule
from coding.codebook.cells import Coding, is_known
from coding.codebook.coded_dates import ENTRY, EXIT, end, follows

# ATOP IDs → years of signature (reference 4, atopid)
_BLOCKS = (
    (range(1000, 2000), range(1815, 1914)),
    (range(2000, 3000), range(1914, 1945)),
    (range(3000, 4000), range(1945, 1990)),
    (range(4000, 8000), range(1990, 10000)),
)
_ID = re.compile(r"\d{4}")
_NUMBERS_ELSEWHERE = ("cowid", "cow4id")

# Codes that may differ between phases although no document changed: members, dates and ends.
_NO_CONTENT = {
    *("member", *ENTRY, "cowsys", "cowwar"),
    *(*EXIT, "term", "termmode", "termcaus"),
}


@rule("id-block", ERROR, 4, 1, source="reference 4, atopid; holds for all alliances of 5.1")
def id_fits_year(facts: Facts) -> Iterator[Fault]:
    """The ATOP ID lies in the block of the year in which the alliance was signed.

    The first phase gives the year; later phases are not checked.
    """
    if facts.earlier or facts.begin is None:
        return
    year = facts.begin.year
    ids = next((ids for ids, years in _BLOCKS if year in years), range(0))
    if facts.atop_id in ids:
        return
    block = f"{ids.start} to {ids.stop - 1}" if ids else "none: the data begin in 1815"
    earliest = facts.members_where(lambda codes: codes.get("yrent") == year)
    yield Fault(
        f"The ATOP ID is {facts.atop_id}, but the alliance was signed in {year}, whose block is "
        f"{block}.",
        "Correct the year of entry; if it is right, start the sheet under an ID of that block.",
        cells_of(earliest, "yrent"),
    )


@rule("id-in-answer", WARNING, 1, source="plain")
def answer_gives_the_id(facts: Facts) -> Iterator[Fault]:
    """The number that question 1 gives is the sheet's ATOP ID."""
    answer = facts.answer(1)
    if _ID.fullmatch(answer) and int(answer) != facts.atop_id:
        yield Fault(
            f"Question 1 gives {answer}, but the sheet is that of {facts.atop_id}.",
            "An admin can put the answer right; is it the right sheet?",
        )


@rule("phase-numbers", ERROR, 1, source="reference 4, phase; holds for all alliances of 5.1")
def phases_are_numbered(facts: Facts) -> Iterator[Fault]:
    """Phases are numbered 1, 2, 3 …; the only one is 0."""
    numbers = list(facts.phases)
    expected = [0] if len(numbers) == 1 else list(range(1, len(numbers) + 1))
    if numbers != expected:
        yield Fault(
            f"The alliance has the phases {words.listed([str(phase) for phase in numbers])}, not "
            f"{words.listed([str(phase) for phase in expected])}.",
            "An admin can give the sheets the right phases.",
        )


@rule("phase-follows", WARNING, 4, source="reference 2, phases, and 5.1; parallel ones are allowed")
def phase_follows_an_earlier_one(facts: Facts) -> Iterator[Fault]:
    """A phase begins when an earlier one ended, on the same or the next day."""
    ends = [end(coding) for coding in facts.earlier.values()]
    if facts.begin is None or not ends or None in ends:
        return
    if any(follows(ended, facts.begin) for ended in ends if ended):
        return
    ended = [words.day(ended) if ended.year else "not yet" for ended in ends if ended]
    yield Fault(
        f"Phase {facts.phase} begins on {words.day(facts.begin)}, but the phases before it ended: "
        f"{words.listed(ended)}.",
        "Correct the entries here or the exits of the phase before; if there was a time without "
        "the alliance, say so.",
        cells_of(facts.members, *ENTRY),
    )


@rule("phase-differs", WARNING, 1, source="reference 2, phases")
def phase_differs_from_the_one_before(facts: Facts) -> Iterator[Fault]:
    """A new phase of the same members differs from the one before in some code.

    A renewal without a change begins no phase; a phase after a time without the alliance may be
    the same, and so may one in which a member was succeeded.
    """
    before = facts.phases.get(facts.phase - 1)
    ended, begun = before and end(before), facts.begin
    is_continued = ended and begun and follows(ended, begun)
    if before and is_continued and _content(before) == _content(facts.coding):
        yield Fault(
            f"Phase {facts.phase} has the same members and the same codes as phase "
            f"{facts.phase - 1}.",
            "Enter the codes that changed; without a change, continue the phase before instead.",
        )


def _content(coding: Coding) -> Coding:
    """Return only the codes that come from documents, without entries, exits and wars."""
    alliance = {name: code for name, code in coding.alliance.items() if name not in _NO_CONTENT}
    states = {
        key: {name: code for name, code in codes.items() if name not in _NO_CONTENT}
        for key, codes in coding.members.items()
    }
    return Coding(alliance, states, coding.pairs)


@rule("numbers-elsewhere", WARNING, 2, source="observed in 5.1")
def numbers_elsewhere_are_those_of_all_phases(facts: Facts) -> Iterator[Fault]:
    """An alliance has one number in the COW alliance data, the same in all its phases."""
    for variable in _NUMBERS_ELSEWHERE:
        here = facts.alliance.get(variable)
        for phase, coding in facts.earlier.items():
            there = coding.alliance.get(variable)
            if is_known(here) and is_known(there) and here != there:
                yield Fault(
                    f"{words.code(facts, variable)}, but phase {phase} has "
                    f"{words.value(facts, variable, there)}.",
                    "Look the alliance up in the COW data and correct the wrong one.",
                    (variable,),
                )
