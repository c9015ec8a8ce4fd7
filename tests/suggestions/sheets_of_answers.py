"""Sheets of a few answers, and the codes that are suggested for them."""

from coding.codebook.cells import Cells, Coding
from coding.suggestions.readers import suggest
from coding.suggestions.suggestion import Suggestion

STATES = {
    2: ("United States of America", "USA"),
    200: ("United Kingdom", "UKG"),
    220: ("France", "FRN"),
    255: ("Germany", "GMY"),
    365: ("Russia", "RUS"),
    370: ("Belarus", "BLR"),
    651: ("Egypt", "EGY"),
    705: ("Kazakhstan", "KZK"),
}
TWO = Coding(members={"365": {"member": 365}, "705": {"member": 705}})
NOBODY = Coding()


def suggested(roster: Coding = NOBODY, **answers: str) -> list[Suggestion]:
    """What is suggested for answers ``q14="…"``, in the order of the questions."""
    return suggest({int(name[1:]): text for name, text in answers.items()}, roster, STATES)


def codes_of(roster: Coding = NOBODY, **answers: str) -> Cells:
    """The cells that are suggested, all together; no cell is suggested twice."""
    cells: Cells = {}
    for suggestion in suggested(roster, **answers):
        assert not cells.keys() & suggestion.cells.keys()
        cells |= suggestion.cells
    return cells
