"""Codes in the export: approved ones only, by their names, and what is missing as null."""

import re

import pytest

from coding.codebook.cells import MISSING
from coding.datasets.documents.companion_files import STATE_SPELLS, STATES
from coding.export.nightly import export
from coding.workflow import starting_sheets
from tests.coded_sheets import code, joins, owes, submit, with_members
from tests.export.read_back import docx_parts, files, pdf_text, rows, sheets
from tests.factories import draft, pending, send_back, withdraw
from tests.shared_rows import shared

# Numbers that stand nowhere else: no date, length or count of a small record is one of them.
DRAFTED, WAITING, RETURNED, GIVEN_UP, STARTED = 7919, 7907, 7901, 7883, 7879
ANNAM = 8152


@shared
def alliance(cast):
    """370 and 705, with a number in the COW data for each of the ways of saying none."""
    sheet = with_members(cast, "370", "705")
    code(cast, sheet, 16, owes("370", "consul") | owes("705", "consul"))
    return sheet


def numbers_in(place):
    """Every number that each file says, but for checksums and sizes, which say any by chance."""
    found = files(place)
    del found["manifest.json"], found["datapackage.json"]
    said = {
        name: pdf_text(content)
        if name.endswith(".pdf")
        else "".join(docx_parts(content).values())
        if name.endswith(".docx")
        else content.decode("utf-8")
        for name, content in found.items()
    }
    return {
        name: {int(number) for number in re.findall(r"\d+", text, re.ASCII)}
        for name, text in said.items()
    }


def one_sheet(root):
    (found,) = sheets(export(root).place)
    return found


@pytest.mark.acceptance(13)
def test_no_code_that_is_not_approved_is_in_any_byte(cast, alliance, root):
    draft(alliance, 2, None, by=cast.coder, codes={"cowid": DRAFTED})
    pending(alliance, 2, None, by=cast.second_coder, codes={"cow4id": WAITING})
    send_back(
        pending(alliance, 12, None, by=cast.coder, codes={"proren": 2, "renewlgt": RETURNED}),
        by=cast.reviewer,
    )
    given_up = draft(alliance, 10, None, by=cast.coder, codes={"speclgth": 1, "length": GIVEN_UP})
    withdraw(given_up, by=cast.coder)
    submit(draft(alliance, 4, None, by=cast.coder, codes=joins(str(ANNAM), year=1997)))
    started = starting_sheets.start_sheet(4770, 0, by=cast.coder)
    pending(started, 2, None, by=cast.coder, codes={"cowid": STARTED})
    place = export(root).place
    sentinels = {DRAFTED, WAITING, RETURNED, GIVEN_UP, STARTED, ANNAM}
    said = numbers_in(place)
    del said[STATES.name], said[STATE_SPELLS.name]  # which list all states
    assert {name: told & sentinels for name, told in said.items() if told & sentinels} == {}
    assert {1996, 370, 705} <= set().union(*said.values())


def test_missing_and_not_coded_are_null_and_zero_is_zero(cast, alliance, root):
    code(cast, alliance, 2, {"cowid": MISSING})
    code(cast, alliance, 10, {"speclgth": 0, "length": 0})
    code(cast, alliance, 21, {"370/dipaid": MISSING, "705/dipaid": 0})
    found = one_sheet(root)
    codes = [found["codes"][name] for name in ("cowid", "cow4id", "length")]
    assert codes == [None, None, 0]
    assert [(row["member"], row["dipaid"], row["terrres"]) for row in found["members"]] == [
        (370, None, None),
        (705, 0, None),
    ]


def test_a_code_that_is_missing_for_one_member_alone_is_null_there(cast, alliance, root):
    code(cast, alliance, 2, {"cowid": 3616})
    code(cast, alliance, 2, {"370/cowid": MISSING})
    found = one_sheet(root)
    assert found["codes"]["cowid"] == 3616
    assert [member.get("cowid", "the alliance's") for member in found["members"]] == [
        None,
        "the alliance's",
    ]


def test_a_member_that_was_taken_off_is_gone_and_one_that_came_back_stands_twice(cast, root):
    sheet = with_members(cast, "365", "370", "705")
    code(cast, sheet, 14, {"370/yrexit": 1999, "370/moexit": 1, "370/dayexit": 1})
    code(cast, sheet, 4, joins("370.2", year=2005))
    code(cast, sheet, 4, {"365/member": None})
    members = [(member["member"], member["yrent"]) for member in one_sheet(root)["members"]]
    assert members == [(370, 1996), (370, 2005), (705, 1996)]


def test_what_a_member_owes_one_partner_stands_with_it(cast, root):
    sheet = with_members(cast, "365", "370", "705")
    code(cast, sheet, 16, owes("365", "consul") | owes("370", "consul") | owes("705", "consul"))
    code(cast, sheet, 4, {"bilat": 0})
    code(cast, sheet, 24, {"asymm": 1, "370/obvary": 1, "370>365/consul": 0})
    found = {member["member"]: member.get("owes") for member in one_sheet(root)["members"]}
    ((owed,), *others) = (found[370], found[365], found[705])
    assert (owed["toward"], owed["consul"]) == (365, 0)
    assert others == [None, None]


def test_changes_tell_the_codes_before_and_after(cast, alliance, root):
    code(cast, alliance, 16, {"370/consul": 0, "705/nonagg": 1, "370/nonagg": 1})
    change = rows(export(root).place, "changes.csv")[-1]
    assert change["old_codes"] == "370/consul=1 370/nonagg=0 705/nonagg=0"
    assert change["new_codes"] == "370/consul=0 370/nonagg=1 705/nonagg=1"
    assert change["old"] == change["new"] == "Answer 16."
    assert (change["author"], change["reviewer"]) == ("Clara Coder", "Rita Reviewer")


def test_changes_tell_missing_zero_and_not_coded_apart(cast, alliance, root):
    for value in (0, MISSING, None):
        code(cast, alliance, 6, {"estmode": value})
    changed = [row["new_codes"] for row in rows(export(root).place, "changes.csv")]
    assert changed[-3:] == ["estmode=0", "estmode=-9", "estmode="]


def test_a_revision_of_codes_is_noted_on_the_printed_sheet(cast, alliance, root):
    code(cast, alliance, 6, {"estmode": 1})
    code(cast, alliance, 6, {"estmode": 0})
    note = one_sheet(root)["revision_notes"][-1]
    assert note.startswith("Version 6.0: Q6 revised by Clara Coder on ")


def test_what_nobody_has_coded_is_told_apart_from_what_is_missing(cast, alliance, root):
    code(cast, alliance, 58, {"source": 2})
    code(cast, alliance, 6, {"estmode": -9})
    code(cast, alliance, 35, {"organ1": 0})
    found = one_sheet(root)
    assert found["codes"]["estmode"] is None
    assert "estmode" not in found["not_coded"]
    assert {"milcon", "370/yrexit"} <= {*found["not_coded"]}
    assert found["codes"]["orgpurp1"] == 0
    assert "orgpurp1" not in found["not_coded"]
