"""A reviewer of many members sees first what changes for which of them, and how many stay."""

from coding.codebook.cells import Coding
from coding.pages.members_changed import members_changed

NAMES = {2: "United States", 200: "United Kingdom"}
MANY = Coding(members={str(key): {"concoreq": 0, "defcoadv": 0} for key in range(2, 300, 5)})


def _changed(coding, **cells):
    given = {cell.lstrip("m").replace("_", "/"): value for cell, value in cells.items()}
    return members_changed(given, coding.cells, coding, NAMES)


def test_members_that_change_alike_stand_together_and_the_others_are_counted():
    found = _changed(MANY, m2_concoreq=1, m7_concoreq=1, m12_defcoadv=2, m17_concoreq=0)
    said = [(group.who, [str(code) for code in group.codes]) for group in found.groups]
    assert [who for who, _ in said] == ["2 United States, 7", "12"]
    assert said[0][1][0].startswith("concoreq: 0")
    assert (found.changed, found.as_before) == (3, len(MANY.members) - 3)


def test_a_member_that_joins_leaves_all_others_as_they_are():
    found = _changed(MANY, m200_member=200, m200_yrent=1996, estmode=1)
    assert [code.new for code in found.groups[0].codes] == ["joins", "1996"]
    assert (found.changed, found.as_before) == (1, len(MANY.members))
    assert [one.name for one in found.besides] == ["estmode"]


def test_few_members_and_codes_of_the_alliance_are_shown_as_they_are():
    few = Coding(members={"2": {"concoreq": 0}, "200": {"concoreq": 0}})
    assert _changed(few, m2_concoreq=1) is None
    assert _changed(MANY, estmode=1) is None
